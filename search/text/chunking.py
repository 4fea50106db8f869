"""Texts as numbers, quickly: split at white space first, then each distinct piece into words once.

Words never span white space, so the words of a text are those of its pieces (`said`, `said,`, `Russian-American`). A text in a
script without spaces is split into characters. Pieces of different languages are kept apart. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from search.engines.whoosh.storage.arrays import Array, bounds, expand
from search.text.scripts import PIECE
from search.text.stemming import spoken_in
from search.text.words import FORM_OF, SEVERAL, is_unspaced, parts, word_pattern

END = "\n"  # end of a piece, which contains no white space
ENDING = {pattern: re.compile(f"{pattern.pattern}|{END}") for pattern in (word_pattern(""), word_pattern("_"))}
END_NUMBER, NO_WORD, FIRST_SEVERAL = -1, -2, -3  # instead of a form's number; several words: FIRST_SEVERAL and below


@dataclass(frozen=True, slots=True)
class CutText:
    """Pieces cut into words.

    `forms` are the distinct forms with their language. Piece `i` has `flat[starts[i]:starts[i] + sizes[i]]` of them. Its
    compounds are `joined[joins[i]:joins[i + 1]]`, each at the word given by `offsets`.
    """

    forms: list[str]
    flat: Array
    starts: Array
    sizes: Array
    joins: Array
    joined: Array
    offsets: Array

    def words_of(self, pieces: Array) -> tuple[Array, Array]:
        """Return the forms' numbers of some pieces in a row, and the number of words before each and after the last."""
        sizes = self.sizes[pieces]
        before = bounds(sizes)
        return self.flat[expand(self.starts[pieces], sizes)], before

    def joined_of(self, pieces: Array, before: Array) -> tuple[Array, Array]:
        """Return the compounds of these pieces: the index of each one's first part, and its form."""
        if not len(self.joined):
            return self.joined, self.joined
        counts = np.diff(self.joins)[pieces]
        which = expand(self.joins[pieces], counts)
        return np.repeat(before[:-1], counts) + self.offsets[which], self.joined[which]


class Chunks(dict[str, int]):
    """Chunk of a text in one language -> number of its form, in order of first appearance, or a special value."""

    def __init__(self, forms: dict[str, int], language: str) -> None:
        super().__init__({END: END_NUMBER})
        self._forms, self._language = forms, language
        self.several: list[list[int]] = []  # the forms of each chunk with several
        self.joined: list[int] = []  # their compound, NO_WORD if there is none

    def __missing__(self, chunk: str) -> int:
        form = FORM_OF[chunk]
        number = self[chunk] = self._several(chunk) if form == SEVERAL else self._number(form, chunk) if form else NO_WORD
        return number

    def _number(self, form: str, written: str) -> int:
        return self._forms.setdefault(spoken_in(form, written, self._language), len(self._forms))

    def _several(self, chunk: str) -> int:
        found = parts(chunk)
        numbers = [self._number(part.form, part.written) for part in found]
        has_joined = len(found) > 1 and not found[-1].place
        self.joined.append(numbers.pop() if has_joined else NO_WORD)
        self.several.append(numbers)
        return FIRST_SEVERAL + 1 - len(self.several)


@dataclass(frozen=True, slots=True)
class CutPieces:
    """The pieces of one language cut into words: words in a row, their number in each, compounds as piece, offset and form."""

    flat: Array
    sizes: Array
    joined: tuple[Array, Array, Array]


class Pieces:
    """Distinct pieces of texts, numbered in order of first appearance."""

    def __init__(self) -> None:
        self._by_language: dict[str, _Numbers] = {}
        self._size = [0]

    def __len__(self) -> int:
        return self._size[0]

    def of(self, text: str, language: str = "") -> Iterator[int]:
        """Yield the numbers of a text's pieces, in order."""
        return map(self.numbers(language).__getitem__, PIECE.findall(text) if is_unspaced(text) else text.split())

    def numbers(self, language: str = "") -> Mapping[str, int]:
        """Return the numbers of the pieces of a language. An unknown piece is numbered on access."""
        return self._by_language.setdefault(language, _Numbers(self._size))

    def cut(self) -> CutText:
        """Return all pieces cut into words."""
        forms: dict[str, int] = {}
        numbers = [np.fromiter(of.values(), np.int64, len(of)) for of in self._by_language.values()]
        cut_texts = [_cut(list(of), Chunks(forms, language)) for language, of in self._by_language.items()]
        flat = np.concatenate([each.flat for each in cut_texts] or [np.empty(0, np.uint32)])
        starts, sizes = np.zeros(len(self), np.int64), np.zeros(len(self), np.int64)
        edges = bounds(np.array([len(each.flat) for each in cut_texts], np.int64))
        for first, of, each in zip(edges[:-1].tolist(), numbers, cut_texts, strict=True):
            sizes[of], starts[of] = each.sizes, first + bounds(each.sizes)[:-1]
        return CutText(list(forms), flat, starts, sizes, *_joins(numbers, cut_texts, len(self)))


class _Numbers(dict[str, int]):
    """Pieces of one language. `size` counts those of all."""

    def __init__(self, size: list[int]) -> None:
        super().__init__()
        self._all = size

    def __missing__(self, piece: str) -> int:
        number = self[piece] = self._all[0]
        self._all[0] += 1
        return number


def _cut(pieces: list[str], chunks: Chunks) -> CutPieces:
    together = END.join(pieces)
    found = ENDING[word_pattern(together)].findall(together)
    codes = np.fromiter(map(chunks.__getitem__, found), np.int64, len(found))
    piece_of = np.cumsum(codes == END_NUMBER)
    sizes = (codes >= 0).astype(np.int64)
    several = np.flatnonzero(codes <= FIRST_SEVERAL)
    which = FIRST_SEVERAL - codes[several]
    lengths = np.array([len(each) for each in chunks.several], np.int64)
    sizes[several] = lengths[which] if len(several) else 0
    edges = bounds(sizes)
    flat = np.empty(edges[-1], np.uint32)
    flat[edges[:-1][codes >= 0]] = codes[codes >= 0]
    of_several = np.array([number for each in chunks.several for number in each], np.uint32)
    flat[expand(edges[several], sizes[several])] = of_several[expand(bounds(lengths)[which], sizes[several])]
    of_pieces = np.bincount(piece_of, sizes, minlength=len(pieces)).astype(np.int64)[: len(pieces)]
    joined = np.array(chunks.joined, np.int64)[which] if len(several) else np.empty(0, np.int64)
    some = several[joined != NO_WORD]
    offsets = edges[some] - bounds(of_pieces)[piece_of[some]]
    return CutPieces(flat, of_pieces, (piece_of[some], offsets, joined[joined != NO_WORD]))


def _joins(numbers: list[Array], found: list[CutPieces], size: int) -> tuple[Array, Array, Array]:
    """Return where each piece's compounds begin, their forms, and their words' offsets."""
    nothing = [np.empty(0, np.int64)]
    pieces = np.concatenate([of[each.joined[0]] for of, each in zip(numbers, found, strict=True)] or nothing)
    order = np.argsort(pieces, kind="stable")
    offsets, forms = (np.concatenate([each.joined[at] for each in found] or nothing)[order] for at in (1, 2))
    return bounds(np.bincount(pieces, minlength=size)), forms, offsets
