"""Numbers and letters that Word sets before the paragraphs of a list: they are not in the text, and a reader sees them."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from archive.parsing.readers.docx.docx_styles import child, value
from archive.parsing.readers.xml import attribute, name_of

MOST_BASES = 20
_NO_NUMBER = frozenset({"bullet", "none", None})


class ListNumbers:
    """Tells which paragraphs of a document stand under a number or a letter."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        lists = {attribute(item, "abstractNumId"): _formats(item) for item in _children(numbering, "abstractNum")}
        self._formats = {
            attribute(item, "numId"): lists.get(value(child(item, "abstractNumId")), {}) for item in _children(numbering, "num")
        }
        self._styles = {attribute(item, "styleId"): item for item in _children(styles, "style")}

    def first(self, body: etree._Element) -> int | None:
        """Return the number, from 1, of the first paragraph that is numbered; None where there is none."""
        if not any(format_ not in _NO_NUMBER for formats in self._formats.values() for format_ in formats.values()):
            return None
        paragraphs = enumerate(body.iter("{*}p"), 1)
        return next((number for number, paragraph in paragraphs if self._is_numbered(child(paragraph, "pPr"))), None)

    def _is_numbered(self, properties: etree._Element | None) -> bool:
        found, style = child(properties, "numPr"), value(child(properties, "pStyle"))
        for _ in range(MOST_BASES):
            if found is not None or style not in self._styles:
                break
            element = self._styles[style]
            found, style = child(child(element, "pPr"), "numPr"), value(child(element, "basedOn"))
        formats = self._formats.get(value(child(found, "numId")), {})
        return formats.get(value(child(found, "ilvl")) or "0") not in _NO_NUMBER


def _children(element: etree._Element | None, name: str) -> list[etree._Element]:
    return [item for item in element if name_of(item) == name] if element is not None else []


def _formats(definition: etree._Element) -> Mapping[str | None, str | None]:
    """Return the format of each level of a list."""
    return {attribute(level, "ilvl"): value(child(level, "numFmt")) for level in _children(definition, "lvl")}
