"""Dumps of the public archive in files by the day of transcripts' last change, so that harvesters fetch only what is new.

Files never change: each has part of its checksum in its name. The manifest lists the current files and is replaced atomically
after each, so an interrupted run continues where it was, and nobody sees half of anything. Files in no manifest are deleted at
the end of a run.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from archive.formats.whole_transcript import RIGHTS
from archive.models import Record, Transcript
from search.exports.export_fields import FIELDS, Exported
from search.exports.export_files import CountedFile, WrittenFile, checksums, data_package, write_csv, write_json_lines
from search.exports.whole_result import BATCH, batches, records_of
from search.index.writer_lock import locked

MANIFEST = "manifest.json"
PACKAGE = "datapackage.json"
SUMS = "SHA256SUMS"
VERSION = 1
PART = 1000  # transcript keys per file: a day with more has several parts
Say = Callable[[str], None]


class DumpsRunning(Exception):
    """Another process is publishing dumps to the same folder."""


@dataclass(frozen=True, slots=True)
class DumpPart:
    """The transcripts of one day, or a part of them. `told` changes with any of them; `slugs` are those in the files."""

    name: str
    day: str
    told: str
    slugs: tuple[str, ...]
    records: int = 0
    files: tuple[WrittenFile, ...] = ()


@dataclass(slots=True)
class Manifest:
    """The contents of a folder of dumps. `site` is the address in permalinks."""

    site: str
    parts: dict[str, DumpPart] = field(default_factory=dict)
    finished: str = ""

    @property
    def files(self) -> list[WrittenFile]:
        """Return the files of all parts, oldest day first."""
        return [file for name in sorted(self.parts) for file in self.parts[name].files]


def publish(folder: Path, site: str, say: Say = lambda line: None) -> Manifest:
    """Update a folder's dumps from the public archive. Raises DumpsRunning, OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        manifest = read_manifest(folder, site)
        wanted = {part.name: part for part in _wanted()}
        for part in wanted.values():
            if not _stands(folder, manifest.parts.get(part.name), part):
                manifest.parts[part.name] = made = _write(folder, site, part)
                _replace(folder / MANIFEST, _manifest_text(manifest))
                say(f"{made.name}: {made.records} records of {len(made.slugs)} transcripts")
        manifest.parts = {name: part for name, part in manifest.parts.items() if name in wanted}
        _finish(folder, manifest)
    return manifest


def read_manifest(folder: Path, site: str = "") -> Manifest:
    """Return a folder's manifest; an empty one if it is missing, broken, or of another site or version."""
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        parts = {part["name"]: _part(part) for part in data["parts"]}
        if data["version"] == VERSION and site in ("", data["site"]) and data["columns"] == _columns():
            return Manifest(data["site"], parts, data["finished"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return Manifest(site)


def withdrawn_from(part: DumpPart) -> bool:
    """Tell whether a transcript in a part's files is no longer public."""
    public = sum(Transcript.objects.published().filter(slug__in=slugs).count() for slugs in batches(part.slugs, PART))
    return public < len(part.slugs)


def _part(data: Mapping[str, Any]) -> DumpPart:
    files = tuple(WrittenFile(**file) for file in data["files"])
    return DumpPart(data["name"], data["day"], data["told"], tuple(data["slugs"]), data["records"], files)


def _columns() -> list[str]:
    return [column.key for column in FIELDS]


def _manifest_text(manifest: Manifest) -> str:
    data = {
        "version": VERSION,
        "archive": settings.SITE_NAME,
        "site": manifest.site,
        "rights": RIGHTS,
        "finished": manifest.finished,
        "columns": _columns(),
        "records": sum(part.records for part in manifest.parts.values()),
        "parts": [asdict(manifest.parts[name]) for name in sorted(manifest.parts)],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _wanted() -> Iterator[DumpPart]:
    """Yield the parts that should exist, unwritten, oldest day first."""
    found: dict[tuple[str, int], list[tuple[str, str]]] = {}
    rows = Transcript.objects.published().order_by("pk").values_list("pk", "slug", "updated_at")
    for pk, slug, changed in rows.iterator(chunk_size=2000):
        day = timezone.localtime(changed, dt.UTC).date().isoformat()
        found.setdefault((day, pk // PART), []).append((slug, changed.isoformat()))
    for (day, number), versions in sorted(found.items()):
        digest = hashlib.sha256(json.dumps(versions).encode()).hexdigest()
        yield DumpPart(f"{day}.{number:05}", day, digest, tuple(slug for slug, _ in versions))


def _stands(folder: Path, there: DumpPart | None, wanted: DumpPart) -> bool:
    """Tell whether a part is complete and up to date."""
    if there is None or there.told != wanted.told:
        return False
    return all(_size(folder / file.path) == file.size for file in there.files)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _write(folder: Path, site: str, part: DumpPart) -> DumpPart:
    """Write both files of a part, reading its records once."""
    table, lines = folder / f".{part.name}.csv", folder / f".{part.name}.jsonl"
    counted = {"csv": CountedFile(""), "jsonl": CountedFile("")}
    records = 0
    with table.open("wb") as csv_file, lines.open("wb") as jsonl_file:

        def spooled() -> Iterator[Exported]:
            nonlocal records
            for row in _rows(part.slugs, site):
                records += 1
                jsonl_file.writelines(counted["jsonl"].passing([next(write_json_lines([row], FIELDS)).encode()]))
                yield row

        csv_file.writelines(counted["csv"].passing(line.encode() for line in write_csv(spooled(), FIELDS)))
        for file in (csv_file, jsonl_file):
            file.flush()
            os.fsync(file.fileno())
    files = tuple(_named(folder, path, part.name, ending, counted[ending]) for path, ending in ((table, "csv"), (lines, "jsonl")))
    return DumpPart(part.name, part.day, part.told, part.slugs, records, files)


def _named(folder: Path, path: Path, name: str, ending: str, counted: CountedFile) -> WrittenFile:
    """Rename a written file after its contents."""
    counted.path = f"{name}.{counted.hash.hexdigest()[:8]}.{ending}"
    path.replace(folder / counted.path)
    return counted.written


def _rows(slugs: Iterable[str], site: str) -> Iterator[Exported]:
    for some in batches(slugs, 50):
        records = Record.objects.published().filter(transcript__slug__in=some).order_by("transcript_id", "position")
        for keys in batches(records.values_list("pk", flat=True), BATCH):
            yield from (Exported(record, revision, site) for record, revision in records_of(keys))


def _finish(folder: Path, manifest: Manifest) -> None:
    """Write the descriptions of all files, then delete files in no manifest."""
    now = timezone.localtime()
    manifest.finished = now.isoformat(timespec="seconds")
    title = f"{settings.SITE_NAME}: all public records"
    package = data_package("public-archive", title, manifest.site, now, manifest.files, FIELDS)
    _replace(folder / PACKAGE, package)
    _replace(folder / MANIFEST, _manifest_text(manifest))
    described = [_read_back(folder, name) for name in (MANIFEST, PACKAGE)]
    _replace(folder / SUMS, checksums([*manifest.files, *described]))
    known = {file.path for file in manifest.files} | {MANIFEST, PACKAGE, SUMS, ".lock"}
    for path in folder.iterdir():
        if path.name not in known and path.suffix in (".csv", ".jsonl", ".new"):
            path.unlink(missing_ok=True)


def _read_back(folder: Path, name: str) -> WrittenFile:
    counted = CountedFile(name)
    list(counted.passing([(folder / name).read_bytes()]))
    return counted.written


def _replace(path: Path, text: str) -> None:
    """Replace a file atomically."""
    new = path.with_name(f".{path.name}.new")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Lock the folder against other processes. The lock ends with this process in any case."""
    with locked(folder / ".lock") as mine:
        if not mine:
            raise DumpsRunning(f"Another process publishes dumps into {folder}.")
        yield
