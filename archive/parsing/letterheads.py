"""Lines that name the institution whose paper this is, and no event: never the title, but the publisher."""

from __future__ import annotations

import re

from archive.parsing import words
from archive.parsing.dates import find_date
from archive.parsing.patterns import EVENT_WORDS
from archive.parsing.tidy import fold

MOST_WORDS = 12
_ENDS = re.compile(r"[.!?:;…”\"]$|:")


def names_institution(text: str) -> bool:
    """Say whether a line is nothing but capitalised words of which one is a word for an institution."""
    tokens = text.split()
    if not 2 <= len(tokens) <= MOST_WORDS or _ENDS.search(text) or EVENT_WORDS.search(text) or find_date(text):
        return False
    folded = [fold(token) for token in tokens]
    capital = all(token[0].isupper() or word in words.PARTICLES or not word for token, word in zip(tokens, folded, strict=True))
    return capital and not words.LETTERHEADS.isdisjoint(folded) and words.OFFICES.isdisjoint(folded)
