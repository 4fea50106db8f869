"""Numbers and letters that Word adds to list paragraphs: readers see them, but they are not in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from archive.parsing.readers.docx.docx_numerals import numeral
from archive.parsing.readers.docx.docx_styles import child, is_on, value
from archive.parsing.readers.xml.xml_tree import attribute, name_of
from archive.text.numbers import read_int

MOST_BASES = 20
LEVELS = 9
LONGEST = 40  # characters of a number with what is set around it; "Article 12." has 11
_SILENT = frozenset({"bullet", "none"})
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    """How the paragraphs of one level of a list are numbered."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    ends: str = "tab"
    figures: bool = False
    padded: int = 0
    hidden: bool = False


@dataclass(slots=True)
class _List:
    """A list of a document: its levels, how far each has been counted, and which of its parts have been begun."""

    levels: dict[int, _Level]
    counted: dict[int, int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Part:
    """What a paragraph refers to (`w:num`): a list, and where its numbers start anew or look different."""

    number: str
    of: _List
    starts: dict[int, int]
    levels: dict[int, _Level]

    def level(self, at: int) -> _Level:
        return self.levels.get(at) or self.of.levels.get(at) or _Level(format="none")


class ListNumbers:
    """Counts the numbered paragraphs of a document, which must be asked about in the order in which they stand."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self.unknown: str | None = None
        """The first format that is not known; its numbers are written in figures."""
        self._styles = {attribute(item, "styleId"): item for item in _children(styles, "style")}
        self._abstract = {attribute(item, "abstractNumId"): item for item in _children(numbering, "abstractNum")}
        self._nums = {attribute(item, "numId"): item for item in _children(numbering, "num")}
        self._lists: dict[str | None, _List] = {}
        self._of_styles: dict[str | None, tuple[str | None, int | None]] = {}
        self._parts: dict[str | None, _Part | None] = {}

    def before(self, properties: etree._Element | None) -> str:
        """Return what Word sets before a paragraph with these properties, with the gap behind it; "" for nothing."""
        if not self._nums:
            return ""
        part, at = self._place_of(properties)
        if part is None or not 0 <= at < LEVELS:
            return ""
        level = part.level(at)
        _count(part, at, level)
        if level.format in _SILENT or level.hidden or not level.text:
            return ""
        text = _PLACE.sub(lambda found: self._written(part, int(found[1]) - 1, level), level.text)[:LONGEST].strip()
        return text + ("" if level.ends == "nothing" and not text[-1:].isalnum() else " ") if text else ""

    def _written(self, part: _Part, at: int, shown_by: _Level) -> str:
        """Write the number that one level has reached; levels above that were never counted stand at their start."""
        level = part.level(at)
        number = part.of.counted.get(at, part.starts.get(at, level.start))
        if level.format in _SILENT:
            return ""
        written = str(number) if shown_by.figures else numeral(number, level.format)
        if written is None:
            self.unknown = self.unknown or level.format
            written = str(number)
        return written.rjust(level.padded, "0")

    def _place_of(self, properties: etree._Element | None) -> tuple[_Part | None, int]:
        """Return the list and the level of a paragraph: its own, else those of its style or of what that is based on."""
        found, style = child(properties, "numPr"), value(child(properties, "pStyle"))
        number, level = value(child(found, "numId")), read_int(value(child(found, "ilvl")))
        if number is None:
            if style not in self._of_styles:
                self._of_styles[style] = self._of_style(style)
            number, usual = self._of_styles[style]
            level = usual if level is None else level
        return self._part(number), level or 0

    def _of_style(self, style: str | None) -> tuple[str | None, int | None]:
        """Return the list and the level that a style gives; a list may say itself which level a style has."""
        for _ in range(MOST_BASES):
            if style not in self._styles:
                break
            element = self._styles[style]
            found = child(child(element, "pPr"), "numPr")
            number = value(child(found, "numId"))
            if number is not None:
                key = value(child(self._nums.get(number), "abstractNumId"))
                levels = _children(self._abstract.get(key), "lvl")
                named = (attribute(item, "ilvl") for item in levels if value(child(item, "pStyle")) == style)
                return number, read_int(value(child(found, "ilvl")) or next(named, None))
            style = value(child(element, "basedOn"))
        return None, None

    def _part(self, number: str | None) -> _Part | None:
        if number not in self._parts:
            self._parts[number] = self._read_part(number, self._nums.get(number))
        return self._parts[number]

    def _read_part(self, number: str | None, num: etree._Element | None) -> _Part | None:
        if num is None or number is None:
            return None
        list_ = self._list(value(child(num, "abstractNumId")))
        if list_ is None:
            return None
        starts, levels = {}, {}
        for item in _children(num, "lvlOverride"):
            at = read_int(attribute(item, "ilvl"))
            start = read_int(value(child(item, "startOverride")))
            if at is not None and start is not None:
                starts[at] = start
            if at is not None and (own := child(item, "lvl")) is not None:
                levels[at] = _read_level(own)
        return _Part(number, list_, starts, levels)

    def _list(self, key: str | None) -> _List | None:
        """Return a list; one that only names a style of lists is the list of that style."""
        for _ in range(MOST_BASES):
            if key in self._lists or key not in self._abstract:
                break
            abstract = self._abstract[key]
            link = value(child(abstract, "numStyleLink"))
            if link is None or link not in self._styles:
                levels = ((read_int(attribute(item, "ilvl")), item) for item in _children(abstract, "lvl"))
                self._lists[key] = _List({at: _read_level(item) for at, item in levels if at is not None})
                break
            numbered = child(child(self._styles[link], "pPr"), "numPr")
            num = self._nums.get(value(child(numbered, "numId")))
            key = value(child(num, "abstractNumId"))
        return self._lists.get(key)


def _count(part: _Part, at: int, level: _Level) -> None:
    """Count one paragraph more; deeper levels begin anew, unless they say otherwise."""
    of = part.of
    if part.number not in of.begun:
        of.begun.add(part.number)
        for start in part.starts:
            of.counted.pop(start, None)
    first = part.starts.get(at, level.start)
    of.counted[at] = of.counted[at] + 1 if at in of.counted else first
    for deeper in [deeper for deeper in of.counted if deeper > at]:
        restart = part.level(deeper).restart
        if restart is None or at < restart:
            del of.counted[deeper]


def _read_level(element: etree._Element) -> _Level:
    # A format of Word 2010 stands in the first of two branches, the one for older readers in the second.
    formats = [item for item in element.iter("{*}numFmt") if isinstance(item.tag, str)]
    custom = next((attribute(item, "format") or "" for item in formats if value(item) == "custom"), "")
    known = next((value(item) for item in formats if value(item) != "custom"), None)
    start = read_int(value(child(element, "start")))
    text = child(element, "lvlText")
    return _Level(
        format=known or "decimal",
        text="" if text is None or _is_null(text) else value(text) or "",
        start=1 if start is None else start,
        restart=read_int(value(child(element, "lvlRestart"))),
        ends=value(child(element, "suff")) or "tab",
        figures=bool(is_on(child(element, "isLgl"))),
        padded=len(custom.split(",")[0].strip()) if custom.startswith("0") else 0,
        hidden=bool(is_on(child(child(element, "rPr"), "vanish"))),
    )


def _is_null(text: etree._Element) -> bool:
    return (attribute(text, "null") or "0").lower() not in ("0", "false", "off")


def _children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    return (item for item in element if name_of(item) == name) if element is not None else iter(())
