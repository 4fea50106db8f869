"""The numbers that a browser writes before the items of an `<ol>`: they are seen, but stand nowhere in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bs4.element import Tag

from archive.parsing.readers.docx.docx_numerals import numeral
from archive.text.numbers import read_int

LONGEST_LABEL, BEGINNING = 60, 120
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "decimal-leading-zero": "decimalZero",
}
_UNNUMBERED = frozenset({"none", "disc", "circle", "square"})
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;}]*)", re.I)
_RULE = re.compile(r"([^{}]{1,400})\{([^{}]{0,2000})\}")
_LAST_OF_SELECTOR = re.compile(r"[^\s>+~]+$")
_TYPED_NUMBER = re.compile(r"\s*[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)\]]\s")


class PageLists:
    """The numbers of the items of a page's lists, each list counted once."""

    def __init__(self, sheets: Sequence[str]) -> None:
        self._plain = _without_numbers(sheets)
        self._known: dict[int, str] = {}
        self._counted: set[int] = set()

    def before(self, item: Tag) -> str:
        """Return what stands before an item, with a space behind it; "" if nothing does."""
        ordered = item.parent
        if item.name != "li" or ordered is None or ordered.name != "ol":
            return ""
        if id(ordered) not in self._counted:
            self._counted.add(id(ordered))
            self._known |= self._numbers(ordered)
        return self._known.get(id(item), "")

    def _numbers(self, ordered: Tag) -> dict[int, str]:
        items = ordered.find_all("li", recursive=False)
        if not items or self._is_plain(ordered) or _are_turns(items):
            return {}
        step = -1 if ordered.has_attr("reversed") else 1
        number = _int(ordered.get("start"), len(items) if step < 0 else 1)
        found: dict[int, str] = {}
        for item in items:
            number = _int(item.get("value"), number)
            if (format_ := _format(item, _format(ordered, "decimal"))) and not self._is_plain(item):
                found[id(item)] = f"{_written(number, format_)}. "
            number += step
        return found

    def _is_plain(self, tag: Tag) -> bool:
        names = {tag.name, *(f".{name}" for name in tag.get_attribute_list("class")), f"#{tag.get('id')}"}
        names |= {tag.name + name for name in names if name[0] in ".#"}
        return not self._plain.isdisjoint(names)


def _written(number: int, format_: str) -> str:
    """Return a number as browsers write it: past Z with AA, AB, where Word writes AA, BB."""
    if not format_.endswith("Letter") or number < 1:
        return numeral(number, format_) or str(number)
    text = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        text = chr(ord("A") + letter) + text
    return text if format_ == "upperLetter" else text.lower()


def _without_numbers(sheets: Sequence[str]) -> frozenset[str]:
    """Return the last parts of the selectors whose rules take the numbers off: "ol", ".plain", "ol.plain"."""
    found: set[str] = set()
    for sheet in sheets:
        for selectors, rules in _RULE.findall(sheet):
            style = _STYLE.search(rules)
            if style is not None and not _UNNUMBERED.isdisjoint(style.group(1).lower().split()):
                ends = (_LAST_OF_SELECTOR.search(selector.strip()) for selector in selectors.split(","))
                found |= {end.group() for end in ends if end is not None}
    return frozenset(found)


def _format(tag: Tag, inherited: str) -> str:
    """Return how numbers are written, in the terms of Word; "" for none."""
    style = _STYLE.search(str(tag.get("style") or ""))
    for word in style.group(1).lower().split() if style else ():
        if word in _UNNUMBERED:
            return ""
        if word in _STYLES:
            return _STYLES[word]
    return _FORMATS.get(str(tag.get("type") or ""), inherited)


def _are_turns(items: Sequence[Tag]) -> bool:
    """Tell whether most items begin with a label, a link or a number of their own: the list is a talk's turns, or a menu."""
    tests: tuple[Callable[[Tag, str], bool], ...] = (_is_labelled, _is_link, lambda _, text: bool(_TYPED_NUMBER.match(text)))
    texts = [item.get_text()[:BEGINNING].strip() for item in items]
    return sum(any(test(item, text) for test in tests) for item, text in zip(items, texts, strict=True)) * 2 >= len(items)


def _is_labelled(item: Tag, text: str) -> bool:
    bold = next((child for child in item.children if isinstance(child, Tag) or str(child).strip()), None)
    return (isinstance(bold, Tag) and bold.name in ("b", "strong", "dl", "table")) or any(
        sign in text[:LONGEST_LABEL] for sign in ":："
    )


def _is_link(item: Tag, text: str) -> bool:
    link = item.find("a")
    return isinstance(link, Tag) and link.get_text()[:BEGINNING].strip() == text


def _int(value: object, otherwise: int) -> int:
    return found if (found := read_int(str(value or ""))) is not None else otherwise
