"""Merges several segments into one, piece by piece, with bounded memory.

Each source is mapped once more for the merge alone, which releases the pages behind it: the pages used by searches stay as they
are. A merge holds a few bytes a record or term, and one block of postings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import Any

import numpy as np

from search.engines.whoosh.haystack.schema_fields import NO_DAY
from search.engines.whoosh.storage.arrayfile import ArrayFile, ArrayFileWriter
from search.engines.whoosh.storage.arrays import Array, bounds, expand, join, mask_of, narrowest
from search.engines.whoosh.storage.columns import missing_number, write_codes
from search.engines.whoosh.storage.inverted import Inverted, InvertedWriter
from search.engines.whoosh.storage.mapped import give_back
from search.engines.whoosh.storage.paragraph_starts import AT, ROWS, Breaks
from search.engines.whoosh.writing.merging_terms import MergedStrings, TermMerge
from search.text.memory import MEGABYTE, MEMORY

RECORDS_AT_ONCE = 1 << 16
BYTES_PER_PIECE = 1 << 20  # of texts
BLOCK_BYTES = 24 * MEGABYTE  # postings held at once
RECORD_BYTES = 64  # and for each record: its numbers, and per-term values of fields with a term of its own
FACET = "#codes"


@dataclass(frozen=True)
class MergedSegment:
    """A segment to be merged: its separately mapped file, and its remaining records."""

    file: ArrayFile
    deleted: frozenset[int]

    @property
    def size(self) -> int:
        """Return the number of records, including deleted ones."""
        return int(self.file.meta["count"])

    @cached_property
    def live(self) -> Array:
        """Return the numbers of the remaining records."""
        return np.flatnonzero(~mask_of(self.deleted, self.size)).astype(np.uint32)

    def numbers(self, base: int) -> Array:
        """Return the new number of each record, -1 for deleted ones."""
        numbers = np.full(self.size, -1, np.int32)
        numbers[self.live] = np.arange(base, base + len(self.live), dtype=np.int32)
        return numbers

    def pieces(self) -> Iterator[Array]:
        """Yield the numbers of the remaining records in batches; release the file's pages at the end."""
        for first in range(0, len(self.live), RECORDS_AT_ONCE):
            yield self.live[first : first + RECORDS_AT_ONCE]
        self.file.let_go()


class Merge:
    """Merges segments into one file."""

    def __init__(self, sources: Sequence[MergedSegment]) -> None:
        self.sources = sources
        bases = bounds(np.array([len(source.live) for source in sources], np.int64))
        self.count = int(bases[-1])
        self.numbers = [source.numbers(int(base)) for source, base in zip(sources, bases[:-1], strict=True)]

    @property
    def size(self) -> int:
        """Return about how many bytes it holds while writing."""
        return BLOCK_BYTES + RECORD_BYTES * sum(source.size for source in self.sources)

    def write(self, target: Any) -> None:
        """Write the merged segment to an open file, and close it."""
        file = ArrayFileWriter(target)
        try:
            with MEMORY.lent(self.size):
                self._write(file)
        except BaseException:
            file.abandon()
            raise
        finally:
            give_back()

    def _write(self, file: ArrayFileWriter) -> None:
        weights = {name: weight for source in self.sources for name, weight in source.file.meta["weights"].items()}
        file.meta = {"count": self.count, "totals": {}, "weights": weights}
        for name in weights:
            self._inverted(file, name)
        for name in self._with("#numbers"):
            self._numbers(file, f"{name}#numbers", missing_number)
        for name in self._with("#days"):
            self._numbers(file, f"{name}#days", lambda _: NO_DAY)
        for kind in ("#month", "#value"):
            for name in self._with(f"{kind}.codes"):
                self._named_codes(file, name, kind)
        for name in self._with(ROWS):
            self._breaks(file, name)
        for name in [*self._with("#kept.blob"), ""]:
            self._strings(file, f"{name}#kept" if name else "#stored")
        file.close()

    def _with(self, ending: str) -> list[str]:
        """Return the fields with a kind of column in any source."""
        names = {name for source in self.sources for name in source.file.names() if name.endswith(ending)}
        return sorted(name.removesuffix(ending) for name in names)

    def _passed(self) -> None:
        for source in self.sources:
            source.file.let_go()

    def _kind(self, name: str) -> Any:
        """Return the type of an array that some source has."""
        return next(array.dtype for source in self.sources if (array := source.file.get(name)) is not None)

    def _numbers(self, file: ArrayFileWriter, name: str, missing: Callable[[Any], int]) -> None:
        file.add_pieces(name, self._kind(name), self._parts(name, missing))

    def _parts(self, name: str, missing: Callable[[Any], int]) -> Iterator[Array]:
        """Yield an array of every source, reduced to the remaining records. `missing` fills absent values."""
        kind = self._kind(name)
        for source in self.sources:
            array = source.file.get(name)
            for records in source.pieces():
                yield np.full(len(records), missing(kind), kind) if array is None else array[records]

    def _breaks(self, file: ArrayFileWriter, name: str) -> None:
        read = [(source, Breaks.read(source.file, name, source.size)) for source in self.sources]
        counts = join([breaks.counts(records) for source, breaks in read for records in source.pieces()], np.uint32)
        highest = max(int(breaks.at.max(initial=0)) for _, breaks in read)
        if counts.any():
            file.add(name + ROWS, bounds(counts).astype(np.uint32))
            pieces = (breaks.of(records) for source, breaks in read for records in source.pieces())
            file.add_pieces(name + AT, narrowest(highest), pieces)

    def _inverted(self, file: ArrayFileWriter, name: str) -> None:
        lengths = None
        if any(f"{name}#len" in source.file for source in self.sources):
            lengths = join(list(self._parts(f"{name}#len", lambda _: 0)), np.uint8)
            file.add(f"{name}#len", lengths)
        merge = TermMerge([Inverted(source.file, name) for source in self.sources], self.numbers, self._passed)
        writer = InvertedWriter(file, name, lengths, merge.widest_position, merge.widest_code)
        for block in merge.blocks():
            writer.add(block)
        writer.finish(merge.terms.pieces(merge.kept), merge.forms())
        if lengths is not None:
            file.meta["totals"][name] = writer.words
        if any(f"{name}{FACET}" in source.file for source in self.sources):
            number = merge.kept_number
            self._codes(file, f"{name}#", [number[places] for places in merge.terms.places], int(merge.kept.sum()))

    def _named_codes(self, file: ArrayFileWriter, name: str, kind: str) -> None:
        """Merge codes with names of their own. Values are dropped if a source with the field has no codes for it."""
        prefix, where = f"{name}{kind}.", f"{name}{kind}.names"
        if kind == "#value" and any(name in s.file.meta["weights"] and f"{prefix}codes" not in s.file for s in self.sources):
            return
        names = MergedStrings([source.file.strings(where) for source in self.sources], self._passed)
        file.add_strings_in_pieces(where, names.pieces())
        self._codes(file, prefix, names.places, len(names))

    def _codes(self, file: ArrayFileWriter, prefix: str, renamed: Sequence[Array], names: int) -> None:
        """Merge a column of codes. `renamed` maps the codes of each source to the new ones, of this many names."""
        write_codes(file, prefix, *self._renamed(prefix, renamed, narrowest(names)), names)

    def _renamed(self, prefix: str, renamed: Sequence[Array], kind: Any) -> tuple[Array, Array]:
        renaming = zip(self.sources, renamed, strict=True)
        parts = [part for source, new in renaming for part in _code_parts(source, prefix, new.astype(kind))]
        return join([counts for counts, _ in parts], np.uint32), join([codes for _, codes in parts], kind)

    def _strings(self, file: ArrayFileWriter, name: str) -> None:
        file.add_blobs(name, chain.from_iterable(_string_pieces(source, name) for source in self.sources))


def _code_parts(source: MergedSegment, prefix: str, renamed: Array) -> Iterator[tuple[Array, Array]]:
    """Yield the number of codes of each record in a batch, and the codes under their new names."""
    codes, rows = source.file.get(f"{prefix}codes"), source.file.get(f"{prefix}rows")
    for records in source.pieces():
        if codes is None:
            yield np.zeros(len(records), np.uint32), renamed[:0]
        elif rows is None:
            own = codes[records]
            some = own < len(renamed)
            yield some.astype(np.uint32), renamed[own[some]]
        else:
            counts = rows[records + 1] - rows[records]
            yield counts, renamed[codes[expand(rows[records], counts)]]


def _string_pieces(source: MergedSegment, name: str) -> Iterator[tuple[Array, Array]]:
    """Yield the bytes of strings, and the length of each."""
    blob, offsets = source.file.get(f"{name}.blob"), source.file.get(f"{name}.offsets")
    for records in source.pieces():
        if blob is None or offsets is None:
            yield np.empty(0, np.uint8), np.zeros(len(records), np.uint32)
            continue
        starts, ends = offsets[records].astype(np.int64), offsets[records + 1].astype(np.int64)
        for first, last in pairwise(_edges(ends - starts)):
            lengths = ends[first:last] - starts[first:last]
            in_a_row = np.array_equal(starts[first + 1 : last], ends[first : last - 1])
            yield blob[slice(starts[first], ends[last - 1]) if in_a_row else expand(starts[first:last], lengths)], lengths
            source.file.let_go()


def _edges(lengths: Array) -> list[int]:
    """Return the boundaries between pieces of about BYTES_PER_PIECE."""
    before = bounds(lengths)
    cuts = np.searchsorted(before, np.arange(BYTES_PER_PIECE, int(before[-1]), BYTES_PER_PIECE))
    edges: list[int] = np.unique(np.concatenate(([0], cuts, [len(lengths)]))).tolist()
    return edges
