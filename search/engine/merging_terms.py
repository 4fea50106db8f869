"""The merging of one inverted field: terms of all sources in one order, their postings block by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from search.engine.arrays import Array, bounds, expand
from search.engine.buffers import code_within, grouped
from search.engine.inverted import Block, Forms, Inverted

WORDS_AT_ONCE = 1 << 19
A_RECORD = 16  # about how often a very frequent word stands in a record


class TermMerge:
    """Merges the same field of several segments; `numbers` are each one's new record numbers (-1: gone)."""

    def __init__(self, fields: Sequence[Inverted], numbers: Sequence[Array]) -> None:
        self._fields, self._numbers = fields, numbers
        lists = [field.terms.all() for field in fields]
        self._terms = sorted(set().union(*lists))
        place = {term: i for i, term in enumerate(self._terms)}
        self._places = [np.fromiter((place[term] for term in terms), np.int64, len(terms)) for terms in lists]

    @property
    def widest_position(self) -> int:
        """Return a bound for positions: what the widest source has room for."""
        return max((int(np.iinfo(field.pos.dtype).max) for field in self._fields if field.pos is not None), default=0)

    def _edges(self) -> Array:
        """Return between which terms the blocks are cut: each has a bounded number of words, or one term with more."""
        words = np.zeros(len(self._terms), np.int64)
        for field, places in zip(self._fields, self._places, strict=True):
            words[places] += np.diff(field.word_starts)
        block = np.cumsum(words) // WORDS_AT_ONCE
        large = np.flatnonzero(words > WORDS_AT_ONCE)
        return np.unique(np.concatenate(([0], np.flatnonzero(np.diff(block)) + 1, large, large + 1, [len(self._terms)])))

    def blocks(self) -> Iterator[Block]:
        """Yield the merged postings, terms in order."""
        edges = self._edges().tolist()
        for first, last in pairwise(edges):
            if last == first + 1:
                yield from self._pieces(first)
            elif last > first:
                yield self._block(first, last)

    def _pieces(self, term: int) -> Iterator[Block]:
        """Yield the merged postings of one term, which may be very many, in pieces that follow each other."""
        at_once = max(1, WORDS_AT_ONCE // A_RECORD)
        for source, (field, places) in enumerate(zip(self._fields, self._places, strict=True)):
            own, end = np.searchsorted(places, (term, term + 1)).tolist()
            word, last = int(field.word_starts[own]), int(field.starts[end])
            for first in range(int(field.starts[own]), last, at_once):
                tf = field.frequencies(first, min(last, first + at_once)).astype(np.int64)
                ids = self._numbers[source][field.ids[first : first + len(tf)]]
                kept, words = ids >= 0, slice(word, word + int(tf.sum()))
                word = words.stop
                sizes = np.array([np.count_nonzero(kept)])
                placed = self._placed(source, own, words, np.repeat(kept, tf))
                yield Block([self._terms[term]], sizes, ids[kept], tf[kept], *placed)

    def _placed(self, source: int, own: int, words: slice, kept: Array) -> tuple[Array | None, Array | None]:
        """Return positions and new codes of some words of one of a source's terms."""
        field = self._fields[source]
        if field.pos is None or field.code is None:
            return (None if field.pos is None else field.pos[words][kept]), None
        codes = self._new_codes[source][self._form_bases[source][own] + field.code[words][kept].astype(np.int64)]
        return field.pos[words][kept], codes

    def _block(self, first: int, last: int) -> Block:
        parts = [self._slice(i, first, last) for i in range(len(self._fields))]
        terms, ids, tf = (np.concatenate([part[column] for part in parts]) for column in range(3))
        order = grouped(terms, last - first)
        sizes = np.bincount(terms, minlength=last - first)
        some = np.flatnonzero(sizes)
        words = expand(bounds(tf)[:-1][order], tf[order])
        texts = [self._terms[first + place] for place in some.tolist()]
        return Block(texts, sizes[some], ids[order], tf[order], self._words(parts, 3, words), self._words(parts, 4, words))

    @staticmethod
    def _words(parts: Sequence[tuple[Array, ...]], column: int, words: Array) -> Array | None:
        arrays = [part[column] for part in parts if len(part) > column]
        return np.concatenate(arrays)[words] if arrays else None

    def _slice(self, source: int, first: int, last: int) -> tuple[Array, ...]:
        """Return a source's share of a block: terms counted from `first`, records, frequencies, then positions and codes."""
        field, places = self._fields[source], self._places[source]
        low, high = np.searchsorted(places, (first, last)).tolist()
        a, b = int(field.starts[low]), int(field.starts[high])
        terms = np.repeat(places[low:high] - first, np.diff(field.starts[low : high + 1]))
        ids = self._numbers[source][field.ids[a:b]]
        tf = field.frequencies(a, b).astype(np.int64)
        kept = ids >= 0
        shared = (terms[kept], ids[kept], tf[kept])
        if field.pos is None:
            return shared
        words = slice(int(field.word_starts[low]), int(field.word_starts[high]))
        kept_words = np.repeat(kept, tf)
        positions = field.pos[words][kept_words]
        if field.code is None:
            return (*shared, positions)
        own_terms = np.repeat(np.arange(low, high), np.diff(field.word_starts[low : high + 1]))[kept_words]
        return (*shared, positions, self._new_codes[source][self._form_base(source)[own_terms] + field.code[words][kept_words]])

    def _form_base(self, source: int) -> Array:
        return self._form_bases[source]

    @cached_property
    def _form_bases(self) -> list[Array]:
        """Return, per source, where each term's forms begin when forms are ordered by term and code."""
        return [bounds(field.forms_per_term)[:-1] for field in self._fields]

    @cached_property
    def _all_forms(self) -> Forms:
        """Return the forms of all sources, sorted, with the numbers of their terms among all terms."""
        term: dict[bytes, int] = {}
        count: dict[bytes, int] = {}
        for field, places in zip(self._fields, self._places, strict=True):
            forms = field.forms.all()
            for form, own, often in zip(forms, field.form_term.tolist(), field.form_count.tolist(), strict=True):
                term[form] = int(places[own])
                count[form] = count.get(form, 0) + often
        words = sorted(term)
        terms = np.fromiter((term[word] for word in words), np.int64, len(words))
        counts = np.fromiter((count[word] for word in words), np.int64, len(words))
        return Forms(words, terms, code_within(terms), counts)

    @cached_property
    def _new_codes(self) -> list[Array]:
        """Return, per source, the new code of each form, forms ordered by term and code."""
        code = dict(zip(self._all_forms.words, self._all_forms.code.tolist(), strict=True))
        tables = []
        for field, bases in zip(self._fields, self._form_bases, strict=True):
            table = np.zeros(len(field.forms), np.int64)
            flat = bases[field.form_term] + field.form_code
            table[flat] = np.fromiter((code[form] for form in field.forms.all()), np.int64, len(field.forms))
            tables.append(table)
        return tables

    @property
    def widest_code(self) -> int:
        """Return the highest code of a form."""
        return int(self._all_forms.code.max()) if len(self._all_forms.words) else 0

    def forms(self, kept: Sequence[bytes]) -> Forms | None:
        """Return the forms of the terms that were kept, with their numbers among those; None where the field has no forms."""
        forms = self._all_forms
        if not len(forms.words):
            return None
        number = {term: i for i, term in enumerate(kept)}
        terms = np.fromiter((number.get(self._terms[term], -1) for term in forms.term.tolist()), np.int64, len(forms.words))
        some = terms >= 0
        words = [word for word, keep in zip(forms.words, some.tolist(), strict=True) if keep]
        return Forms(words, terms[some], forms.code[some], forms.count[some])
