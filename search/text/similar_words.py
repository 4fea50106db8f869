"""The likeliest of some words that may have been meant. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

LONGEST = 100  # letters of what was typed; longer than that is no slip of the hand


def closest(typed: str, known: Iterable[str], least: float) -> str:
    """Return the known word that is most like what was typed, empty where none is alike by `least` (of 1)."""
    found = (
        extractOne(typed, list(known), processor=None, scorer=ratio, score_cutoff=100 * least) if len(typed) <= LONGEST else None
    )
    return str(found[0]) if found else ""
