"""What a writer holds of a field until it is written: words or terms in the order of the records, inverted with one sort."""

from __future__ import annotations

from array import array
from typing import Any

import numpy as np

from search.engine.analysis import FORM_OF, STEM_OF, words
from search.engine.arrays import Array, bounds, expand
from search.engine.fields import ArchiveText, Code, Codes, PrimaryKey, has_positions
from search.engine.inverted import Block, Forms
from search.engine.paragraphs import BreakBuffer, pieces

NO_WORD = 0xFFFFFFFF


class FormNumbers(dict[str, int]):
    """Word of a text -> number of its form, in the order of appearance; NO_WORD for what is no word."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[str, int] = {}
        self.all_words = True

    def __missing__(self, word: str) -> int:
        form = FORM_OF[word]
        self.all_words = self.all_words and bool(form)
        number = self[word] = self.numbers.setdefault(form, len(self.numbers)) if form else NO_WORD
        return number


def grouped(keys: Array, highest: int) -> Array:
    """Return the stable order of small numbers; one sort of 64-bit keys."""
    if highest < 1 << 16:
        return np.argsort(keys.astype(np.uint16), kind="stable")
    tagged = (keys.astype(np.uint64) << np.uint64(32)) | np.arange(len(keys), dtype=np.uint64)
    tagged.sort()
    return (tagged & np.uint64(0xFFFFFFFF)).astype(np.intp)


class TextBuffer:
    """Running text: forms in a row, with the number of words of each record."""

    def __init__(self) -> None:
        self._forms = FormNumbers()
        self._words = array("I")
        self._records = array("I")
        self._lengths = array("I")
        self.breaks = BreakBuffer()

    def add(self, record: int, value: str) -> int:
        """Take in a text; return how many words it has."""
        before = len(self._words)
        first, *others = pieces(value) or [""]
        self._add_words(first)
        starts = []
        for piece in others:
            starts.append(len(self._words) - before)
            self._add_words(piece)
        if starts:
            self.breaks.add(record, starts)
        length = len(self._words) - before
        self._records.append(record)
        self._lengths.append(length)
        return length

    def _add_words(self, text: str) -> None:
        numbers = list(map(self._forms.__getitem__, words(text)))
        self._words.extend(numbers if self._forms.all_words else [number for number in numbers if number != NO_WORD])

    @property
    def size(self) -> int:
        """Return about how many bytes it holds."""
        return 4 * len(self._words) + 200 * len(self._forms)

    @property
    def highest_position(self) -> int:
        """Return the highest position of a word."""
        return max(self._lengths, default=1) - 1

    def invert(self) -> tuple[Block, Forms]:
        """Return all postings, sorted by term, and the forms."""
        forms, order, terms = self._sorted_forms()
        form_of_word = order[np.frombuffer(self._words, np.uint32)]
        lengths = np.frombuffer(self._lengths, np.uint32).astype(np.int64)
        records = np.repeat(np.frombuffer(self._records, np.uint32), lengths)
        positions = np.arange(len(records), dtype=np.int64) - np.repeat(bounds(lengths)[:-1], lengths)
        term_of_word = forms.term[form_of_word]
        by_term = grouped(term_of_word, len(terms))
        codes = forms.code[form_of_word][by_term]
        count = np.bincount(form_of_word, minlength=len(forms.words))
        block = collapse(terms, term_of_word[by_term], records[by_term], positions[by_term], codes)
        return block, Forms(forms.words, forms.term, forms.code, count)

    def _sorted_forms(self) -> tuple[Forms, Array, list[bytes]]:
        """Return the sorted forms, the place of each numbered form among them, and the sorted terms."""
        written = sorted(self._forms.numbers, key=str.encode)
        order = np.empty(len(written), np.uint32)
        order[[self._forms.numbers[form] for form in written]] = np.arange(len(written), dtype=np.uint32)
        stems = [STEM_OF[form] for form in written]
        terms = sorted(set(stems), key=str.encode)
        number = {term: i for i, term in enumerate(terms)}
        term = np.fromiter((number[stem] for stem in stems), np.uint32, len(stems))
        codes = code_within(term)
        forms = Forms([form.encode() for form in written], term, codes, np.zeros(len(written), np.uint32))
        return forms, order, [text.encode() for text in terms]


def code_within(term: Array) -> Array:
    """Return each form's number within its term, from 0, in the order in which they stand."""
    order = np.argsort(term, kind="stable")
    sizes = np.bincount(term) if len(term) else np.empty(0, np.int64)
    codes = np.empty(len(term), np.uint32)
    codes[order] = np.arange(len(term)) - np.repeat(bounds(sizes)[:-1], sizes)
    return codes


def collapse(terms: list[bytes], term_of: Array, records: Array, positions: Array | None, codes: Array | None) -> Block:
    """Make postings of single occurrences that are sorted by term, record and position."""
    first = np.ones(len(term_of), bool)
    first[1:] = (term_of[1:] != term_of[:-1]) | (records[1:] != records[:-1])
    at = np.flatnonzero(first)
    tf = np.diff(np.append(at, len(term_of)))
    sizes = np.bincount(term_of[at], minlength=len(terms))
    return Block(terms, sizes, records[at], tf, positions, codes)


class TermBuffer:
    """Any other field: the terms, frequencies and positions that Whoosh's field type says."""

    def __init__(self, field: Any) -> None:
        self._field = field
        self._positional = has_positions(field)
        self._numbers: dict[bytes, int] = {}
        self._terms = array("I")
        self._records = array("I")
        self._tf = array("I")
        self._positions = array("I")
        self.highest_position = 0

    def add(self, record: int, value: Any) -> int:
        """Take in a value; return how many terms it has, with repetitions."""
        length = 0
        seen: set[bytes] = set()
        for term, frequency, _, encoded in self._field.index(value):
            if term in seen:
                continue
            seen.add(term)
            places = self._places(encoded)
            self._append(record, bytes(term), len(places) if self._positional else frequency)
            self._positions.extend(places)
            length += frequency
        return length

    def _append(self, record: int, term: bytes, frequency: int) -> None:
        self._terms.append(self._numbers.setdefault(term, len(self._numbers)))
        self._records.append(record)
        self._tf.append(frequency)

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

    def invert(self) -> tuple[Block, Forms | None]:
        """Return all postings, sorted by term."""
        terms = sorted(self._numbers)
        rank = np.empty(len(terms), np.uint32)
        rank[[self._numbers[term] for term in terms]] = np.arange(len(terms), dtype=np.uint32)
        term_of = rank[np.frombuffer(self._terms, np.uint32)]
        order = grouped(term_of, len(terms))
        records, tf = np.frombuffer(self._records, np.uint32)[order], np.frombuffer(self._tf, np.uint32)[order]
        sizes = np.bincount(term_of, minlength=len(terms))
        return Block(terms, sizes, records, tf, self._sorted_positions(order)), None

    def _sorted_positions(self, order: Array) -> Array | None:
        if not self._positional:
            return None
        tf = np.frombuffer(self._tf, np.uint32).astype(np.int64)
        return np.frombuffer(self._positions, np.uint32)[expand(bounds(tf)[:-1][order], tf[order])]


class CodeBuffer(TermBuffer):
    """Whole values, which need no analysis: one, or several between commas."""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        self._several = isinstance(field, Codes)

    def add(self, record: int, value: Any) -> int:
        """Take in a value; return how many codes it has, with repetitions."""
        codes = self._codes(value)
        different = codes if len(codes) < 2 else list(dict.fromkeys(codes))
        for code in different:
            self._append(record, code.encode(), 1 if len(different) == len(codes) else codes.count(code))
        return len(codes)

    def _codes(self, value: Any) -> list[str]:
        if isinstance(value, list):
            return value
        return [code for part in str(value).split(",") if (code := part.strip())] if self._several else [str(value)]


def buffer_for(field: Any) -> TextBuffer | TermBuffer:
    """Return the right buffer for a field."""
    if isinstance(field, ArchiveText):
        return TextBuffer()
    return CodeBuffer(field) if isinstance(field, (Code, Codes, PrimaryKey)) else TermBuffer(field)
