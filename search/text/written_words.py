"""Tests of written words: prefix, wildcard, fuzzy. Pure. Each word is tested once."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from search.query.budget import Budget

WILD = re.compile(r"[*?\[]")
# Steps (see search.query.budget) of testing a word: in any case, for each fuzzy word, for each pattern.
A_WORD, A_DISTANCE, A_PATTERN = 100, 15, 150


@dataclass(frozen=True, slots=True)
class Begins:
    """A word with this beginning."""

    text: str


@dataclass(frozen=True, slots=True)
class WordShape:
    """A word of this shape: `?` is one letter, `*` any number."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Near:
    """A word within this many edits."""

    text: str
    distance: int


Test: TypeAlias = Begins | WordShape | Near


@lru_cache(maxsize=512)
def shape(pattern: str) -> re.Pattern[str]:
    """Return a pattern as a regular expression without backtracking."""
    return re.compile(fnmatch.translate(pattern))


class Spelt:
    """Tests by their numbers."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._begins: dict[int, dict[str, list[tuple[int, re.Pattern[str] | None]]]] = {}
        self._near: dict[int, dict[int, str]] = {}
        self._known: dict[str, tuple[int, ...]] = {}

    def __bool__(self) -> bool:
        return bool(self._begins or self._near)

    def add(self, number: int, test: Test) -> None:
        """Add a test."""
        if isinstance(test, Near):
            self._near.setdefault(test.distance, {})[number] = test.text
            return
        beginning = test.text if isinstance(test, Begins) else WILD.split(test.pattern, maxsplit=1)[0]
        pattern = shape(test.pattern) if isinstance(test, WordShape) else None
        self._begins.setdefault(len(beginning), {}).setdefault(beginning, []).append((number, pattern))

    def passed(self, form: str) -> tuple[int, ...]:
        """Return the tests that a word passes; none once the budget is spent."""
        if form not in self._known:
            cost = A_WORD + A_DISTANCE * sum(map(len, self._near.values()))
            self._known[form] = tuple(sorted(self._passed(form))) if self._budget.take(cost) else ()
        return self._known[form]

    def _passed(self, form: str) -> Iterator[int]:
        for length, table in self._begins.items():
            for number, pattern in table.get(form[:length], ()):
                if pattern is None or (self._budget.take(A_PATTERN + len(form)) and pattern.match(form)):
                    yield number
        for distance, words in self._near.items():
            for _, _, number in extract_iter(form, words, processor=None, scorer=OSA.distance, score_cutoff=distance):
                yield number
