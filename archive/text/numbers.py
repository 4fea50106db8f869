"""Numbers in text that others wrote: every decimal digit of Unicode counts, nothing raises. Pure; no Django.

Python's own tools disagree: `str.isdigit()` takes "²", which `int()` refuses; a regular expression's digits are those of
every script, which `date.fromisoformat()` refuses; and `int()` takes "1_0" and "-3".
"""

from __future__ import annotations

import re
import unicodedata

# A number of more digits is not a key, a year or a page; 18 digits also fit the database's 64 bits.
MOST_DIGITS = 18

_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")


def ascii_digits(text: str) -> str:
    """Return the text with every decimal digit (Arabic, Persian, Devanagari, full-width ...) written 0 to 9.

    The length stays the same, so that places in the text stay true. Superscripts and circled numbers are no digits.
    """
    if text.isascii():
        return text
    return _FOREIGN_DIGIT.sub(lambda found: str(unicodedata.decimal(found.group())), text)


def read_int(text: object, most: int = MOST_DIGITS) -> int | None:
    """Return the whole number that a text is, None where it is none or has more than `most` digits.

    Takes anything, so that a missing parameter (None) needs no test before. Spaces around the digits are allowed,
    signs, points, underscores and exponents are not.
    """
    if not isinstance(text, str):
        return None
    digits = text.strip()
    if not digits.isdecimal() or len(digits) > most:
        return None
    return int(ascii_digits(digits))
