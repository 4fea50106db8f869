"""Buffers of a writer: words or terms in record order, inverted with one sort."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np

from search.engines.whoosh.haystack.schema_fields import Codes, has_positions
from search.engines.whoosh.storage.arrays import Array, bounds, expand
from search.engines.whoosh.storage.inverted import Block, Forms

BATCH_SIZE = 256  # values numbered together


def grouped(keys: Array, highest: int) -> Array:
    """Return the stable order of small numbers; one sort of 64-bit keys."""
    if highest < 1 << 16:
        return np.argsort(keys.astype(np.uint16), kind="stable")
    tagged = (keys.astype(np.uint64) << np.uint64(32)) | np.arange(len(keys), dtype=np.uint64)
    tagged.sort()
    return (tagged & np.uint64(0xFFFFFFFF)).astype(np.intp)


def code_within(term: Array) -> Array:
    """Return each form's number within its term, from 0, in order."""
    order = np.argsort(term, kind="stable")
    sizes = np.bincount(term) if len(term) else np.empty(0, np.int64)
    codes = np.empty(len(term), np.uint32)
    codes[order] = np.arange(len(term)) - np.repeat(bounds(sizes)[:-1], sizes)
    return codes


def collapse(terms: list[bytes], term_of: Array, records: Array, positions: Array | None, codes: Array | None) -> Block:
    """Build postings from single occurrences sorted by term, record and position."""
    first = np.ones(len(term_of), bool)
    first[1:] = (term_of[1:] != term_of[:-1]) | (records[1:] != records[:-1])
    at = np.flatnonzero(first)
    tf = np.diff(np.append(at, len(term_of)))
    sizes = np.bincount(term_of[at], minlength=len(terms))
    return Block(sizes, records[at], tf, positions, codes, terms)


class TermBuffer:
    """Any other field: terms, frequencies and positions as given by its Whoosh field type."""

    def __init__(self, field: Any) -> None:
        self._field = field
        self._positional = has_positions(field)
        self._numbers: dict[bytes, int] = {}
        self._terms = array("I")
        self._records = array("I")
        self._tf = array("I")
        self._positions = array("I")
        self._last: tuple[Any, list[tuple[int, int, list[int]]]] | None = None
        self.highest_position = 0

    def add(self, record: int, value: Any) -> None:
        """Add a value. Repeated values, such as the day of a transcript's records, are analysed once."""
        if self._last is None or isinstance(value, list) or self._last[0] != value:
            self._last = value, list(self._analysed(value))
        for term, frequency, places in self._last[1]:
            self._terms.append(term)
            self._records.append(record)
            self._tf.append(frequency)
            self._positions.extend(places)

    def _analysed(self, value: Any) -> Iterator[tuple[int, int, list[int]]]:
        """Yield the number of each different term, its frequency and its positions."""
        seen: set[bytes] = set()
        for term, frequency, _, encoded in self._field.index(value):
            if term not in seen:
                seen.add(term)
                places = self._places(encoded)
                number = self._numbers.setdefault(bytes(term), len(self._numbers))
                yield number, len(places) if self._positional else int(frequency), places

    def _places(self, encoded: bytes) -> list[int]:
        if not self._positional:
            return []
        places: list[int] = list(self._field.format.decode_positions(encoded))
        self.highest_position = max(self.highest_position, places[-1])
        return places

    @property
    def size(self) -> int:
        """Return about how many bytes it holds."""
        return 12 * len(self._terms) + 4 * len(self._positions) + 120 * len(self._numbers)

    def lengths(self) -> tuple[Array, Array]:
        """Return the records with a value and how many terms each has, with repetitions."""
        records, firsts = np.unique(np.frombuffer(self._records, np.uint32), return_index=True)
        return records, np.add.reduceat(np.frombuffer(self._tf, np.uint32), firsts) if len(firsts) else records

    def invert(self) -> tuple[Block, Forms | None]:
        """Return all postings, sorted by term."""
        terms = sorted(self._numbers)
        rank = np.empty(len(terms), np.uint32)
        rank[[self._numbers[term] for term in terms]] = np.arange(len(terms), dtype=np.uint32)
        term_of = rank[np.frombuffer(self._terms, np.uint32)]
        order = grouped(term_of, len(terms))
        records, tf = np.frombuffer(self._records, np.uint32)[order], np.frombuffer(self._tf, np.uint32)[order]
        sizes = np.bincount(term_of, minlength=len(terms))
        return Block(sizes, records, tf, self._sorted_positions(order), terms=terms), None

    def _sorted_positions(self, order: Array) -> Array | None:
        if not self._positional:
            return None
        tf = np.frombuffer(self._tf, np.uint32).astype(np.int64)
        return np.frombuffer(self._positions, np.uint32)[expand(bounds(tf)[:-1][order], tf[order])]


class CodeBuffer:
    """Whole values without analysis: one, or several separated by commas. Gathered first, numbered in batches."""

    highest_position = 0

    def __init__(self, field: Any) -> None:
        self._several = isinstance(field, Codes)
        self._numbers = Numbered()
        self._waiting: list[Any] = []
        self._waiting_records: list[int] = []
        self._terms = array("I")
        self._records = array("I")
        self._sizes = array("I")

    def add(self, record: int, value: Any) -> None:
        """Add a value."""
        self._waiting_records.append(record)
        self._waiting.append(value)
        if len(self._waiting) == BATCH_SIZE:
            self._settle()

    def _settle(self) -> None:
        """Assign numbers to the gathered values."""
        if self._several:
            several = [value if type(value) is list else parted(value) for value in self._waiting]
            self._sizes.extend(map(len, several))
            self._terms.extend(map(self._numbers.__getitem__, chain.from_iterable(several)))
        else:
            self._sizes.extend([1] * len(self._waiting))
            self._terms.extend(map(self._numbers.__getitem__, map(str, self._waiting)))
        self._records.extend(self._waiting_records)
        self._waiting.clear()
        self._waiting_records.clear()

    @property
    def size(self) -> int:
        """Return about how many bytes it holds."""
        return 4 * len(self._terms) + 8 * len(self._records) + 200 * len(self._waiting) + 120 * len(self._numbers)

    def lengths(self) -> tuple[Array, Array]:
        """Return the records with a value and how many codes each has, with repetitions."""
        self._settle()
        return np.frombuffer(self._records, np.uint32), np.frombuffer(self._sizes, np.uint32)

    def invert(self) -> tuple[Block, Forms | None]:
        """Return all postings, sorted by term."""
        records, sizes = self.lengths()
        terms = sorted(self._numbers, key=str.encode)
        rank = np.empty(len(terms), np.uint32)
        rank[[self._numbers[term] for term in terms]] = np.arange(len(terms), dtype=np.uint32)
        term_of = rank[np.frombuffer(self._terms, np.uint32)]
        order = grouped(term_of, len(terms))
        texts = [term.encode() for term in terms]
        return collapse(texts, term_of[order], np.repeat(records, sizes)[order], None, None), None


class Numbered(dict[str, int]):
    """Texts numbered in order of first appearance."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


def parted(value: Any) -> list[str]:
    """Return the codes between commas."""
    return [code for part in str(value).split(",") if (code := part.strip())]
