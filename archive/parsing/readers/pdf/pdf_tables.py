"""PDF tables with the speaker in the first column: each row becomes a line with its label."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.labels.candidates import key_of
from archive.parsing.readers.label_cells import are_labels, are_sentences, clean_label, is_clock, is_head, may_speak
from archive.parsing.readers.pdf.pdf_cells import Cut, Row, by_both, by_gaps, by_place, middle, rows_of
from archive.parsing.readers.pdf.pdf_words import PdfWord

GAP = 6.0
NEAR = 2.5
LABEL_WORDS = 8
LABEL_SHARE = 0.4
_MARKED = re.compile(r"[.:：)\]?!-]$")
_BEFORE = re.compile(r"^(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?|\d{1,3}[.)]?)\s+(?=\D)")
_TIME = re.compile(r"(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?|\d{1,3}[.)]?)$")

Rule = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table row: the label, its words on the page, the text rows beside it, and whether these are ambiguous."""

    label: str
    left: list[PdfWord]
    rows: list[Row]
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows [start, stop) of a page that form a table, its cells, and its head and clocks, which are not speech."""

    start: int
    stop: int
    cells: list[Cell]
    head: list[PdfWord]
    clocks: list[PdfWord]


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
                table = _table(rows, start, stop, at, rules)
                tables += [table] if table else []
    return sorted(tables, key=lambda table: table.start)


def _second_starts(row: Row) -> list[PdfWord]:
    return [word for before, word in pairwise(row) if word.x0 - before.x1 >= GAP]


def _parts(row: Row, at: float) -> tuple[Row, Row] | None:
    """Split a row at the column's left edge; None if a word or a sentence crosses it."""
    left = [word for word in row if word.x0 < at - NEAR]
    right = [word for word in row if word.x0 >= at - NEAR]
    if left and left[-1].x1 > at - GAP + NEAR:
        return None
    if left and right and (right[0].x0 > at + NEAR or right[0].x0 - left[-1].x1 < GAP - 0.5):
        return None
    return left, right


def _bands(rows: Sequence[Row], at: float) -> list[tuple[int, int]]:
    """Return the runs of rows that respect the column and have two labels or more."""
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
    """Return where a band ends: final lines of the first column alone are not part of it."""
    last = max(index for index in range(start, stop) if _split(rows[index], at)[1])
    end = last + 1
    while end < stop and rows[end][0].top < rows[end - 1][0].bottom + 0.4 * rows[end][0].size:
        end += 1
    return end


def _split(row: Row, at: float) -> tuple[Row, Row]:
    return _parts(row, at) or ([], row)


def _table(rows: Sequence[Row], start: int, stop: int, at: float, rules: Sequence[Rule]) -> Table | None:
    """Return the table that rows [start, stop) of a page form, None if they do not."""
    parts, clocks = _without_clocks([_split(row, at) for row in rows[start:stop]])
    columns = _speaking(*parts[0])
    if columns and (table := _columns_that_speak(parts, at, rules, columns)) is not None:
        return Table(start, stop, table, [], clocks)
    head = parts[0] if all(parts[0]) and is_head([_text(part) for part in parts[0]]) else None
    parts = parts[1:] if head else parts
    if not any(left for left, _ in parts) or not any(right for _, right in parts):
        return None
    cells = _cells(parts, at, rules)
    return Table(start, stop, cells, [word for row in head or () for word in row], clocks) if _is_talk(cells) else None


def _speaking(left: Row, right: Row) -> tuple[str, str] | None:
    """Return the labels of two speaking columns: "Question | Answer"."""
    labels = _text(_tail(left) or left), _text(right)
    keys = [key_of(clean_label(label)) for label in labels]
    return labels if all(map(may_speak, labels)) and not lexicon.ASKERS.isdisjoint(keys) else None


def _columns_that_speak(
    parts: Sequence[tuple[Row, Row]], at: float, rules: Sequence[Rule], labels: tuple[str, str]
) -> list[Cell] | None:
    """Return the turns of a table with two columns of words, None if the words do not fit."""
    edge = (_tail(parts[0][0]) or parts[0][0])[0].x0 - NEAR
    rows = [([word for word in left if word.x0 >= edge], right) for left, right in parts[1:]]
    rows = [row for row in rows if any(row)]
    if not rows:
        return None
    cells = _cells(rows, at, rules, whole=True)
    asked = [_text(cell.left) for cell in cells if cell.left]
    said = [" ".join(_text(row) for row in cell.rows) for cell in cells if cell.rows]
    if not asked or not said or not are_sentences(asked) or not are_sentences(said) or are_labels(asked):
        return None
    return _by_column(cells, labels)


def _by_column(cells: Sequence[Cell], labels: tuple[str, str]) -> list[Cell]:
    """Return two turns for each row: one of each column."""
    turns: list[Cell] = []
    for cell in cells:
        turns += [Cell(labels[0], [], rows_of(cell.left))] if cell.left else []
        turns += [Cell(labels[1], [], cell.rows)] if cell.rows else []
    return turns


def _without_clocks(parts: Sequence[tuple[Row, Row]]) -> tuple[list[tuple[Row, Row]], list[PdfWord]]:
    """Remove a column of clocks after the words."""
    tails = [_tail(right) for _, right in parts]
    timed = [tail for tail in tails if tail and is_clock(_text(tail))]
    if len(timed) < 2 or len(timed) * 2 < sum(bool(left and right) for left, right in parts):
        return list(parts), []
    at = min(tail[0].x0 for tail in timed)
    off = [bool(tail) and tail[0].x0 >= at - NEAR and (is_clock(_text(tail)) or is_head([_text(tail)])) for tail in tails]
    kept = [
        (left, right[: len(right) - len(tail)] if gone else right)
        for (left, right), tail, gone in zip(parts, tails, off, strict=True)
    ]
    return kept, [word for tail, gone in zip(tails, off, strict=True) if gone for word in tail]


def _tail(row: Row) -> Row:
    """Return the last words of a row that stand apart."""
    places = [index for index, (before, word) in enumerate(pairwise(row), 1) if word.x0 - before.x1 >= GAP]
    return row[places[-1] :] if places else []


def _text(row: Sequence[PdfWord]) -> str:
    return " ".join(word.text for word in row)


def _cells(parts: Sequence[tuple[Row, Row]], at: float, rules: Sequence[Rule], whole: bool = False) -> list[Cell]:
    """Cut the rows of a table into cells. `whole`: the first column holds words, not labels."""
    lefts = [left for left, _ in parts if left]
    rights = [right for _, right in parts if right]
    ruled = sorted(top for top, x0, x1 in rules if x0 < at - GAP and x1 > at + GAP)
    first, last = parts[0], parts[-1]
    if any((first[0] or first[1])[0].top < edge < (last[0] or last[1])[0].top for edge in ruled):
        cut = Cut(ruled)
    elif whole:
        cut = by_both(parts)
    else:
        cut = by_gaps(lefts, rights) or by_place(lefts, rights)
    return _cut(cut, lefts, rights, whole)


def _cut(cut: Cut, lefts: Sequence[Row], rights: Sequence[Row], whole: bool) -> list[Cell]:
    """Join what stands between two edges."""
    cells: list[tuple[list[Row], list[Row]]] = [([], []) for _ in range(len(cut.edges) + 1)]
    for row in lefts:
        cells[bisect(cut.edges, middle(row))][0].append(row)
    for row in rights:
        cells[bisect(cut.edges, middle(row))][1].append(row)
    starts = [] if whole else _columns(lefts)
    return [
        Cell(_label(left, starts), [word for row in left for word in row], right, cut.doubtful)
        for left, right in cells
        if left or right
    ]


def _columns(lefts: Sequence[Row]) -> list[float]:
    """Return where columns beside the words begin: clocks, names, offices."""
    starts = Counter(round(word.x0 / NEAR) for row in lefts for word in [row[0], *_second_starts(row)])
    often = [place for place, count in starts.items() if count >= max(2, len(lefts) * 0.3)]
    return sorted(place * NEAR for place in often)


def _label(left: Sequence[Row], starts: Sequence[float]) -> str:
    """Return the label made of the cells beside some words: name and office with a comma, without clocks and numbers."""
    columns: list[list[str]] = [[] for _ in range(len(starts) + 1)]
    for row in left:
        for word in row:
            columns[bisect(starts, word.x0 + NEAR)].append(word.text)
    texts = [_BEFORE.sub("", " ".join(words)) for words in columns if words]
    named = [text for text in texts if not _TIME.match(text) and not is_clock(text) and any(map(str.isalnum, text))]
    return ", ".join([*(text.rstrip(" :：") for text in named[:-1]), *named[-1:]])


def _is_talk(cells: Sequence[Cell]) -> bool:
    """Tell whether the first column has labels: short, capitalised, and far fewer words than the second."""
    labelled = [cell for cell in cells if cell.label]
    if len(labelled) < 2:
        return False
    named = sum(len(cell.label.split()) <= LABEL_WORDS and not cell.label[:1].islower() for cell in labelled)
    left = sum(len(cell.label.split()) for cell in labelled)
    right = sum(len(row) for cell in cells for row in cell.rows)
    worded = sum(any(char.isalpha() for char in cell.label) for cell in labelled)
    return min(named, worded) >= 0.8 * len(labelled) and left <= LABEL_SHARE * (left + right)


def labelled(label: str, text: str) -> str:
    """Put a label before its words in the usual printed form."""
    if not label:
        return text
    return f"{label}  {text}" if _MARKED.search(label) else f"{label}: {text}"
