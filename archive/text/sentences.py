"""Where a sentence begins and ends in a paragraph. Pure; good enough to quote by, and never cuts inside the words asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

END = re.compile(r"[.!?…]+[\"”’»)\]]*\s+(?=[\"“‘«(\[]*(\S))")
LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.$")
REACH = 256  # characters looked back for the beginning of a sentence, more only where there is none
ABBREVIATED = frozenset(
    "mr mrs ms dr prof gen lt col sgt capt adm sen rep gov hon st no nos art vol vs approx inc ltd mt jr sr fig".split()
)


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence (or sentences) begins and ends in which `text[start:end]` stands.

    Reads only what stands around it, so that its cost does not depend on the length of the text.
    """
    last = next((edge for edge in edges(text, inside(text, start)) if edge >= end), len(text))
    return beginning_of(text, start), trimmed(text, last)


def beginning_of(text: str, at: int) -> int:
    """Return where the last sentence begins that begins at `at` or before."""
    reach = REACH
    while True:
        low = inside(text, max(0, at - reach))
        last = max(takewhile(at.__ge__, edges(text, low)), default=0)
        if last or not low:
            return last
        reach *= 4


def inside(text: str, at: int) -> int:
    """Return the last place up to `at` where a word is being said or the text begins: no end of a sentence reaches over it."""
    while at and not text[at].isalnum():
        at -= 1
    return at


def trimmed(text: str, at: int) -> int:
    """Return where what stands before `at` ends, without the spaces at its end."""
    while at and text[at - 1].isspace():
        at -= 1
    return at


def edges(text: str, start: int = 0) -> Iterator[int]:
    """Yield where every sentence but the first begins; from `start` on, which must be 0 or the place of a letter or figure."""
    for match in END.finditer(text, start):
        follows = match[1]
        if (follows.isupper() or not follows.isalpha()) and not abbreviated(text[max(0, match.start() - 20) : match.start() + 1]):
            yield match.end()


def abbreviated(before: str) -> bool:
    """Tell whether a text ends in a full stop that ends no sentence: an initial, or a title."""
    word = LAST_WORD.search(before)
    return word is not None and (word[1].casefold() in ABBREVIATED or len(word[1].rpartition(".")[2]) == 1)
