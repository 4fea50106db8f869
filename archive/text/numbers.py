"""Numbers in text written by others. Every decimal digit of Unicode counts; nothing raises. Pure; no Django.

Python's own tools disagree: `str.isdigit()` accepts "²", which `int()` refuses; regular expressions match digits of every script,
which `date.fromisoformat()` refuses; and `int()` accepts "1_0" and "-3".
"""

from __future__ import annotations

import re
import unicodedata

# A number with more digits is not a key, a year or a page. 18 digits also fit the database's 64 bits.
MOST_DIGITS = 18

_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")


def ascii_digits(text: str) -> str:
    """Return the text with every decimal digit (Arabic, Persian, Devanagari, full-width ...) as 0 to 9.

    The length does not change, so offsets stay valid. Superscripts and circled numbers are not digits.
    """
    if text.isascii():
        return text
    return _FOREIGN_DIGIT.sub(lambda found: str(unicodedata.decimal(found.group())), text)


def read_int(text: object, most: int = MOST_DIGITS) -> int | None:
    """Return the text as a whole number, None if it is none or has more than `most` digits.

    Accepts anything, including None for a missing parameter. Spaces around the digits are allowed; signs, points, underscores and
    exponents are not.
    """
    if not isinstance(text, str):
        return None
    digits = text.strip()
    if not digits.isdecimal() or len(digits) > most:
        return None
    return int(ascii_digits(digits))
