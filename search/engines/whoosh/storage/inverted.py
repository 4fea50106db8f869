"""An inverted field: which terms, in which records, how often, where. Written block by block, read as views.

Arrays of a field `f`, T terms, P postings, W word positions, n records:

    f.terms          T sorted byte strings          f.starts    T+1, where each term's postings begin
    f.ids            P record numbers, ascending within a term
    f.tf             P frequencies, 255 means: look in f.tf_big_at / f.tf_big (absent: every frequency is 1)
    f.word_starts    T+1, where each term's positions begin        f.pos    W positions      f.code    W codes of forms
    f.least, f.most  T shortest and longest field length (as bytes)                          f.peak    T highest frequency
    f.forms          sorted words as written; f.form_term, f.form_code, f.form_count: their term, code within it, frequency
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from search.engines.whoosh.storage.arrayfile import ArrayFile, ArrayFileWriter, Strings
from search.engines.whoosh.storage.arrays import Array, bounds, expand, find_sorted, join, narrowest, sums_before
from search.text.memory import kept
from search.text.stemming import MARK, form_of

BIG = 255


@dataclass(frozen=True, slots=True)
class Block:
    """Postings of some terms, in term order and record order."""

    sizes: Array
    ids: Array
    tf: Array
    positions: Array | None = None
    codes: Array | None = None
    terms: Sequence[bytes] = ()  # if they are already known
    more: bool = False  # this block continues the last term of the previous one


@dataclass(frozen=True, slots=True)
class Forms:
    """Written forms, sorted and in pieces, with their term number, their code within the term, and frequency."""

    words: Iterable[Sequence[bytes]]
    term: Array
    code: Array
    count: Array


@dataclass
class InvertedWriter:
    """Writes one field before the next. `lengths` are all records' field lengths as bytes, or None if length does not count."""

    file: ArrayFileWriter
    name: str
    lengths: Array | None = None
    widest_position: int = 0
    widest_code: int = 0
    words: int = 0  # words written, counting each occurrence
    _last: tuple[Array, ...] = ()  # per-term values of the last block, whose last term may continue
    _big: list[tuple[Array, Array]] = field(default_factory=list)
    _written: int = 0
    _starts: int = 0
    _word_starts: int = 0

    def add(self, block: Block) -> None:
        """Write the postings of the next terms, or the rest of the last one's."""
        if not len(block.ids):
            return
        firsts = bounds(block.sizes)[:-1]
        words = np.add.reduceat(block.tf.astype(np.int64), firsts)
        self.words += int(words.sum())
        self._note(block.more, (block.sizes.astype(np.int64), words, *self._statistics(block, firsts)))
        self._append("ids", block.ids.astype("<u4"))
        self._append("tf", np.minimum(block.tf, BIG).astype(np.uint8))
        big = np.flatnonzero(block.tf >= BIG)
        self._big.append((big + self._written, block.tf[big]))
        if block.positions is not None:
            self._append("pos", block.positions.astype(narrowest(self.widest_position)))
        if block.codes is not None:
            self._append("code", block.codes.astype(narrowest(self.widest_code)))
        self._written += len(block.ids)

    def _note(self, more: bool, per_term: tuple[Array, ...]) -> None:
        """Remember per-term values, and write those of the last block, which is now complete."""
        if more:
            for known, new, both in zip(self._last, per_term, (np.add, np.add, np.minimum, np.maximum, np.maximum), strict=True):
                known[-1] = both(known[-1], new[0])
        else:
            self._write_last()
            self._last = per_term

    def _write_last(self) -> None:
        if not self._last:
            return
        sizes, words, *stats = self._last
        self._append("starts", self._starts + bounds(sizes)[:-1])
        self._append("word_starts", self._word_starts + bounds(words)[:-1])
        for name, array in zip(("least", "most", "peak"), stats, strict=True):
            self._append(name, array)
        self._starts, self._word_starts = self._starts + int(sizes.sum()), self._word_starts + int(words.sum())
        self._last = ()

    def _statistics(self, block: Block, firsts: Array) -> tuple[Array, Array, Array]:
        peak = np.maximum.reduceat(block.tf, firsts).astype(np.uint32)
        if self.lengths is None:
            return np.zeros(len(firsts), np.uint8), np.zeros(len(firsts), np.uint8), peak
        lengths = self.lengths[block.ids.astype(np.intp)]
        return np.minimum.reduceat(lengths, firsts), np.maximum.reduceat(lengths, firsts), peak

    def _append(self, name: str, piece: Array) -> None:
        self.file.append(f"{self.name}.{name}", piece)

    def finish(self, terms: Iterable[Sequence[bytes]], forms: Forms | None = None) -> None:
        """Write the terms that have postings, in pieces, and their per-term values."""
        self._write_last()
        for name, end in (("starts", self._starts), ("word_starts", self._word_starts)):
            self._append(name, np.array([end], np.int64))
        for name, empty in (("least", np.empty(0, np.uint8)), ("most", np.empty(0, np.uint8)), ("peak", np.empty(0, np.uint32))):
            self._append(name, empty)
        self.file.settle()
        self.file.add_strings_in_pieces(f"{self.name}.terms", terms)
        self._add("tf_big_at", join([at for at, _ in self._big], np.int64))
        self._add("tf_big", join([value for _, value in self._big], np.int64))
        if forms is not None:
            self.file.add_strings_in_pieces(f"{self.name}.forms", forms.words)
            self._add("form_term", forms.term.astype(np.uint32))
            self._add("form_code", forms.code.astype(np.uint32))
            self._add("form_count", forms.count.astype(np.uint32))

    def _add(self, name: str, array: Array) -> None:
        self.file.add(f"{self.name}.{name}", array)


@dataclass(frozen=True, slots=True)
class Postings:
    """One term's records and frequencies. `first` is the index of its first posting, `words` that of its first position."""

    ids: Array
    tf: Array
    first: int
    words: int


class Inverted:
    """One field of one segment for reading."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self.name = name
        self.weight = float(file.meta["weights"].get(name, 1.0))
        self.terms: Strings = file.strings(f"{name}.terms")
        empty = np.zeros(1, np.int64)
        self.starts = self._of(file, "starts", empty)
        self.word_starts = self._of(file, "word_starts", empty)
        self.ids = self._of(file, "ids", np.empty(0, "<u4"))
        self._tf = self._of(file, "tf", np.empty(0, np.uint8))
        self._big_at, self._big = self._of(file, "tf_big_at", empty[:0]), self._of(file, "tf_big", empty[:0])
        self.pos = file.get(f"{name}.pos")
        self.code = file.get(f"{name}.code")
        self.least, self.most, self.peak = (self._of(file, part, empty[:0]) for part in ("least", "most", "peak"))
        self.forms: Strings = file.strings(f"{name}.forms")
        self.form_term, self.form_code, self.form_count = (
            self._of(file, part, empty[:0]) for part in ("form_term", "form_code", "form_count")
        )

    def _of(self, file: ArrayFile, part: str, otherwise: Array) -> Array:
        found = file.get(f"{self.name}.{part}")
        return otherwise if found is None else found

    def df(self, term: int) -> int:
        """Return the document frequency of a term, including deleted records."""
        return int(self.starts[term + 1] - self.starts[term])

    def words(self, term: int) -> int:
        """Return how often a term occurs."""
        return int(self.word_starts[term + 1] - self.word_starts[term])

    def df_of(self, terms: Array) -> int:
        """Return the summed document frequency of terms."""
        return int((self.starts[terms + 1] - self.starts[terms]).sum())

    def words_of(self, terms: Array) -> int:
        """Return how often terms occur."""
        return int((self.word_starts[terms + 1] - self.word_starts[terms]).sum())

    def postings(self, term: int) -> Postings:
        a, b = int(self.starts[term]), int(self.starts[term + 1])
        return Postings(self.ids[a:b], self.frequencies(a, b), a, int(self.word_starts[term]))

    def frequencies(self, a: int, b: int) -> Array:
        """Return the frequencies of the postings from `a` to `b`."""
        tf = self._tf[a:b]
        if not len(self._big_at):
            return tf
        low, high = self._big_at.searchsorted(a), self._big_at.searchsorted(b)
        if low == high:
            return tf
        tf = tf.astype(np.int64)
        tf[self._big_at[low:high] - a] = self._big[low:high]
        return tf

    def frequencies_at(self, places: Array) -> Array:
        """Return the frequencies of any postings."""
        tf = self._tf[places]
        big = np.flatnonzero(tf == BIG)
        if len(big):
            tf = tf.astype(np.int64)
            tf[big] = self._big[np.searchsorted(self._big_at, places[big])]
        return tf

    def places(self, postings: Postings, wanted: Array) -> tuple[Array, Array]:
        """Return where the words of the `wanted` postings (sorted) are: indices into `pos` and `code`, and the number of each."""
        counts = postings.tf[wanted].astype(np.int64)
        return expand(sums_before(postings.tf, wanted) + postings.words, counts), counts

    @kept
    def forms_per_term(self) -> Array:
        """Return how many forms each term has."""
        return np.bincount(self.form_term, minlength=len(self.terms))

    @kept
    def languages(self) -> tuple[str, ...]:
        """Return the languages of this field's words other than English, as `search.text.stemming` names them."""
        found = []
        places = self.terms.with_prefix(MARK.encode())
        place = places.start
        while place < places.stop:
            language = self.terms[place].decode().split(MARK)[1]
            found.append(language)
            place = self.terms.with_prefix(f"{MARK}{language}{MARK}".encode()).stop
        return tuple(found)

    @kept
    def form_shapes(self) -> tuple[Array, Array]:
        """Return, per form, the set of its letters as bits (`ord & 31`) and its length in letters."""
        texts = [form_of(form.decode()) for form in self.forms.all()]
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        letters = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32)
        bits = np.left_shift(np.uint32(1), letters & np.uint32(31), dtype=np.uint32)
        return np.bitwise_or.reduceat(bits, bounds(lengths)[:-1]) if len(texts) else bits, lengths.astype(np.uint8)

    def at(self, postings: Postings, ids: Array) -> tuple[Array, Array]:
        """Tell which of the sorted record numbers have the term, and at which posting."""
        return find_sorted(postings.ids, ids)
