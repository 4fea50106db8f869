"""Columns: one entry per record and field, for counting, sorting, ranges and what is stored.

Arrays of a field `f` for n records:

    f#len       length as a byte                      f#numbers   raw number, `missing_number` where there is none
    f#days      day since 1970-01-01, or NO_DAY       f#codes     code per record, or with f#rows (n+1) any number of codes
    f#sets      number of each record's set of codes, where few different sets occur; f#set_rows, f#set_codes: what is in them
    f#month.codes, f#month.names                      month as a code, and the names of the codes (`2023-04`)
    f#value.codes, f#value.names                      whole value of a text as a code, in alphabetical order
    f#kept.blob, f#kept.offsets                       a short text per record
    #stored.blob, #stored.offsets                     stored fields, pickled and compressed
"""

from __future__ import annotations

import pickle
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh.columns import ColumnReader

from search.engines.whoosh.haystack.schema_fields import DAY, EPOCH_DAY, NO_DAY
from search.engines.whoosh.storage.arrayfile import ArrayFile, ArrayFileWriter
from search.engines.whoosh.storage.arrays import Array, bounds, expand, narrowest

RECORDS_A_SET = 8  # average records per set of codes from which sets are counted instead of codes
SEED = 20260
BATCH_SIZE = 1 << 16  # records of a column processed together
LONGEST_VALUE = 1000  # characters; a field with longer values is running text, without values for sorting or counting


@dataclass(frozen=True, slots=True)
class CodeSets:
    """The different sets of codes: the set of each record, and the codes of each set."""

    of_record: Array
    rows: Array
    codes: Array


@dataclass(frozen=True, slots=True)
class CodeColumn:
    """The codes of each record: one (or `len(names)` for none), or any number if `rows` is given."""

    names: Sequence[bytes]
    codes: Array
    rows: Array | None = None
    sets: CodeSets | None = None

    @classmethod
    def read(cls, file: ArrayFile, prefix: str, names: str) -> CodeColumn | None:
        """Return the column written under `prefix`, or None."""
        codes = file.get(f"{prefix}codes")
        if codes is None:
            return None
        of_record, rows, in_sets = (file.get(f"{prefix}{part}") for part in ("sets", "set_rows", "set_codes"))
        sets = None if of_record is None or rows is None or in_sets is None else CodeSets(of_record, rows, in_sets)
        return cls(file.strings(names), codes, file.get(f"{prefix}rows"), sets)

    def per_record(self, size: int) -> tuple[Array, Array]:
        """Return how many codes each record has, and all codes in a row."""
        if self.rows is not None:
            return np.diff(self.rows.astype(np.int64)), self.codes
        some = self.codes < len(self.names)
        return some.astype(np.int64), self.codes[some]


def write_codes(file: ArrayFileWriter, prefix: str, counts: Array, codes: Array, names: int) -> None:
    """Write the codes of all records: `counts[i]` of them for record i."""
    kind = narrowest(names)
    if len(counts) and counts.max() > 1:
        file.add(f"{prefix}rows", bounds(counts).astype(np.uint32))
        file.add(f"{prefix}codes", codes.astype(kind, copy=False))
        if (sets := sets_of(counts, codes)) is not None:
            file.add(f"{prefix}sets", sets.of_record.astype(narrowest(len(sets.rows))))
            file.add(f"{prefix}set_rows", sets.rows.astype(np.uint32))
            file.add(f"{prefix}set_codes", sets.codes.astype(kind, copy=False))
        return
    dense = np.full(len(counts), names, kind)
    dense[counts > 0] = codes
    file.add(f"{prefix}codes", dense)


def sets_of(counts: Array, codes: Array) -> CodeSets | None:
    """Return the different sets of codes, None if there are too many to be useful."""
    drawn = np.random.default_rng(SEED).integers(1, 2**63, int(codes.max(initial=0)) + 1, np.uint64)
    edges = bounds(counts)
    first, of_record = _alike(_sums(drawn, codes, edges))
    if len(first) * RECORDS_A_SET > len(counts):
        return None
    sizes = counts[first].astype(np.int64)
    sets = CodeSets(of_record, bounds(sizes), codes[expand(edges[first], sizes)])
    return sets if _are_those(sets, counts, codes, edges) else None  # two sets with one sum: never seen, and harmless


def _sums(drawn: Array, codes: Array, edges: Array) -> Array:
    """Return the sum of the random numbers of each record's codes."""
    sums = np.empty(len(edges) - 1, np.uint64)
    for first in range(0, len(sums), BATCH_SIZE):
        own = edges[first : first + BATCH_SIZE + 1]
        before = np.concatenate(([np.uint64(0)], np.cumsum(drawn[codes[own[0] : own[-1]]], dtype=np.uint64)))[own - own[0]]
        sums[first : first + BATCH_SIZE] = before[1:] - before[:-1]
    return sums


def _alike(sums: Array) -> tuple[Array, Array]:
    """Return the first record of each distinct sum, in order, and each record's number: `np.unique` with less memory."""
    order = np.argsort(sums, kind="stable")
    ordered = sums[order]
    is_new = np.ones(len(sums), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    of_record = np.empty(len(sums), np.int32)
    of_record[order] = np.cumsum(is_new, dtype=np.int32) - 1
    return order[is_new], of_record


def _are_those(sets: CodeSets, counts: Array, codes: Array, edges: Array) -> bool:
    """Tell whether the computed sets match the records' codes."""
    sizes = np.diff(sets.rows)
    for first in range(0, len(counts), BATCH_SIZE):
        of_record, own = sets.of_record[first : first + BATCH_SIZE], counts[first : first + BATCH_SIZE]
        theirs = codes[edges[first] : edges[first + len(own)]]
        if not np.array_equal(sizes[of_record], own) or not np.array_equal(sets.codes[expand(sets.rows[of_record], own)], theirs):
            return False
    return True


def missing_number(kind: Any) -> int:
    """Return the value for a record without a number."""
    return int(np.iinfo(kind).max) if np.dtype(kind).kind == "u" else -1


def days_of(numbers: Array) -> Array:
    """Turn Whoosh's dates (microseconds since 0001-01-01) into days since 1970-01-01."""
    days = (numbers // np.uint64(DAY)).astype(np.int64) - EPOCH_DAY
    return np.where(numbers == missing_number(np.uint64), NO_DAY, days).astype(np.int32)


def write_dates(file: ArrayFileWriter, name: str, numbers: Array) -> None:
    """Write the days and months of a column of dates."""
    days = days_of(numbers)
    file.add(f"{name}#days", days)
    known = days != NO_DAY
    months, codes = np.unique(days[known].astype("M8[D]").astype("M8[M]"), return_inverse=True)
    file.add_strings(f"{name}#month.names", [str(month).encode() for month in months])
    write_codes(file, f"{name}#month.", known.astype(np.int64), codes, len(months))


def write_values(file: ArrayFileWriter, name: str, counts: Array, values: list[bytes]) -> None:
    """Write the whole values of a text field as codes in alphabetical order."""
    names = sorted(set(values))
    number = {value: code for code, value in enumerate(names)}
    codes = np.fromiter((number[value] for value in values), np.int64, len(values))
    file.add_strings(f"{name}#value.names", names)
    write_codes(file, f"{name}#value.", counts, codes, len(names))


class NumberBuffer:
    """A column of numbers that grows."""

    def __init__(self, typecode: str, missing: int | None = None) -> None:
        self.kind = np.dtype(typecode)
        self._numbers = array(typecode)
        self._missing = missing_number(self.kind) if missing is None else missing

    def add(self, record: int, number: int) -> None:
        """Set the number of a record; those left out have none."""
        self.fill(record)
        self._numbers.append(number)

    def fill(self, size: int) -> None:
        """Leave all records up to `size` empty."""
        self._numbers.extend([self._missing] * (size - len(self._numbers)))

    def all(self, size: int) -> Array:
        """Return the whole column."""
        self.fill(size)
        return np.frombuffer(self._numbers, self.kind)


class ValueBuffer:
    """The whole values of a text field."""

    def __init__(self) -> None:
        self.records = array("I")
        self.values: list[bytes] = []
        self.short = True

    def add(self, record: int, value: str) -> None:
        """Set the value of a record."""
        self.short = self.short and len(value) <= LONGEST_VALUE
        if self.short:
            self.records.append(record)
            self.values.append(value.encode())


def pack(stored: dict[str, Any]) -> bytes:
    """Return stored fields as bytes."""
    return zlib.compress(pickle.dumps(stored, pickle.HIGHEST_PROTOCOL), 1)


def unpack(data: bytes) -> dict[str, Any]:
    """Return stored fields from bytes. The index is written by this process's user only, so unpickling is safe."""
    stored: dict[str, Any] = pickle.loads(zlib.decompress(data)) if data else {}
    return stored


class NumberReader(ColumnReader):
    """Whoosh's view of a column of numbers."""

    def __init__(self, numbers: Array) -> None:
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, record: int) -> int:
        return int(self._numbers[record])


class ValueReader(ColumnReader):
    """Whoosh's view of a column of whole values."""

    def __init__(self, column: CodeColumn) -> None:
        self._column = column

    def __len__(self) -> int:
        return len(self._column.codes)

    def __getitem__(self, record: int) -> bytes:
        code = int(self._column.codes[record])
        return self._column.names[code] if code < len(self._column.names) else b""
