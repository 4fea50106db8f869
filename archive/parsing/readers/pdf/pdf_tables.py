"""Tables in a PDF whose first column says who speaks: each row becomes a line with its label."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.parsing.readers.pdf.pdf_words import Word

GAP = 6.0
NEAR = 2.5
LABEL_WORDS = 8
LABEL_SHARE = 0.4
_MARKED = re.compile(r"[.:：)\]?!-]$")
_BEFORE = re.compile(r"^(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?|\d{1,3}[.)]?)\s+(?=\D)")
_TIME = re.compile(r"(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?|\d{1,3}[.)]?)$")
_ENDS = re.compile(r"[.?!:…”\"]$")

Row = list[Word]
Rule = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """A row of a table: the label, its words in the page, and the rows of text beside it."""

    label: str
    left: list[Word]
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows [start, stop) of a page that are a table, cell by cell."""

    start: int
    stop: int
    cells: list[Cell]


def find_tables(rows: Sequence[Row], rules: Sequence[Rule]) -> list[Table]:
    """Return the tables among the rows of a page, top to bottom."""
    tables: list[Table] = []
    starts = Counter(round(word.x0 / NEAR) for row in rows for word in _second_starts(row))
    most = max(starts.values(), default=0)
    if most < 2:
        return []
    for place in sorted((place for place, count in starts.items() if count >= max(2, most * 0.6)), reverse=True):
        at = place * NEAR
        for start, stop in _bands(rows, at):
            if not any(table.start < stop and start < table.stop for table in tables):
                cells = _cells(rows[start:stop], at, rules)
                if _is_talk(cells):
                    tables.append(Table(start, stop, cells))
    return sorted(tables, key=lambda table: table.start)


def _second_starts(row: Row) -> list[Word]:
    return [word for before, word in pairwise(row) if word.x0 - before.x1 >= GAP]


def _parts(row: Row, at: float) -> tuple[Row, Row] | None:
    """Part a row at the column's left edge; None where a word or a sentence runs over it."""
    left = [word for word in row if word.x0 < at - NEAR]
    right = [word for word in row if word.x0 >= at - NEAR]
    if left and left[-1].x1 > at - GAP + NEAR:
        return None
    if left and right and (right[0].x0 > at + NEAR or right[0].x0 - left[-1].x1 < GAP - 0.5):
        return None
    return left, right


def _bands(rows: Sequence[Row], at: float) -> list[tuple[int, int]]:
    """Return the runs of rows that keep to the column and have two labels or more."""
    bands: list[tuple[int, int]] = []
    start: int | None = None
    for index, row in enumerate([*rows, None]):
        parts = _parts(row, at) if row else None
        if parts is None:
            if start is not None:
                bands.append((start, _trimmed(rows, start, index, at)))
            start = None
        elif start is None and parts[1]:
            start = index
    return [(start, stop) for start, stop in bands if sum(bool(_split(row, at)[0]) for row in rows[start:stop]) > 1]


def _trimmed(rows: Sequence[Row], start: int, stop: int, at: float) -> int:
    """Return where a band ends: lines of the first column alone, below the last text, are no part of it."""
    last = max(index for index in range(start, stop) if _split(rows[index], at)[1])
    end = last + 1
    while end < stop and rows[end][0].top < rows[end - 1][0].bottom + 0.4 * rows[end][0].size:
        end += 1
    return end


def _split(row: Row, at: float) -> tuple[Row, Row]:
    return _parts(row, at) or ([], row)


def _cells(rows: Sequence[Row], at: float, rules: Sequence[Rule]) -> list[Cell]:
    parts = [_split(row, at) for row in rows]
    lefts = [left for left, _ in parts if left]
    rights = [right for _, right in parts if right]
    ruled = sorted(top for top, x0, x1 in rules if x0 < at - GAP and x1 > at + GAP)
    edges = ruled if _parts_rows(ruled, rows) else _by_gaps(lefts, rights) or _by_labels(parts)
    return _cut(edges, lefts, rights)


def _parts_rows(edges: Sequence[float], rows: Sequence[Row]) -> bool:
    return any(rows[0][0].top < edge < rows[-1][0].top for edge in edges)


def _cut(edges: Sequence[float], lefts: Sequence[Row], rights: Sequence[Row]) -> list[Cell]:
    """Put together what stands between two edges."""
    cells: list[tuple[list[Word], list[Row]]] = [([], []) for _ in range(len(edges) + 1)]
    for row in lefts:
        cells[bisect(edges, _middle(row))][0].extend(row)
    for row in rights:
        cells[bisect(edges, _middle(row))][1].append(row)
    return [_cell(left, right) for left, right in cells if left or right]


def _cell(left: list[Word], right: list[Row]) -> Cell:
    label = _BEFORE.sub("", " ".join(word.text for word in left))
    return Cell("" if _TIME.match(label) else label, left, right)


def _middle(row: Row) -> float:
    return (row[0].top + row[0].bottom) / 2


def _by_gaps(lefts: Sequence[Row], rights: Sequence[Row]) -> list[float]:
    """Return the middles of the spaces that part the text, if there is one label between every two of them."""
    steps = [below[0].bottom - above[0].bottom for above, below in pairwise(rights)]
    if not steps:
        return []
    pairs = zip(steps, pairwise(rights), strict=True)
    edges = [(above[0].bottom + below[0].top) / 2 for step, (above, below) in pairs if step > min(steps) * 1.25]
    groups = [0] * (len(edges) + 1)
    before: Row | None = None
    for row in lefts:
        place = bisect(edges, _middle(row))
        beneath = before is not None and bisect(edges, _middle(before)) == place
        groups[place] += not (beneath and before is not None and row[0].bottom - before[0].bottom < 1.5 * row[0].size)
        before = row
    return edges if edges and all(count == 1 for count in groups) else []


def _by_labels(parts: Sequence[tuple[Row, Row]]) -> list[float]:
    """Return where labels begin: one below another goes on with it if what stands beside it goes on too."""
    edges: list[float] = []
    for index, (left, right) in enumerate(parts):
        above = parts[index - 1] if index else ([], [])
        goes_on = bool(above[0]) and (not right or (bool(above[1]) and not _ENDS.search(above[1][-1].text)))
        if left and not goes_on:
            edges.append(min(word.top for word in [*left, *right]) - 0.1)
    return edges


def _is_talk(cells: Sequence[Cell]) -> bool:
    """Say whether the first column has labels: short, capitalised, and far fewer words than the second."""
    labelled = [cell for cell in cells if cell.label]
    if len(labelled) < 2:
        return False
    named = sum(len(cell.label.split()) <= LABEL_WORDS and not cell.label[:1].islower() for cell in labelled)
    left = sum(len(cell.label.split()) for cell in labelled)
    right = sum(len(row) for cell in cells for row in cell.rows)
    worded = sum(any(char.isalpha() for char in cell.label) for cell in labelled)
    return min(named, worded) >= 0.8 * len(labelled) and left <= LABEL_SHARE * (left + right)


def labelled(label: str, text: str) -> str:
    """Put a label before its words the way that labels are printed elsewhere."""
    if not label:
        return text
    return f"{label}  {text}" if _MARKED.search(label) else f"{label}: {text}"
