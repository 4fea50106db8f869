"""Whoosh's matcher over one term's postings."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.util.numeric import byte_to_length

from search.engines.whoosh.storage.arrays import Array
from search.engines.whoosh.storage.inverted import Inverted


class PostingsMatcher(LeafMatcher):
    """A cursor over arrays. The whole list is one block, to which its quality values apply."""

    def __init__(self, field: Inverted, number: int, format_: Any, term: tuple[str, bytes], scorer: Any = None) -> None:
        self._field, self._number, self._weight = field, number, field.weight
        self._postings = field.postings(number)
        self._ids: list[int] = self._postings.ids.tolist()
        self._at = 0
        self._bounds: Array | None = None
        self.format, self.scorer, self._term = format_, scorer, term

    def is_active(self) -> bool:
        return self._at < len(self._ids)

    def reset(self) -> None:
        """Go to the first posting."""
        self._at = 0

    def copy(self) -> PostingsMatcher:
        """Return an independent cursor at the same place."""
        return copy.copy(self)

    def id(self) -> int:
        return self._ids[self._at]

    def all_ids(self) -> Iterator[int]:
        return iter(self._ids[self._at :])

    def weight(self) -> float:
        """Return the frequency multiplied by the field's weight."""
        return float(self._postings.tf[self._at]) * self._weight

    def next(self) -> bool:
        """Go to the next posting; tell whether the block changed, which happens only at the end."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return not self.is_active()

    def skip_to(self, target: int) -> None:
        """Go to the first posting of this record or a later one."""
        if not self.is_active():
            raise ReadTooFar
        if target > self._ids[self._at]:
            self._at = int(np.searchsorted(self._postings.ids, target))

    def value(self) -> bytes:
        """Return the posting's value as Whoosh encodes it."""
        encoded: bytes = self.format.encode(self._positions()) if self.format.supports("positions") else b""
        return encoded

    def value_as(self, astype: str) -> Any:
        """Return positions, frequency or weight of the posting."""
        if astype == "positions":
            return self._positions()
        if astype in ("frequency", "weight"):
            return int(self._postings.tf[self._at])
        raise ValueError(f"No {astype} in the postings of {self._term!r}")

    def items_as(self, astype: str) -> Iterator[tuple[int, Any]]:
        """Yield (record, value) from here on."""
        while self.is_active():
            yield self.id(), self.value_as(astype)
            self.next()

    def _positions(self) -> list[int]:
        if self._field.pos is None:
            raise ValueError(f"No positions in the postings of {self._term!r}")
        if self._bounds is None:
            self._bounds = np.cumsum(self._postings.tf, dtype=np.int64) + self._postings.words
        end = int(self._bounds[self._at])
        positions: list[int] = self._field.pos[end - int(self._postings.tf[self._at]) : end].tolist()
        return positions

    def supports_block_quality(self) -> bool:
        """Tell whether there is a scorer with known quality."""
        return bool(self.scorer) and bool(self.scorer.supports_block_quality())

    def skip_to_quality(self, least: float) -> int:
        """Skip the block if nothing in it can be better than `least`; return the number of blocks skipped."""
        if self.block_quality() > least:
            return 0
        self._at = len(self._ids)
        return 1

    def block_min_id(self) -> int:
        """Return the first record."""
        return self._ids[0]

    def block_max_id(self) -> int:
        """Return the last record."""
        return self._ids[-1]

    def block_min_length(self) -> int:
        """Return the shortest length of the field among the records."""
        return int(byte_to_length(int(self._field.least[self._number])))

    def block_max_length(self) -> int:
        """Return the longest length of the field among the records."""
        return int(byte_to_length(int(self._field.most[self._number])))

    def block_max_weight(self) -> float:
        """Return the highest weight among the records."""
        return float(self._field.peak[self._number]) * self._weight
