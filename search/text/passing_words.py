"""Words of a text that pass tests, found piece by piece. Pieces recur, and each is examined once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple


class Passed(NamedTuple):
    """A word of a text that passes tests: `text[start:end]`, and which tests."""

    start: int
    end: int
    tests: tuple[int, ...]


Wanted = dict[int, list[Passed]]  # place of a word in a text -> matches there; two if parts form a compound
Chunk = tuple[int, tuple[tuple[int, Passed], ...]]  # number of words, and the matching ones with their places
Look = Callable[..., Chunk | int]


class LookedAt(dict[str, Chunk | int]):
    """A cache of examined pieces of texts: a dict, so that a known piece costs no call."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, chunk: str) -> Chunk | int:
        found = self[chunk] = self._look(chunk)
        return found


def gathered(looked_at: Iterable[tuple[int, Chunk | int]], starts: Callable[[int], int]) -> Wanted:
    """Return the words that pass tests by their numbers, given the examined pieces of a text by their places.

    Other pieces have one word each. `starts` returns the offset of a piece.
    """
    wanted: Wanted = {}
    number, following = 0, 0
    for place, examined in looked_at:
        number, following = number + place - following, place + 1
        if isinstance(examined, int):
            number += examined
            continue
        count, passed = examined
        at = starts(place)
        for of_piece, word in passed:
            wanted.setdefault(number + of_piece, []).append(Passed(at + word.start, at + word.end, word.tests))
        number += count
    return wanted


def offsets(pieces: Sequence[str]) -> Callable[[int], int]:
    """Return a function from places to offsets in a text split at spaces. Places must be asked for in order."""
    last, at = 0, 0

    def offset(place: int) -> int:
        nonlocal last, at
        at += sum(map(len, pieces[last:place])) + place - last
        last = place
        return at

    return offset


def passing(wanted: Wanted, index: int, test: int) -> Passed:
    """Return the word at a place that passes a test."""
    words = wanted[index]
    return words[0] if len(words) == 1 else next(word for word in words if test in word.tests)
