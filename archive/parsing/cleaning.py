"""Normalises equivalent characters: spaces, invisible marks, ligatures."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Vowel and tone signs, which belong to a word but are not letters.
SIGNS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957"
    "\u0962\u0963\u0981-\u0983\u09bc-\u09d7\u0a01-\u0a51\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b57\u0b82-\u0bd7\u0c00-\u0c56\u0c81-\u0cd6"
    "\u0d00-\u0d57\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3"
)
_WORD = re.compile(rf"[^\W_]+(?:[{SIGNS}]+[^\W_]*)*")
# In words of these scripts, joiners and non-joiners are part of the spelling.
_JOINER = re.compile("(?<![\u0600-\u08ff\u0900-\u0dff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u08ff\u0900-\u0dff])")
_INVISIBLE = dict.fromkeys([0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_CONTROLS = dict.fromkeys([*range(9), *range(0xE, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)])
_TABLE = {**_CONTROLS, **_INVISIBLE, **_SPACES, **_LIGATURES}
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# A soft hyphen inside a line is invisible; at its end it marks a broken word.
_SOFT = re.compile("\u00ad(?![ \\t]*(?:\n|$))")

# Replaced first: str.replace is ten times faster than str.translate and mostly enough.
_COMMON = (("\r\n", "\n"), ("\xa0", " "), ("\u200b", ""), ("\ufeff", ""), ("\u202f", " "), ("\u2009", " "), ("\x0c", "\n"))
_STRANGE = re.compile("[" + re.escape("".join(map(chr, _TABLE))) + "\r\x0b\x0c\x85\u2028\u2029\u00ad]")


# Letters of other widths, and signs of vertical text: "Ｑ", "ｷｼｬ", "︓". Full-width signs (：，) stay.
_OF_OTHER_WIDTH = re.compile(r"[\ufe10-\ufe19\ufe31-\ufe48\ufe50-\ufe6b\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff61-\uff9f]+")


# A whole text in brackets, possibly nested: a note.
NOTE = re.compile(r"[(\[（](?:[^()\[\]（）]|[(\[（][^()\[\]（）]*[)\]）])*[)\]）][.,;]?")
# Scripts without a full stop.
STOPLESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]$")
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def tidy(text: str) -> str:
    """Normalise every space, drop invisible and control characters, compose letters. Newlines and tabs stay."""
    for char, usual in _COMMON:
        text = text.replace(char, usual)
    if _STRANGE.search(text) is not None:
        text = _SOFT.sub("", _BREAKS.sub("\n", text)).translate(_TABLE)
    if "\u200c" in text or "\u200d" in text:
        text = _JOINER.sub("", text)
    if not text.isascii():
        text = _OF_OTHER_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    return composed(text)


def composed(text: str) -> str:
    """Return the text in NFC, the form in which all readings, file names and queries are kept."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


# A time of the day or of a recording: "9:05", "00:12:31".
CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"


def is_small(letter: str) -> bool:
    """Tell whether a letter is lower case. Georgian has capitals in Unicode, but names do not use them."""
    return letter.islower() and not "\u10d0" <= letter <= "\u10ff"


def squeeze(text: str) -> str:
    """Return the text on one line with single spaces."""
    return " ".join(text.split())


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return a name or label in comparable form: letters and digits, case-folded, single spaces."""
    # Turkish dotless and dotted i are one letter in other languages' capitals.
    return " ".join(_WORD.findall(text.casefold().replace("i\u0307", "i").replace("ı", "i")))
