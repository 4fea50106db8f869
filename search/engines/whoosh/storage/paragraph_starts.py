"""Where the paragraphs of a text field begin, so that the best one is found without reading the text.

Arrays of a field `f` for n records: `f#breaks.rows` (n+1), where each record's breaks begin; `f#breaks.at`, the number of the
first word of each paragraph after a record's first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from archive.text.paragraphs import GAP
from search.engines.whoosh.storage.arrayfile import ArrayFile, ArrayFileWriter
from search.engines.whoosh.storage.arrays import Array, bounds, expand, narrowest

SHIFT = 32  # text positions are numbers `record << SHIFT | position of the word`
ROWS, AT = "#breaks.rows", "#breaks.at"


def pieces(text: str) -> list[str]:
    """Return a text's paragraphs as `archive.text.paragraphs` counts them, untrimmed."""
    return [piece for piece in GAP.split(text) if not piece.isspace() and piece] if "\n" in text else [text]


@dataclass(frozen=True, slots=True)
class Breaks:
    """The paragraphs of a field in one segment."""

    rows: Array
    at: Array

    @classmethod
    def read(cls, file: ArrayFile, name: str, size: int) -> Breaks:
        """Return a segment's breaks for a field. Without breaks every text is one paragraph."""
        rows, at = file.get(name + ROWS), file.get(name + AT)
        if rows is None or at is None:
            return cls(np.zeros(size + 1, np.uint32), np.empty(0, np.uint16))
        return cls(rows, at)

    def counts(self, records: Array) -> Array:
        """Return how many breaks each record has."""
        counts: Array = self.rows[records + 1].astype(np.int64) - self.rows[records]
        return counts

    def of(self, records: Array) -> Array:
        """Return the breaks of some records, one after the other."""
        breaks: Array = self.at[expand(self.rows[records], self.counts(records))]
        return breaks

    def paragraphs(self, records: Array) -> tuple[Array, Array]:
        """Return where each paragraph of sorted records begins, as sorted text positions, and each record's first of them."""
        rows = self.rows.take(records)
        counts = self.rows.take(records + 1) - rows
        firsts = bounds(counts)
        firsts += np.arange(len(firsts))  # every record has one paragraph more than it has breaks
        begins = (records.astype(np.int64) << SHIFT).repeat(counts + 1)
        is_later = np.ones(len(begins), bool)
        is_later[firsts[:-1]] = False
        begins[is_later] += self.at.take(expand(rows, counts))
        return begins, firsts


def write_breaks(file: ArrayFileWriter, name: str, counts: Array, at: Array) -> None:
    """Write the breaks of all records: `counts[i]` of them for record i."""
    if len(at):
        file.add(name + ROWS, bounds(counts).astype(np.uint32))
        file.add(name + AT, at.astype(narrowest(int(at.max()))))
