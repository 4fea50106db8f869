"""Lines that name the institution whose paper this is, and no event: never the title, but the publisher."""

from __future__ import annotations

import re

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.layout_patterns import EVENT_WORDS
from archive.parsing.metadata.dates import find_date

MOST_WORDS = 12
_ENDS = re.compile(r"[.!?:;…”\"]$|:")


def names_institution(text: str) -> bool:
    """Say whether a line is nothing but capitalised words of which one is a word for an institution."""
    tokens = text.split()
    if not 2 <= len(tokens) <= MOST_WORDS or _ENDS.search(text) or EVENT_WORDS.search(text) or find_date(text):
        return False
    folded = [fold(token) for token in tokens]
    capital = all(token[0].isupper() or word in lexicon.PARTICLES or not word for token, word in zip(tokens, folded, strict=True))
    return capital and not lexicon.LETTERHEADS.isdisjoint(folded) and lexicon.OFFICES.isdisjoint(folded)
