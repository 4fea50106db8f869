"""Running text as a writer gathers it: pieces (search/text/chunking.py) that are tokenised when the segment is written."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.engines.whoosh.storage.arrayfile import ArrayFileWriter
from search.engines.whoosh.storage.arrays import Array, bounds
from search.engines.whoosh.storage.inverted import Block, Forms
from search.engines.whoosh.storage.paragraph_starts import pieces, write_breaks
from search.engines.whoosh.writing.buffers import code_within, collapse, grouped
from search.text.chunking import Pieces
from search.text.words import TERM_OF


@dataclass(frozen=True, slots=True)
class TextWords:
    """Texts as words: the distinct forms, their numbers in a row, the number of words before each piece and text.

    `joined` are compound words: where the first part stands in the row, and the form's number.
    """

    forms: list[str]
    numbers: Array
    before: Array
    lengths: Array
    joined: tuple[Array, Array]


class TextBuffer:
    """Running text: pieces in a row, and the end of each record and paragraph."""

    def __init__(self) -> None:
        self._numbers = Pieces()
        self._pieces = array("I")
        self._records = array("I")
        self._ends = array("I")
        self._breaks = array("I")
        self._breaks_of = array("I")

    def add(self, record: int, value: str, language: str = "") -> None:
        """Take in a text."""
        first, *others = pieces(value) or [""]
        self._pieces.extend(self._numbers.of(first, language))
        for paragraph in others:
            self._breaks.append(len(self._pieces))
            self._pieces.extend(self._numbers.of(paragraph, language))
        self._records.append(record)
        self._ends.append(len(self._pieces))
        self._breaks_of.append(len(others))

    @property
    def size(self) -> int:
        """Return about how many bytes it holds."""
        return 4 * len(self._pieces) + 200 * len(self._numbers)

    @cached_property
    def _words(self) -> TextWords:
        """Return all texts as words. Nothing may be added afterwards."""
        cut = self._numbers.cut()
        of_texts = np.frombuffer(self._pieces, np.uint32)
        numbers, before = cut.words_of(of_texts)
        lengths = np.diff(before[np.frombuffer(self._ends, np.uint32)], prepend=0)
        return TextWords(cut.forms, numbers, before, lengths, cut.joined_of(of_texts, before))

    @property
    def highest_position(self) -> int:
        return int(self._words.lengths.max(initial=1)) - 1

    def lengths(self) -> tuple[Array, Array]:
        """Return the records with a text and how many words each has."""
        return np.frombuffer(self._records, np.uint32), self._words.lengths

    def write_breaks(self, file: ArrayFileWriter, name: str, size: int) -> None:
        """Write where the paragraphs begin, for a segment of so many records."""
        records, lengths = self.lengths()
        breaks_of = np.frombuffer(self._breaks_of, np.uint32)
        counts = np.zeros(size, np.int64)
        counts[records] = breaks_of
        starts = np.repeat(bounds(lengths)[:-1], breaks_of)
        write_breaks(file, name, counts, self._words.before[np.frombuffer(self._breaks, np.uint32)] - starts)

    def invert(self) -> tuple[Block, Forms]:
        """Return all postings, sorted by term, and the forms."""
        records, lengths = self.lengths()
        forms, order, terms = self._sorted_forms()
        form_of_word = order[self._words.numbers]
        records = np.repeat(records, lengths)
        positions = np.arange(len(records), dtype=np.uint32) - np.repeat(bounds(lengths)[:-1].astype(np.uint32), lengths)
        at, joined = self._words.joined
        if len(at):
            form_of_word = np.insert(form_of_word, at, order[joined])
            records, positions = (np.insert(places, at, places[at]) for places in (records, positions))
        term_of_word = forms.term[form_of_word]
        by_term = grouped(term_of_word, len(terms))
        codes = forms.code[form_of_word][by_term]
        count = np.bincount(form_of_word, minlength=len(forms.term))
        block = collapse(terms, term_of_word[by_term], records[by_term], positions[by_term], codes)
        return block, Forms(forms.words, forms.term, forms.code, count)

    def _sorted_forms(self) -> tuple[Forms, Array, list[bytes]]:
        """Return the sorted forms, the place of each numbered form among them, and the sorted terms."""
        unsorted = [form.encode() for form in self._words.forms]
        places = sorted(range(len(unsorted)), key=unsorted.__getitem__)
        written = [self._words.forms[place] for place in places]
        order = np.empty(len(written), np.uint32)
        order[places] = np.arange(len(written), dtype=np.uint32)
        stems = [TERM_OF[form] for form in written]
        terms = sorted(set(stems), key=str.encode)
        number = {term: i for i, term in enumerate(terms)}
        term = np.fromiter((number[stem] for stem in stems), np.uint32, len(stems))
        codes = code_within(term)
        forms = Forms(([form.encode() for form in written],), term, codes, np.zeros(len(written), np.uint32))
        return forms, order, [text.encode() for text in terms]
