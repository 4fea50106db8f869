"""Small NumPy helpers shared by parts of the engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]

NO_IDS: Array = np.empty(0, np.intp)
DENSE = 24  # records looked up in a list this many times as long are searched for one by one; more of them are marked in a mask
SEVERAL = 8  # this many times more counts than places: summing ranges is faster than a full cumulative sum


def expand(starts: Array, counts: Array) -> Array:
    """Return the indices of consecutive ranges: `starts[i] .. starts[i] + counts[i] - 1`."""
    ends = counts.cumsum(dtype=np.intp)
    if not len(ends) or not ends[-1]:
        return NO_IDS
    found: Array = np.arange(ends[-1])
    ends -= counts
    found += np.subtract(starts, ends, dtype=np.intp, casting="unsafe").repeat(counts)
    return found


def bounds(counts: Array) -> Array:
    """Return where each of several runs begins, and where the last ends (one longer than `counts`)."""
    edges = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=edges[1:])
    return edges


def sums_before(counts: Array, places: Array) -> Array:
    """Return the sum of the counts before each of the sorted, distinct places."""
    if len(places) * SEVERAL > len(counts) or not len(places):
        return bounds(counts)[places]
    edges = np.zeros(len(places) + 1, np.intp)
    edges[1:] = places
    parts = np.add.reduceat(counts[: places[-1] + 1], edges, dtype=np.int64)[:-1]
    if not places[0]:
        parts[0] = 0  # an empty range, for which `reduceat` returns the first count
    return parts.cumsum()


def narrowest(highest: int) -> type[np.unsignedinteger[Any]]:
    """Return the smallest unsigned type that holds `highest`."""
    for kind in (np.uint8, np.uint16, np.uint32):
        if highest <= np.iinfo(kind).max:
            return kind
    return np.uint64


def join(parts: Sequence[Array], kind: Any) -> Array:
    """Concatenate; an empty list gives an empty array."""
    return np.concatenate(parts).astype(kind, copy=False) if parts else np.empty(0, kind)


def merged(parts: Sequence[Array]) -> Array:
    """Return the numbers of at least one sorted array, in order and each once.

    A stable sort merges sorted runs; `np.unique` hashes numbers since NumPy 2.3, which takes ten times as long.
    """
    if len(parts) == 1:
        return parts[0]
    together = np.concatenate(parts)
    together.sort(kind="stable")
    first = np.ones(len(together), bool)
    np.not_equal(together[1:], together[:-1], out=first[1:])
    return together[first]


def mask_of(ids: Iterable[int] | Array, size: int) -> Array:
    """Return a boolean array of `size` that is true at `ids`."""
    mask = np.zeros(size, bool)
    mask[np.asarray(ids if isinstance(ids, np.ndarray) else list(ids), np.intp)] = True
    return mask


def find_sorted(haystack: Array, needles: Array) -> tuple[Array, Array]:
    """Tell which sorted `needles` are in the sorted `haystack`, and at which place (valid if found)."""
    if not len(haystack):
        return np.zeros(len(needles), bool), np.zeros(len(needles), np.intp)
    needles = needles.astype(haystack.dtype, copy=False)
    places = haystack.searchsorted(needles)
    np.minimum(places, len(haystack) - 1, out=places)
    return haystack[places] == needles, places


def shared(some: Array, others: Array) -> Array:
    """Return the numbers that are in both of two sorted arrays, each with every number once."""
    if len(some) * SEVERAL < len(others):
        return some[find_sorted(others, some)[0]]
    both = np.concatenate((some, others))
    both.sort(kind="stable")  # merges two sorted runs, which is faster than looking up many numbers
    found: Array = both[:-1][both[1:] == both[:-1]]
    return found


def places_of(among: Array, records: Array) -> Array:
    """Return the places of a sorted list of records at which one of the sorted `records` stands."""
    if not len(among) or not len(records):
        return NO_IDS
    if len(records) * DENSE < len(among):
        found, places = find_sorted(among, records)
        return places[found]
    return np.flatnonzero(_mask_up_to(records, among).take(among))


def is_among(records: Array, wanted: Array) -> Array:
    """Say which of the sorted `wanted` are in a sorted list of records."""
    if not len(records) or len(wanted) * DENSE < len(records):
        return find_sorted(records, wanted)[0]
    return _mask_up_to(records, wanted).take(wanted) if len(wanted) else np.zeros(0, bool)


def _mask_up_to(records: Array, others: Array) -> Array:
    return mask_of(records, int(max(records[-1], others[-1])) + 1)
