"""A Word document's body as a tree, in reading order: paragraphs, tables, text boxes.

Unknown elements are searched, so that text is found in any wrapper: insertions, content controls, smart tags, fields, links.
Tracked changes count as accepted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from archive.parsing.readers.docx.docx_numbers import ListNumbers
from archive.parsing.readers.docx.docx_runs import (
    CHARACTERS,
    LARGE_PICTURE,
    SILENT,
    branch,
    description,
    formula,
    is_continued,
    is_placeholder,
    picture_area,
    symbol,
    texts,
    unmatched_fields,
)
from archive.parsing.readers.docx.docx_styles import Look, Styles, child, is_shaded, look_of, value
from archive.parsing.readers.docx.docx_tree import Block, Box, DocxParagraph, DocxPiece, DocxTable, NoteReference, numbered
from archive.parsing.readers.left_out import LeftOut
from archive.parsing.readers.xml.xml_tree import attribute, name_of
from archive.parsing.warning_texts import warning_text

DELETED = {"del": "deletions", "moveFrom": "moves"}
ADDED = {"ins": "insertions", "moveTo": "moves"}
UNREAD = {"altChunk": "an embedded document", "OLEObject": "an embedded object", "chart": "a chart", "relIds": "a diagram"}
REFERENCES = {"footnoteReference": "footnote", "endnoteReference": "endnote", "commentReference": "comment"}


class DocxWalk:
    """Walks once through a part of a document."""

    def __init__(self, root: etree._Element, styles: Styles, left_out: LeftOut, numbers: ListNumbers | None = None) -> None:
        self.references: list[NoteReference] = []
        self.tracked: set[str] = set()
        self.first_tracked = 0
        self.number = 0
        self._styles, self._left_out, self._numbers = styles, left_out, numbers
        self._endless = unmatched_fields(root)
        self._fields: list[bool] = []
        self._paragraph: DocxParagraph | None = None
        self._look = Look()
        self._joins = False
        self._anchor = ""
        self._dark = child(root, "background") is not None
        self._boxes: list[Box] = []

    def blocks(self, element: etree._Element) -> list[Block]:
        """Return the contents of an element."""
        found: list[Block] = []
        for item in element:
            self._block(item, found)
        return found

    @property
    def _place(self) -> int:
        """Return the number of the current paragraph, from 1."""
        return self._paragraph.number if self._paragraph is not None else max(self.number, 1)

    def _block(self, item: etree._Element, found: list[Block]) -> None:
        name = name_of(item)
        if name == "p":
            self._read_paragraph(item, found)
        elif name == "tbl":
            found.append(self._table(item))
        elif name == "AlternateContent":
            if (chosen := branch(item)) is not None:
                found += self.blocks(chosen)
        elif name == "sdt" and is_placeholder(item):
            self._left_out.skip("".join(texts(item)), self._place, "placeholder")
        elif name in DELETED:
            self._drop(item, DELETED[name])
        elif name in UNREAD:
            self._unread(name)
        elif name and name not in SILENT:
            self._count(name)
            found += self.blocks(item)

    def _table(self, element: etree._Element) -> DocxTable:
        table = DocxTable()
        for row in _inner(element, "tr", "tbl"):
            properties = child(row, "trPr")
            if child(properties, "ins") is not None:
                self._note_change("insertions")
            if child(properties, "del") is not None:
                self._drop(row, "deletions")
            elif child(properties, "hidden") is not None:
                self._left_out.name("hidden-text", warning_text("hidden-text/word"), "".join(texts(row)), self._place, "hidden")
            else:
                table.headed = table.headed or (not table.rows and child(properties, "tblHeader") is not None)
                table.rows.append([self._cell(cell) for cell in _inner(row, "tc", "tr")])
        return table

    def _cell(self, cell: etree._Element) -> list[Block]:
        properties = child(cell, "tcPr")
        if child(properties, "cellDel") is not None:
            self._drop(cell, "deletions")
            return []
        if is_continued(properties):
            self._left_out.skip("".join(texts(cell)), self._place, "hidden")
            return []
        dark, self._dark = self._dark, True
        self._joins = False
        blocks = self.blocks(cell)
        self._dark = dark
        return blocks

    def _read_paragraph(self, element: etree._Element, found: list[Block]) -> None:
        properties = child(element, "pPr")
        look = self._styles.paragraph(value(child(properties, "pStyle")))
        if look.heading:
            look = replace(look, bold=None)
        goes_on, outer = self._joins, (self._paragraph, self._look, self._dark)
        self.number += 1
        last = found[-1] if found and goes_on else None
        here = last if isinstance(last, DocxParagraph) else DocxParagraph(self.number, look.heading)
        self._joins, self._paragraph, self._look = False, here, look
        self._dark = self._dark or is_shaded(child(properties, "shd"))
        boxes, self._boxes = self._boxes, []
        self._inline(element)
        self._joins = self._mark_is_gone(child(properties, "rPr"))
        if not self._joins and self._numbers is not None:  # a list belongs to the mark at the end of a paragraph
            here.pieces = numbered(here.pieces, self._numbers.before(properties))
        self._paragraph, self._look, self._dark = outer
        found += [here] if here is not last else []
        found += self._boxes
        self._boxes = boxes

    def _mark_is_gone(self, mark: etree._Element | None) -> bool:
        """Tell whether a paragraph mark is hidden or deleted, so that the next paragraph continues this one."""
        for item in mark if mark is not None else ():
            self._count(name_of(item))
        gone = any(child(mark, name) is not None for name in DELETED)
        if gone:
            self._note_change("deletions")
        hidden = child(mark, "vanish")
        return gone or (hidden is not None and value(hidden) not in ("0", "false", "off"))

    def _inline(self, element: etree._Element) -> None:
        for item in element:
            self._inline_item(item, name_of(item))

    def _inline_item(self, item: etree._Element, name: str) -> None:
        if name == "r":
            self._run(item)
        elif name in DELETED:
            self._drop(item, DELETED[name])
        elif name == "AlternateContent":
            if (chosen := branch(item)) is not None:
                self._inline(chosen)
        elif name == "oMath":
            self._add(formula(item), Look())
        elif name == "sdt" and is_placeholder(item):
            self._left_out.skip("".join(texts(item)), self._place, "placeholder")
        elif name == "hyperlink":
            outer, self._anchor = self._anchor, attribute(item, "anchor") or ""
            self._inline(item)
            self._anchor = outer
        elif name in ("p", "tbl"):
            # Stray blocks within a paragraph are read too.
            self._boxes.append(Box(self.blocks([item]), self._place))
        elif name and name not in SILENT:
            self._count(name)
            self._inline(item)

    def _run(self, run: etree._Element) -> None:
        own = look_over(self._styles, run, self._look)
        items = [branch(item) if name_of(item) == "AlternateContent" else item for item in run]
        flat = [
            inner for item in items if item is not None for inner in (item if name_of(item) in ("Choice", "Fallback") else [item])
        ]
        for item in flat:
            name = name_of(item)
            if name == "t":
                self._add(item.text or "", own)
            elif name in CHARACTERS:
                self._add(CHARACTERS[name], own)
            elif name == "fldChar":
                self._field(item)
            elif name in REFERENCES:
                self._refer(item, REFERENCES[name])
                if (attribute(item, "customMarkFollows") or "0") not in ("0", "false", "off"):
                    return
            elif name == "sym":
                self._symbol(item, own)
            elif name in ("drawing", "pict", "object"):
                self._drawing(item)
            elif name and name not in SILENT:
                self._inline_item(item, name)

    def _add(self, text: str, look: Look) -> None:
        if not text or any(self._fields) or self._paragraph is None:
            return
        unseen = look.hidden or look.tiny or (look.white and not look.shaded and not self._dark)
        if unseen and text.strip():
            self._left_out.name("hidden-text", warning_text("hidden-text/word"), text, self._place, "hidden")
        elif not unseen:
            if look.struck and text.strip():
                self._left_out.warn("struck-text", warning_text("struck-text", text=text.strip()[:80]), self._place)
            bold, raised, lowered, slanted = map(bool, (look.bold, look.raised, look.lowered, look.slanted))
            self._paragraph.pieces.append(DocxPiece(text, bold, raised, self._anchor, lowered, slanted))

    def _field(self, item: etree._Element) -> None:
        kind = attribute(item, "fldCharType")
        if kind == "begin" and item not in self._endless:
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _refer(self, item: etree._Element, kind: str) -> None:
        self.references.append(NoteReference(kind, attribute(item, "id") or "", self._place))

    def _symbol(self, item: etree._Element, look: Look) -> None:
        sign = symbol(item)
        if sign is None:
            font = attribute(item, "font") or "unnamed"
            self._left_out.warn("not-read", warning_text("not-read/sign", font=font[:40]), self._place)
        self._add(sign or " ", look)

    def _drawing(self, drawing: etree._Element) -> None:
        for name in {name_of(item) for item in drawing.iter()} & UNREAD.keys():
            self._unread(name)
        if picture_area(drawing) >= LARGE_PICTURE:
            told = f" (described as “{text[:80]}”)" if (text := description(drawing)) else ""
            self._left_out.warn("unread-picture", warning_text("unread-picture", told=told), self._place)
        self._find_boxes(drawing)

    def _find_boxes(self, element: etree._Element) -> None:
        for item in element:
            name = name_of(item)
            if name == "txbxContent":
                self._open_box(item)
            elif name == "AlternateContent":
                if (chosen := branch(item)) is not None:
                    self._find_boxes(chosen)
            elif name:
                self._find_boxes(item)

    def _open_box(self, content: etree._Element) -> None:
        number, joins, fields = self._place, self._joins, self._fields
        dark, self._dark, self._joins, self._fields = self._dark, True, False, []
        self._boxes.append(Box(self.blocks(content), number))
        self._dark, self._joins, self._fields = dark, joins, fields

    def _unread(self, name: str) -> None:
        self._left_out.warn("not-read", warning_text("not-read/object", what=UNREAD[name]), self._place)

    def _drop(self, element: etree._Element, what: str) -> None:
        self._note_change(what)
        self._left_out.skip("".join(texts(element)), self._place, "tracked deletion")

    def _count(self, name: str) -> None:
        if name in ADDED:
            self._note_change(ADDED[name])

    def _note_change(self, what: str) -> None:
        self.tracked.add(what)
        self.first_tracked = self.first_tracked or self._place


def look_over(styles: Styles, run: etree._Element, around: Look) -> Look:
    """Return how a run looks: by its own properties, then its style's, then its paragraph's."""
    properties = child(run, "rPr")
    return look_of(properties).over(styles.look(value(child(properties, "rStyle")))).over(around)


def _inner(element: etree._Element, wanted: str, within: str) -> Sequence[etree._Element]:
    """Return the rows of a table or the cells of a row, without their wrappers."""
    found: list[etree._Element] = []
    for item in element:
        name = name_of(item)
        if name == wanted:
            found.append(item)
        elif name and name not in SILENT and name not in ("p", within):
            found += _inner(item, wanted, within)
    return found
