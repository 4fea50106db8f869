"""The substance of a text (everything but courtesies), and how much of it another text contains. Pure.

Texts are compared by runs of four words. Unrelated transcripts of one publisher share at most 15 % of their words in such runs,
usually 2 %. A typing error costs the word itself and a few around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

from archive.text.folding import words
from archive.text.headlines import COURTESIES

RUN = 4  # words
SAME_EVENT = 0.6  # share of the shorter text's substance that the other must contain
ALL_WORDS = 0.4  # share of the shorter text without courtesies that the other must contain
NEARLY_ALL = 0.9  # required of both texts if only weak signs speak for one event
RELIABLE_WORDS = (
    25  # words of substance from which these shares are reliable; the other text must contain nearly all of a shorter one
)
SOMETHING = 8  # words outside courtesies below which texts are only compared as wholes
SHORT_ALIKE = 0.8  # similarity required of two short texts, letter by letter, without courtesies
SHORT_LIMIT = 1500  # letters; longer texts are not compared letter by letter
SENTENCE = 6  # words; a shorter sentence does not identify an event
TELLING = 3  # words in a sentence that are not courtesies
TELLING_SHARE = 0.25

_END = re.compile(r"(?<=[.!?…。！？؟।])\s+|(?<=[。！？])|\n+")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_EACH = re.compile(f"[{_UNSPACED}]|[^{_UNSPACED}]+")
_ONE = re.compile(f"[{_UNSPACED}]")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Substance:
    """A text prepared for comparison: its words, its telling sentences, and short ones that are not courtesies."""

    every: Words
    telling: tuple[slice, ...]
    short: tuple[slice, ...]

    @property
    def size(self) -> int:
        """Return the number of words in its telling sentences."""
        return sum(map(len, self.sentences_at(self.telling)))

    @property
    def whole(self) -> int:
        """Return the number of words outside courtesies."""
        return self.size + sum(map(len, self.sentences_at(self.short)))

    def sentences_at(self, places: Iterable[slice]) -> list[Words]:
        """Return the words of some sentences."""
        return [self.every[place] for place in places]


def units(text: str) -> Words:
    """Return the words of a text as compared; the characters of scripts without spaces."""
    found = words(text)
    return tuple(chain.from_iterable(map(_EACH.findall, found))) if _ONE.search(text) else found


def substance_of(texts: Iterable[str]) -> Substance:
    """Return the substance of some paragraphs."""
    every: list[str] = []
    telling: list[slice] = []
    short: list[slice] = []
    for sentence in chain.from_iterable(_END.split(text) for text in texts):
        words = units(sentence)
        if words and not is_courtesy(words):
            (telling if _is_telling(words) else short).append(slice(len(every), len(every) + len(words)))
        every += words
    return Substance(tuple(every), tuple(telling), tuple(short))


def is_courtesy(words: Words) -> bool:
    """Tell whether a sentence consists almost only of courtesies and stock openings."""
    others = _others(words)
    return others < 2 or others < TELLING_SHARE * _weight(words)


def _is_telling(words: Words) -> bool:
    return _weight(words) >= SENTENCE and _others(words) >= TELLING


def _others(words: Words) -> float:
    """Return the weight of a sentence's words outside courtesies."""
    return _weight(word for word in words if word not in COURTESIES)


def is_same(one: Substance, other: Substance, nearly_all: bool = False) -> bool:
    """Tell whether two texts share most of their substance; with `nearly_all`, nearly all of both."""
    if one.every == other.every:
        return bool(one.every)
    shorter, longer = sorted((one, other), key=lambda text: (text.size, text.whole))
    if shorter.size < RELIABLE_WORDS and _is_alike_in_letters(shorter, longer):
        return True
    if shorter.whole < SOMETHING:
        return False
    telling, whole = shares(shorter, longer)
    if nearly_all:
        return min(telling, whole, *shares(longer, shorter)) >= NEARLY_ALL
    if shorter.size < RELIABLE_WORDS:
        return whole >= NEARLY_ALL
    return telling >= SAME_EVENT and whole >= ALL_WORDS


def shares(one: Substance, other: Substance) -> tuple[float, float]:
    """Return the shares (0 to 1) of one text found in another: of its telling sentences, and of all but courtesies."""
    found = found_in(one.every, runs_of(other.every))
    in_telling = sum(sum(found[place]) for place in one.telling)
    short, there = one.sentences_at(one.short), set(other.sentences_at(other.short))
    in_all = in_telling + sum(len(sentence) for sentence in short if sentence in there)
    return in_telling / max(one.size, 1), in_all / max(one.whole, 1)


def runs_of(text: Words, width: int = RUN) -> frozenset[int]:
    """Return the hashes of a text's word n-grams."""
    return frozenset(hash(text[start : start + width]) for start in range(len(text) - width + 1))


def found_in(text: Words, runs: frozenset[int], width: int = RUN) -> bytearray:
    """Return 1 for each word of a text that is in one of these n-grams, else 0."""
    found = bytearray(len(text))
    for start in range(len(text) - width + 1):
        if hash(text[start : start + width]) in runs:
            found[start : start + width] = b"\x01" * width
    return found


def _is_alike_in_letters(one: Substance, other: Substance) -> bool:
    """Compare two short texts letter by letter, without courtesies, which alone prove nothing."""
    first, second = (" ".join(chain.from_iterable(text.sentences_at((*text.telling, *text.short)))) for text in (one, other))
    if not first or not second or min(len(first), len(second)) < SHORT_ALIKE**2 * max(len(first), len(second)):
        return False
    here, there = sorted((first[:SHORT_LIMIT], second[:SHORT_LIMIT]))
    return SequenceMatcher(None, here, there, autojunk=False).ratio() >= SHORT_ALIKE


def _weight(words: Iterable[str]) -> float:
    """Return the weight of a sentence in words. A character of a script without spaces counts as half a word."""
    return sum(0.5 if _ONE.fullmatch(word) else 1 for word in words)
