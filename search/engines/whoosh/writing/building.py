"""What a writer gathers for one segment, and how it becomes a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from whoosh.fields import ID
from whoosh.util.numeric import length_to_byte

from search.engines.whoosh.haystack.schema_fields import (
    ArchiveText,
    Code,
    Codes,
    Kept,
    PrimaryKey,
    has_values,
    is_dates,
    is_facet,
    is_number,
    weight_of,
)
from search.engines.whoosh.storage.arrayfile import ArrayFileWriter
from search.engines.whoosh.storage.arrays import Array, mask_of
from search.engines.whoosh.storage.columns import NumberBuffer, ValueBuffer, pack, write_codes, write_dates, write_values
from search.engines.whoosh.storage.inverted import Block, InvertedWriter
from search.engines.whoosh.writing.buffers import CodeBuffer, TermBuffer
from search.engines.whoosh.writing.texts import TextBuffer
from search.text.stemming import spoken_language

LENGTH_BYTES = np.array([length_to_byte(length) for length in range(4096)], np.uint8)
MEASURED_EVERY = 64  # records between two measurements of memory


def length_bytes(lengths: Array) -> Array:
    """Return Whoosh's one-byte forms of fields' lengths."""
    found = LENGTH_BYTES[np.minimum(lengths, len(LENGTH_BYTES) - 1)]
    for place in np.flatnonzero(lengths >= len(LENGTH_BYTES)).tolist():
        found[place] = length_to_byte(int(lengths[place]))
    return found


def buffer_for(field: Any) -> TextBuffer | TermBuffer | CodeBuffer:
    """Return the right buffer for a field."""
    if isinstance(field, ArchiveText):
        return TextBuffer()
    whole = isinstance(field, (Code, Codes, PrimaryKey)) or type(field) is ID
    return CodeBuffer(field) if whole else TermBuffer(field)


class FieldBuilder:
    """What is gathered of one field."""

    def __init__(self, name: str, field: Any) -> None:
        self.name, self.field, self.stored_name = name, field, f"_stored_{name}"
        self.inverted = buffer_for(field) if field.indexed and field.format else None
        self.numbers = NumberBuffer(field.sortable_typecode or "q") if is_number(field) else None
        self.values = ValueBuffer() if has_values(field) else None
        self.kept: dict[int, bytes] | None = {} if type(field) is Kept else None
        others = self.numbers is not None or self.values is not None or self.kept is not None
        adds: Callable[..., None] | None = self.inverted.add if self.inverted is not None else None
        self.words_only = None if others or field.stored else adds  # true of most fields
        self.is_text = isinstance(self.inverted, TextBuffer)

    def add(self, record: int, value: Any, stored: Any, language: str = "") -> None:
        """Add a record's value, and what is stored and sorted by instead."""
        if isinstance(self.inverted, TextBuffer):
            self.inverted.add(record, value, language)
        elif self.inverted is not None:
            self.inverted.add(record, value)
        if self.numbers is not None:
            self.numbers.add(record, self.field.to_column_value(stored))
        elif self.values is not None and isinstance(stored, str):
            self.values.add(record, stored)
        elif self.kept is not None:
            self.kept[record] = str(stored).encode()

    def write(self, file: ArrayFileWriter, size: int) -> None:
        """Write the field of a segment with this many records."""
        if self.inverted is not None:
            self._write_inverted(file, size)
        if self.numbers is not None:
            numbers = self.numbers.all(size)
            file.add(f"{self.name}#numbers", numbers)
            if is_dates(self.field):
                write_dates(file, self.name, numbers)
        if self.values is not None and self.values.short:
            present = mask_of(np.frombuffer(self.values.records, np.uint32), size)
            write_values(file, self.name, present.astype(np.int64), self.values.values)
        if self.kept is not None:
            file.add_strings(f"{self.name}#kept", [self.kept.get(number, b"") for number in range(size)])

    def _write_lengths(self, file: ArrayFileWriter, size: int) -> Array | None:
        """Write the field's lengths and their total."""
        assert self.inverted is not None
        if not self.field.scorable:
            return None
        records, lengths = self.inverted.lengths()
        all_lengths = np.zeros(size, np.uint8)
        all_lengths[records] = length_bytes(lengths)
        file.add(f"{self.name}#len", all_lengths)
        if total := int(lengths.sum()):
            file.meta["totals"][self.name] = total
        return all_lengths

    def _write_inverted(self, file: ArrayFileWriter, size: int) -> None:
        assert self.inverted is not None
        lengths = self._write_lengths(file, size)
        block, forms = self.inverted.invert()
        widest_code = int(forms.code.max()) if forms is not None and len(forms.code) else 0
        writer = InvertedWriter(file, self.name, lengths, self.inverted.highest_position, widest_code)
        writer.add(block)
        writer.finish((block.terms,), forms)
        if isinstance(self.inverted, TextBuffer):
            self.inverted.write_breaks(file, self.name, size)
        if is_facet(self.field):
            write_codes(file, f"{self.name}#", *codes_of(block, size), len(block.terms))


class SegmentBuilder:
    """Gathers records, then writes them as one segment."""

    def __init__(self, schema: Any) -> None:
        self._schema = dict(schema.items())
        self._fields: dict[str, FieldBuilder] = {}
        self._stored: list[bytes] = []
        self._stored_size = 0
        self.size = 0  # bytes held, measured now and then

    @property
    def count(self) -> int:
        """Return how many records it holds."""
        return len(self._stored)

    def add(self, record: Mapping[str, Any]) -> None:
        """Add one record. Raises KeyError for a field not in the schema."""
        number, stored = self.count, {}
        tag = record.get("language")
        language = spoken_language(str(tag[0] if isinstance(tag, list) and tag else tag or ""))
        for name, value in record.items():
            if value is None or name[0] == "_":
                continue
            builder = self._fields.get(name)
            if builder is None:
                builder = self._fields[name] = FieldBuilder(name, self._schema[name])
            if builder.words_only is not None:
                if builder.is_text:
                    builder.words_only(number, value, language)
                else:
                    builder.words_only(number, value)
                continue
            kept = record.get(builder.stored_name, value)
            if builder.field.stored:
                stored[name] = kept
            builder.add(number, value, kept, language)
        self._stored.append(pack(stored) if stored else b"")
        self._stored_size += len(self._stored[-1]) + 100
        if number % MEASURED_EVERY == 0:
            buffers = [builder.inverted for builder in self._fields.values() if builder.inverted is not None]
            self.size = self._stored_size + sum(buffer.size for buffer in buffers)

    def write(self, target: Any) -> None:
        """Write everything gathered to an open file, and close it."""
        file = ArrayFileWriter(target)
        indexed = [builder for _, builder in sorted(self._fields.items()) if builder.inverted is not None]
        weights = {builder.name: weight_of(builder.field) for builder in indexed}
        file.meta = {"count": self.count, "totals": {}, "weights": weights}
        for builder in self._fields.values():
            builder.write(file, self.count)
        file.add_strings("#stored", self._stored)
        file.close()


def codes_of(block: Block, size: int) -> tuple[Array, Array]:
    """Invert the postings of whole values: the number of each record's codes, and the codes in record order."""
    codes = np.repeat(np.arange(len(block.sizes)), block.sizes)
    order = np.argsort(block.ids, kind="stable")
    return np.bincount(block.ids, minlength=size), codes[order]
