"""Find what was searched in a text, and mark it: phrases as phrases, excluded words and field names never. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString

from search.tree import Fuzzy, Node, Phrase, Prefix, TextLeaf, Wildcard, wanted_leaves
from search.words import fold, folded_words, nearly, stem, word_pattern
from search.worth import leaf_worth, worth

Test = Callable[[str], bool]


class Found(NamedTuple):
    """A place where one of a query's leaves stands: `text[start:end]`, and which leaf."""

    start: int
    end: int
    leaf: int


@dataclass(frozen=True, slots=True)
class Form:
    """A word as written that is wanted (folded)."""

    text: str


@dataclass(frozen=True, slots=True)
class Stem:
    """A stem that is wanted."""

    text: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A leaf as tests of single words, by their numbers, with at most `slop` words before the next."""

    tests: tuple[int, ...]
    slop: int


Wanted = dict[int, tuple[re.Match[str], tuple[int, ...]]]  # number of a text's word -> where, and the tests that it passes


class Marker:
    """What a tree wants, made ready to be found in many texts; `field` leaves out what is wanted in another one only."""

    def __init__(self, tree: Node, field: str = "text") -> None:
        self._forms: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        self._others: list[tuple[int, Test]] = []
        self._count = 0
        leaves = [leaf for leaf in wanted_leaves(tree) if field == "text" or leaf.field in ("text", field)]
        self.patterns = [pattern for pattern in map(self._pattern, leaves) if pattern.tests]
        self._beginning = {pattern.tests[0]: number for number, pattern in enumerate(self.patterns)}
        self._passed: dict[str, tuple[int, ...] | None] = {}

    def __bool__(self) -> bool:
        """Tell whether there is anything to find."""
        return bool(self.patterns)

    def found(self, text: str) -> list[Found]:
        """Return every place in a text where a leaf stands, in order."""
        wanted = self._wanted(text) if self.patterns else {}
        places = {
            place
            for index, (_, passed) in wanted.items()
            for test in passed
            if test in self._beginning
            for place in self._places_from(index, self._beginning[test], wanted)
        }
        return sorted(places, key=lambda place: (place.start, -place.end, place.leaf))

    def _wanted(self, text: str) -> Wanted:
        """Return a text's words that pass a test; most texts are looked through once, and most words come again."""
        wanted: Wanted = {}
        number, known = 0, self._passed
        for match in word_pattern(text).finditer(text):
            word = match.group()
            passed = known[word] if word in known else self._look_at(word)
            if passed:
                wanted[number] = match, passed
            number += passed is not None
        return wanted

    def _places_from(self, first: int, number: int, wanted: Wanted) -> Iterator[Found]:
        """Yield where a pattern stands that begins with this word: side by side as one place, otherwise each of its words."""
        pattern, match = self.patterns[number], wanted[first][0]
        chain = [first] if len(pattern.tests) == 1 else chain_from(pattern, first, wanted)
        if chain and not pattern.slop:
            yield Found(match.start(), wanted[chain[-1]][0].end(), number)
        for index in chain if pattern.slop else ():
            yield Found(*wanted[index][0].span(), number)

    def weight(self, places: Iterable[Found]) -> float:
        """Return how much of what is wanted stands in a text: every leaf once, longer ones more, repetition little."""
        places = list(places)
        leaves = {place.leaf for place in places}
        return worth(sum(leaf_worth(len(self.patterns[leaf].tests)) for leaf in leaves), len(places))

    def _pattern(self, leaf: TextLeaf) -> Pattern:
        first = self._count
        for test in tests_of(leaf):
            if isinstance(test, Form):
                self._forms.setdefault(test.text, []).append(self._count)
            elif isinstance(test, Stem):
                self._stems.setdefault(test.text, []).append(self._count)
            else:
                self._others.append((self._count, test))
            self._count += 1
        return Pattern(tuple(range(first, self._count)), leaf.slop if isinstance(leaf, Phrase) else 0)

    def _look_at(self, word: str) -> tuple[int, ...] | None:
        """Remember and return the tests that a word passes, None for what is no word."""
        form, stemmed = forms_of(word)
        passed: tuple[int, ...] | None = () if form else None
        if form in self._forms or stemmed in self._stems:
            passed = (*self._forms.get(form, ()), *self._stems.get(stemmed, ()))
        if form and self._others:
            passed = (*(passed or ()), *(number for number, test in self._others if test(form)))
        self._passed[word] = passed
        return passed


def tests_of(leaf: TextLeaf) -> Iterator[Form | Stem | Test]:
    """Yield a test for every word of a leaf."""
    if isinstance(leaf, Wildcard):
        pattern = re.compile(re.escape(leaf.pattern).replace(r"\?", ".").replace(r"\*", ".*"))
        yield lambda word: pattern.fullmatch(word) is not None
        return
    for wanted in folded_words(" ".join(leaf.words) if isinstance(leaf, Phrase) else leaf.text):
        if isinstance(leaf, Prefix):
            yield partial(begins, wanted)
        elif isinstance(leaf, Fuzzy):
            yield partial(nearly, wanted, distance=leaf.distance)
        else:
            yield Form(wanted) if leaf.exact else Stem(stem(wanted))


def begins(wanted: str, word: str) -> bool:
    """Tell whether a word begins as wanted."""
    return word.startswith(wanted)


def forms_of(word: str) -> tuple[str, str]:
    """Return a word folded, and its stem."""
    folded = fold(word)
    return folded, stem(folded)


def chain_from(pattern: Pattern, first: int, wanted: Wanted) -> list[int]:
    """Return the numbers of words that follow each other as the pattern wants, empty where they do not."""
    chains = {first: [first]}
    for test in pattern.tests[1:]:
        chains = {
            later: [*chain, later]
            for index, chain in chains.items()
            for later in range(index + 1, index + pattern.slop + 2)
            if later in wanted and test in wanted[later][1]
        }
    return min(chains.values(), default=[])


def merged(places: Iterable[Found]) -> list[tuple[int, int]]:
    """Return the places as spans that do not overlap, in order."""
    spans: list[tuple[int, int]] = []
    for place in places:
        if spans and place.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], place.end))
        else:
            spans.append((place.start, place.end))
    return spans


def mark_spans(text: str, spans: Iterable[tuple[int, int]], start: int = 0, end: int | None = None) -> SafeString:
    """Return `text[start:end]` as HTML with <mark> around the spans that lie in it."""
    end = len(text) if end is None else end
    parts, at = [], start
    for first, last in spans:
        if start <= first and last <= end:
            parts += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
            at = last
    return SafeString("".join([*parts, escape(text[at:end])]))


def mark(text: str, tree: Node, field: str = "text") -> SafeString:
    """Return a text as HTML with <mark> around what the tree wants."""
    return mark_spans(text, merged(Marker(tree, field).found(text)))
