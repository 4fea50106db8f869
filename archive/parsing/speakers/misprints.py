"""Labels and names that are misprints of others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from archive.parsing import lexicon

ALIKE, WORDS_ALIKE = 0.8, 0.5


def without_stray(folded: str) -> str:
    """Return a folded label without stray letters that a scan put before it, and without digits in its words."""
    words = [re.sub(r"\d", "", word) for word in folded.split()]
    while len(words) > 1 and len(words[0]) < 2:
        words = words[1:]
    return " ".join(filter(None, words))


def is_misprint(own: str, usual: str) -> bool:
    """Tell whether a label is another one with letters misread: as many words, each similar."""
    words, others = own.split(), usual.split()
    if len(words) != len(others) or len(own) < 6 or _ratio(own, usual) < ALIKE:
        return False
    different = [(one, other) for one, other in zip(words, others, strict=True) if one != other]
    known = lexicon.OFFICES | lexicon.GIVEN_NAMES
    return all(len(one) > 3 and one not in known and _ratio(one, other) >= WORDS_ALIKE for one, other in different)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def is_misprinted_asker(key: str) -> bool:
    """Tell whether a label is a misread word for the asker ("JOIJRNALIST"): one word of ten letters or more."""
    if len(key) < 9 or len(key) > 14 or " " in key or not key.isascii():
        return False
    return any(abs(len(word) - len(key)) < 3 and _ratio(key, word) > 0.85 for word in _LONG_ASKERS)


_LONG_ASKERS = tuple(word for word in lexicon.ASKERS if len(word) > 8 and " " not in word and word.isascii())


def misprinted(a: str, b: str) -> bool:
    """Tell whether two names differ by one letter, or by two swapped neighbours."""
    if one_letter_apart(a, b):
        return True
    places = [i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    return len(a) == len(b) and len(places) == 2 and places[1] == places[0] + 1 and sorted(a) == sorted(b)


def one_letter_apart(a: str, b: str) -> bool:
    """Tell whether two words differ by one letter changed, added or omitted."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    return rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:]


def by_length(names: Iterable[str]) -> dict[int, set[str]]:
    """Group names by their number of letters."""
    found: dict[int, set[str]] = {}
    for name in names:
        found.setdefault(len(name), set()).add(name)
    return found
