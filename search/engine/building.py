"""What a writer gathers for one segment, and how it becomes a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from whoosh.util.numeric import length_to_byte

from search.engine.arrayfile import ArrayFileWriter
from search.engine.arrays import Array, mask_of
from search.engine.buffers import TermBuffer, TextBuffer, buffer_for
from search.engine.columns import NumberBuffer, ValueBuffer, pack, write_codes, write_dates, write_values
from search.engine.fields import Kept, has_values, is_dates, is_facet, is_number, weight_of
from search.engine.inverted import Block, InvertedWriter

LENGTH_BYTES = [length_to_byte(length) for length in range(4096)]


def length_byte(length: int) -> int:
    """Return Whoosh's one-byte form of a field's length."""
    return LENGTH_BYTES[length] if length < len(LENGTH_BYTES) else int(length_to_byte(length))


class SegmentBuilder:
    """Take in records, then write them as one segment."""

    def __init__(self, schema: Any) -> None:
        self._fields: dict[str, Any] = dict(schema.items())
        self._inverted: dict[str, TextBuffer | TermBuffer] = {}
        self._lengths: dict[str, NumberBuffer] = {}
        self._totals: dict[str, int] = {}
        self._numbers: dict[str, NumberBuffer] = {}
        self._values: dict[str, ValueBuffer] = {}
        self._kept: dict[str, dict[int, bytes]] = {}
        self._stored: list[bytes] = []
        self._size = 0

    @property
    def count(self) -> int:
        """Return how many records it holds."""
        return len(self._stored)

    @property
    def size(self) -> int:
        """Return about how many bytes it holds."""
        return self._size + sum(buffer.size for buffer in self._inverted.values())

    def add(self, record: Mapping[str, Any]) -> None:
        """Take in one record; raises KeyError for a field that the schema does not have."""
        number, stored = self.count, {}
        for name, value in record.items():
            if value is None or name.startswith("_"):
                continue
            field = self._fields[name]
            if field.indexed and field.format:
                self._index(number, name, field, value)
            kept = record.get(f"_stored_{name}", value)
            if field.stored:
                stored[name] = kept
            self._set_column(number, name, field, kept)
        packed = pack(stored)
        self._size += len(packed) + 100
        self._stored.append(packed)

    def _index(self, number: int, name: str, field: Any, value: Any) -> None:
        buffer = self._inverted.get(name)
        if buffer is None:
            buffer = self._inverted[name] = buffer_for(field)
        length = buffer.add(number, value)
        if field.scorable and length:
            self._lengths.setdefault(name, NumberBuffer("B", missing=0)).add(number, length_byte(length))
            self._totals[name] = self._totals.get(name, 0) + length

    def _set_column(self, number: int, name: str, field: Any, value: Any) -> None:
        if is_number(field):
            buffer = self._numbers.get(name)
            if buffer is None:
                typecode = field.sortable_typecode or "q"
                buffer = self._numbers[name] = NumberBuffer(typecode)
            buffer.add(number, field.to_column_value(value))
        elif isinstance(field, Kept):
            self._kept.setdefault(name, {})[number] = str(value).encode()
        elif has_values(field) and isinstance(value, str):
            self._values.setdefault(name, ValueBuffer()).add(number, value)

    def write(self, target: Any) -> None:
        """Write everything gathered to an open file, and close it."""
        file = ArrayFileWriter(target)
        weights = {name: weight_of(self._fields[name]) for name in sorted(self._inverted)}
        file.meta = {"count": self.count, "totals": self._totals, "weights": weights}
        for name, buffer in self._inverted.items():
            self._write_inverted(file, name, buffer)
        for name, column in self._numbers.items():
            numbers = column.all(self.count)
            file.add(f"{name}#numbers", numbers)
            if is_dates(self._fields[name]):
                write_dates(file, name, numbers)
        for name, values in self._values.items():
            if values.short:
                given = mask_of(np.frombuffer(values.records, np.uint32), self.count)
                write_values(file, name, given.astype(np.int64), values.values)
        for name, kept in self._kept.items():
            file.add_strings(f"{name}#kept", [kept.get(number, b"") for number in range(self.count)])
        file.add_strings("#stored", self._stored)
        file.close()

    def _write_inverted(self, file: ArrayFileWriter, name: str, buffer: TextBuffer | TermBuffer) -> None:
        lengths = self._lengths_of(name)
        if lengths is not None:
            file.add(f"{name}#len", lengths)
        block, forms = buffer.invert()
        widest_code = int(forms.code.max()) if forms is not None and len(forms.code) else 0
        writer = InvertedWriter(file, name, lengths, buffer.highest_position, widest_code)
        writer.add(block)
        writer.finish(forms)
        if is_facet(self._fields[name]):
            write_codes(file, f"{name}#", *codes_of(block, self.count), len(block.terms))

    def _lengths_of(self, name: str) -> Array | None:
        return self._lengths[name].all(self.count) if name in self._lengths else None


def codes_of(block: Block, size: int) -> tuple[Array, Array]:
    """Turn the postings of whole values around: how many each record has, and their codes in the order of the records."""
    codes = np.repeat(np.arange(len(block.sizes)), block.sizes)
    order = np.argsort(block.ids, kind="stable")
    return np.bincount(block.ids, minlength=size), codes[order]
