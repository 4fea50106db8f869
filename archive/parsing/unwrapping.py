"""Joins hard-wrapped lines to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.parsing.cleaning import NOTE, STOPLESS, is_small
from archive.parsing.lines import Line

NARROWEST = 30
# With fewer pairs of lines, their share proves nothing.
FEW = 3
_STOP = re.compile(r"[.!?:;…。！？：；؟۔।॥։።។။][\"'”’»)\]」』）]*$|[\"”»)\]」』）]$|[—–-]$")
# Scripts without spaces: a line break between two of these letters is no space.
_UNSPACED = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff9f\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f]")


def _stops(text: str) -> bool:
    return _STOP.search(text[-6:]) is not None


# An unfinished line this long in a script without spaces was wrapped.
UNSPACED_WIDTH = 20
EVEN = 0.75
# Share of lines above indented ones that must end a sentence, so that an indent begins a paragraph.
MOST_END = 0.6
SOFT_HYPHEN = "\u00ad"
# A hyphen before these stays: "short- and long-term".
SUSPENDING = frozenset("and or to und oder bzw bis sowie et ou y e o u i en of и или a ve".split())
_HYPHEN = re.compile(r"(?<=\w)[-\u2010]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Wrap:
    """How a document's lines are joined: not at all, or wrapped at about `width` characters."""

    wrapped: bool
    width: int = 0


def find_wrap(lines: Sequence[Line], flowing: bool) -> Wrap:
    """Tell whether text was hard-wrapped: lines break off in the middle of sentences."""
    if flowing:
        return Wrap(False)
    joined = [(a, b) for a, b in pairwise(lines) if not b.gap]
    broken = [(a, b) for a, b in joined if not _stops(a.text) and len(a.text) < 200]
    sure = len(joined) >= FEW or any(_is_broken_off(a, b) for a, b in broken)
    if not sure or len(broken) < len(joined) * 0.3:
        return Wrap(False)
    if sum(bool(STOPLESS.search(a.text)) for a, _ in joined) * 2 > len(joined) and not _is_even(joined):
        return Wrap(False)
    widths = sorted(len(a.text) + a.indent for a, _ in joined)
    width = widths[int(len(widths) * 0.9)]
    return Wrap(width >= NARROWEST, width)


def _is_broken_off(before: Line, line: Line) -> bool:
    """Tell whether a single pair of lines is enough: a full line whose sentence continues in lower case."""
    full = len(before.text) >= NARROWEST if before.short is None else not before.short
    return full and is_small(line.text[:1])


def _is_even(joined: Sequence[tuple[Line, Line]]) -> bool:
    """Tell whether most lines reach one margin, as wrapped text does."""
    lengths = sorted(len(a.text) + a.indent for a, _ in joined)
    return sum(length >= EVEN * lengths[int(len(lengths) * 0.9)] for length in lengths) * 2 > len(lengths)


def with_indented_paragraphs(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines with a gap before each paragraph that is marked only by an indent, if the document uses them."""
    joined = [(a, b) for a, b in pairwise(lines) if not b.gap]
    deeper = Counter(b.indent for a, b in joined if b.indent > a.indent + 1)
    if not deeper:
        return tuple(lines)
    indent, times = deeper.most_common(1)[0]
    ends = [_stops(a.text) for a, b in joined if b.indent == indent > a.indent + 1]
    back = sum(b.indent < indent for a, b in joined if a.indent == indent)
    if times < FEW or back < FEW or sum(ends) < MOST_END * len(ends):
        return tuple(lines)
    begins = {id(b) for a, b in joined if b.indent == indent and _stops(a.text)}
    return tuple(replace(line, gap=True) if id(line) in begins else line for line in lines)


def paragraphs(lines: Sequence[Line], wrap: Wrap) -> list[str]:
    """Join lines to paragraphs of one line each."""
    result: list[list[str]] = []
    before: Line | None = None
    for line in lines:
        if before is not None and (_is_cut(before, line) or (wrap.wrapped and _continues(before, line, wrap))):
            result[-1].append(line.text)
        else:
            result.append([line.text])
        before = line
    return [_join(piece) for piece in result]


def _is_cut(before: Line, line: Line) -> bool:
    """Tell whether a line ends in the middle of a word, also across a page break."""
    if before.text.endswith(SOFT_HYPHEN):
        return _is_letters(before.text[-2:-1], line.text[:1])
    if not line.gap and len(before.text) >= UNSPACED_WIDTH and _is_unspaced(before.text[-1], line.text[0]):
        return not _stops(before.text)
    return bool(_HYPHEN.search(before.text)) and (is_small(line.text[:1]) or "0" <= line.text[:1] <= "9")


def _is_letters(left: str, right: str) -> bool:
    """Tell whether two characters may be neighbours in a word: letters, both capitals if the second is one."""
    return left.isalpha() and right.isalpha() and (not right.isupper() or left.isupper())


def _continues(before: Line, line: Line, wrap: Wrap) -> bool:
    if NOTE.fullmatch(before.text) or (NOTE.fullmatch(line.text) and _stops(before.text)):
        return False
    if line.gap:
        return not _stops(before.text) and is_small(line.text[:1])
    if line.indent > before.indent + 1 and _stops(before.text):
        return False
    if before.short is not None:
        return not (_stops(before.text) and before.short)
    room = wrap.width - len(before.text) - before.indent
    return not (_stops(before.text) and room > len(line.text.split(" ")[0]) + 3)


def _join(pieces: list[str]) -> str:
    parts: list[str] = []
    for piece in pieces:
        if parts and parts[-1].endswith(SOFT_HYPHEN) and _is_letters(parts[-1][-2:-1], piece[:1]):
            parts[-1] = parts[-1][:-1] + piece
        elif parts and ((_HYPHEN.search(parts[-1]) and _goes_on(piece)) or _is_unspaced(parts[-1][-1:], piece[:1])):
            parts[-1] += piece
        else:
            parts.append(piece)
    return re.sub(r"[ \t]+", " ", " ".join(parts)).strip()


def _is_unspaced(left: str, right: str) -> bool:
    return bool(_UNSPACED.match(left) and _UNSPACED.match(right))


def _goes_on(piece: str) -> bool:
    """Tell whether a line continues the word before its hyphen: a name too, but not "and"."""
    first = _FIRST_WORD.match(piece)
    return "0" <= piece[:1] <= "9" or (first is not None and first.group().casefold() not in SUSPENDING)
