"""Compares two readings of a file: where the words of one stand in its lines, and how far both agree."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from archive.parsing.labels.candidates import key_of
from archive.parsing.lines import Line
from archive.parsing.parsed import ParsedTranscript, ParsedTurn

EDGE = 40  # letters that identify the beginning and the end of a turn
BETWEEN = 40  # letters allowed between a label and its words: an office, a note
TRIES = 60


@dataclass(frozen=True, slots=True)
class LetterPlace:
    """A place in a document: line index and character."""

    line: int
    at: int


@dataclass(frozen=True, slots=True)
class PlacedTurn:
    """A corrected turn and its place. `label` is the span of its label, None if it has none."""

    turn: ParsedTurn
    label: tuple[LetterPlace, LetterPlace] | None
    start: LetterPlace
    stop: LetterPlace


@lru_cache(maxsize=4096)
def _letters(char: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", char).casefold() if one.isalnum())


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, folded, without separators."""
    return "".join(map(_letters, text))


@dataclass(slots=True)
class Stream:
    """The letters of all lines in a row, with the place of each."""

    lines: Sequence[Line]
    text: str = field(init=False)
    _spots: list[LetterPlace] = field(init=False)

    def __post_init__(self) -> None:
        found = [(one, LetterPlace(index, at)) for index, line in enumerate(self.lines) for one, at in _of_line(line.text)]
        self.text = "".join(one for one, _ in found)
        self._spots = [spot for _, spot in found]

    def spot(self, at: int) -> LetterPlace:
        return self._spots[at]

    def behind(self, at: int) -> LetterPlace:
        """Return the place right after the letter before `at`."""
        last = self._spots[at - 1]
        return LetterPlace(last.line, last.at + 1)


def _of_line(text: str) -> Iterator[tuple[str, int]]:
    return ((one, at) for at, char in enumerate(text) for one in _letters(char))


def place_turns(turns: Sequence[ParsedTurn], lines: Sequence[Line]) -> list[PlacedTurn]:
    """Return the place of each turn, in order. Turns whose words are not found are left out."""
    stream, cursor = Stream(lines), 0
    placed: list[PlacedTurn] = []
    for turn in turns:
        found = _find(stream, cursor, letters_of(turn.label or ""), letters_of(turn.text))
        if found is None:
            continue
        label, start, stop = found
        span = (stream.spot(label), stream.behind(label + len(letters_of(turn.label or "")))) if label is not None else None
        placed.append(PlacedTurn(turn, span, stream.spot(start), stream.behind(stop)))
        cursor = stop
    return placed


def _find(stream: Stream, cursor: int, label: str, words: str) -> tuple[int | None, int, int] | None:
    """Return where label and words begin and where the words end: the first match with the label, else the first match."""
    if not words:
        return None
    head, text = words[:EDGE], stream.text
    first, at = -1, text.find(head, cursor)
    for _ in range(TRIES):
        if at < 0:
            break
        first = at if first < 0 else first
        before = text.rfind(label, max(cursor, at - len(label) - BETWEEN), at) if label else -1
        if before >= 0:
            return before, at, _end(text, at, words)
        at = text.find(head, at + 1) if label else -1
    return (None, first, _end(text, first, words)) if first >= 0 else None


def _end(text: str, start: int, words: str) -> int:
    """Return the end of words that may have lost some in the middle: the expected end, else their last letters."""
    tail, due = words[-EDGE:], start + len(words)
    if text.endswith(tail, start, due):
        return due
    found = text.find(tail, max(start, due - len(tail)), start + 3 * len(words) + 2_000)
    return found + len(tail) if found >= 0 else min(due, len(text))


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
