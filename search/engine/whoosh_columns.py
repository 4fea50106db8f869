"""Stage 1's columns: what every document of a segment has, as arrays, so that counting is adding up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from haystack.constants import DJANGO_ID

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Values:
    """One field of a segment: document `docs[i]` has the value `names[codes[i]]`."""

    names: tuple[str, ...]
    docs: Array
    codes: Array

    def having(self, wanted: tuple[str, ...], size: int) -> Array:
        """Return which documents have any of the wanted values."""
        codes = [code for code, name in enumerate(self.names) if name in wanted]
        mask = np.zeros(size, bool)
        mask[self.docs[np.isin(self.codes, codes)]] = True
        return mask

    def counts(self, among: Array) -> dict[str, int]:
        """Return how many of the documents have each value, those that none has left out."""
        found = np.bincount(self.codes[among[self.docs]], minlength=len(self.names))
        return {self.names[code]: int(found[code]) for code in np.flatnonzero(found)}


class Columns:
    """The columns of one segment. A segment never changes but by deletions, so they are kept as long as it lives."""

    def __init__(self, reader: Any) -> None:
        self.size = reader.doc_count_all()
        self._values: dict[str, Values] = {}
        self.keys = self._numbers(reader, DJANGO_ID)
        self.days = self._numbers(reader, "date")

    def values(self, reader: Any, name: str) -> Values:
        """Return one field, read once."""
        if name not in self._values:
            self._values[name] = read_values(reader, name)
        return self._values[name]

    def _numbers(self, reader: Any, name: str) -> Array:
        values = self.values(reader, name)
        column = np.zeros(self.size, np.int64)
        column[values.docs] = np.array([int(value) for value in values.names], np.int64)[values.codes]
        return column


def read_values(reader: Any, name: str) -> Values:
    """Turn a field's postings over: from documents by value to values by document."""
    names, docs, codes = [], [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for code, term in enumerate(reader.lexicon(name)):
        names.append(term.decode())
        docs.append(np.fromiter(reader.postings(name, term).all_ids(), np.int64))
        codes.append(np.full(len(docs[-1]), code, np.int64))
    return Values(tuple(names), np.concatenate(docs), np.concatenate(codes))


def added(into: dict[str, int], counts: Mapping[str, int]) -> None:
    """Add counts to counts."""
    for value, count in counts.items():
        into[value] = into.get(value, 0) + count
