"""What the styles of a Word document say about a run: bold, hidden, raised, struck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from archive.parsing.readers.xml.xml_tree import attribute, name_of

_OFF = frozenset({"0", "false", "off", "none"})
_HEADINGS = ("heading", "title", "überschrift", "titre", "заголовок", "titel", "título", "titolo")
SHIFTED = 3
"""Half points by which a smaller run must be shifted up to count as raised; any shift down counts as lowered."""
TINY = 4
"""Half points up to which letters are invisibly small."""


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a run; None where its context decides."""

    bold: bool | None = None
    slanted: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None
    lowered: bool | None = None
    struck: bool | None = None
    white: bool | None = None
    tiny: bool | None = None
    shaded: bool | None = None
    heading: bool = False

    def over(self, other: Look) -> Look:
        """Return this look with gaps filled from the underlying one."""
        return Look(
            bold=_first(self.bold, other.bold),
            slanted=_first(self.slanted, other.slanted),
            hidden=_first(self.hidden, other.hidden),
            raised=_first(self.raised, other.raised),
            lowered=_first(self.lowered, other.lowered),
            struck=_first(self.struck, other.struck),
            white=_first(self.white, other.white),
            tiny=_first(self.tiny, other.tiny),
            shaded=_first(self.shaded, other.shaded),
        )


def _first(mine: bool | None, theirs: bool | None) -> bool | None:
    return mine if mine is not None else theirs


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of a name."""
    return next((item for item in element if name_of(item) == name), None) if element is not None else None


def value(element: etree._Element | None) -> str | None:
    """Return an element's `val`."""
    return attribute(element, "val") if element is not None else None


def is_on(element: etree._Element | None) -> bool | None:
    """Read a switch: on if it has no value, None if it is absent."""
    return None if element is None else (value(element) or "1").lower() not in _OFF


def _height(found: Mapping[str, etree._Element]) -> int | None:
    """Return 1 for raised, -1 for lowered, 0 for explicitly neither."""
    if "vertAlign" in found:
        return {"superscript": 1, "subscript": -1}.get(value(found["vertAlign"]) or "", 0)
    shift = value(found.get("position")) or ""
    figures = shift.removeprefix("-")
    if "sz" not in found or not (figures.isascii() and figures.isdecimal()):
        return None
    if shift.startswith("-"):
        return -1
    return 1 if int(figures[:4]) >= SHIFTED else None


def look_of(properties: etree._Element | None) -> Look:
    """Read a run's own properties."""
    if properties is None:
        return Look()
    found = {name_of(item): item for item in properties}
    size, color = value(found.get("sz")) or "", (value(found.get("color")) or "").upper()
    height = _height(found)
    struck = [is_on(found.get(name)) for name in ("strike", "dstrike")]
    return Look(
        bold=is_on(found.get("b")),
        slanted=is_on(found.get("i")),
        hidden=is_on(found.get("vanish")),
        raised=height > 0 if height is not None else None,
        lowered=height < 0 if height is not None else None,
        struck=True if True in struck else False if False in struck else None,
        white=(color == "FFFFFF") if color else None,
        tiny=(int(size) <= TINY) if size.isascii() and size.isdecimal() and len(size) < 6 else None,
        shaded=is_shaded(found.get("shd"))
        or ("highlight" in found and value(found["highlight"]) not in ("none", "white"))
        or None,
    )


def is_shaded(shading: etree._Element | None) -> bool:
    """Tell whether a shading has a colour of its own."""
    if shading is None:
        return False
    fill = (attribute(shading, "fill") or "auto").upper()
    return fill not in ("AUTO", "FFFFFF") or value(shading) not in ("clear", "nil", None) or bool(attribute(shading, "themeFill"))


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: etree._Element | None) -> None:
        styles = [item for item in root if name_of(item) == "style"] if root is not None else []
        self._styles = {attribute(item, "styleId") or "": item for item in styles}
        self._usual = next(
            (attribute(item, "styleId") or "" for item in styles if is_default(item) and attribute(item, "type") == "paragraph"),
            "",
        )
        self._known: dict[str, Look] = {}

    def look(self, style: str | None) -> Look:
        """Return the look of a style, including its base styles."""
        return self._look(style or "", 0)

    def paragraph(self, style: str | None) -> Look:
        """Return the look of a paragraph's style, the default one if none is named."""
        return self._look(style or self._usual, 0)

    def _look(self, style: str, depth: int) -> Look:
        if style not in self._styles or depth > 20:
            return Look(heading=style.lower().startswith(_HEADINGS))
        if style not in self._known:
            element = self._styles[style]
            base = self._look(value(child(element, "basedOn")) or "", depth + 1)
            name = (value(child(element, "name")) or "").lower()
            look = look_of(child(element, "rPr")).over(base)
            self._known[style] = replace(look, heading=name.startswith(_HEADINGS) or base.heading)
        return self._known[style]


def is_default(style: etree._Element) -> bool:
    """Tell whether a style is the default of its type."""
    return (attribute(style, "default") or "0").lower() not in _OFF
