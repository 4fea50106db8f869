"""What a text says beyond courtesies, and how much of it stands in another text. Pure.

Two texts are compared by runs of four words: of unrelated transcripts of one publisher, 15 % of the words of the one stand in
such a run of the other at most, 2 % as a rule; a typing error costs the word that has it and few around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

from archive.text.courtesies import COURTESIES
from archive.text.folding import words

RUN = 4  # words
SAME_EVENT = 0.6  # share of the substance of the shorter text that must stand in the other
ALL_WORDS = 0.4  # share of everything in the shorter text but courtesies
NEARLY_ALL = 0.9  # asked of both texts where only small signs speak for one event
ENOUGH = 25  # words of substance from which these shares are trusted; a shorter text must stand in the other as good as whole
SOMETHING = 8  # words outside courtesies without which a text can only be known as a whole
SHORT_ALIKE = 0.8  # likeness of two short texts, letter by letter, courtesies left out
SHORT_LIMIT = 1500  # letters of a short text that are compared
SENTENCE = 6  # words; a shorter sentence is nothing to know an event by
TELLING = 3  # words of a sentence that are no courtesies
TELLING_SHARE = 0.25

_END = re.compile(r"(?<=[.!?…。！？؟।])\s+|(?<=[。！？])|\n+")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_EACH = re.compile(f"[{_UNSPACED}]|[^{_UNSPACED}]+")
_ONE = re.compile(f"[{_UNSPACED}]")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Substance:
    """A text as it is compared: all its words, where its telling sentences stand, and those that are short but no courtesies."""

    every: Words
    telling: tuple[slice, ...]
    short: tuple[slice, ...]

    @property
    def size(self) -> int:
        """Return how many words its telling sentences have."""
        return sum(map(len, self.said(self.telling)))

    @property
    def whole(self) -> int:
        """Return how many words it has outside courtesies."""
        return self.size + sum(map(len, self.said(self.short)))

    def said(self, places: Iterable[slice]) -> list[Words]:
        """Return the words of some of its sentences."""
        return [self.every[place] for place in places]


def units(text: str) -> Words:
    """Return the words of a text as they are compared; of scripts without spaces, the characters."""
    found = words(text)
    return tuple(chain.from_iterable(map(_EACH.findall, found))) if _ONE.search(text) else found


def substance_of(texts: Iterable[str]) -> Substance:
    """Return what some paragraphs say beyond courtesies."""
    every: list[str] = []
    telling: list[slice] = []
    short: list[slice] = []
    for sentence in chain.from_iterable(_END.split(text) for text in texts):
        said = units(sentence)
        if said and not is_courtesy(said):
            (telling if _is_telling(said) else short).append(slice(len(every), len(every) + len(said)))
        every += said
    return Substance(tuple(every), tuple(telling), tuple(short))


def is_courtesy(said: Words) -> bool:
    """Say whether a sentence has hardly a word that is not one of courtesies and stock openings."""
    others = _others(said)
    return others < 2 or others < TELLING_SHARE * _weight(said)


def _is_telling(said: Words) -> bool:
    return _weight(said) >= SENTENCE and _others(said) >= TELLING


def _others(said: Words) -> float:
    """Return the weight of the words of a sentence that are not those of courtesies."""
    return _weight(word for word in said if word not in COURTESIES)


def is_same(one: Substance, other: Substance, nearly_all: bool = False) -> bool:
    """Say whether two texts have most of their substance in common; with `nearly_all`, all but a little of both."""
    if one.every == other.every:
        return bool(one.every)
    shorter, longer = sorted((one, other), key=lambda text: (text.size, text.whole))
    if shorter.size < ENOUGH and _is_alike_in_letters(shorter, longer):
        return True
    if shorter.whole < SOMETHING:
        return False
    telling, whole = shares(shorter, longer)
    if nearly_all:
        return min(telling, whole, *shares(longer, shorter)) >= NEARLY_ALL
    if shorter.size < ENOUGH:
        return whole >= NEARLY_ALL
    return telling >= SAME_EVENT and whole >= ALL_WORDS


def shares(one: Substance, other: Substance) -> tuple[float, float]:
    """Return how much of one text stands in another: of its telling sentences, and of all but courtesies (0 to 1)."""
    found = found_in(one.every, runs_of(other.every))
    told = sum(sum(found[place]) for place in one.telling)
    short, there = one.said(one.short), set(other.said(other.short))
    said = told + sum(len(sentence) for sentence in short if sentence in there)
    return told / max(one.size, 1), said / max(one.whole, 1)


def runs_of(text: Words, width: int = RUN) -> frozenset[int]:
    """Return the runs of so many words of a text, as hashes."""
    return frozenset(hash(text[start : start + width]) for start in range(len(text) - width + 1))


def found_in(text: Words, runs: frozenset[int], width: int = RUN) -> bytearray:
    """Return for each word of a text 1 where it stands in one of these runs, else 0."""
    found = bytearray(len(text))
    for start in range(len(text) - width + 1):
        if hash(text[start : start + width]) in runs:
            found[start : start + width] = b"\x01" * width
    return found


def _is_alike_in_letters(one: Substance, other: Substance) -> bool:
    """Compare two texts of few words letter by letter; courtesies do not count, and nothing is known by them alone."""
    first, second = (" ".join(chain.from_iterable(text.said((*text.telling, *text.short)))) for text in (one, other))
    if not first or not second or min(len(first), len(second)) < SHORT_ALIKE**2 * max(len(first), len(second)):
        return False
    here, there = sorted((first[:SHORT_LIMIT], second[:SHORT_LIMIT]))
    return SequenceMatcher(None, here, there, autojunk=False).ratio() >= SHORT_ALIKE


def _weight(said: Iterable[str]) -> float:
    """Return how much a sentence weighs in words; a character of a script without spaces is half of one."""
    return sum(0.5 if _ONE.fullmatch(word) else 1 for word in said)
