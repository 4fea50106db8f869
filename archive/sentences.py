"""Where a sentence begins and ends in a paragraph. Pure; good enough to quote by, and never cuts inside the words asked for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

END = re.compile(r"[.!?…]+[\"”’»)\]]*\s+(?=[\"“‘«(\[]*(\S))")
LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.$")
ABBREVIATED = frozenset(
    "mr mrs ms dr prof gen lt col sgt capt adm sen rep gov hon st no nos art vol vs approx inc ltd mt jr sr fig".split()
)


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence (or sentences) begins and ends in which `text[start:end]` stands."""
    return sentence_between(text, list(edges(text)), start, end)


def sentence_between(text: str, begins: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Return the same where the text's `edges` are known already, as for many places in one text."""
    before, after = bisect_right(begins, start), bisect_left(begins, end)
    last = begins[after] if after < len(begins) else len(text)
    return (begins[before - 1] if before else 0), len(text[:last].rstrip())


def edges(text: str) -> Iterator[int]:
    """Yield where every sentence but the first begins."""
    for match in END.finditer(text):
        follows = match[1]
        if (follows.isupper() or not follows.isalpha()) and not abbreviated(text[max(0, match.start() - 20) : match.start() + 1]):
            yield match.end()


def abbreviated(before: str) -> bool:
    """Tell whether a text ends in a full stop that ends no sentence: an initial, or a title."""
    word = LAST_WORD.search(before)
    return word is not None and (word[1].casefold() in ABBREVIATED or len(word[1].rpartition(".")[2]) == 1)
