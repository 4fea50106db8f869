"""Where the talk begins and ends: what stands above it, what is speech without a label, what stands below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.parsing import words
from archive.parsing.dates import find_date
from archive.parsing.furniture import furniture_reason, is_stage_note
from archive.parsing.labels import Hit
from archive.parsing.lines import Line
from archive.parsing.patterns import ABOUT_THE_EVENT, FIRST_PERSON, GREETING
from archive.parsing.tidy import fold

LONG = 160


@dataclass(frozen=True, slots=True)
class Zones:
    """Line indexes: header up to opening, speech without label up to body, labelled talk up to end, then the footer."""

    opening: int
    body: int
    end: int


def find_zones(lines: Sequence[Line], hits: Sequence[Hit], names: frozenset[str]) -> Zones:
    """Part a document into header, unlabelled opening, body and footer. `names` are the folded names of the speakers."""
    body = hits[0].first if hits else len(lines)
    end = _footer(lines, hits[-1].last + 1 if hits else 0)
    opening = _opening(lines[: min(body, end)], names, labelled=bool(hits))
    return Zones(opening, body, max(end, opening))


def _footer(lines: Sequence[Line], earliest: int) -> int:
    end = len(lines)
    while end > earliest and _is_tail(lines[end - 1]):
        end -= 1
    return end


def _is_tail(line: Line) -> bool:
    return furniture_reason(line.text) is not None


def _opening(header: Sequence[Line], names: frozenset[str], labelled: bool) -> int:
    for index, line in enumerate(header):
        if _starts_speech(line, names):
            return index
    return len(header)


def _starts_speech(line: Line, names: frozenset[str]) -> bool:
    text = line.text
    if line.kind == "heading" or furniture_reason(text) is not None or is_stage_note(text):
        return False
    if fold(text) in words.SALUTATIONS or (GREETING.match(text) and text[-1:] in ".,!…"):
        return True
    prose = len(text) >= LONG or (len(text) >= 40 and text[-1:] in ".!?…")
    if not prose or ABOUT_THE_EVENT.search(text):
        return False
    return bool(FIRST_PERSON.search(text)) or not _speaks_of(text, names)


def _speaks_of(text: str, names: frozenset[str]) -> bool:
    folded = f" {fold(text)} "
    return any(f" {name} " in folded for name in names) or find_date(text) is not None
