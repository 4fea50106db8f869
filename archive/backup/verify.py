"""A check of a whole export without importing it.

Every file is read to its end. Every row is parsed as import_archive parses it and stored in a temporary database with the
archive's constraints. The archive itself is neither read nor written.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connections, models, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper

from archive.backup.format import CHUNK, LATER, MODELS, TransferError, data_file, from_line, original_file, times_as_they_were
from archive.backup.restore import BROKEN, name_of, read_manifest, to_object
from archive.models import Original
from archive.serving.outages import outage_of

Tell = Callable[[str], None]
SCRATCH = "verifying"
LISTED = 100
WRONG = (TransferError, OverflowError, RecursionError, RuntimeError, NotImplementedError, AttributeError, *BROKEN)


@dataclass
class Findings:
    """The faults found; the first ones as lines of text."""

    count: int = 0
    lines: list[str] = field(default_factory=list)

    def add(self, where: str, what: str | Exception) -> None:
        """Record a fault. A fault of this machine, such as a full disk, is raised instead."""
        if isinstance(what, Exception) and outage_of(what):
            raise what
        self.count += 1
        if len(self.lines) < LISTED:
            self.lines.append(f"{where}: {what.reason if isinstance(what, TransferError) else what}")


def verify_archive(source: Path | IO[bytes], tell: Tell = lambda line: None) -> Findings:
    """Read a whole export and return its faults. Raises OSError if the file cannot be read."""
    findings = Findings()
    try:
        with zipfile.ZipFile(source) as packed, _scratch(), times_as_they_were():
            _Check(packed, read_manifest(packed)["files"], findings, tell).all()
    except WRONG as fault:
        findings.add(name_of(source), fault)
    return findings


@dataclass
class _Check:
    packed: zipfile.ZipFile
    files: dict[str, Any]
    found: Findings
    tell: Tell

    def all(self) -> None:
        for model in MODELS:
            if model not in LATER or data_file(model) in self.files:
                self._model(model)
        self._references()
        self._strangers()

    def _model(self, model: type[models.Model]) -> None:
        name = data_file(model)
        try:
            self._rows(model, self.files[name])
        except KeyError:
            self.found.add(name, "it is missing from the zip or from its manifest")
        except WRONG as fault:
            self.found.add(name, fault)

    def _rows(self, model: type[models.Model], entry: dict[str, Any]) -> None:
        name, digest, count = data_file(model), hashlib.sha256(), 0
        chunk: dict[int, models.Model] = {}
        with self.packed.open(name) as lines:
            for count, line in enumerate(lines, 1):
                digest.update(line)
                if row := self._row(model, count, line):
                    chunk[count] = row
                if len(chunk) == CHUNK:
                    self._store(model, chunk)
                    chunk = {}
        self._store(model, chunk)
        self.tell(f"{count:>9,} {model._meta.verbose_name_plural}")
        if count != entry["rows"]:
            self.found.add(name, f"it has {count:,} rows; the manifest says {entry['rows']}")
        if digest.hexdigest() != entry["sha256"]:
            self.found.add(name, "its SHA-256 is not that of the manifest")

    def _row(self, model: type[models.Model], number: int, line: bytes) -> models.Model | None:
        where = f"{data_file(model)}, line {number}"
        try:
            row = from_line(model, line)
            if model is Original and original_file(row["sha256"]) not in self.packed.NameToInfo:
                raise TransferError(f"the original {row['sha256']} is missing.")
            stored = to_object(self.packed, model, row, {})
            _refuse_unfit(stored)
        except WRONG as fault:
            self.found.add(where, fault)
            return None
        if isinstance(stored, Original):
            if stored.size != len(stored.data):
                self.found.add(where, f"the original has {len(stored.data):,} bytes; the row says {stored.size:,}")
            stored.data = b""  # checked; from here on only its key is needed
        return stored

    def _store(self, model: type[models.Model], chunk: dict[int, models.Model]) -> None:
        """Store rows in bulk. If that fails, store them one by one to find the faulty ones."""
        rows = model._default_manager.using(SCRATCH)
        try:
            with transaction.atomic(using=SCRATCH):
                rows.bulk_create(chunk.values())
        except WRONG as fault:
            if len(chunk) == 1:
                self.found.add(f"{data_file(model)}, line {next(iter(chunk))}", fault)
            else:
                for number, row in chunk.items():
                    self._store(model, {number: row})

    def _references(self) -> None:
        """Find foreign keys that lead nowhere."""
        of_table = {model._meta.db_table: model for model in apps.get_models()}
        with connections[SCRATCH].cursor() as cursor:
            for table, key, parent, _ in cursor.execute("PRAGMA foreign_key_check").fetchall():
                where = f"{data_file(of_table[table])}, row with key {key}"
                self.found.add(where, f"it refers to a row that is not in {data_file(of_table[parent])}")

    def _strangers(self) -> None:
        """Find originals that no row refers to."""
        known = connections[SCRATCH].cursor().execute(f'SELECT sha256 FROM "{Original._meta.db_table}"').fetchall()
        named = {original_file(sha256) for (sha256,) in known}
        for name in self.packed.namelist():
            if name.startswith(original_file("")) and name not in named:
                self.found.add(name, f"no valid row of {data_file(Original)} names it")


def _refuse_unfit(row: models.Model) -> None:
    """Raise ValueError if a value is too long or not among the choices. SQLite does not check this."""
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if isinstance(column, models.CharField) and isinstance(value, str) and len(value) > (column.max_length or len(value)):
            raise ValueError(f"{column.name} has {len(value)} characters; {column.max_length} is the maximum")
        if column.choices and value not in column.empty_values:
            column.validate(value, row)


@contextmanager
def _scratch() -> Iterator[None]:
    """Create a temporary empty database with the tables of an export."""
    with tempfile.TemporaryDirectory(prefix="verifying-", dir=settings.DATA_DIR) as folder:
        place = {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/rows.sqlite3"}
        connections[SCRATCH] = DatabaseWrapper(connections.configure_settings({"default": {}, SCRATCH: place})[SCRATCH], SCRATCH)
        try:
            connections[SCRATCH].disable_constraint_checking()  # references are checked at the end
            with connections[SCRATCH].schema_editor() as schema:
                tables: tuple[type[models.Model], ...] = (User, *MODELS)
                for model in tables:
                    schema.create_model(model)
            connections[SCRATCH].disable_constraint_checking()
            yield
        finally:
            connections[SCRATCH].close()
            del connections[SCRATCH]
