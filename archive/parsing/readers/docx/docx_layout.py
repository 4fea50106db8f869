"""From a Word document's tree to lines: layout tables, text boxes, typed notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.parsing.readers.docx.docx_tree import Block, Box, DocxParagraph, DocxTable, lines_of, without_marks
from archive.parsing.readers.label_cells import Layout, find_layouts, label_of
from archive.parsing.readers.left_out import LeftOut
from archive.parsing.warning_texts import warning_text

# characters above the tables searched for speakers' names
ABOVE = 2_000


@dataclass(frozen=True, slots=True)
class Flat:
    """A line of the document before it is known whether it is speech."""

    text: str
    number: int
    gap: bool
    heading: bool
    bold: int
    label: str | None = None
    slanted: bool = False


def flatten(blocks: Sequence[Block], left_out: LeftOut) -> list[Flat]:
    """Return the lines of a document in order."""
    return _Layout(blocks, left_out).lines(blocks)


class _Layout:
    def __init__(self, blocks: Sequence[Block], left_out: LeftOut) -> None:
        self._left_out = left_out
        self._seen: set[str] = set()
        self._started = False
        self._boxed = _prefers_boxes(blocks)
        tables = [table for table in _tables(blocks, self._boxed) if not any(map(_has_table, table.rows))]
        cells = [[["\n".join(_plain(cell)) for cell in row] for row in table.rows] for table in tables]
        above = " ".join(_plain(blocks))[:ABOVE]
        self._cells = {id(table): rows for table, rows in zip(tables, cells, strict=True)}
        headed = [table.headed for table in tables]
        self._layouts = dict(zip(map(id, tables), find_layouts(cells, above, (), headed), strict=True))

    def lines(self, blocks: Sequence[Block]) -> list[Flat]:
        found: list[Flat] = []
        for block in blocks:
            if isinstance(block, DocxParagraph):
                found += self._paragraph(block)
            elif isinstance(block, Box):
                found += self._box(block)
            else:
                found += self._table(block)
        return found

    def _paragraph(self, paragraph: DocxParagraph) -> list[Flat]:
        if without_marks(paragraph, self._seen):
            what = warning_text("note-left-out")
            self._left_out.name("note-left-out", what, paragraph.text, paragraph.number, "note")
            return []
        lines = [
            Flat(text, paragraph.number, index == 0, paragraph.heading, bold, slanted=paragraph.slanted)
            for index, (text, bold) in enumerate(lines_of(paragraph.pieces))
        ]
        self._started = self._started or bool(lines)
        return lines

    def _box(self, box: Box) -> list[Flat]:
        """Read a text box above everything else, or any in a document written in boxes; report the others."""
        if self._boxed or not self._started:
            return self.lines(box.blocks)
        what = warning_text("box-left-out")
        self._left_out.name("box-left-out", what, " ".join(_plain(box.blocks)), box.number, "text box")
        return []

    def _table(self, table: DocxTable) -> list[Flat]:
        layout = self._layouts.get(id(table))
        if layout is None:
            return [line for row in table.rows for cell in row for line in self.lines(cell)]
        found: list[Flat] = []
        for index, (row, texts) in enumerate(zip(table.rows, self._cells[id(table)], strict=True)):
            found += self._head(texts, row) if layout.head and index == 0 else self._turn(row, texts, layout)
        return found

    def _head(self, texts: Sequence[str], row: Sequence[Sequence[Block]]) -> list[Flat]:
        self._left_out.skip(" | ".join(filter(None, texts)), _number(row), "head of a table")
        return []

    def _turn(self, row: Sequence[Sequence[Block]], texts: Sequence[str], layout: Layout) -> list[Flat]:
        if layout.heads and len(row) == len(layout.heads):
            return self._columns(row, layout)
        if layout.heads or len(row) < max(layout.labels) + 1 or len(row) < 2:
            return [line for cell in row for line in self.lines(cell)]
        label = label_of(texts, layout)
        spoken = [cell for column, cell in enumerate(row) if column not in layout.labels and column not in layout.clocks]
        self._left_out.skip(
            " ".join(texts[column] for column in sorted(layout.clocks) if column < len(texts)), _number(row), "time"
        )
        lines = [line for cell in spoken for line in self.lines(cell)]
        if not label:
            return lines
        if not lines:
            return [Flat(label, _number(row), True, False, len(label))]
        return [replace(lines[0], label=label, gap=True), *lines[1:]]

    def _columns(self, row: Sequence[Sequence[Block]], layout: Layout) -> list[Flat]:
        """Read a row whose cells are turns of the speakers in the table's head."""
        found: list[Flat] = []
        for cell, label in zip(row, layout.heads, strict=True):
            if not label:
                self._left_out.skip(" ".join(_plain(cell)), _number([cell]), "beside the talk")
            elif lines := self.lines(cell):
                found += [replace(lines[0], label=label, gap=True), *lines[1:]]
        return found


def _number(row: Sequence[Sequence[Block]]) -> int:
    return next((block.number for cell in row for block in cell if isinstance(block, DocxParagraph)), 1)


def _prefers_boxes(blocks: Sequence[Block]) -> bool:
    """Tell whether a document is written in text boxes, like those converted from PDF."""
    boxed = sum(len(text) for text in _plain(list(_boxes(blocks)), boxes=True))
    return boxed > sum(map(len, _plain(blocks)))


def _boxes(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Box):
            yield block
        elif isinstance(block, DocxTable):
            yield from (box for row in block.rows for cell in row for box in _boxes(cell))


def _plain(blocks: Sequence[Block], boxes: bool = False) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, DocxParagraph):
            yield block.text
        elif isinstance(block, DocxTable):
            yield from (text for row in block.rows for cell in row for text in _plain(cell, boxes))
        elif boxes:
            yield from _plain(block.blocks, boxes)


def _tables(blocks: Sequence[Block], boxes: bool) -> Iterator[DocxTable]:
    for block in blocks:
        if isinstance(block, DocxTable):
            yield block
            yield from (table for row in block.rows for cell in row for table in _tables(cell, boxes))
        elif isinstance(block, Box) and boxes:
            yield from _tables(block.blocks, boxes)


def _has_table(row: Sequence[Sequence[Block]]) -> bool:
    return any(isinstance(block, DocxTable) for cell in row for block in cell)
