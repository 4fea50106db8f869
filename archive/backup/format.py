"""The whole archive as one zip: its layout, and how a row is written and read again without loss.

    manifest.json            format, version, when and with what it was made, rows and SHA-256 of each file of data/
    data/<model>.jsonl       one row a line, under the same key as in the database, references by key
    originals/<sha256>       the bytes of each file as uploaded

Accounts, the admin log and uploads not yet confirmed are not part of it: a revision names its editor by user name. That stays,
and the account is found again where there is one of that name. What can be worked out anew (search index, figures, signatures
of texts) is.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, cast

from django.conf import settings
from django.core.management.base import CommandError
from django.db import models

from archive.models import (
    FormerSpeakerSlug,
    LearntRule,
    Mention,
    OfficeHolder,
    Original,
    Parting,
    Record,
    RetiredRecord,
    Revision,
    Source,
    SourceProfile,
    Speaker,
    SpeakerAlias,
    SpeakerDecision,
    Transcript,
    Turn,
)

FORMAT: Final = "chancery-archive"
VERSION: Final = 2  # version 1 had seats and places in one layer (`implied`) and no split speakers
MANIFEST: Final = "manifest.json"
CHUNK: Final = 500

# In the order in which they can be written: a row comes after the rows that it refers to.
MODELS: tuple[type[models.Model], ...] = (
    Source,
    Speaker,
    SpeakerAlias,
    FormerSpeakerSlug,
    Original,
    Transcript,
    Revision,
    Record,
    RetiredRecord,
    Turn,
    Mention,
    Parting,
    SpeakerDecision,
    OfficeHolder,
    SourceProfile,
    LearntRule,
)
# Missing from exports of earlier versions.
LATER: frozenset[type[models.Model]] = frozenset({Parting, SpeakerDecision, OfficeHolder, SourceProfile, LearntRule})
ADDED: dict[type[models.Model], dict[str, object]] = {  # columns added since version 1, with the value for older rows
    Revision: {"restores": None, "standing": {}, "created_by_name": ""},
    SpeakerAlias: {"from_file": True},
    Transcript: {"was_public": False},
}
LEFT_OUT: frozenset[tuple[type[models.Model], str]] = frozenset(
    {(Original, "kept"), (Original, "packing"), (Revision, "created_by_id"), (Transcript, "page_starts")}
)

Row = dict[str, Any]
PIPE = Path("-")


class TransferError(Exception):
    """Why an archive cannot be restored. Nothing has been changed."""

    def __init__(self, message: str) -> None:
        super().__init__(f"{message} Nothing was changed.")
        self.reason = message


def data_file(model: type[models.Model]) -> str:
    return f"data/{model._meta.model_name}.jsonl"


def original_file(sha256: str) -> str:
    return f"originals/{sha256}"


def columns(model: type[models.Model]) -> list[str]:
    """Return the columns of a model that are copied unchanged."""
    names = [field.attname for field in model._meta.concrete_fields]
    return [name for name in names if (model, name) not in LEFT_OUT]


def to_line(row: Row) -> bytes:
    """Return a row as one line of JSON. Times keep their microseconds."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_iso).encode() + b"\n"


def from_line(model: type[models.Model], line: bytes) -> Row:
    """Return a row with its columns' types.

    Columns added after the export get their default. Raises TransferError for any other missing or unknown column.
    """
    row = json.loads(line)
    row = {**ADDED.get(model, {}), **row} if isinstance(row, dict) else row
    wanted = set(columns(model))
    if not isinstance(row, dict) or set(row) - {"created_by"} != wanted:
        differ = sorted(wanted ^ (set(row) - {"created_by"})) if isinstance(row, dict) else ["not an object"]
        raise TransferError(f"{data_file(model)} has different columns from this version of Chancery ({', '.join(differ)}).")
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: _typed(fields[name], value) if name in fields else value for name, value in row.items()}


@contextmanager
def times_as_they_were() -> Iterator[None]:
    """Keep the stored times of rows instead of setting them to now. For commands only: it affects the whole process."""
    fields = [field for model in MODELS for field in model._meta.concrete_fields if isinstance(field, models.DateField)]
    were = [(field, field.auto_now, field.auto_now_add) for field in fields]
    try:
        for field in fields:
            field.auto_now = field.auto_now_add = False
        yield
    finally:
        for field, now, now_add in were:
            field.auto_now, field.auto_now_add = now, now_add


def _typed(field: models.Field[Any, Any], value: Any) -> Any:
    return value if isinstance(field, models.JSONField) else field.to_python(value)


def _iso(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


class Out:
    """Write-only standard output. With `>>`, seeking back in the zip would fail."""

    def write(self, data: bytes) -> int:
        return sys.stdout.buffer.write(data)

    def flush(self) -> None:
        sys.stdout.buffer.flush()


def standard_output() -> IO[bytes]:
    """Return binary standard output. Raises CommandError if it is a terminal."""
    if sys.stdout.isatty():
        raise CommandError("A zip cannot be shown on the screen: pipe it (| gpg …) or redirect it to a file (> PATH.zip).")
    return cast("IO[bytes]", Out())


@contextmanager
def readable(path: Path) -> Iterator[Path | IO[bytes]]:
    """Open the file at a path. For `-`, spool standard input to an unnamed file in DATA_DIR."""
    if path != PIPE:
        yield path
        return
    if sys.stdin.isatty():
        raise CommandError("Standard input is empty: pipe an export to it (gpg --decrypt … |).")
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as kept:
        shutil.copyfileobj(cast("Any", sys.stdin).buffer, kept, 1 << 20)
        kept.seek(0)
        yield kept
