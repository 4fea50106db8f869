"""Texts as numbers, quickly: cut at white space first, and each different piece into words once, however often it stands there.

Words never reach across white space, so the words of a text are those of its pieces (`said`, `said,`, `Russian-American`). Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from search.words import FORM_OF, word_pattern

END = "\n"  # of a piece, which has no white space in it
ENDING = {pattern: re.compile(f"{pattern.pattern}|{END}") for pattern in (word_pattern(""), word_pattern("_"))}
END_NUMBER, NO_WORD = 0xFFFFFFFF, 0xFFFFFFFE
Array = npt.NDArray[Any]


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
class Cut:
    """Pieces cut into words: the different forms, and for each piece which of them it has (`flat[starts[i]:starts[i + 1]]`)."""

    forms: list[str]
    flat: Array
    starts: Array

    def words_of(self, pieces: Array) -> tuple[Array, Array]:
        """Return the numbers of the forms of some pieces in a row, and how many words stand before each and after the last."""
        sizes = self.starts[pieces + 1] - self.starts[pieces]
        before = edges(sizes)
        places = np.repeat(self.starts[pieces] - before[:-1], sizes) + np.arange(before[-1])
        return self.flat[places], before


class Pieces(dict[str, int]):
    """Different pieces of texts, numbered as they are met."""

    def __missing__(self, piece: str) -> int:
        number = self[piece] = len(self)
        return number

    def of(self, text: str) -> Iterator[int]:
        """Yield the numbers of a text's pieces, in order."""
        return map(self.__getitem__, text.split())

    def cut(self) -> Cut:
        """Return all pieces cut into words."""
        together = END.join(self)
        found = ENDING[word_pattern(together)].findall(together)
        forms = FormNumbers()
        numbers = np.fromiter(map(forms.__getitem__, found), np.uint32, len(found))
        some = numbers < NO_WORD
        sizes = np.bincount(np.cumsum(numbers == END_NUMBER)[some], minlength=len(self))
        return Cut(list(forms.numbers), numbers[some], edges(sizes))


def edges(sizes: Array) -> Array:
    """Return where each of several runs begins, and where the last ends."""
    found = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=found[1:])
    return found
