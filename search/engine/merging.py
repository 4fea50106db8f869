"""Several segments become one, block by block of terms, so that memory stays bounded whatever their size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from search.engine.arrayfile import ArrayFile, ArrayFileWriter, Strings
from search.engine.arrays import Array, bounds, expand, join, mask_of, narrowest
from search.engine.columns import CodeColumn, missing_number, write_codes
from search.engine.fields import NO_DAY
from search.engine.inverted import Inverted, InvertedWriter
from search.engine.mapped import keep_within_limit
from search.engine.merging_terms import TermMerge
from search.engine.paragraphs import ROWS, Breaks, write_breaks

STORED_AT_ONCE = 20_000


@dataclass(frozen=True)
class Source:
    """A segment to be merged: its file, and which of its records live on."""

    file: ArrayFile
    deleted: frozenset[int]

    @property
    def size(self) -> int:
        """Return how many records it has, deleted ones too."""
        return int(self.file.meta["count"])

    @cached_property
    def live(self) -> Array:
        """Return the numbers of the records that live on."""
        return np.flatnonzero(~mask_of(self.deleted, self.size))

    def numbers(self, base: int) -> Array:
        """Return the new number of each record, -1 for those that do not live on."""
        numbers = np.full(self.size, -1, np.int64)
        numbers[self.live] = np.arange(base, base + len(self.live))
        return numbers


class Merge:
    """The merging of segments into one file."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = sources
        bases = bounds(np.array([len(source.live) for source in sources], np.int64))
        self.count = int(bases[-1])
        self.numbers = [source.numbers(int(base)) for source, base in zip(sources, bases[:-1], strict=True)]

    def write(self, target: Any) -> None:
        """Write the merged segment to an open file, and close it."""
        file = ArrayFileWriter(target)
        try:
            self._write(file)
        except BaseException:
            file.abandon()
            raise

    def _write(self, file: ArrayFileWriter) -> None:
        weights = {name: weight for source in self.sources for name, weight in source.file.meta["weights"].items()}
        file.meta = {"count": self.count, "totals": {}, "weights": weights}
        for name in weights:
            lengths = self._lengths(name)
            if lengths is not None:
                file.add(f"{name}#len", lengths)
            written = self._inverted(file, name, lengths)
            if lengths is not None:
                file.meta["totals"][name] = written.words
        for name in self._with("#numbers"):
            self._numbers(file, f"{name}#numbers", missing_number)
        for name in self._with("#days"):
            self._numbers(file, f"{name}#days", lambda _: NO_DAY)
        for kind in ("#month", "#value"):
            for name in self._with(f"{kind}.codes"):
                self._codes(file, f"{name}{kind}.", f"{name}{kind}.names", required=kind == "#value")
        for name in self._with(ROWS):
            self._breaks(file, name)
        for name in [*self._with("#kept.blob"), ""]:
            self._strings(file, f"{name}#kept" if name else "#stored")
        file.close()

    def _with(self, ending: str) -> list[str]:
        """Return the fields for which a kind of column is in any source."""
        names = {name for source in self.sources for name in source.file.names() if name.endswith(ending)}
        return sorted(name.removesuffix(ending) for name in names)

    def _parts(self, name: str, otherwise: Callable[[Source, Any], Array]) -> Iterator[Array]:
        """Yield an array of every source, cut down to the records that live on."""
        kinds = [array.dtype for source in self.sources if (array := source.file.get(name)) is not None]
        for source in self.sources:
            array = source.file.get(name)
            yield (otherwise(source, kinds[0]) if array is None else array)[source.live]

    def _lengths(self, name: str) -> Array | None:
        if not any(f"{name}#len" in source.file for source in self.sources):
            return None
        return np.concatenate(list(self._parts(f"{name}#len", lambda source, kind: np.zeros(source.size, kind))))

    def _numbers(self, file: ArrayFileWriter, name: str, missing: Callable[[Any], int]) -> None:
        parts = self._parts(name, lambda source, kind: np.full(source.size, missing(kind), kind))
        file.add(name, np.concatenate(list(parts)))

    def _breaks(self, file: ArrayFileWriter, name: str) -> None:
        live = [(Breaks.read(source.file, name, source.size), source.live) for source in self.sources]
        counts = np.concatenate([breaks.counts(records) for breaks, records in live])
        write_breaks(file, name, counts, np.concatenate([breaks.of(records) for breaks, records in live]))

    def _inverted(self, file: ArrayFileWriter, name: str, lengths: Array | None) -> InvertedWriter:
        fields = [Inverted(source.file, name) for source in self.sources]
        merge = TermMerge(fields, self.numbers)
        writer = InvertedWriter(file, name, lengths, merge.widest_position, merge.widest_code)
        for block in merge.blocks():
            writer.add(block)
            keep_within_limit()
        writer.finish(merge.forms(writer.terms))
        if any(f"{name}#codes" in source.file for source in self.sources):
            self._codes(file, f"{name}#", f"{name}.terms", names=writer.terms)
        return writer

    def _codes(
        self, file: ArrayFileWriter, prefix: str, where: str, names: Sequence[bytes] | None = None, required: bool = False
    ) -> None:
        """Merge a column of codes; where it is `required` of all sources that have the field, one without it ends it."""
        columns = [CodeColumn.read(source.file, prefix, where) for source in self.sources]
        field = prefix.split("#")[0]
        if required and any(c is None and field in s.file.meta["weights"] for c, s in zip(columns, self.sources, strict=True)):
            return
        all_names = list(names) if names is not None else sorted({name for c in columns if c is not None for name in c.names})
        place = {name: code for code, name in enumerate(all_names)}
        counts, codes = zip(
            *(self._live_codes(column, source, place) for column, source in zip(columns, self.sources, strict=True)), strict=True
        )
        if names is None:
            file.add_strings(where, all_names)
        write_codes(file, prefix, np.concatenate(counts), np.concatenate(codes), len(all_names))

    @staticmethod
    def _live_codes(column: CodeColumn | None, source: Source, place: dict[bytes, int]) -> tuple[Array, Array]:
        if column is None:
            return np.zeros(len(source.live), np.int64), np.empty(0, np.int64)
        renamed = np.array([place.get(name, -1) for name in Strings.all_of(column.names)], np.int64)
        counts, codes = column.per_record(source.size)
        firsts = bounds(counts)[:-1]
        return counts[source.live], renamed[codes[expand(firsts[source.live], counts[source.live])]]

    def _strings(self, file: ArrayFileWriter, name: str) -> None:
        sizes: list[Array] = []
        for blob, lengths in self._string_pieces(name):
            file.append(f"{name}.blob", blob)
            sizes.append(lengths)
        offsets = bounds(join(sizes, np.int64))
        file.add(f"{name}.offsets", offsets.astype(narrowest(int(offsets[-1]))))

    def _string_pieces(self, name: str) -> Iterable[tuple[Array, Array]]:
        for source in self.sources:
            blob, offsets = source.file.get(f"{name}.blob"), source.file.get(f"{name}.offsets")
            if blob is None or offsets is None:
                yield np.empty(0, np.uint8), np.zeros(len(source.live), np.int64)
                continue
            for first in range(0, len(source.live), STORED_AT_ONCE):
                live = source.live[first : first + STORED_AT_ONCE]
                starts = offsets[live].astype(np.int64)
                lengths = offsets[live + 1].astype(np.int64) - starts
                yield blob[expand(starts, lengths)], lengths
