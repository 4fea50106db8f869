"""Raised and lowered digits and letters as Unicode superscripts and subscripts: 10⁶, m², H₂O."""

from __future__ import annotations

import re

_ABOVE = dict(zip("0123456789+-−–=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾", strict=True))
_BELOW = dict(zip("0123456789+-−–=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₌₍₎", strict=True))
# Only as a power or an index: the letters of 1st, XXe and Mme belong to words and stay.
_LETTERS_ABOVE = {"n": "ⁿ", "i": "ⁱ", "x": "ˣ", "y": "ʸ", "k": "ᵏ", "m": "ᵐ"}
_LETTERS_BELOW = {"n": "ₙ", "i": "ᵢ", "x": "ₓ", "j": "ⱼ", "k": "ₖ", "m": "ₘ", "a": "ₐ", "e": "ₑ", "o": "ₒ"}
_INDEXED = re.compile(r"(?:^|[^\w'’])(?:[^\W\d_]|\d+)$")
ABOVE = "".join(dict.fromkeys(_ABOVE.values()))
USUAL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def above(text: str, before: str = "") -> str:
    """Return raised text in superscripts if all of it can be. `before` precedes it on the line."""
    return _written(text, before, _ABOVE, _LETTERS_ABOVE)


def below(text: str, before: str = "") -> str:
    """Return lowered text in subscripts if all of it can be."""
    return _written(text, before, _BELOW, _LETTERS_BELOW)


def _written(text: str, before: str, signs: dict[str, str], letters: dict[str, str]) -> str:
    bare = text.strip()
    if not bare or bare != text.rstrip() or len(bare) > 8:
        return text
    if all(char in signs for char in bare) and any(char.isdecimal() or char in "+-−–" for char in bare):
        return "".join(signs[char] for char in bare) + text[len(bare) :]
    if len(bare) == 1 and bare in letters and _INDEXED.search(before[-12:]):
        return letters[bare] + text[1:]
    return text
