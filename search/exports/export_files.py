"""Rows as CSV, JSON Lines, plain text and XLSX, written piece by piece."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Any

import xlsxwriter

from archive.text.xml_text import xml_text
from search.exports.export_fields import Exported, ExportField

BOM = "\ufeff"
CELL_LIMIT = 32_767  # characters of a cell in XLSX
CUT = " … [cut: this cell holds no more; see the permalink]"
# Spreadsheets pass over blanks and invisible marks, and read the wide signs of East Asian typing as the plain ones.
_FORMULA = re.compile(r"[\s\ufeff\u200b-\u200f\u2060]*[=+\-@＝＋－＠﹦﹢﹣﹫]|[\t\r\n]")
PIECE = 200  # rows

Rows = Iterable[Exported]
Fields = Sequence[ExportField]


class _Line:
    """An output for csv that keeps the last line written."""

    def __init__(self) -> None:
        self.written = ""

    def write(self, text: str) -> int:
        self.written = text
        return len(text)


def write_csv(rows: Rows, fields: Fields) -> Iterator[str]:
    """Yield RFC 4180 lines. A cell that a spreadsheet would run as a formula begins with an apostrophe."""
    line = _Line()
    writer = csv.writer(line)
    writer.writerow([field.key for field in fields])
    yield line.written
    for row in rows:
        writer.writerow([harmless(field.value(row)) for field in fields])
        yield line.written


def write_csv_with_bom(rows: Rows, fields: Fields) -> Iterator[str]:
    """Yield CSV that Excel opens as UTF-8."""
    yield BOM
    yield from write_csv(rows, fields)


def harmless(value: str | int) -> str | int:
    """Return a cell that no spreadsheet runs as a formula."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


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
        said = [str(value) for field, value in values.items() if value and field.key in ("question", "text")]
        yield "\n".join(head) + "\n\n" + "\n\n".join(said) + "\n\n" + "-" * 40 + "\n\n"


def write_xlsx(file: IO[bytes], rows: Rows, fields: Fields, about: Sequence[tuple[str, str | int]]) -> None:
    """Write a workbook of two sheets, records and description. Rows go to a temporary file one by one."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
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


STREAMED: dict[str, tuple[str, Callable[[Rows, Fields], Iterator[str]]]] = {
    "csv": ("text/csv", write_csv),
    "excel.csv": ("text/csv", write_csv_with_bom),
    "jsonl": ("application/jsonl", write_json_lines),
    "txt": ("text/plain", write_text),
}
