"""The whole archive written to one zip, row by row."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.db import connection, models, transaction
from django.utils import timezone

from archive.backup.format import CHUNK, FORMAT, MANIFEST, MODELS, VERSION, Row, columns, data_file, original_file, to_line
from archive.mentions import refreshing
from archive.models import Original, Revision, archive_version

Entry = dict[str, int | str]
Tell = Callable[[str], None]


def export_archive(path: Path, tell: Tell = lambda line: None) -> dict[str, int]:
    """Write the archive to `path` and return the number of rows of each model. Raises OSError.

    The file is complete or absent. The export reads one snapshot of the database, and holds at most one chunk of rows or one
    original in memory.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as target:
            counts = write_archive(target, tell)
            os.fsync(target.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return counts


def write_archive(target: IO[bytes], tell: Tell = lambda line: None) -> dict[str, int]:
    """Write the archive to a stream, which need not be seekable. Return the number of rows of each model. Raises OSError.

    The manifest comes last, so a truncated export has none and is refused when read.
    """
    with snapshot(), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as packed:
        entries = {data_file(model): _write_rows(packed, model, tell) for model in MODELS}
        _write_originals(packed)
        packed.writestr(MANIFEST, json.dumps(_manifest(entries), indent=2))
    return {name: int(entry["rows"]) for name, entry in entries.items()}


@contextmanager
def snapshot() -> Iterator[None]:
    """Read from one snapshot of the database, without blocking writers."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def _manifest(entries: dict[str, Entry]) -> dict[str, object]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "made": timezone.now().isoformat(),
        "archive_version": archive_version.current(),
        "gazetteer": refreshing.noted(),
        "files": entries,
    }


def _write_rows(packed: zipfile.ZipFile, model: type[models.Model], tell: Tell) -> Entry:
    digest, rows = hashlib.sha256(), 0
    with packed.open(data_file(model), "w", force_zip64=True) as out:
        for row in _rows(model):
            line = to_line(row)
            digest.update(line)
            out.write(line)
            rows += 1
    tell(f"{rows:>9,} {model._meta.verbose_name_plural}")
    return {"rows": rows, "sha256": digest.hexdigest()}


def _rows(model: type[models.Model]) -> Iterator[Row]:
    names = columns(model)
    if model is Revision:
        named = Revision.objects.order_by("pk").values(*names, "created_by__username")
        for row in named.iterator(chunk_size=CHUNK):
            account = row.pop("created_by__username")
            yield {**row, "created_by": account, "created_by_name": account or row["created_by_name"]}
    else:
        yield from model._default_manager.order_by("pk").values(*names).iterator(chunk_size=CHUNK)


def _write_originals(packed: zipfile.ZipFile) -> None:
    for sha256 in Original.objects.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=CHUNK):
        packed.writestr(original_file(sha256), Original.objects.get(pk=sha256).data)
