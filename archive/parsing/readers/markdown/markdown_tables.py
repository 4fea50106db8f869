"""Markdown tables that lay out a talk: each row becomes a line with its label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.parsing.lines import Line
from archive.parsing.readers.label_cells import Layout, find_layouts, label_of
from archive.parsing.readers.left_out import LeftOut

ABOVE = 2_000
_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_PARTS = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_SIGNS = re.compile(r"(?<!\\)[*`]+|(?<!\w)_+|_+(?!\w)|!?\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class _Table:
    """Lines [start, stop) of a file; its rows as printed, the head first."""

    start: int
    stop: int
    rows: list[list[str]]


def with_labels(lines: Sequence[Line], left_out: LeftOut) -> list[Line]:
    """Return the lines of a file; rows of tables that lay out a talk become turns, others stay."""
    tables = list(_tables(lines))
    if not tables:
        return list(lines)
    above = " ".join(line.text for line in lines[: tables[0].start])[-ABOVE:]
    plain = [[[_plain(cell) for cell in row] for row in table.rows] for table in tables]
    found: list[Line] = []
    at = 0
    for table, cells, layout in zip(tables, plain, find_layouts(plain, above, (), [True] * len(tables)), strict=True):
        found += lines[at : table.start]
        if layout is None:
            found += [line for line in lines[table.start : table.stop] if not _RULE.fullmatch(line.text)]
        else:
            found += _turns(lines, table, cells, layout, left_out)
        at = table.stop
    return [*found, *lines[at:]]


def _turns(
    lines: Sequence[Line], table: _Table, cells: Sequence[Sequence[str]], layout: Layout, left_out: LeftOut
) -> Iterator[Line]:
    places = [line for line in lines[table.start : table.stop] if not _RULE.fullmatch(line.text)]
    for index, (line, row, plain) in enumerate(zip(_with_head(places, table), table.rows, cells, strict=True)):
        if layout.head and index == 0:
            left_out.skip(" | ".join(plain), line.number, "head of a table")
            continue
        left_out.skip(" ".join(plain[column] for column in sorted(layout.clocks) if column < len(row)), line.number, "time")
        label = "" if layout.heads else label_of(plain, layout)
        for column, cell in enumerate(row):
            if column in layout.clocks or column in layout.labels:
                continue
            yield from _cell(line, cell, layout.label_above(column) or label)
            label = ""


def _with_head(places: Sequence[Line], table: _Table) -> Sequence[Line]:
    """Match rows to lines; an empty head was left out."""
    return places[len(places) - len(table.rows) :]


def _cell(line: Line, cell: str, label: str) -> Iterator[Line]:
    for piece in _BREAK.split(cell):
        if piece.strip():
            yield replace(line, text=piece.strip(), gap=True, indent=0, label=label or None)
            label = ""


def _tables(lines: Sequence[Line]) -> Iterator[_Table]:
    """Yield the tables of a file: a head, a rule of dashes, rows up to a gap."""
    at = 1
    while at < len(lines):
        if "|" in lines[at].text and _RULE.fullmatch(lines[at].text) and "|" in lines[at - 1].text and not lines[at].gap:
            stop = at + 1
            while stop < len(lines) and not lines[stop].gap and "|" in lines[stop].text:
                stop += 1
            rows = [_row(lines[index].text) for index in (at - 1, *range(at + 1, stop))]
            yield _Table(at - 1, stop, rows if any(rows[0]) else rows[1:])
            at = stop
        at += 1


def _row(text: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in _PARTS.split(text.strip().removeprefix("|").removesuffix("|"))]


def _plain(cell: str) -> str:
    return _SIGNS.sub(lambda found: found[1] or "", _BREAK.sub("\n", cell)).strip()
