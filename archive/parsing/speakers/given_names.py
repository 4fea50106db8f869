"""Given names of many countries: within a label, they show where the office ends and the name begins."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from archive.parsing import lexicon
from archive.parsing.cleaning import fold

GIVEN_FILE = Path(__file__).with_name("given_names.txt")


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Return the known given names, folded."""
    return frozenset(GIVEN_FILE.read_text(encoding="utf-8").split()) | lexicon.GIVEN_NAMES


def is_given(word: str) -> bool:
    """Say whether a word is a known given name."""
    return fold(word) in given_names()
