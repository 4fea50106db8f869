"""Texts as paragraphs, separated by blank lines, each with its offset, and the sentences in them. Pure.

Sentences are good enough for quoting, and never end inside the requested words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

GAP = re.compile(r"\n[^\S\n]*\n")
END = re.compile(r"[.!?…]+[\"”’»)\]]*\s+(?=[\"“‘«(\[]*(\S))")
LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.$")
REACH = 256  # characters searched backwards for the beginning of a sentence; more only if there is none
ABBREVIATED = frozenset(
    "mr mrs ms dr prof gen lt col sgt capt adm sen rep gov hon st no nos art vol vs approx inc ltd mt jr sr fig".split()
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a turn: `text` begins at offset `start`. `number` is permanent, 0 if there is none yet."""

    text: str
    start: int
    number: int = 0

    @property
    def end(self) -> int:
        """Return the offset of its end."""
        return self.start + len(self.text)


def paragraphs_of(text: str) -> list[Paragraph]:
    """Return the paragraphs of a turn's text, in order."""
    return numbered(text, ())


def numbered(text: str, numbers: Sequence[int]) -> list[Paragraph]:
    """Return the paragraphs of a text with their permanent numbers, 0 when these run out."""
    return list(each_paragraph(text, numbers))


def each_paragraph(text: str, numbers: Sequence[int]) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text with their permanent numbers, lazily."""
    for count, (begin, end) in enumerate(pieces(text)):
        yield trimmed(text, begin, end, numbers[count] if count < len(numbers) else 0)


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each paragraph begins and ends, with the blanks around its words; quick for whoever wants one of many."""
    begin = 0
    for gap in GAP.finditer(text):
        end, following = gap.span()
        if end > begin and not (text[begin].isspace() and text[begin:end].isspace()):
            yield begin, end
        begin = following
    if len(text) > begin and not text[begin:].isspace():
        yield begin, len(text)


def trimmed(text: str, begin: int, end: int, number: int = 0) -> Paragraph:
    """Return one of these pieces as a paragraph."""
    piece = text[begin:end]
    return Paragraph(piece.strip(), begin + len(piece) - len(piece.lstrip()), number)


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Return start and end of the sentence (or sentences) around `text[start:end]`.

    Reads only the surroundings, so the cost does not depend on the length of the text.
    """
    last = next((edge for edge in edges(text, inside(text, start)) if edge >= end), len(text))
    return beginning_of(text, start), before_spaces(text, last)


def beginning_of(text: str, at: int) -> int:
    """Return the beginning of the last sentence that begins at or before `at`."""
    reach = REACH
    while True:
        low = inside(text, max(0, at - reach))
        last = max(takewhile(at.__ge__, edges(text, low)), default=0)
        if last or not low:
            return last
        reach *= 4


def inside(text: str, at: int) -> int:
    """Return the last offset up to `at` inside a word or at the beginning of the text. No sentence ends across it."""
    while at and not text[at].isalnum():
        at -= 1
    return at


def before_spaces(text: str, at: int) -> int:
    """Return the end of the text before `at` without trailing spaces."""
    while at and text[at - 1].isspace():
        at -= 1
    return at


def edges(text: str, start: int = 0) -> Iterator[int]:
    """Yield the beginning of every sentence but the first, from `start`, which must be 0 or the offset of a letter or digit."""
    for match in END.finditer(text, start):
        follows = match[1]
        if (follows.isupper() or not follows.isalpha()) and not abbreviated(text[max(0, match.start() - 20) : match.start() + 1]):
            yield match.end()


def abbreviated(before: str) -> bool:
    """Tell whether a text ends in the full stop of an initial or a title."""
    word = LAST_WORD.search(before)
    return word is not None and (word[1].casefold() in ABBREVIATED or len(word[1].rpartition(".")[2]) == 1)
