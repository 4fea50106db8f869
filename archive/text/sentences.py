"""Sentence boundaries in a paragraph. Pure; good enough for quoting, and never inside the requested words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

END = re.compile(r"[.!?…]+[\"”’»)\]]*\s+(?=[\"“‘«(\[]*(\S))")
LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.$")
REACH = 256  # characters searched backwards for the beginning of a sentence; more only if there is none
ABBREVIATED = frozenset(
    "mr mrs ms dr prof gen lt col sgt capt adm sen rep gov hon st no nos art vol vs approx inc ltd mt jr sr fig".split()
)


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Return start and end of the sentence (or sentences) around `text[start:end]`.

    Reads only the surroundings, so the cost does not depend on the length of the text.
    """
    last = next((edge for edge in edges(text, inside(text, start)) if edge >= end), len(text))
    return beginning_of(text, start), trimmed(text, last)


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


def trimmed(text: str, at: int) -> int:
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
