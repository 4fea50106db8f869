"""Names, titles and addresses in a normalised form and in plain Latin letters, so that different spellings match. Pure.

Cyrillic follows BGN/PCGN without its signs, as English-language news prints it. anyascii was tried (docs/decisions): it also
transliterates Chinese and Arabic, which makes different names equal, and writes signs that no newspaper prints.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import count

from django.utils.text import slugify

# Letters that Unicode does not decompose. Azerbaijani ə is printed as a (Əliyev, Aliyev), Belarusian ў as u (Быкаў, Bykau).
LATIN = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ə": "a", "ħ": "h", "ŋ": "ng",
}  # fmt: skip
CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u", "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz",
    "ѓ": "gj", "ќ": "kj",
}  # fmt: skip
_LETTERS = str.maketrans(CYRILLIC | LATIN)
_MARKS = re.compile(r"[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]")
APOSTROPHES = re.compile(r"['’‘ʼʹ′`´ʻ]")
# In the scripts of India, Thailand, Tibet and their neighbours, combining marks are vowels and are kept.
_VOWEL_SIGNS = "".join(chr(code) for code in range(0x0900, 0x1900) if unicodedata.category(chr(code)).startswith("M"))
NOT_WORD = re.compile(rf"[^\w{_VOWEL_SIGNS}]+|_+")
BETWEEN_WORDS = re.compile(r"[/|:;,–—&]|(?<=\w\w)\.(?=\w\w)")


def plain(text: str) -> str:
    """Return the text in lower case without accents. Cyrillic is transliterated; other scripts stay."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    return _MARKS.sub("", unicodedata.normalize("NFKD", letters)).translate(_LETTERS)


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
