"""XML helpers: the characters of XML 1.0, escaping, and paragraphs with their country mentions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from archive.countries import FoundMention
from archive.formats.whole_transcript import FileTurn
from archive.text.paragraphs import each_paragraph

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
UNWRITABLE = "\ufffd"  # replaces one character by one, so that offsets stay
GAP = "\n\n"
Opening = Callable[[FoundMention, int], str]
_Nth = tuple[int, FoundMention]
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


def xml_text(text: str, instead: str = "") -> str:
    """Return a text with `instead` for each character that XML 1.0 does not allow."""
    return _UNWRITABLE.sub(instead, text)


def text_of(text: str) -> str:
    """Escape text as element content. Line breaks are kept."""
    return xml_text(text, UNWRITABLE).translate(_TEXT)


def attributes(**values: str) -> str:
    """Return attributes, each after a space. Empty ones are left out. A trailing `_` avoids Python's keywords."""
    return "".join(f' {name.rstrip("_")}="{value_of(value)}"' for name, value in values.items() if value)


def value_of(value: str) -> str:
    """Escape text as an attribute value. Line breaks and tabs are escaped because XML readers turn them into spaces."""
    quoted = escape(xml_text(value, UNWRITABLE))
    return quoted.replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")


def blocks_of(turn: FileTurn, opening: Opening, closing: str, line_break: str) -> Iterator[tuple[int, str]]:
    r"""Yield the paragraphs of a turn as XML, each with its permanent number, 0 if it has none.

    The text is split at "\n\n" only, so whatever else separates two paragraphs stays inside one of them: joined by "\n\n", the
    blocks are the text. `opening(mention, continues)` and `closing` are the tags around a mention. `continues` is 0 where a
    mention begins, else the number of the turn's mention (from 1) that the element continues. Mentions come in order.
    """
    numbers = {part.start: part.number for part in each_paragraph(turn.text, turn.paragraphs)}
    starts = sorted(numbers)
    mentions = list(enumerate(turn.mentions, 1))
    start, next_number = 0, 0
    for block in turn.text.split(GAP):
        end = start + len(block)
        number = 0
        while next_number < len(starts) and starts[next_number] < max(end, start + 1):
            number = number or numbers[starts[next_number]]
            next_number += 1
        inside = [(nth, mention) for nth, mention in mentions if mention.start < end and mention.end > start]
        yield number, "".join(_marked(turn.text[start:end], start, inside, opening, closing)).replace("\n", line_break)
        start = end + len(GAP)


def _marked(text: str, start: int, mentions: Sequence[_Nth], opening: Opening, closing: str) -> Iterator[str]:
    """Yield a block from offset `start` with its mentions as elements. A mention that overlaps another is split in two."""
    end = start + len(text)
    opened: list[_Nth] = []
    at = start
    for point in _points(start, end, mentions):
        yield text_of(text[at - start : point - start])
        at = point
        ended = [one for one in opened if one[1].end <= point or point == end]
        if ended:
            depth = min(map(opened.index, ended))
            again = [one for one in opened[depth:] if one not in ended]
            yield closing * (len(opened) - depth)
            opened = [*opened[:depth], *again]
            yield from (opening(mention, nth) for nth, mention in again)
        begun = [one for one in mentions if point < end and max(one[1].start, start) == point]
        yield from (opening(mention, nth if mention.start < start else 0) for nth, mention in begun)
        opened += begun


def _points(start: int, end: int, mentions: Sequence[_Nth]) -> list[int]:
    """Return the offsets in order at which an element begins or ends, including both ends of the block."""
    places = {start, end, *(one.start for _, one in mentions), *(one.end for _, one in mentions)}
    return sorted(place for place in places if start <= place <= end)
