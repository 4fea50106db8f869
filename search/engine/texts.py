"""Running text as a writer gathers it: what stands between spaces is numbered as it comes, and cut into words once for all.

A text is split at its spaces, which costs little; words never reach across one. Each different piece (`said`, `said,`,
`Russian-American`) is looked at for words when the segment is written, however often it stands there.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.engine.arrayfile import ArrayFileWriter
from search.engine.arrays import Array, bounds, expand
from search.engine.buffers import Numbered, code_within, collapse, grouped
from search.engine.inverted import Block, Forms
from search.engine.paragraphs import pieces, write_breaks
from search.words import FORM_OF, STEM_OF, word_pattern

END = "\n"  # of a piece of text, which has no white space in it
ENDING = {pattern: re.compile(f"{pattern.pattern}|{END}") for pattern in (word_pattern(""), word_pattern("_"))}
END_NUMBER, NO_WORD = 0xFFFFFFFF, 0xFFFFFFFE


class FormNumbers(dict[str, int]):
    """Word of a text -> number of its form, in the order of appearance; NO_WORD for what is no word."""

    def __init__(self) -> None:
        super().__init__({END: END_NUMBER})
        self.numbers: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        form = FORM_OF[word]
        number = self[word] = self.numbers.setdefault(form, len(self.numbers)) if form else NO_WORD
        return number


@dataclass(frozen=True, slots=True)
class Words:
    """Texts as words: all numbers of forms in a row, the number of words before each piece and of each text."""

    forms: Array
    before: Array
    lengths: Array


class TextBuffer:
    """Running text: pieces in a row, and where each record and each of its paragraphs ends."""

    def __init__(self) -> None:
        self._forms = FormNumbers()
        self._numbers = Numbered()
        self._pieces = array("I")
        self._records = array("I")
        self._ends = array("I")
        self._breaks = array("I")
        self._breaks_of = array("I")

    def add(self, record: int, value: str) -> None:
        """Take in a text."""
        first, *others = pieces(value) or [""]
        self._pieces.extend(map(self._numbers.__getitem__, first.split()))
        for paragraph in others:
            self._breaks.append(len(self._pieces))
            self._pieces.extend(map(self._numbers.__getitem__, paragraph.split()))
        self._records.append(record)
        self._ends.append(len(self._pieces))
        self._breaks_of.append(len(others))

    @property
    def size(self) -> int:
        """Return about how many bytes it holds."""
        return 4 * len(self._pieces) + 200 * len(self._numbers)

    @cached_property
    def _words(self) -> Words:
        """Return all texts as words; nothing may be added from then on."""
        together = END.join(self._numbers)
        found = ENDING[word_pattern(together)].findall(together)
        numbers = np.fromiter(map(self._forms.__getitem__, found), np.uint32, len(found))
        some = numbers < NO_WORD
        sizes = np.bincount(np.cumsum(numbers == END_NUMBER)[some], minlength=len(self._numbers))
        pieces_found = np.frombuffer(self._pieces, np.uint32)
        sizes_found = sizes[pieces_found]
        before = bounds(sizes_found)
        forms = numbers[some][expand(bounds(sizes)[pieces_found], sizes_found)]
        ends = before[np.frombuffer(self._ends, np.uint32)]
        return Words(forms, before, np.diff(ends, prepend=0))

    @property
    def highest_position(self) -> int:
        """Return the highest position of a word."""
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
        form_of_word = order[self._words.forms]
        records = np.repeat(records, lengths)
        positions = np.arange(len(records), dtype=np.uint32) - np.repeat(bounds(lengths)[:-1].astype(np.uint32), lengths)
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
