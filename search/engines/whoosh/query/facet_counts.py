"""Counts of facets by code columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from math import prod
from threading import Lock
from typing import NamedTuple

import numpy as np

from search.engines.whoosh.storage.arrays import Array, expand, mask_of, narrowest
from search.engines.whoosh.storage.columns import CodeColumn, CodeSets
from search.engines.whoosh.storage.snapshot import DATE_FIELD, SegmentLeaf, SegmentView

SHORT = 512  # values that are named one by one, with or without records
JOINT_FROM = 4096  # records, from which columns of one code a record are counted as one
MOST_JOINT = 8192  # codes of columns joined to be counted as one
SETS_FROM = 0.25  # records for each different set, from which counting sets is faster than counting values
BY_VALUES = 10  # reading the values of one record costs as much as this many entries in record lists
NO_COUNTS: Array = np.zeros(0, np.int64)


class ValueNumbers:
    """All values of one facet in any segment, with permanent numbers in order of first appearance."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}
        self._lock = Lock()

    def numbers(self, names: list[bytes]) -> Array:
        """Return the numbers of a segment's values."""
        with self._lock:
            return np.array([self._number(name.decode()) for name in names], np.int64)

    def _number(self, name: str) -> int:
        number = self._numbers.setdefault(name, len(self.names))
        if number == len(self.names):
            self.names.append(name)
        return number


class FacetCounts:
    """Counts of one facet over several segments."""

    def __init__(self, labels: ValueNumbers) -> None:
        self._labels = labels
        self._counts = np.zeros(0, np.int64)

    def add(self, leaf: SegmentLeaf, key: str, counts: Array) -> None:
        """Add one segment's counts, one for each code of its column."""
        numbers = leaf.view.label_numbers(key, self._labels)
        if len(self._counts) < len(self._labels.names):
            self._counts = np.concatenate([self._counts, np.zeros(len(self._labels.names) - len(self._counts), np.int64)])
        self._counts[numbers] += counts

    def result(self) -> Mapping[str, int]:
        """Return the count of each value that occurs."""
        some = np.flatnonzero(self._counts)
        return _named(self._labels.names, some, self._counts[some])


def counts_of_one(labels: ValueNumbers, leaf: SegmentLeaf, key: str, counts: Array) -> Mapping[str, int]:
    """Return the same as FacetCounts does for a single segment, with nothing to add up."""
    order, names = leaf.view.labels(key, labels)
    if order is not None:
        counts = counts.take(order)
    if len(names) <= SHORT:
        return {name: count for name, count in zip(names, counts.tolist(), strict=True) if count}
    some = counts.nonzero()[0]
    return _named(names, some, counts[some])


def _named(names: list[str], numbers: Array, counts: Array) -> Mapping[str, int]:
    return {names[number]: count for number, count in zip(numbers.tolist(), counts.tolist(), strict=True)}


class Chosen:
    """Some records of a segment, or all that are not deleted. If they are the majority, the others are counted and subtracted."""

    def __init__(self, leaf: SegmentLeaf, ids: Array | None) -> None:
        self.leaf, self.ids = leaf, ids
        self._joint: dict[str, Array] | None = None

    def __len__(self) -> int:
        return int(self.leaf.segment.doc_count()) if self.ids is None else len(self.ids)

    @cached_property
    def others(self) -> Array:
        """Return the records that are neither among these nor deleted."""
        rest = ~self.mask if self.leaf.live is None else self.leaf.live & ~self.mask
        return np.flatnonzero(rest)

    @cached_property
    def mask(self) -> Array:
        assert self.ids is not None
        return mask_of(self.ids, self.leaf.view.count)

    def counts(self, key: str, together: tuple[str, ...] = ()) -> Array:
        """Count the values of a facet, one count for each code of its column; `together` are others that will be counted."""
        column = self.leaf.view.codes(key)
        if column is None:
            return NO_COUNTS
        if self.ids is not None and column.rows is not None and column.sets is None and self._by_values(column):
            return self._count_by_values(key)
        if self.ids is not None and 2 * len(self.ids) <= self.leaf.view.count:
            return self._counts_of_some(key, column, self.ids, together)
        total = self.leaf.totals(key, lambda: count_codes(column, _live_ids(self.leaf)))
        return total if self.ids is None else total - count_codes(column, self.others)

    def _counts_of_some(self, key: str, column: CodeColumn, ids: Array, together: tuple[str, ...]) -> Array:
        if column.sets is not None and len(ids) > len(column.sets.rows) * SETS_FROM:
            return self._counts_of_sets(key, column.sets, ids, len(column.names))
        if key in together and len(ids) >= JOINT_FROM:
            if self._joint is None:
                view = self.leaf.view
                self._joint = view.tables.get(together, lambda: JointColumn.of(view, together)).counts(ids)
            if key in self._joint:
                return self._joint[key]
        return count_codes(column, ids)

    def _counts_of_sets(self, key: str, sets: CodeSets, ids: Array, size: int) -> Array:
        """Count the sets that records have, then the codes in these sets."""
        often = np.bincount(sets.of_record.take(ids), minlength=len(sets.rows) - 1)
        return self.leaf.view.tables.get(key, lambda: SetsByCode.of(sets)).counts(often, size)

    def _by_values(self, column: CodeColumn) -> bool:
        """Tell whether going through the records of each value is faster than through the values of each record."""
        assert self.ids is not None
        return len(self.ids) * BY_VALUES > len(column.codes)

    def _count_by_values(self, key: str) -> Array:
        inverted = self.leaf.view.field(key)
        among = self.mask.take(inverted.ids)
        return np.fromiter(
            (np.count_nonzero(part) for part in np.split(among, inverted.starts[1:-1])), np.int64, len(inverted.terms)
        )


def _live_ids(leaf: SegmentLeaf) -> Array | None:
    return None if leaf.live is None else np.flatnonzero(leaf.live)


def count_codes(column: CodeColumn, ids: Array | None) -> Array:
    """Count the codes of some records, or of all; one count for each code."""
    size = len(column.names)
    if ids is None:
        return np.bincount(column.codes, minlength=size)[:size]
    if column.rows is None:
        return np.bincount(column.codes.take(ids), minlength=size + 1)[:size]
    starts = column.rows.take(ids)
    places = expand(starts, column.rows.take(ids + 1) - starts)
    return np.bincount(column.codes.take(places), minlength=size)


class SetsByCode(NamedTuple):
    """The sets of a column of sets by the codes in them: `sets` of each of `codes` begin at `starts`."""

    codes: Array
    starts: Array
    sets: Array

    @classmethod
    def of(cls, sets: CodeSets) -> SetsByCode:
        """Return the sets by the codes in them."""
        order = sets.codes.argsort(kind="stable")
        codes, starts = np.unique(sets.codes[order], return_index=True)
        sizes: Array = np.diff(sets.rows).astype(np.int64)
        numbers = np.arange(len(sizes)).repeat(sizes)
        return cls(codes, starts, numbers[order].astype(narrowest(len(sets.rows))))

    def counts(self, often: Array, size: int) -> Array:
        """Return how often each of `size` codes occurs, given how often each set does."""
        counts = np.zeros(size, np.int64)
        if len(self.codes):
            counts[self.codes] = np.add.reduceat(often.take(self.sets), self.starts)
        return counts


class JointColumn(NamedTuple):
    """Several columns of one code a record as one: records are counted once for all of them."""

    sizes: dict[str, int]
    codes: Array

    @classmethod
    def of(cls, view: SegmentView, keys: tuple[str, ...]) -> JointColumn:
        """Return those of these columns joined that together have few codes; smaller ones first."""
        columns = {key: column for key in keys if (column := view.codes(key)) is not None and column.rows is None}
        sizes: dict[str, int] = {}
        codes = np.zeros(view.count, np.int64)
        for key in sorted(columns, key=lambda key: len(columns[key].names)):
            size = len(columns[key].names) + 1
            if prod(sizes.values()) * size > MOST_JOINT:
                break
            sizes[key] = size
            codes = codes * size + columns[key].codes
        return cls(sizes, codes.astype(narrowest(MOST_JOINT)))

    def counts(self, ids: Array) -> dict[str, Array]:
        """Return the counts of every column."""
        shape = tuple(self.sizes.values())
        together = np.bincount(self.codes.take(ids), minlength=prod(shape)).reshape(shape)
        axes = range(len(shape))
        return {key: together.sum(axis=tuple(axis for axis in axes if axis != own))[:-1] for own, key in enumerate(self.sizes)}


def count_days(chosen: Iterable[Chosen], month: str) -> Mapping[str, int]:
    """Count the days of a month (`2023-04`) over records of several segments. Days without records are left out."""
    first, after = (part.astype("M8[D]").astype(np.int64) for part in (np.datetime64(month), np.datetime64(month) + 1))
    counts = np.zeros(after - first, np.int64)
    for part in chosen:
        days = part.leaf.view.days(DATE_FIELD)
        ids = part.ids if part.ids is not None else _live_ids(part.leaf)
        own = days if ids is None else days.take(ids)
        counts += np.bincount(own[(own >= first) & (own < after)] - first, minlength=after - first)
    return {f"{month}-{day + 1:02d}": int(counts[day]) for day in np.flatnonzero(counts)}
