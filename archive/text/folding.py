"""Names, titles and addresses brought to one form, so that two ways of printing the same thing meet. Pure."""

from __future__ import annotations

import re
import unicodedata

from django.utils.text import slugify

# Cyrillic as English-language news prints it (BGN/PCGN without its marks), and the Latin letters that have no decomposition.
CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "w", "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz",
}  # fmt: skip
LATIN = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ə": "e", "ŋ": "ng"}
LETTERS = str.maketrans({**CYRILLIC, **LATIN})
APOSTROPHES = re.compile(r"['’‘ʼʹ′`´ʻ]")
MARKS = re.compile(r"[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]")
NOT_WORD = re.compile(r"[^\w]+|_+")
BETWEEN_WORDS = re.compile(r"[/|:;,–—&]|(?<=\w\w)\.(?=\w\w)")


def plain(text: str) -> str:
    """Return the text in lower-case letters without accents; Cyrillic is transliterated, other scripts are left alone."""
    letters = unicodedata.normalize("NFKC", text).casefold().translate(LETTERS)
    return MARKS.sub("", unicodedata.normalize("NFKD", letters))


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared: plain, without punctuation."""
    return tuple(NOT_WORD.sub(" ", APOSTROPHES.sub("", plain(text))).split())


def fold_title(title: str) -> str:
    """Return what two printings of one title have in common: case, accents, quotes and punctuation do not count."""
    return " ".join(words(title))


def slug_of(text: str, limit: int = 80) -> str:
    """Return an ASCII slug of at most `limit` characters, cut between words; empty where no letter can be written so."""
    slug = slugify(plain(BETWEEN_WORDS.sub(" ", APOSTROPHES.sub("", text))))
    if len(slug) <= limit:
        return slug
    cut = slug[: limit + 1].rpartition("-")[0]
    return cut or slug[:limit]
