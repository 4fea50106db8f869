"""From the words of a PDF page to lines in reading order: columns, gaps, indents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from archive.parsing.readers.pdf.pdf_cells import rows_of
from archive.parsing.readers.pdf.pdf_tables import Cell, Rule, find_tables, labelled
from archive.parsing.readers.pdf.pdf_words import PdfWord

COLUMN_SHARE = 0.25
MIN_GUTTER = 9.0


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page. `gap`: space above it; `short`: it ends well before the right margin; `top` in points.

    `beside` says why it is not speech (a table's head, clocks); `doubtful`: it may belong to another row's label.
    """

    text: str
    gap: bool
    indent: int
    bold: int
    short: bool
    top: float
    size: float
    beside: str = ""
    doubtful: bool = False


def lay_out(words: Sequence[PdfWord], rules: Sequence[Rule] = ()) -> list[PageLine]:
    """Return the lines of a page's words in reading order."""
    rows = rows_of(words)
    lines: list[PageLine] = []
    at = 0
    for table in find_tables(rows, rules):
        lines += _prose([word for row in rows[at : table.start] for word in row])
        lines += _beside(table.head, "head of a table")
        for cell in table.cells:
            lines += _cell_lines(cell)
        lines += _beside(table.clocks, "time")
        at = table.stop
    return lines + _prose([word for row in rows[at:] for word in row])


def _beside(words: Sequence[PdfWord], reason: str) -> list[PageLine]:
    return [replace(line, beside=reason) for line in _column_lines(words)] if words else []


def _prose(words: Sequence[PdfWord]) -> list[PageLine]:
    return [line for column in columns(words) for line in _column_lines(column)]


def _cell_lines(cell: Cell) -> list[PageLine]:
    words = [word for row in cell.rows for word in row]
    if not words:
        return [replace(line, gap=True) for line in _column_lines(cell.left)] if cell.left else []
    first, *rest = _column_lines(words)
    bold = len(cell.label) if cell.label and all(word.bold for word in cell.left) else first.bold if not cell.label else 0
    return [
        replace(first, text=labelled(cell.label, first.text), gap=True, bold=bold, doubtful=cell.doubtful),
        *(replace(line, doubtful=cell.doubtful and line.gap) for line in rest),
    ]


def columns(words: Sequence[PdfWord]) -> list[list[PdfWord]]:
    """Split the words of a page into columns, left first; words across the gutter form bands of their own."""
    gutter = find_gutter(words)
    if gutter is None:
        return [list(words)] if words else []
    bands: list[list[PdfWord]] = [[]]
    for row in rows_of(words):
        crossing = any(word.x0 < gutter < word.x1 for word in row) or _spans(row, gutter)
        if bands[-1] and crossing != _is_full(bands[-1], gutter):
            bands.append([])
        bands[-1] += row
    result: list[list[PdfWord]] = []
    for band in bands:
        if _is_full(band, gutter):
            result.append(band)
        else:
            result += [[w for w in band if w.x1 <= gutter], [w for w in band if w.x1 > gutter]]
    return [column for column in result if column]


def find_gutter(words: Sequence[PdfWord]) -> float | None:
    """Return the position of the white space between two columns, None for a single column."""
    if len(words) < 40:
        return None
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    width = right - left
    steps = 120
    cover = [0] * (steps + 1)
    for word in words:
        for step in range(int((word.x0 - left) / width * steps), int((word.x1 - left) / width * steps) + 1):
            cover[min(step, steps)] += 1
    middle = range(int(steps * 0.35), int(steps * 0.65))
    few = max(2, len(rows_of(words)) * 0.12)
    quiet = [step for step in middle if cover[step] <= few]
    if len(quiet) * width / steps < MIN_GUTTER:
        return None
    gutter = left + (quiet[len(quiet) // 2] + 0.5) / steps * width
    share = sum(1 for word in words if word.x1 <= gutter) / len(words)
    return gutter if COLUMN_SHARE < share < 1 - COLUMN_SHARE else None


def _spans(row: Sequence[PdfWord], gutter: float) -> bool:
    """Tell whether a row crosses the gutter with no more than a word space."""
    before = max((word.x1 for word in row if word.x1 <= gutter), default=None)
    after = min((word.x0 for word in row if word.x0 >= gutter), default=None)
    return before is not None and after is not None and after - before < MIN_GUTTER * 0.7


def _is_full(band: Sequence[PdfWord], gutter: float) -> bool:
    return any(word.x0 < gutter < word.x1 for word in band) or any(_spans(row, gutter) for row in rows_of(band[:60]))


def _column_lines(words: Sequence[PdfWord]) -> list[PageLine]:
    rows = rows_of(words)
    left = min(word.x0 for word in words)
    right = max(word.x1 for word in words)
    steps = [below[0].bottom - above[0].bottom for above, below in pairwise(rows)]
    usual = median(steps) if steps else 0.0
    lines: list[PageLine] = []
    for index, row in enumerate(rows):
        gap = index > 0 and steps[index - 1] > max(usual * 1.3, row[0].size * 1.6)
        indent = int((row[0].x0 - left) / 4)
        lines.append(
            PageLine(
                _text(row), gap, indent, _bold_head(row), row[-1].x1 < right - 0.12 * (right - left), row[0].top, row[0].size
            )
        )
    return lines


def _text(row: Sequence[PdfWord]) -> str:
    """Join a row; a wide gap after the first word stays two spaces wide, since it sets off labels such as "Q"."""
    text = row[0].text
    for before, word in pairwise(row):
        wide = before is row[0] and word.x0 - before.x1 > 1.2 * (word.bottom - word.top)
        text += ("  " if wide else " ") + word.text
    return text


def _bold_head(row: Sequence[PdfWord]) -> int:
    head: list[str] = []
    for word in row:
        if not word.bold:
            break
        head.append(word.text)
    return len(" ".join(head))
