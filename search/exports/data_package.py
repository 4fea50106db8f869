"""Descriptions of a set of files: a data package (Frictionless), a list of checksums, and file sizes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.formats.whole_transcript import RIGHTS
from search.exports.export_fields import ExportField
from search.exports.export_files import LISTS

TYPES = {"csv": "text/csv", "jsonl": "application/jsonl", "json": "application/json", "xml": "application/tei+xml"}
_NAMED = {"date": {"type": "date"}, "revision": {"type": "integer"}, "permalink": {"type": "string", "format": "uri"}}


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of a set: path, size in bytes and SHA-256."""

    path: str
    size: int
    sha256: str


class CountedFile:
    """The pieces of a file on their way out, counted and hashed."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.size = 0
        self.hash = hashlib.sha256()

    def passing(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the pieces."""
        for piece in pieces:
            self.size += len(piece)
            self.hash.update(piece)
            yield piece

    @property
    def written(self) -> WrittenFile:
        return WrittenFile(self.path, self.size, self.hash.hexdigest())


def data_package(
    name: str, title: str, homepage: str, created: dt.datetime, files: Iterable[WrittenFile], fields: Sequence[ExportField]
) -> str:
    """Return `datapackage.json`. Tables of records have a schema; other files do not."""
    package = {
        "profile": "data-package",
        "name": name,
        "title": title,
        "description": f"One row a record: a statement, or a question and its answer. {RIGHTS}",
        "homepage": homepage,
        "created": created.isoformat(timespec="seconds"),
        "resources": [_resource(file, fields) for file in files],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(file: WrittenFile, fields: Sequence[ExportField]) -> dict[str, Any]:
    ending = file.path.rpartition(".")[2]
    about: dict[str, Any] = {
        "name": "".join(char if char.isalnum() else "-" for char in file.path.lower()).strip("-"),
        "path": file.path,
        "format": ending,
        "mediatype": TYPES[ending],
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    if ending in ("csv", "jsonl"):
        about |= {"profile": "tabular-data-resource", "schema": table_schema(fields, lists=ending == "jsonl")}
    return about


def table_schema(fields: Sequence[ExportField], *, lists: bool) -> dict[str, Any]:
    """Return the schema of a table (Table Schema). With `lists`, columns with several values are arrays."""
    described = [
        {
            "name": field.key,
            "title": field.label,
            "description": field.meaning,
            **({"type": "array"} if lists and field.key in LISTS else _NAMED.get(field.key, {"type": "string"})),
        }
        for field in fields
    ]
    key = {"primaryKey": "id"} if any(field.key == "id" for field in fields) else {}
    return {"fields": described, "missingValues": [""], **key}


def checksums(files: Iterable[WrittenFile]) -> str:
    """Return the list for `sha256sum --check`."""
    return "".join(f"{file.sha256}  {file.path}\n" for file in files)
