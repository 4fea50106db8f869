"""Merges one inverted field piece by piece: terms of all sources in one order, their postings block by block."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from search.engines.whoosh.storage.arrayfile import Strings
from search.engines.whoosh.storage.arrays import Array, bounds, expand, narrowest
from search.engines.whoosh.storage.inverted import Block, Forms, Inverted
from search.engines.whoosh.writing.buffers import code_within, grouped

BATCH_SIZE = 1 << 14  # strings; sorting them blocks all other threads of the process
WORDS_AT_ONCE = 1 << 17
TERMS_AT_ONCE = 1 << 15
A_RECORD = 16  # estimated frequency of a very frequent word in a record


class MergedStrings:
    """The distinct strings of several sorted lists, numbered in order. `places` are the numbers of each list's strings.

    `passed` is called when the pages of strings already read may be released.
    """

    def __init__(self, lists: Sequence[Strings], passed: Callable[[], None]) -> None:
        self._lists, self._passed = lists, passed
        self.places = [np.empty(len(one), np.int32) for one in lists]
        self._count = 0
        for ranges in self._rounds():
            self._number(ranges)
            passed()

    def __len__(self) -> int:
        return self._count

    def _rounds(self) -> Iterator[list[tuple[int, int]]]:
        """Yield a range of each list, so that all strings of a round come before all of the next."""
        at, step = [0] * len(self._lists), max(1, BATCH_SIZE // max(1, len(self._lists)))
        while any(first < len(one) for one, first in zip(self._lists, at, strict=True)):
            ahead = [first + step for first in at]
            cut = [one[end - 1] for one, end in zip(self._lists, ahead, strict=True) if end < len(one)]
            ends = [min(end, len(one)) for one, end in zip(self._lists, ahead, strict=True)]
            if cut:
                last = min(cut)
                ends = [bisect_right(one, last, first, end) for one, first, end in zip(self._lists, at, ends, strict=True)]
            yield list(zip(at, ends, strict=True))
            at = ends

    def _number(self, ranges: list[tuple[int, int]]) -> None:
        parts = [one[first:last] for one, (first, last) in zip(self._lists, ranges, strict=True)]
        merged = sorted(set().union(*parts))
        number = dict(zip(merged, range(self._count, self._count + len(merged)), strict=True))
        for places, part, (first, last) in zip(self.places, parts, ranges, strict=True):
            places[first:last] = np.fromiter(map(number.__getitem__, part), np.int32, len(part))
        self._count += len(merged)

    def pieces(self, kept: Array | None = None) -> Iterator[list[bytes]]:
        """Yield all strings in order, a list at a time; with a mask, only the marked ones."""
        for first in range(0, self._count, BATCH_SIZE):
            part = self._part(first, min(first + BATCH_SIZE, self._count))
            yield part if kept is None else [part[place] for place in np.flatnonzero(kept[first : first + BATCH_SIZE]).tolist()]
            self._passed()

    def _part(self, first: int, last: int) -> list[bytes]:
        part = [b""] * (last - first)
        for one, places in zip(self._lists, self.places, strict=True):
            low, high = np.searchsorted(places, (first, last)).tolist()
            for place, text in zip((places[low:high] - first).tolist(), one[low:high], strict=True):
                part[place] = text
        return part


class Share(NamedTuple):
    """A source's share of a block: its terms (from the block's first), its postings and words, and their contents."""

    terms: Array
    sizes: Array
    words: Array
    ids: Array
    tf: Array
    positions: Array | None
    codes: Array | None


class TermMerge:
    """Merges the same field of several segments. `numbers` are each one's new record numbers (-1: deleted).

    `passed` is called when the pages of postings already read may be released.
    """

    def __init__(self, fields: Sequence[Inverted], numbers: Sequence[Array], passed: Callable[[], None]) -> None:
        self._fields, self._numbers, self._passed = fields, numbers, passed
        self._whole = [not len(of_source) or int(of_source.min()) >= 0 for of_source in numbers]
        self.terms = MergedStrings([field.terms for field in fields], passed)
        self.kept = np.zeros(len(self.terms), bool)  # terms of the yielded blocks that have postings

    @property
    def widest_position(self) -> int:
        """Return an upper bound for positions."""
        return max((int(np.iinfo(field.pos.dtype).max) for field in self._fields if field.pos is not None), default=0)

    def _edges(self) -> Array:
        """Return the boundaries of blocks. Each has a bounded number of words and terms, or one larger term."""
        words = np.zeros(len(self.terms), np.int64)
        for field, places in zip(self._fields, self.terms.places, strict=True):
            words[places] += np.diff(field.word_starts)
        large = np.flatnonzero(words > WORDS_AT_ONCE)
        block = np.cumsum(words, out=words)
        block //= WORDS_AT_ONCE
        every, ends = np.arange(0, len(self.terms), TERMS_AT_ONCE), np.flatnonzero(block[1:] != block[:-1]) + 1
        return np.unique(np.concatenate((every, ends, large, large + 1, [len(self.terms)])))

    def blocks(self) -> Iterator[Block]:
        """Yield the merged postings, terms in order."""
        for first, last in pairwise(self._edges().tolist()):
            if last == first + 1:
                yield from self._pieces(first)
            else:
                yield self._block(first, last)
            self._passed()

    def _pieces(self, term: int) -> Iterator[Block]:
        """Yield the merged postings of one term, possibly very many, in consecutive pieces."""
        at_once = max(1, WORDS_AT_ONCE // A_RECORD)
        for source, (field, places) in enumerate(zip(self._fields, self.terms.places, strict=True)):
            own, end = np.searchsorted(places, (term, term + 1)).tolist()
            word, last = int(field.word_starts[own]), int(field.starts[end])
            for first in range(int(field.starts[own]), last, at_once):
                edges = np.array((first, min(last, first + at_once)))
                words = np.array((word, word + int(field.frequencies(*edges.tolist()).sum(dtype=np.int64))))
                share = self._share(source, np.zeros(1, np.int64), own, edges, words)
                word = int(words[1])
                if len(share.ids):
                    yield Block(share.sizes, share.ids, share.tf, share.positions, share.codes, more=bool(self.kept[term]))
                    self.kept[term] = True
                self._passed()

    def _block(self, first: int, last: int) -> Block:
        """Return the merged postings of several terms: each term's of the first source, then of the next."""
        shares = [self._share_of_terms(source, first, last) for source in range(len(self._fields))]
        terms, sizes, words, ids, tf = (np.concatenate([share[column] for share in shares]) for column in range(5))
        order = grouped(terms, last - first)
        postings = expand(bounds(sizes)[:-1][order], sizes[order])
        per_term = np.bincount(terms, sizes, minlength=last - first).astype(np.int64)
        self.kept[first:last] = per_term > 0
        positions = [share.positions for share in shares if share.positions is not None]
        codes = [share.codes for share in shares if share.codes is not None]
        places = expand(bounds(words)[:-1][order], words[order]) if positions else order
        found, forms = (np.concatenate(parts)[places] if parts else None for parts in (positions, codes))
        return Block(per_term[per_term > 0], ids[postings], tf[postings], found, forms)

    def _share_of_terms(self, source: int, first: int, last: int) -> Share:
        field, places = self._fields[source], self.terms.places[source]
        low, high = np.searchsorted(places, (first, last)).tolist()
        own = slice(low, high + 1)
        return self._share(source, places[low:high] - first, low, field.starts[own], field.word_starts[own])

    def _share(self, source: int, terms: Array, low: int, starts: Array, word_starts: Array) -> Share:
        """Return a source's terms from `low` on, with postings and words between these edges."""
        field, numbers = self._fields[source], self._numbers[source]
        first, last = int(starts[0]), int(starts[-1])
        own, tf = field.ids[first:last], field.frequencies(first, last)
        words, inside = np.diff(word_starts), slice(int(word_starts[0]), int(word_starts[-1]))
        positions = None if field.pos is None else field.pos[inside]
        codes = None if positions is None or field.code is None else self._new_codes(source, low, words, field.code[inside])
        if self._whole[source]:
            ids = own + np.uint32(numbers[0] if len(numbers) else 0)
            return Share(terms, np.diff(starts), words, ids, tf, positions, codes)
        share = Share(terms, starts - first, word_starts - word_starts[0], numbers[own], tf, positions, codes)
        return _living(share)

    def _new_codes(self, source: int, low: int, words: Array, codes: Array) -> Array:
        """Return the new codes of the words of terms from `low` on."""
        bases = np.repeat(self._form_bases[source][low : low + len(words)], words)
        bases += codes
        found: Array = self._code_tables[source][bases]
        return found

    @cached_property
    def _form_bases(self) -> list[Array]:
        """Return, per source, where each term's forms begin when forms are ordered by term and code."""
        return [bounds(np.bincount(field.form_term, minlength=len(field.terms)))[:-1] for field in self._fields]

    @cached_property
    def _words(self) -> MergedStrings:
        return MergedStrings([field.forms for field in self._fields], self._passed)

    @cached_property
    def _forms(self) -> Forms:
        """Return the forms of all sources, sorted, with the numbers of their terms among all terms."""
        term, count = np.empty(len(self._words), np.int32), np.zeros(len(self._words), np.int64)
        for field, places, forms in zip(self._fields, self.terms.places, self._words.places, strict=True):
            term[forms] = places[field.form_term]
            count[forms] += field.form_count
        return Forms((), term, code_within(term), count)

    @cached_property
    def _code_tables(self) -> list[Array]:
        """Return, per source, the new code of each form, forms ordered by term and code."""
        tables = []
        for field, bases, places in zip(self._fields, self._form_bases, self._words.places, strict=True):
            table = np.zeros(len(places), narrowest(self.widest_code))
            table[bases[field.form_term] + field.form_code] = self._forms.code[places]
            tables.append(table)
        return tables

    @property
    def widest_code(self) -> int:
        """Return the highest code of a form."""
        return int(self._forms.code.max(initial=0))

    @property
    def kept_number(self) -> Array:
        """Return each term's number among those with postings; meaningless for the others."""
        return np.cumsum(self.kept) - 1

    def forms(self) -> Forms | None:
        """Return the forms of the terms with postings, numbered among those; None if the field has no forms."""
        if not len(self._words):
            return None
        some = self.kept[self._forms.term]
        term = self.kept_number[self._forms.term[some]]
        return Forms(self._words.pieces(some), term, self._forms.code[some], self._forms.count[some])


def _living(share: Share) -> Share:
    """Return a share without deleted records, with sizes and words given as edges."""
    kept = share.ids >= 0
    sizes = np.diff(bounds(kept)[share.sizes])
    some = share._replace(sizes=sizes, words=np.diff(share.words), ids=share.ids[kept].astype(np.uint32), tf=share.tf[kept])
    if share.positions is None:
        return some
    kept_words = np.repeat(kept, share.tf)
    codes = None if share.codes is None else share.codes[kept_words]
    return some._replace(words=np.diff(bounds(kept_words)[share.words]), positions=share.positions[kept_words], codes=codes)
