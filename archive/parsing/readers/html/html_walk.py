"""From a page's tree to lines: blocks with bold heads, labels from their cells, without invisible and other parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PageElement, Tag

from archive.parsing.cleaning import squeeze, tidy
from archive.parsing.lines import Line, LineKind
from archive.parsing.readers.html.html_hidden import Hidden
from archive.parsing.readers.html.html_lists import PageLists
from archive.parsing.readers.html.html_names import BLOCKS, BOLD, HEADINGS, RUBY, SILENT, visible_strings
from archive.parsing.readers.html.html_notes import Notes
from archive.parsing.readers.html.html_parts import Parts, prose
from archive.parsing.readers.html.html_tables import LabelCells
from archive.parsing.readers.html.source_lines import SourceLines
from archive.parsing.readers.left_out import LeftOut
from archive.parsing.readers.raised_text import above, below
from archive.parsing.warning_texts import warning_text

_MARKUP_SPACE = re.compile(r"[ \t\n\r\f]+")
_WIDE = re.compile(r" {3,}")
_EMPTIED = re.compile(r"\s?(?:\[\s*\]|\(\s*\))")
# Hidden text with this many characters of prose is reported; menus and labels for screen readers are on every page.
_MAY_BE_BESIDE = frozenset({"sup", "ol", "ul", "dl"})
LONG_HIDDEN = 300
MOST_LAST = 200
# Skipped text with this much prose is reported; shorter text is a link, a credit, a button.
LONG_BESIDE = 25
BESIDE = {"aside": "a box beside the text", "figcaption": "the caption of a picture", "figure": "a picture with its caption"}
# Elements whose text is preformatted.
TYPED = frozenset({"pre", "listing", "xmp", "plaintext"})
TAB = 4
SLANTED = frozenset({"i", "em"})
Stack = list[tuple[PageElement | None, Tag | None, bool]]


def _is_slanted(node: NavigableString) -> bool:
    """Tell whether a piece of text is in italics, itself or within bold or a link."""
    above = node.parent
    return above is not None and (above.name in SLANTED or (above.parent is not None and above.parent.name in SLANTED))


def is_typed(soup: BeautifulSoup) -> bool:
    """Tell whether most of a page's text is preformatted, each source line on its own line."""
    typed = sum(len(tag.get_text()) for tag in soup.find_all(list(TYPED)))
    return typed * 2 > len(soup.get_text())


@dataclass
class _Block:
    """The block being built: its text so far, its bold head, its kind."""

    pieces: list[str] = field(default_factory=list)
    bold: int = 0
    plain_seen: bool = False
    upright_seen: bool = False
    line: int = 0
    is_note: bool = False
    marked: bool = False
    # Something between two words was left out, so they must not be joined.
    parted: bool = False
    length: int = 0

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)


class HtmlWalk:
    """Walks once through the tree and turns blocks into lines."""

    def __init__(self, source: SourceLines, soup: BeautifulSoup) -> None:
        self.lines: list[Line] = []
        self.left_out = LeftOut()
        self._source = source
        nodes = list(soup.descendants)
        self._hidden = Hidden(nodes)
        self._parts = Parts(soup, nodes, self._hidden.gone)
        self._cells = LabelCells(nodes, self._hidden.gone)
        self._notes = Notes()
        self._lists = PageLists([sheet.get_text() for sheet in soup.find_all("style")])
        # of the list item that was entered last, until its first words
        self._number = ""
        self._block = _Block()
        self._gap = True
        self._kind: LineKind = "text"
        self._label: str | None = None
        # nesting depth of preformatted elements; whether they are most of the page
        self._typed, self.as_typed = 0, is_typed(soup)

    def run(self, root: Tag) -> None:
        """Read a page."""
        stack: Stack = [(root, None, False)]
        while stack:
            node, leaving, bold = stack.pop()
            if leaving is not None:
                self._leave(leaving)
            elif isinstance(node, Tag):
                self._enter(node, bold, stack)
            elif isinstance(node, NavigableString) and (type(node) is NavigableString or isinstance(node, CData)):
                self._add(node, bold)
        self._end_block()
        self._name_last_notes()
        if self._hidden.revealed and self.lines:
            message = warning_text("hidden-text/read")
            self.left_out.warn("hidden-text", message, self.lines[0].number)

    def _name_last_notes(self) -> None:
        """Report the lines at the end numbered like the marks in the text: notes set as plain paragraphs."""
        count = self._notes.last_notes([line.text for line in self.lines[-MOST_LAST:]])
        for line in self.lines[len(self.lines) - count :]:
            self.left_out.name("note-left-out", warning_text("note-left-out"), line.text, line.number, "note")
        del self.lines[len(self.lines) - count :]

    def _enter(self, tag: Tag, bold: bool, stack: Stack) -> None:
        if tag.name in SILENT:
            return
        if tag.name in RUBY:
            self.left_out.skip(tag.get_text(), self._source.line_of(tag.get_text()), "reading")
            return
        if (hidden := self._hidden.gone.get(id(tag))) is not None:
            self._leave_out(tag, hidden)
            return
        if self._is_beside(tag):
            return
        if (reason := self._parts.skip_reason(tag)) is not None:
            self._leave_out(tag, reason)
            return
        if tag.name == "br":
            self._line_break()
            return
        if tag.name in BLOCKS:
            self._end_block()
            self._gap = True
            self._number = self._lists.before(tag) or self._number
            self._label = self._cells.opens.get(id(tag), self._label)
            stack.append((None, tag, bold))
            self._typed += tag.name in TYPED
            if tag.name in HEADINGS:
                self._kind = "heading"
        bold = bold or tag.name in BOLD
        stack.extend((child, None, bold) for child in reversed(tag.contents))

    def _is_beside(self, tag: Tag) -> bool:
        """Handle a note, its mark, or a label's cell; tell whether it was one."""
        if (
            not tag.attrs
            and tag.name not in _MAY_BE_BESIDE
            and id(tag) not in self._cells.unsaid
            and id(tag) not in self._cells.labels
        ):
            return False
        if (label := self._cells.labels.get(id(tag))) is not None:
            self._end_block()
            self._gap, self._label, self._number = True, label, ""
            return True
        if (unsaid := self._cells.unsaid.get(id(tag))) is not None:
            self._leave_out(tag, unsaid)
            return True
        if self._notes.is_note(tag) and not self._parts.holds_the_page(tag):
            if tag.name in BLOCKS:
                self._end_block()
            self._name_note(visible_strings(tag))
            return True
        return self._is_mark(tag)

    def _is_mark(self, tag: Tag) -> bool:
        block, heads, known = self._block, not self._block.pieces, len(self._notes.seen)
        opens = heads and self._notes.opens_note(tag)
        if self._notes.is_mark(tag, "".join(block.pieces[-3:])[-40:]):
            block.marked = block.parted = True
            # A block that opens with a mark seen before is that mark's note.
            block.is_note = block.is_note or opens or (heads and len(self._notes.seen) == known)
            return True
        block.is_note = block.is_note or opens
        return False

    def _leave(self, tag: Tag) -> None:
        self._end_block()
        self._number = "" if tag.name == "li" else self._number
        self._gap = True
        self._typed -= tag.name in TYPED
        if tag.name in HEADINGS:
            self._kind = "text"

    def _line_break(self) -> None:
        empty, is_note = not self._block.pieces, self._block.is_note
        self._end_block()
        self._block.is_note = is_note
        if empty:
            self._gap = True

    def _add(self, node: NavigableString, bold: bool) -> None:
        text, block = str(node), self._block
        if id(node.parent) in self._hidden.unlit:
            self.left_out.skip(text, self._source.line_of(text), "hidden")
            return
        if self._typed and self.as_typed and "\n" in text:
            self._add_lines(node, bold)
            return
        if not text.strip() and not block.pieces and not self._typed:
            return
        if not block.pieces:
            block.line = self._source.line_of(text)
            if self._number and text.strip():
                block.add(self._number)
                self._number, text = "", text.lstrip()
        elif block.parted and text[:1].isalnum() and block.pieces[-1][-1:].isalnum():
            block.add(" ")
        block.parted = False
        text = self._scripted(node, text)
        if text.strip() and not bold:
            block.plain_seen = True
        if text.strip() and not _is_slanted(node):
            block.upright_seen = True
        block.add(text)
        if bold and not block.plain_seen:
            block.bold = block.length

    def _add_lines(self, node: NavigableString, bold: bool) -> None:
        """Add preformatted text, one line for each source line."""
        for number, typed in enumerate(node.split("\n")):
            if number:
                self._gap = self._gap or not "".join(self._block.pieces).strip()
                self._end_block()
            if typed:
                line = NavigableString(typed)
                line.parent = node.parent
                self._add(line, bold)

    def _scripted(self, node: NavigableString, text: str) -> str:
        """Add raised or lowered text in superscript or subscript characters."""
        name = node.parent.name if node.parent is not None else ""
        if name not in ("sup", "sub"):
            return text
        return (above if name == "sup" else below)(text, "".join(self._block.pieces[-2:]))

    def _end_block(self) -> None:
        block, self._block = self._block, _Block()
        raw = "".join(block.pieces)
        typed = self._typed > 0 and self.as_typed
        text = tidy(raw).strip() if typed else _one_line(_EMPTIED.sub("", raw) if block.marked else raw)
        if not text:
            return
        if block.is_note:
            self.left_out.name("note-left-out", warning_text("note-left-out"), text, block.line, "note")
            return
        bold = len(_one_line(raw[: block.bold]))
        indent = len(raw.expandtabs(TAB)) - len(raw.expandtabs(TAB).lstrip()) if typed else 0
        line = Line(text, block.line, self._gap, self._kind, min(bold, len(text)), indent, label=self._label)
        self.lines.append(line if block.upright_seen else replace(line, slanted=True))
        self._gap, self._label = False, None
        self._notes.read_heading(text)

    def _name_note(self, strings: list[str]) -> None:
        self.left_out.name("note-left-out", warning_text("note-left-out"), " ".join(strings), self._line_of(strings), "note")

    def _line_of(self, strings: list[str]) -> int:
        return self._source.line_of(next((text for text in strings if len(text.strip()) > 2), ""))

    def _leave_out(self, tag: Tag, reason: str) -> None:
        if tag.name in BLOCKS:
            self._end_block()
        strings = visible_strings(tag)
        text = squeeze(tidy(" ".join(strings)))
        if not text:
            return
        self._part(strings)
        line = self._line_of(strings)
        if reason == "hidden" and prose(strings) >= LONG_HIDDEN:
            self.left_out.name("hidden-text", warning_text("hidden-text/page"), text, line, reason)
        elif tag.name in BESIDE and prose(strings) >= LONG_BESIDE:
            self.left_out.name("note-left-out", warning_text("note-left-out/beside", what=BESIDE[tag.name]), text, line, reason)
        else:
            self.left_out.skip(text, line, reason)

    def _part(self, strings: list[str]) -> None:
        """Remember that words were separated only by what was left out."""
        if self._block.pieces and (strings[0][:1].isspace() or strings[-1][-1:].isspace()):
            self._block.parted = True


def _one_line(raw: str) -> str:
    """Collapse white space. Runs of no-break spaces stay two wide, since they set off labels such as "Q"."""
    if "\xa0" not in raw:
        return squeeze(tidy(raw))
    text = _MARKUP_SPACE.sub(" ", raw).replace("\xa0", " ")
    return _WIDE.sub("  ", tidy(text)).strip()
