"""A whole lesson: a file is read, compared with its correction, and the learnt rules are tested on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from archive.parsing.labels.layouts.inline_labels import unflatten
from archive.parsing.parsed import ParsedTranscript
from archive.parsing.pipeline import open_document, read_lines
from archive.parsing.profile.comparing import agreement
from archive.parsing.profile.learning import Lesson, rules_of
from archive.parsing.profile.profile_rules import LayoutRule, Profile
from archive.parsing.profile.where_stated import places_of
from archive.parsing.speakers.offices.authority import Authority, shipped_authority

MOST_LINES_TRIED = 5_000  # rules learnt from a longer file are not tested one by one


def learn(
    data: bytes,
    name: str,
    corrected: ParsedTranscript,
    today: dt.date | None = None,
    authority: Authority | None = None,
) -> list[LayoutRule]:
    """Return the rules that turn the parser's reading of a file into the editor's; none if they agree already.

    Rules that worsen the reading of the file itself are dropped. Raises TranscriptError if the file cannot be read.
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
    """Remove, one after the other, the rules that worsen the reading."""
    best = worth(rules)
    for rule in list(rules):
        others = [other for other in rules if other is not rule]
        without = worth(others)
        if without > best:
            rules, best = others, without
    return rules
