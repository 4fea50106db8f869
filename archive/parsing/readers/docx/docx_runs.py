"""The characters of a run in a Word document, and its elements without text."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from archive.parsing.readers.docx.docx_styles import child, value
from archive.parsing.readers.xml.xml_tree import attribute, name_of

CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
SILENT = frozenset(
    "rPr pPr tblPr tblGrid tblPrEx trPr tcPr sectPr sdtPr sdtEndPr smartTagPr customXmlPr fldData instrText delInstrText "
    "delText rt rubyPr proofErr permStart permEnd bookmarkStart bookmarkEnd commentRangeStart commentRangeEnd annotationRef "
    "footnoteRef endnoteRef separator continuationSeparator lastRenderedPageBreak pgNum".split()
)
# A picture of half a page of letters; in EMU, 360,000 a centimetre.
LARGE_PICTURE = 150 * 360_000**2
_POINT = 12_700
# The codes of the Symbol font. Other symbol fonts have pictures, not letters.
_GREEK = dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
_CAPITALS = dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
_SIGNS = {
    0xA3: "≤",
    0xA5: "∞",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xB9: "≠",
    0xBB: "≈",
    0xAE: "→",
    0xBC: "…",
    0xBE: "—",
}
_SYMBOL = {**_GREEK, **_CAPITALS, **_SIGNS}
_BULLETS = frozenset({0x6C, 0x6E, 0x6F, 0x71, 0x75, 0x76, 0x77, 0x9F, 0xA7, 0xA8, 0xB7, 0xD8, 0xFC})


def symbol(element: etree._Element) -> str | None:
    """Return the character of a symbol; None for a picture font."""
    code = attribute(element, "char") or ""
    try:
        number = int(code, 16)
    except ValueError:
        return None
    if not 0xF000 <= number <= 0xF0FF:
        return chr(number) if 0x20 <= number <= 0xFFFF and not 0xD800 <= number <= 0xF8FF else None
    number -= 0xF000
    if (attribute(element, "font") or "").lower() == "symbol":
        return _SYMBOL.get(number, chr(number) if 0x20 <= number < 0x40 else None)
    return "•" if number in _BULLETS else None


def formula(element: etree._Element) -> str:
    """Return a formula on one line: a/b for a fraction, the letters in order."""
    name = name_of(element)
    if name == "t":
        return element.text or ""
    if name == "f":
        return "/".join(formula(part) for part in element if name_of(part) in ("num", "den"))
    if name in ("ctrlPr", "rPr") or name.endswith("Pr"):
        return ""
    return "".join(formula(part) for part in element)


def picture_area(drawing: etree._Element) -> int:
    """Return the area of a drawing's picture in square EMU; 0 without a picture."""
    if not any(name_of(item) in ("blip", "imagedata") for item in drawing.iter()):
        return 0
    for item in drawing.iter():
        if name_of(item) == "extent":
            return _number(item.get("cx")) * _number(item.get("cy"))
        if name_of(item) == "shape" and (style := item.get("style")):
            return _styled(str(style), "width") * _styled(str(style), "height")
    return 0


def description(drawing: etree._Element) -> str:
    """Return a drawing's alternative text."""
    texts = (item.get("descr") or item.get("alt") or "" for item in drawing.iter() if name_of(item) in ("docPr", "shape"))
    return next((str(text) for text in texts if text), "")


def branch(alternate: etree._Element) -> etree._Element | None:
    """Return the branch to read: the first choice, or the fallback if only that has text."""
    choices = [item for item in alternate if name_of(item) == "Choice"]
    ordered = [*choices, *(item for item in alternate if name_of(item) == "Fallback")]
    return next(
        (item for item in ordered if any(name_of(inner) == "t" for inner in item.iter())), ordered[0] if ordered else None
    )


def unmatched_fields(root: etree._Element) -> set[etree._Element]:
    """Return the starts of fields that never end, which would hide everything after them."""
    open_fields: list[etree._Element] = []
    for item in root.iter():
        if name_of(item) == "fldChar":
            kind = attribute(item, "fldCharType")
            if kind == "begin":
                open_fields.append(item)
            elif kind == "end" and open_fields:
                open_fields.pop()
    return set(open_fields)


def texts(element: etree._Element) -> Iterator[str]:
    """Yield all text under an element, including deleted text."""
    for item in element.iter():
        if name_of(item) in ("t", "delText"):
            yield item.text or ""
        elif name_of(item) == "p":
            yield " "
        else:
            yield CHARACTERS.get(name_of(item), "")


def is_placeholder(control: etree._Element) -> bool:
    """Tell whether a content control shows only its placeholder."""
    return child(child(control, "sdtPr"), "showingPlcHdr") is not None


def is_continued(properties: etree._Element | None) -> bool:
    """Tell whether a table's cell is merged into the one above or before it."""
    merges = (child(properties, name) for name in ("vMerge", "hMerge"))
    return any(merge is not None and (value(merge) or "continue") == "continue" for merge in merges)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 12 else 0


def _styled(style: str, name: str) -> int:
    for rule in style.split(";"):
        key, _, size = rule.partition(":")
        if key.strip() == name and size.strip().endswith(("pt", "in")):
            try:
                return int(float(size.strip()[:-2]) * (_POINT if size.strip().endswith("pt") else 914_400))
            except (ValueError, OverflowError):
                return 0
    return 0
