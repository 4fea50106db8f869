"""Names, titles and addresses in a normalised form, so that different spellings match. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import count

from django.utils.text import slugify

from archive.text.letters import plain

APOSTROPHES = re.compile(r"['’‘ʼʹ′`´ʻ]")
# In the scripts of India, Thailand, Tibet and their neighbours, combining marks are vowels and are kept.
_VOWEL_SIGNS = "".join(chr(code) for code in range(0x0900, 0x1900) if unicodedata.category(chr(code)).startswith("M"))
NOT_WORD = re.compile(rf"[^\w{_VOWEL_SIGNS}]+|_+")
BETWEEN_WORDS = re.compile(r"[/|:;,–—&]|(?<=\w\w)\.(?=\w\w)")


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in comparable form: plain, without punctuation."""
    return tuple(NOT_WORD.sub(" ", APOSTROPHES.sub("", plain(text))).split())


def fold_title(title: str) -> str:
    """Return the common form of all spellings of a title: case, accents, quotes and punctuation are ignored."""
    return " ".join(words(title))


def free_address(base: str, taken: Collection[str]) -> str:
    """Return the slug, with the lowest number from 2 appended if it is taken."""
    numbered = (f"{base}-{number}" for number in count(2))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)


def slug_of(text: str, limit: int = 80) -> str:
    """Return an ASCII slug of at most `limit` characters, cut between words; empty if no letter can be transliterated."""
    slug = slugify(plain(BETWEEN_WORDS.sub(" ", APOSTROPHES.sub("", text))))
    if len(slug) <= limit:
        return slug
    cut = slug[: limit + 1].rpartition("-")[0]
    return cut or slug[:limit]
