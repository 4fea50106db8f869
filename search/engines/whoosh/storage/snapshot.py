"""One generation of the index for the evaluator. Segments never change, so data about one outlives a commit."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol, TypeAlias

import numpy as np
from whoosh.util.numeric import byte_to_length

from search.engines.whoosh.haystack import internals
from search.engines.whoosh.haystack.codec import ArraySegment
from search.engines.whoosh.haystack.schema_fields import NO_DAY, NO_KEY
from search.engines.whoosh.storage.arrayfile import ArrayFile, Strings
from search.engines.whoosh.storage.arrays import Array, mask_of
from search.engines.whoosh.storage.columns import CodeColumn
from search.engines.whoosh.storage.inverted import Inverted
from search.engines.whoosh.storage.mapped import keep_within_limit, open_segment
from search.engines.whoosh.writing.writer import INDEX_NAME, LOOKS, ArrayIndex
from search.text.memory import Shelf, kept

K1 = 1.2  # Robertson and Zaragoza, The Probabilistic Relevance Framework (2009); Whoosh's defaults too
B = 0.75
# For records, whose three texts are searched as one. A long answer covers much, but none of it badly: with the usual 0.75 and 1.2
# a record with the words once in passing would rank before a long one that keeps returning to them.
RECORD_K1 = 2.0
RECORD_B = 0.25
DATE_FIELD = "date"  # the day by which hits are sorted
FIRST = 4096  # records known to be first by day
LAST_DAY = 2**31 - 1
Identity: TypeAlias = tuple[int, int, int]
LENGTHS = np.array([byte_to_length(i) for i in range(256)], np.float64)


class Numbering(Protocol):
    """Numbers the values of a facet for the whole process."""

    names: list[str]

    def numbers(self, names: list[bytes]) -> Array:
        """Return the numbers of a segment's values."""
        ...


@dataclass(eq=False)
class SegmentView:
    """One immutable segment: its fields and columns, opened on first use."""

    file: ArrayFile
    count: int
    _fields: dict[str, Inverted] = field(default_factory=dict)
    _columns: dict[str, CodeColumn | None] = field(default_factory=dict)
    _numbers: Shelf = field(default_factory=Shelf)
    _labels: Shelf = field(default_factory=Shelf)
    tables: Shelf = field(default_factory=Shelf)  # made from columns, for counting
    _first_days: Shelf = field(default_factory=Shelf)

    def field(self, name: str) -> Inverted:
        """Return one inverted field (empty if the segment has none of this name)."""
        found = self._fields.get(name)
        if found is None:
            found = self._fields[name] = Inverted(self.file, name)
        return found

    def codes(self, name: str) -> CodeColumn | None:
        """Return the code column of a facet (`speaker`), of months (`date#month`) or of whole values (`name#value`)."""
        if name not in self._columns:
            prefix, names = (f"{name}.", f"{name}.names") if "#" in name else (f"{name}#", f"{name}.terms")
            self._columns[name] = CodeColumn.read(self.file, prefix, names)
        return self._columns[name]

    def label_numbers(self, name: str, labels: Numbering) -> Array:
        """Return the process-wide numbers of a code column's values."""
        column = self.codes(name)
        return self._numbers.get(name, lambda: labels.numbers(Strings.all_of(column.names) if column else []))

    def labels(self, name: str, labels: Numbering) -> tuple[Array | None, list[str]]:
        """Return a code column's values by their process-wide numbers, and their codes in that order (None: as they are)."""
        return self._labels.get(name, lambda: self._in_order(self.label_numbers(name, labels), labels.names))

    def _in_order(self, numbers: Array, names: list[str]) -> tuple[Array | None, list[str]]:
        order = numbers.argsort()
        named = [names[number] for number in numbers[order].tolist()]
        return None if np.array_equal(order, np.arange(len(order))) else order, named

    def days(self, name: str) -> Array:
        """Return the days of a field of dates, NO_DAY for none."""
        found = self.file.get(f"{name}#days")
        return np.full(self.count, NO_DAY, np.int32) if found is None else found

    def first_days(self, oldest: bool) -> Array:
        """Return about FIRST records that come first by day, completing the last one's day; empty if undated."""
        return self._first_days.get(oldest, lambda: self._those_first(oldest))

    def _those_first(self, oldest: bool) -> Array:
        order = order_by_day(self.days(DATE_FIELD), oldest)
        limit = np.partition(order, FIRST)[FIRST] if len(order) > FIRST else LAST_DAY
        return np.flatnonzero(order <= min(limit, LAST_DAY - 1)).astype(np.uint32)

    def numbers(self, name: str) -> Array:
        """Return a column of numbers, NO_KEY for none."""
        found = self.file.get(f"{name}#numbers")
        return np.full(self.count, NO_KEY, np.int64) if found is None else found

    def lengths(self, name: str) -> Array | None:
        """Return a field's lengths as bytes."""
        return self.file.get(f"{name}#len")


@dataclass(eq=False)
class SegmentLeaf:
    """A segment within a generation: its first record number, and its deleted records."""

    view: SegmentView
    segment: ArraySegment
    offset: int
    whole: Snapshot
    _totals: Shelf = field(default_factory=Shelf)

    def totals(self, key: str, count: Callable[[], Array]) -> Array:
        """Return the counts of a facet over the whole segment, computed once."""
        return self._totals.get(key, count)

    @kept
    def live(self) -> Array | None:
        """Return a mask of the records that are not deleted, or None if none is."""
        return ~mask_of(self.segment.deleted, self.view.count) if self.segment.deleted else None

    @cached_property
    def reader(self) -> Any:
        """Return Whoosh's reader of this segment."""
        return internals.reader_over(self.whole.index.storage, self.whole.schema, [self.segment], 0)


def order_by_day(days: Array, oldest: bool) -> Array:
    """Return sort keys that put the newest, or the oldest, first and undated records last."""
    return np.where(days == NO_DAY, LAST_DAY, days if oldest else -days)


def identity_of(storage: Any) -> Identity:
    """Return what distinguishes the newest generation from all others, including those of a deleted index."""
    for _ in range(LOOKS):
        generation = internals.latest_generation(storage, INDEX_NAME)
        if generation < 0 or not storage.supports_mmap:
            return generation, 0, 0
        try:
            found = os.stat(os.path.join(storage.folder, internals.contents_name(INDEX_NAME, generation)))
        except FileNotFoundError:  # replaced by a commit in the meantime
            continue
        return generation, found.st_ino, found.st_mtime_ns
    raise FileNotFoundError(storage.folder)


class Snapshot:
    """One generation: its segments, and the statistics for ranking."""

    def __init__(self, index: ArrayIndex, previous: Snapshot | None = None) -> None:
        self.identity = identity_of(index.storage)
        contents = index.contents()
        self.index, self.schema, self.generation = index, contents.schema, contents.generation
        known = {leaf.segment.file_name: leaf.view for leaf in previous.leaves} if previous else {}
        self.leaves: list[SegmentLeaf] = []
        self.count_all = 0
        for segment in contents.segments:
            file = open_segment(index.storage, segment)
            view = known.get(segment.file_name)
            if view is None or view.file is not file:
                view = SegmentView(file, segment.doc_count_all())
            self.leaves.append(SegmentLeaf(view, segment, self.count_all, self))
            self.count_all += view.count
        self._tables = Shelf()

    def by_leaf(self, numbers: Array) -> Iterator[tuple[SegmentLeaf, Array]]:
        """Yield each segment with the places of those records (numbered within the generation) that it contains."""
        if len(self.leaves) == 1:
            yield self.leaves[0], numbers.argsort()
            return
        for leaf in self.leaves:
            places = np.flatnonzero((numbers >= leaf.offset) & (numbers < leaf.offset + leaf.view.count))
            yield leaf, places[np.argsort(numbers[places])]

    def is_intact(self) -> bool:
        """Tell whether all files are still the ones that were opened."""
        return all(open_segment(self.index.storage, leaf.segment) is leaf.view.file for leaf in self.leaves)

    def verify(self) -> None:
        """Read all files. Raises DamagedFile."""
        for leaf in self.leaves:
            leaf.view.file.verify()
            keep_within_limit()

    @property
    def count(self) -> int:
        """Return how many records there are."""
        return sum(leaf.segment.doc_count() for leaf in self.leaves)

    @cached_property
    def reader(self) -> Any:
        """Return Whoosh's reader of the generation."""
        return internals.reader_over(self.index.storage, self.schema, [leaf.segment for leaf in self.leaves], self.generation)

    def df(self, name: str, text: bytes) -> int:
        """Return the document frequency of a term, including deleted records."""
        total = 0
        for leaf in self.leaves:
            inverted = leaf.view.field(name)
            term = inverted.terms.find(text)
            total += inverted.df(term) if term >= 0 else 0
        return total

    def idf(self, df: int) -> float:
        """Return Whoosh's inverse document frequency."""
        return math.log(self.count_all / (df + 1)) + 1

    def length_table(self, name: str) -> Array:
        """Return BM25's length part of the denominator for each length byte of a field."""
        return K1 * self.length_share(name, B)

    def length_share(self, name: str, weight: float) -> Array:
        """Return BM25F's divisor for each length byte of a field. `weight` says how much length counts."""
        return self._tables.get((name, weight), lambda: self._length_share(name, weight))

    def _length_share(self, name: str, weight: float) -> Array:
        total = sum(leaf.view.file.meta["totals"].get(name, 0) for leaf in self.leaves)
        average = total / self.count_all if total else 1.0
        table: Array = ((1 - weight) + weight * LENGTHS / average).astype(np.float32)
        return table


def newest(index: ArrayIndex, previous: Snapshot | None) -> Snapshot:
    """Open the newest generation, or the next one if a commit removes a segment first."""
    for _ in range(LOOKS):
        try:
            return Snapshot(index, previous)
        except FileNotFoundError:
            continue
    return Snapshot(index, previous)
