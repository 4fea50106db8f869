"""How far two readings of a file agree, and how well a reading explains its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise

from archive.parsing.labels.candidates import key_of
from archive.parsing.parsed import ParsedTranscript
from archive.parsing.profile.placing import EDGE, letters_of

OF_TURNS, OF_ROLES, OF_HEAD = 1.0, 0.1, 0.05
# Costs of irregularities in a reading, relative to the value of a turn.
LEFT_OVER, REPEATED, CUT = 0.7, 0.4, 1.0
ODD = frozenset({"possible-label", "unattributed-text", "answer-without-question", "question-without-answer"})


def agreement(found: ParsedTranscript, wanted: ParsedTranscript) -> float:
    """Return the agreement of two readings: turns with the same first and last words, then roles, title and day.

    1.15 is the maximum.
    """
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


def coherence(reading: ParsedTranscript) -> float:
    """Return how well a reading explains its file: its turns minus irregularities and unexplained text."""
    turns = reading.turns
    odd = LEFT_OVER * sum(warning.code in ODD for warning in reading.warnings)
    odd += REPEATED * sum(
        bool(a.label and b.label) and key_of(a.label or "") == key_of(b.label or "") for a, b in pairwise(turns)
    )
    odd += CUT * sum(turn.text[:1].islower() for turn in turns)
    return len(turns) - odd
