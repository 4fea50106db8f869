"""The known word most similar to a typed one. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

LONGEST = 100  # letters; longer input is not corrected


def closest(typed: str, known: Iterable[str], least: float) -> str:
    """Return the known word most similar to the typed one, empty if none reaches the similarity `least` (0 to 1)."""
    found = (
        extractOne(typed, list(known), processor=None, scorer=ratio, score_cutoff=100 * least) if len(typed) <= LONGEST else None
    )
    return str(found[0]) if found else ""
