"""What a writer holds of a field until it is written: words or terms in the order of the records, inverted with one sort."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np
from whoosh.fields import ID

from search.engine.analysis import FORM_OF, STEM_OF, words
from search.engine.arrays import Array, bounds, expand
from search.engine.fields import ArchiveText, Code, Codes, PrimaryKey, has_positions
from search.engine.inverted import Block, Forms
from search.engine.paragraphs import BreakBuffer, pieces

NO_WORD = 0xFFFFFFFF
AT_ONCE = 256  # values that are numbered together


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

    def add(self, record: int, value: str) -> None:
        """Take in a text."""
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

    def lengths(self) -> tuple[Array, Array]:
        """Return the records with a text and how many words each has."""
        return np.frombuffer(self._records, np.uint32), np.frombuffer(self._lengths, np.uint32)

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
        self._last: tuple[Any, list[tuple[int, int, list[int]]]] | None = None
        self.highest_position = 0

    def add(self, record: int, value: Any) -> None:
        """Take in a value; what follows itself, as the day of a transcript's records does, is analysed once."""
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
        return Block(terms, sizes, records, tf, self._sorted_positions(order)), None

    def _sorted_positions(self, order: Array) -> Array | None:
        if not self._positional:
            return None
        tf = np.frombuffer(self._tf, np.uint32).astype(np.int64)
        return np.frombuffer(self._positions, np.uint32)[expand(bounds(tf)[:-1][order], tf[order])]


class CodeBuffer:
    """Whole values, which need no analysis: one, or several between commas. Gathered as they come, numbered many at once."""

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
        """Take in a value."""
        self._waiting_records.append(record)
        self._waiting.append(value)
        if len(self._waiting) == AT_ONCE:
            self._settle()

    def _settle(self) -> None:
        """Give numbers to what waits."""
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
    """Texts, numbered as they are met."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


def parted(value: Any) -> list[str]:
    """Return the codes between commas."""
    return [code for part in str(value).split(",") if (code := part.strip())]


def buffer_for(field: Any) -> TextBuffer | TermBuffer | CodeBuffer:
    """Return the right buffer for a field."""
    if isinstance(field, ArchiveText):
        return TextBuffer()
    whole = isinstance(field, (Code, Codes, PrimaryKey)) or type(field) is ID
    return CodeBuffer(field) if whole else TermBuffer(field)
