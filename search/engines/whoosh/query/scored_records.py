"""Records found in one segment with their scores, unions of such sets, and partial sorting: only the page is put in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from search.engines.whoosh.storage.arrays import Array

SPARSE = 16  # below one record in this many, a union is sorted instead of using a dense array
Key: TypeAlias = Callable[[Any], Array]  # places (an array, or EVERY) -> sort values for these places only
EVERY = slice(None)


@dataclass(frozen=True, slots=True)
class ScoredRecords:
    """Sorted record numbers of one segment and their scores (a number: all the same)."""

    ids: Array
    scores: Array | float = 0.0

    def __len__(self) -> int:
        return len(self.ids)

    def score_array(self) -> Array:
        if isinstance(self.scores, np.ndarray):
            return self.scores
        return np.full(len(self.ids), self.scores, np.float32)

    def keep(self, mask: Array) -> ScoredRecords:
        return ScoredRecords(self.ids[mask], self.scores[mask] if isinstance(self.scores, np.ndarray) else self.scores)

    def scaled(self, factor: float) -> ScoredRecords:
        return ScoredRecords(
            self.ids, self.scores * np.float32(factor) if isinstance(self.scores, np.ndarray) else self.scores * factor
        )


NONE = ScoredRecords(np.empty(0, np.uint32))


def union(parts: Sequence[ScoredRecords], size: int) -> ScoredRecords:
    """Return the records in any part, with summed scores. `size` is that of the segment."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return NONE
    if len(parts) == 1:
        return parts[0]
    if sum(map(len, parts)) * SPARSE < size:
        return _sorted_union(parts)
    found, scores = np.zeros(size, bool), np.zeros(size, np.float32)
    for part in parts:
        ids = part.ids.astype(np.intp, copy=False)
        found[ids] = True
        scores[ids] += part.scores
    ids = np.flatnonzero(found)
    return ScoredRecords(ids, scores.take(ids))


def _sorted_union(parts: Sequence[ScoredRecords]) -> ScoredRecords:
    ids = np.concatenate([part.ids for part in parts])
    order = np.argsort(ids, kind="stable")
    ids, scores = ids[order], np.concatenate([part.score_array() for part in parts])[order]
    firsts = np.flatnonzero(np.concatenate(([True], ids[1:] != ids[:-1])))
    return ScoredRecords(ids[firsts], np.add.reduceat(scores, firsts).astype(np.float32))


def best_of(parts: Sequence[ScoredRecords], size: int, tiebreak: float) -> ScoredRecords:
    """Return the records in any part, with the best score plus the others times `tiebreak`."""
    together = union(parts, size)
    best = np.zeros(size, np.float32)
    for part in parts:
        np.maximum.at(best, part.ids, part.score_array())
    top = best[together.ids]
    return ScoredRecords(together.ids, top + tiebreak * (together.score_array() - top))


def best(keys: Sequence[Key], size: int, wanted: int) -> Array:
    """Return the `wanted` smallest of `size` places in order. The first key counts most; later keys break ties.

    A later key is computed only for places that earlier keys leave undecided.
    """
    among = np.arange(size)
    chosen: list[Array] = []
    for number, key in enumerate(keys):
        if len(among) <= wanted:
            break
        values = key(among if number else EVERY)
        limit = np.partition(values, wanted - 1)[wanted - 1] if wanted else values.min()
        surely = among[values < limit]
        chosen.append(surely)
        among, wanted = among[values == limit], wanted - len(surely)
    places = np.concatenate([*chosen, among[: max(wanted, 0)]])
    return places[np.lexsort([key(places) for key in reversed(keys)])]


def of(values: Array) -> Key:
    """Return a key over given values."""
    return values.__getitem__
