"""Latin and Cyrillic letters in plain Latin: one table for names, titles, addresses and searches. Pure.

Cyrillic follows BGN/PCGN without its signs, as English-language news prints it. anyascii was tried (docs/decisions): it also
transliterates Chinese and Arabic, which makes different names equal, and writes signs that no newspaper prints.
"""

from __future__ import annotations

import re
import unicodedata

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


def plain(text: str) -> str:
    """Return the text in lower case without accents. Cyrillic is transliterated; other scripts stay."""
    letters = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    return _MARKS.sub("", unicodedata.normalize("NFKD", letters)).translate(_LETTERS)
