"""Web pages, whole or in part: the article's blocks with bold marks, the page's own metadata."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.element import CData, NavigableString, PageElement, Tag

from archive.parsing.lines import Line, LineKind, Reading
from archive.parsing.readers.html_fields import page_fields
from archive.parsing.readers.html_parts import Parts
from archive.parsing.tidy import squeeze, tidy
from archive.parsing.types import Skipped

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
BOLD = frozenset({"b", "strong"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "embed",
        "head",
        "title",
        "meta",
        "link",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "canvas",
        "video",
        "audio",
        "map",
        "math",
    ]
)
_WINDOW = 400_000
_MARKUP_SPACE = re.compile(r"[ \t\n\r\f]+")
_WIDE = re.compile(r" {3,}")


def read(text: str) -> Reading:
    """Read a web page or a fragment of one."""
    soup = parse(text)
    parts = Parts(soup)
    walk = _Walk(_Source(text), parts)
    walk.run(soup)
    return Reading(lines=tuple(walk.lines), format="html", flowing=True, fields=page_fields(soup), skipped=tuple(walk.skipped))


def parse(text: str) -> BeautifulSoup:
    """Parse markup with libxml2, which is linear and tolerant where html.parser is neither."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(text, "lxml")


class _Source:
    """Finds the source line of successive pieces of text; looks only forward and not far, so the whole is linear."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line = text, 0, 1

    def line_of(self, piece: str) -> int:
        probe = piece.strip()[:40].split("\n")[0].split("&")[0]
        at = self._text.find(probe, self._at, self._at + _WINDOW) if len(probe) > 2 else -1
        if at >= 0:
            self._line += self._text.count("\n", self._at, at)
            self._at = at
        return self._line


@dataclass
class _Block:
    """The block being gathered: its text so far, where bold ends, what kind it is."""

    pieces: list[str] = field(default_factory=list)
    bold: int = 0
    plain_seen: bool = False
    line: int = 0


class _Walk:
    """Goes once through the tree and turns blocks into lines."""

    def __init__(self, source: _Source, parts: Parts) -> None:
        self.lines: list[Line] = []
        self.skipped: list[Skipped] = []
        self._source, self._parts = source, parts
        self._block = _Block()
        self._gap = True
        self._kind: LineKind = "text"

    def run(self, root: Tag) -> None:
        stack: list[tuple[PageElement | None, Tag | None, bool]] = [(root, None, False)]
        while stack:
            node, leaving, bold = stack.pop()
            if leaving is not None:
                self._leave(leaving)
            elif isinstance(node, Tag):
                self._enter(node, bold, stack)
            elif isinstance(node, NavigableString) and (type(node) is NavigableString or isinstance(node, CData)):
                self._add(str(node), bold)
        self._end_block()

    def _enter(self, tag: Tag, bold: bool, stack: list[tuple[PageElement | None, Tag | None, bool]]) -> None:
        if tag.name in SILENT:
            return
        if (reason := self._parts.skip_reason(tag)) is not None:
            if tag.name in BLOCKS:
                self._end_block()
            self._skip(tag, reason)
            return
        if tag.name == "br":
            self._line_break()
            return
        if tag.name in BLOCKS:
            self._end_block()
            self._gap = True
            stack.append((None, tag, bold))
            if tag.name in HEADINGS:
                self._kind = "heading"
        bold = bold or tag.name in BOLD
        stack.extend((child, None, bold) for child in reversed(tag.contents))

    def _leave(self, tag: Tag) -> None:
        self._end_block()
        self._gap = True
        if tag.name in HEADINGS:
            self._kind = "text"

    def _line_break(self) -> None:
        empty = not self._block.pieces
        self._end_block()
        if empty:
            self._gap = True

    def _add(self, text: str, bold: bool) -> None:
        block = self._block
        if not text.strip() and not block.pieces:
            return
        if not block.pieces:
            block.line = self._source.line_of(text)
        if text.strip() and not bold:
            block.plain_seen = True
        block.pieces.append(text)
        if bold and not block.plain_seen:
            block.bold = sum(map(len, block.pieces))

    def _end_block(self) -> None:
        block, self._block = self._block, _Block()
        raw = "".join(block.pieces)
        text = _one_line(raw)
        if not text:
            return
        bold = len(_one_line(raw[: block.bold]))
        self.lines.append(Line(text=text, number=block.line, gap=self._gap, kind=self._kind, bold=bold))
        self._gap = False

    def _skip(self, tag: Tag, reason: str) -> None:
        text = squeeze(tidy(" ".join(visible_strings(tag))))
        if text:
            self.skipped.append(Skipped(text=text, line=self._source.line_of(text.split(" ")[0]), reason=reason))


def visible_strings(tag: Tag) -> list[str]:
    """Return the strings a reader of the page would see under a tag."""
    return [
        str(node)
        for node in tag.descendants
        if isinstance(node, NavigableString)
        and type(node) is NavigableString
        and node.parent is not None
        and node.parent.name not in SILENT
    ]


def _one_line(raw: str) -> str:
    """Collapse markup's white space; runs of no-break spaces stay two wide, for they set off labels such as "Q"."""
    if "\xa0" not in raw:
        return squeeze(tidy(raw))
    text = _MARKUP_SPACE.sub(" ", raw).replace("\xa0", " ")
    return _WIDE.sub("  ", tidy(text)).strip()
