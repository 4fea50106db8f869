"""The whole archive restored from its zip: all of it, checked, in one transaction, or nothing."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction

from archive.backup.format import (
    CHUNK,
    FORMAT,
    LATER,
    MANIFEST,
    MODELS,
    VERSION,
    Row,
    TransferError,
    data_file,
    from_line,
    original_file,
    times_as_they_were,
)
from archive.countries.layers import layer_of_old
from archive.importing.importer import announce
from archive.mentions import refreshing
from archive.models import (
    ArchiveVersion,
    Mention,
    OfficeHolder,
    Original,
    Revision,
    Source,
    Speaker,
    Transcript,
    archive_version,
    write_locks,
)
from archive.serving.outages import outage_of
from archive.signals import bulk

Tell = Callable[[str], None]
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError, ValidationError, DatabaseError)


def restore_archive(source: Path | IO[bytes], replace: bool = False, tell: Tell = lambda line: None) -> None:
    """Restore an exported archive into an empty one, or with `replace` in place of the present one.

    Raises TransferError, with nothing changed, if the file is not an export, comes from a later version or is damaged, or if the
    archive is not empty.
    """
    try:
        with bulk(), zipfile.ZipFile(source) as packed, transaction.atomic():
            manifest = read_manifest(packed)
            write_locks.alone()
            _make_room(replace)
            _load(packed, manifest, tell)
            connection.check_constraints()
            _settle(manifest)
    except BROKEN as fault:
        if outage_of(fault):
            raise
        raise TransferError(f"{name_of(source)} is damaged or not an export of Chancery ({fault}).") from fault


def name_of(source: Path | IO[bytes]) -> str:
    return source.name if isinstance(source, Path) else "Standard input"


def read_manifest(packed: zipfile.ZipFile) -> dict[str, Any]:
    """Return the manifest of an export. Raises TransferError if it has none or comes from a later version."""
    manifest = json.loads(packed.read(MANIFEST)) if MANIFEST in packed.namelist() else {}
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise TransferError("This zip is not an export of Chancery: it has no manifest.")
    if manifest["version"] > VERSION:
        raise TransferError("This export was made by a later version of Chancery; update this one first.")
    return manifest


def _make_room(replace: bool) -> None:
    occupied = any(model._default_manager.exists() for model in (Transcript, Original, Source, Speaker))
    if occupied and not replace:
        raise TransferError(
            f"This archive is not empty ({Transcript.objects.count()} transcripts). "
            "Read the export into an empty one, or use --replace to replace what is here."
        )
    for transcript in Transcript.objects.iterator(chunk_size=CHUNK):
        transcript.delete()  # one by one, so that listeners hear of each and only one is in memory
    for model in (Original, Speaker, Source):
        model._default_manager.all().delete()


def _load(packed: zipfile.ZipFile, manifest: dict[str, Any], tell: Tell) -> None:
    users = dict(User.objects.values_list("username", "pk"))
    with times_as_they_were():
        for model in MODELS:
            if model in LATER and data_file(model) not in manifest["files"]:
                continue
            if model is OfficeHolder:  # every new archive begins with the table that ships with Chancery
                OfficeHolder.objects.all().delete()
            rows = _rows(packed, model, manifest["files"][data_file(model)])
            objects = (to_object(packed, model, row, users) for row in rows)
            count = 0
            while chunk := list(islice(objects, 1 if model is Original else CHUNK)):
                _store(model, chunk)
                count += len(chunk)
            tell(f"{count:>9,} {model._meta.verbose_name_plural}")


def _store(model: type[models.Model], chunk: list[models.Model]) -> None:
    """Store rows. An original may go to the object store instead."""
    if model is Original:
        for row in chunk:
            row.save(force_insert=True)
    else:
        model._default_manager.bulk_create(chunk)


def _rows(packed: zipfile.ZipFile, model: type[models.Model], entry: dict[str, Any]) -> Iterator[Row]:
    """Yield a model's rows. Raises TransferError at the end if their checksum differs from the manifest."""
    digest, count = hashlib.sha256(), 0
    with packed.open(data_file(model)) as lines:
        for line in lines:
            digest.update(line)
            count += 1
            yield from_line(model, line)
    if (count, digest.hexdigest()) != (entry["rows"], entry["sha256"]):
        raise TransferError(f"{data_file(model)} is not what was exported: its checksum differs.")


def to_object(packed: zipfile.ZipFile, model: type[models.Model], row: Row, users: dict[str, int]) -> models.Model:
    """Return a row as it is stored; an original gets its bytes. Raises TransferError if those are damaged."""
    if model is Original:
        data = packed.read(original_file(row["sha256"]))
        if hashlib.sha256(data).hexdigest() != row["sha256"]:
            raise TransferError(f"The original {row['sha256']} is damaged: its checksum differs.")
        row["data"] = data
    if model is Mention and row["layer"] == "implied":
        row["layer"] = layer_of_old(row["rule"], row["by_editor"])
    if model is Revision:
        account = row.pop("created_by")
        row["created_by_id"] = users.get(account)
        row["created_by_name"] = row["created_by_name"] or account or ""  # older exports have only the account
    return model(**row)


def _settle(manifest: dict[str, Any]) -> None:
    """Set the key sequences and the archive version, and announce every transcript."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(MODELS)):
            cursor.execute(statement)
    ArchiveVersion.objects.filter(pk=archive_version.ROW, number__lt=manifest["archive_version"]).update(
        number=manifest["archive_version"]
    )
    refreshing.note_refreshed(str(manifest.get("gazetteer", ""))[:16])
    announce(list(Transcript.objects.order_by("pk").values_list("pk", flat=True)), restored=True)
