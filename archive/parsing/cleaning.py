"""Characters that mean the same written one way: spaces, invisible marks, ligatures."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = dict.fromkeys(
    [0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_CONTROLS = dict.fromkeys([*range(9), *range(0xE, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)])
_TABLE = {**_CONTROLS, **_INVISIBLE, **_SPACES, **_LIGATURES}
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# A soft hyphen inside a line is invisible; at its end it is where a word was broken.
_SOFT = re.compile("\u00ad(?![ \\t]*(?:\n|$))")

# Replaced first, for str.replace is ten times faster than str.translate and mostly enough.
_COMMON = (("\r\n", "\n"), ("\xa0", " "), ("\u200b", ""), ("\ufeff", ""), ("\u202f", " "), ("\u2009", " "), ("\x0c", "\n"))
_STRANGE = re.compile("[" + re.escape("".join(map(chr, _TABLE))) + "\r\x0b\x0c\x85\u2028\u2029\u00ad]")


def tidy(text: str) -> str:
    """Turn every kind of space into a space, drop invisible and control characters, compose letters; newlines and tabs stay."""
    for char, usual in _COMMON:
        text = text.replace(char, usual)
    if _STRANGE.search(text) is not None:
        text = _SOFT.sub("", _BREAKS.sub("\n", text)).translate(_TABLE)
    return composed(text)


def composed(text: str) -> str:
    """Write letters with their marks as one character (NFC), as every reader, file name and query is kept."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """Write text on one line with single spaces."""
    return " ".join(text.split())


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Write a name or label the way it is compared: letters and digits, casefolded, single spaces."""
    # The dotless and the dotted i of Turkish are one letter in capitals of other languages.
    return " ".join(re.findall(r"[^\W_]+", text.casefold().replace("i\u0307", "i").replace("ı", "i")))
