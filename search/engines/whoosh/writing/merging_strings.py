"""Merges sorted byte strings of several segments piece by piece, so that they are never all in memory."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from search.engines.whoosh.storage.arrayfile import Strings
from search.engines.whoosh.storage.arrays import Array

BATCH_SIZE = 1 << 14  # strings; sorting them blocks all other threads of the process


class MergedStrings:
    """The distinct strings of several sorted lists, numbered in order. `places` are the numbers of each list's strings.

    `passed` is called when the pages of strings already read may be released.
    """

    def __init__(self, lists: Sequence[Strings], passed: Callable[[], None]) -> None:
        self._lists, self._passed = lists, passed
        self.places = [np.empty(len(one), np.int32) for one in lists]
        self._count = 0
        for ranges in self._rounds():
            self._number(ranges)
            passed()

    def __len__(self) -> int:
        return self._count

    def _rounds(self) -> Iterator[list[tuple[int, int]]]:
        """Yield a range of each list, so that all strings of a round come before all of the next."""
        at, step = [0] * len(self._lists), max(1, BATCH_SIZE // max(1, len(self._lists)))
        while any(first < len(one) for one, first in zip(self._lists, at, strict=True)):
            ahead = [first + step for first in at]
            cut = [one[end - 1] for one, end in zip(self._lists, ahead, strict=True) if end < len(one)]
            ends = [min(end, len(one)) for one, end in zip(self._lists, ahead, strict=True)]
            if cut:
                last = min(cut)
                ends = [bisect_right(one, last, first, end) for one, first, end in zip(self._lists, at, ends, strict=True)]
            yield list(zip(at, ends, strict=True))
            at = ends

    def _number(self, ranges: list[tuple[int, int]]) -> None:
        parts = [one[first:last] for one, (first, last) in zip(self._lists, ranges, strict=True)]
        merged = sorted(set().union(*parts))
        number = dict(zip(merged, range(self._count, self._count + len(merged)), strict=True))
        for places, part, (first, last) in zip(self.places, parts, ranges, strict=True):
            places[first:last] = np.fromiter(map(number.__getitem__, part), np.int32, len(part))
        self._count += len(merged)

    def pieces(self, kept: Array | None = None) -> Iterator[list[bytes]]:
        """Yield all strings in order, a list at a time; with a mask, only the marked ones."""
        for first in range(0, self._count, BATCH_SIZE):
            part = self._part(first, min(first + BATCH_SIZE, self._count))
            yield part if kept is None else [part[place] for place in np.flatnonzero(kept[first : first + BATCH_SIZE]).tolist()]
            self._passed()

    def _part(self, first: int, last: int) -> list[bytes]:
        part = [b""] * (last - first)
        for one, places in zip(self._lists, self.places, strict=True):
            low, high = np.searchsorted(places, (first, last)).tolist()
            for place, text in zip((places[low:high] - first).tolist(), one[low:high], strict=True):
                part[place] = text
        return part
