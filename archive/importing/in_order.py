"""Pairs of equal items in the same order in two lists, in nearly linear time. Pure.

`difflib` scans the whole list again for each run of equal items, which takes half a minute for 12,000 items with every second one
changed. So long lists are first split at the items that occur once in each, and only short parts are left to difflib.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

AFFORDABLE = 3_000_000  # comparisons difflib may make for one part, about half a second
DEEPEST = 12  # maximum depth of splitting


class AlignedPart(NamedTuple):
    """A part of the first list and the corresponding part of the second."""

    start: int
    end: int
    other_start: int
    other_end: int
    depth: int


def equal_in_order(first: Sequence[Hashable], second: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Yield the indexes of equal items in both lists. Each index is used once, and both lists are in the same order.

    Equal items that repeat too often for their order to mean anything may be left out.
    """
    affordable = AFFORDABLE
    parts = [AlignedPart(0, len(first), 0, len(second), 0)]
    while parts:
        part = parts.pop()
        comparisons = _comparisons(first, second, part)
        if comparisons <= affordable:
            affordable -= comparisons if part.depth else 0
            yield from _by_difflib(first, second, part)
        elif part.depth < DEEPEST:
            same = list(_same_at_ends(first, second, part))
            yield from same
            inner = _without_ends(part, same)
            anchors = _anchors(first, second, inner)
            yield from anchors
            parts += _between(inner, anchors) if anchors or same else []


def _comparisons(first: Sequence[Hashable], second: Sequence[Hashable], part: AlignedPart) -> int:
    """Return the maximum number of comparisons difflib makes."""
    others = Counter(second[part.other_start : part.other_end])
    once = sum(others[item] for item in first[part.start : part.end])
    return once * min(part.end - part.start, part.other_end - part.other_start)


def _by_difflib(first: Sequence[Hashable], second: Sequence[Hashable], part: AlignedPart) -> Iterator[tuple[int, int]]:
    one, other = first[part.start : part.end], second[part.other_start : part.other_end]
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            yield part.start + block.a + step, part.other_start + block.b + step


def _same_at_ends(first: Sequence[Hashable], second: Sequence[Hashable], part: AlignedPart) -> Iterator[tuple[int, int]]:
    start, other_start, end, other_end = part.start, part.other_start, part.end, part.other_end
    while start < end and other_start < other_end and first[start] == second[other_start]:
        yield start, other_start
        start, other_start = start + 1, other_start + 1
    while start < end and other_start < other_end and first[end - 1] == second[other_end - 1]:
        end, other_end = end - 1, other_end - 1
        yield end, other_end


def _without_ends(part: AlignedPart, same: Sequence[tuple[int, int]]) -> AlignedPart:
    at_start = 0
    while at_start < len(same) and same[at_start] == (part.start + at_start, part.other_start + at_start):
        at_start += 1
    at_end = len(same) - at_start
    start, other_start = part.start + at_start, part.other_start + at_start
    return AlignedPart(start, part.end - at_end, other_start, part.other_end - at_end, part.depth)


def _anchors(first: Sequence[Hashable], second: Sequence[Hashable], part: AlignedPart) -> list[tuple[int, int]]:
    """Return the indexes of items that occur once in each part: the longest set in the same order."""
    here, there = _standing_once(first, part.start, part.end), _standing_once(second, part.other_start, part.other_end)
    return _longest_rising([(place, there[item]) for item, place in here.items() if item in there])


def _standing_once(items: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    """Return the indexes of the items that occur once in a part, in order."""
    count = Counter(items[start:end])
    return {items[place]: place for place in range(start, end) if count[items[place]] == 1}


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs, ordered by the first number, in which the second number rises too."""
    lows: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, other) in enumerate(pairs):
        length = bisect_left(lows, other)
        before.append(last[length - 1] if length else -1)
        lows[length : length + 1] = [other]
        last[length : length + 1] = [number]
    found, at = [], last[-1] if last else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _between(part: AlignedPart, anchors: Sequence[tuple[int, int]]) -> Iterator[AlignedPart]:
    """Yield the parts between anchors that are not empty on either side."""
    start, other_start = part.start, part.other_start
    for place, other in [*anchors, (part.end, part.other_end)]:
        if start < place and other_start < other:
            yield AlignedPart(start, place, other_start, other, part.depth + 1)
        start, other_start = place + 1, other + 1
