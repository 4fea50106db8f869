"""Variants of a typed word in texts: pre-war as prewar, 1234567 as 1 234 567, F-16 as F-16s. Pure.

Compounds in texts ("pre-war", "al-Zibi") are also indexed joined, so prewar finds them without a second variant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from search.text.words import PAUSE, STEM_OF, Token, tokens

CODE = re.compile(r"[^\W\d_]{1,4}[-\u2010\u2011\ufe63\uff0d ]?\d{1,4}(s?)", re.IGNORECASE)
GROUPED = re.compile(r"\d{1,3}(?: \d{3})+")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
SMALLEST = 4  # digits of a number that may be grouped


class WantedWord(NamedTuple):
    """One query word: its form, and as typed."""

    form: str
    written: str

    @property
    def stem(self) -> str:
        return STEM_OF[self.form]


Reading = tuple[WantedWord, ...]


def words_wanted(text: str) -> Reading:
    """Return the words of a typed text. Clause marks count only between words."""
    found = [WantedWord(token.text, text[token.start : token.end]) for token in tokens(text)]
    while found and found[-1].form == PAUSE:
        found.pop()
    return tuple(found)


@lru_cache(maxsize=1024)
def readings(typed: str) -> tuple[Reading, ...]:
    """Return every variant of a typed word, as typed first. Each is a non-empty phrase."""
    found = (words_wanted(typed), *_others(typed))
    return tuple(dict.fromkeys(filter(None, found)))


def _others(typed: str) -> Iterator[Reading]:
    every = list(tokens(typed, joined=True))
    if len(every) > 2 and _is_all_joined(every):
        yield (WantedWord(every[-1].text, every[-1].text),)
    if code := CODE.fullmatch(typed):
        *before, last = words_wanted(typed)
        form = last.form[:-1] if code[1] else last.form + "s"
        yield (*before, WantedWord(form, form))
    if len(every) == 1 and re.fullmatch(r"\d+|\d{1,3}\.\d{3}", every[0].text):
        yield from _numbers(every[0].text)
    elif GROUPED.fullmatch(typed):
        yield from _numbers(typed.replace(" ", ""))


def _is_all_joined(every: list[Token]) -> bool:
    """Tell whether the last word is the compound of the others."""
    last = every[-1]
    return not last.place and last.start == every[0].start and last.end == every[-2].end


def _numbers(form: str) -> Iterator[Reading]:
    """Yield a number as other texts print it: ungrouped, grouped, with German points."""
    figures = form.replace(".", "")
    if len(figures) < SMALLEST or YEAR.fullmatch(form):
        return
    yield (WantedWord(figures, figures),)
    first = len(figures) % 3 or 3
    groups = [figures[:first], *(figures[at : at + 3] for at in range(first, len(figures), 3))]
    yield tuple(WantedWord(group, group) for group in groups)
    if len(groups) == 2:
        yield (WantedWord(".".join(groups), ".".join(groups)),)
