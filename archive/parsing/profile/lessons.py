"""One lesson from beginning to end: a file is read, compared with its correction, and what is learnt is tried on it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence

from archive.parsing.labels.flattened import unflatten
from archive.parsing.parsed import ParsedTranscript
from archive.parsing.pipeline import open_document, read_lines
from archive.parsing.profile.learning import Lesson, rules_of
from archive.parsing.profile.placing import EDGE, letters_of
from archive.parsing.profile.profile_rules import LayoutRule, Profile
from archive.parsing.profile.where_stated import places_of
from archive.parsing.speakers.authority import Authority, shipped_authority

MOST_LINES_TRIED = 5_000  # a longer file teaches all the same, but what it teaches is not tried rule by rule
OF_TURNS, OF_ROLES, OF_HEAD = 1.0, 0.1, 0.05


def learn(
    data: bytes,
    name: str,
    corrected: ParsedTranscript,
    today: dt.date | None = None,
    authority: Authority | None = None,
) -> list[LayoutRule]:
    """Return the rules that make of a file what an editor made of it; none where the parser alone reads it so.

    A rule that makes the reading of the very file worse is no rule. Raises TranscriptError where the file cannot be read.
    """
    opened, known, day = open_document(data, name), authority or shipped_authority(), today or dt.date.today()
    reading, paged = opened
    read = read_lines(reading, paged, day, known)
    lesson = Lesson.of(unflatten(paged.lines), read, corrected)
    rules = [*rules_of(lesson), *places_of(reading, paged.lines, read, corrected)]
    if not rules or len(paged.lines) > MOST_LINES_TRIED:
        return rules

    def worth(some: Sequence[LayoutRule]) -> float:
        return agreement(read_lines(reading, paged, day, known, Profile(tuple(some))), corrected)

    rules = _without_harm(rules, worth)
    return rules if worth(rules) > agreement(read, corrected) else []


def _without_harm(rules: list[LayoutRule], worth: Callable[[Sequence[LayoutRule]], float]) -> list[LayoutRule]:
    """Leave out, one after the other, what makes the reading worse."""
    best = worth(rules)
    for rule in list(rules):
        others = [other for other in rules if other is not rule]
        without = worth(others)
        if without > best:
            rules, best = others, without
    return rules


def agreement(found: ParsedTranscript, wanted: ParsedTranscript) -> float:
    """Return how far two readings agree: turns with the same first and last words, then roles, title and day. 1.15 is all."""
    ours, theirs = _edges(found), _edges(wanted)
    turns = 2 * _shared(ours, theirs) / max(1, len(ours) + len(theirs))
    roles = _shared(_with_roles(ours, found), _with_roles(theirs, wanted)) / max(1, len(theirs))
    head = (letters_of(found.title or "") == letters_of(wanted.title or "")) + (found.date == wanted.date)
    return OF_TURNS * turns + OF_ROLES * roles + OF_HEAD * head / 2


def _shared(some: Iterable[Hashable], others: Iterable[Hashable]) -> int:
    return (Counter(some) & Counter(others)).total()


def _edges(reading: ParsedTranscript) -> list[str]:
    """Return the first and last letters of each turn."""
    letters = [letters_of(turn.text) for turn in reading.turns]
    return [f"{said[:EDGE]} {said[-EDGE:]}" for said in letters]


def _with_roles(edges: Sequence[str], reading: ParsedTranscript) -> list[tuple[str, str]]:
    return [(edge, turn.role) for edge, turn in zip(edges, reading.turns, strict=True)]
