"""Rows as CSV, JSON Lines, plain text and XLSX, written piece by piece; zips; and what describes a set of files."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import IO, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import xlsxwriter

from archive.formats.whole_transcript import RIGHTS
from archive.formats.xml_pieces import xml_text
from search.exports.export_fields import Exported, ExportField

BOM = "\ufeff"
CELL_LIMIT = 32_767  # characters of a cell in XLSX
CUT = " … [cut: this cell holds no more; see the permalink]"
# Spreadsheets pass over blanks and invisible marks, and read the wide signs of East Asian typing as the plain ones.
_PASSED_OVER, _BEGINS = r"[\s\ufeff\u200b-\u200f\u2060]*", r"[=+\-@＝＋－＠﹦﹢﹣﹫]"
_FORMULA = re.compile(rf"{_PASSED_OVER}{_BEGINS}|[\t\r\n]")
# Where commas are decimal points, Excel parts lines at semicolons, and knows a quotation mark only where a part begins.
_FORMULA_WITHIN = re.compile(rf"([;\t\r\n]{_PASSED_OVER})(?={_BEGINS})")
PIECE = 200  # rows

Rows = Iterable[Exported]
Fields = Sequence[ExportField]
TYPES = {"csv": "text/csv", "jsonl": "application/jsonl", "json": "application/json", "xml": "application/tei+xml"}
_NAMED = {"date": {"type": "date"}, "revision": {"type": "integer"}, "permalink": {"type": "string", "format": "uri"}}


class _Line:
    """An output for csv that keeps the last line written."""

    def __init__(self) -> None:
        self.written = ""

    def write(self, text: str) -> int:
        self.written = text
        return len(text)


def write_csv(rows: Rows, fields: Fields, within: bool = False) -> Iterator[str]:
    """Yield RFC 4180 lines. A cell that a spreadsheet would run as a formula begins with an apostrophe.

    Texts are in quotation marks, since LibreOffice parts lines at semicolons and tabs too. `within` guards the parts of a cell.
    """
    line = _Line()
    writer = csv.writer(line, quoting=csv.QUOTE_NONNUMERIC)
    yield ",".join(field.key for field in fields) + "\r\n"
    for row in rows:
        writer.writerow([harmless(field.value(row), within) for field in fields])
        yield line.written


def write_csv_with_bom(rows: Rows, fields: Fields) -> Iterator[str]:
    """Yield CSV that Excel opens as UTF-8."""
    yield BOM
    yield from write_csv(rows, fields, within=True)


def harmless(value: str | int, within: bool = False) -> str | int:
    """Return a cell that no spreadsheet runs as a formula; `within`, none of its parts at a semicolon or a line break either."""
    if not isinstance(value, str):
        return value
    whole = _FORMULA_WITHIN.sub(r"\1'", value) if within else value
    return f"'{whole}" if _FORMULA.match(whole) else whole


def write_json_lines(rows: Rows, fields: Fields) -> Iterator[str]:
    """Yield one JSON object a line. Cells with several values are arrays."""
    for row in rows:
        yield json.dumps({field.key: _json_value(field, row) for field in fields}, ensure_ascii=False) + "\n"


LISTS = frozenset({"speakers", "offices", "askers", "countries_named", "countries_seat", "countries_place"})


def _json_value(field: ExportField, row: Exported) -> Any:
    value = field.value(row)
    if field.key in LISTS:
        return [part for part in str(value).split("; ") if part]
    return value if value != "" else None


def write_text(rows: Rows, fields: Fields) -> Iterator[str]:
    """Yield records as plain text for reading or for corpus tools: a header of fields, then the words."""
    for row in rows:
        values = {field: field.value(row) for field in fields}
        head = [f"{field.label}: {value}" for field, value in values.items() if value and field.key not in ("question", "text")]
        texts = [str(value) for field, value in values.items() if value and field.key in ("question", "text")]
        yield "\n".join(head) + "\n\n" + "\n\n".join(texts) + "\n\n" + "-" * 40 + "\n\n"


def write_xlsx(file: IO[bytes], rows: Rows, fields: Fields, about: Sequence[tuple[str, str | int]]) -> None:
    """Write a workbook of two sheets, records and description. Rows go to a temporary file one by one.

    Where the disk is full, xlsxwriter leaves its temporary files behind; so they have a folder of their own.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with TemporaryDirectory(prefix="chancery-") as folder, xlsxwriter.Workbook(file, {**options, "tmpdir": folder}) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Records")
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(fields) - 1, 24)
        sheet.write_row(0, 0, [field.label for field in fields], bold)
        for number, row in enumerate(rows, 1):
            for column, field in enumerate(fields):
                value = field.value(row)
                sheet.write(number, column, _cell(value) if isinstance(value, str) else value, wrapped)
        facts = book.add_worksheet("About")
        facts.set_column(0, 0, 20)
        facts.set_column(1, 1, 90)
        for number, (name, value) in enumerate(about):
            facts.write(number, 0, name, bold)
            facts.write(number, 1, _cell(value) if isinstance(value, str) else value)


def _cell(text: str) -> str:
    text = xml_text(text, "\ufffd")
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - len(CUT)] + CUT


class ExportFormat(NamedTuple):
    """A kind of file for a result: how it is offered, its type, and what writes it line by line; None for whole files."""

    label: str
    media_type: str
    write: Callable[[Rows, Fields], Iterator[str]] | None = None


EXPORT_FORMATS = {
    "csv": ExportFormat("CSV, for R, Python and databases", "text/csv", write_csv),
    "excel.csv": ExportFormat("CSV with a byte order mark, for Excel", "text/csv", write_csv_with_bom),
    "xlsx": ExportFormat("Excel workbook (XLSX)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "jsonl": ExportFormat("JSON Lines", "application/jsonl", write_json_lines),
    "txt": ExportFormat("Plain text, for reading and corpus tools", "text/plain", write_text),
    "zip": ExportFormat(
        "Research packet (ZIP): CSV, JSON Lines, references, transcripts as TEI, how to cite; always all fields",
        "application/zip",
    ),
}


class _Pipe:
    """An output for ZipFile that cannot seek, so sizes follow each member."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Buffer what was written."""
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def drained(self) -> Iterator[bytes]:
        """Yield what was written since the last call."""
        pieces, self.pieces = self.pieces, []
        if pieces:
            yield b"".join(pieces)


def zip_pieces(members: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """Yield a zip of these members, pairs of path and pieces. Each begins only when the previous one is complete."""
    pipe = _Pipe()
    now = time.localtime()[:6]
    with ZipFile(pipe, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]  # it needs no more than write()
        for path, pieces in members:
            info = ZipInfo(path, date_time=now)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with archive.open(info, "w", force_zip64=True) as member:
                for piece in pieces:
                    member.write(piece)
                    yield from pipe.drained()
            yield from pipe.drained()
    yield from pipe.drained()


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
