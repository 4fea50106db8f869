"""Find what was searched in a text, and mark it: phrases as phrases, excluded words and field names never. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.tree import Fuzzy, Node, Phrase, Prefix, TextLeaf, Wildcard, wanted_leaves
from search.words import fold, folded_words, nearly, stem, word_pattern
from search.worth import leaf_worth, worth

Test = Callable[[str], bool]


@dataclass(frozen=True, slots=True, order=True)
class Found:
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


class Marker:
    """What a tree wants, made ready to be found in many texts; `field` leaves out what is wanted in another one only."""

    def __init__(self, tree: Node, field: str = "text") -> None:
        self._forms: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        self._others: list[tuple[int, Test]] = []
        self._count = 0
        leaves = [leaf for leaf in wanted_leaves(tree) if field == "text" or leaf.field in ("text", field)]
        self.patterns = [pattern for pattern in map(self._pattern, leaves) if pattern.tests]
        self._known: dict[str, tuple[int, ...] | None] = {}
        self._wanted: set[str] = set()

    def __bool__(self) -> bool:
        """Tell whether there is anything to find."""
        return bool(self.patterns)

    def found(self, text: str) -> list[Found]:
        """Return every place in a text where a leaf stands, in order."""
        if not self.patterns or self._is_strange(text):
            return []
        words = [
            (match, passed) for match in word_pattern(text).finditer(text) if (passed := self._known[match.group()]) is not None
        ]
        places = (place for number, pattern in enumerate(self.patterns) for place in places_of(pattern, number, words))
        return sorted(set(places), key=lambda place: (place.start, -place.end))

    def _is_strange(self, text: str) -> bool:
        """Tell whether none of a text's words is wanted: most texts are ruled out so, at the speed of sets."""
        words = set(word_pattern(text).findall(text))
        for word in words - self._known.keys():
            self._look_at(word)
        return self._wanted.isdisjoint(words)

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

    def _look_at(self, word: str) -> None:
        """Remember the tests that a word passes, None for what is no word: most words come again."""
        form, stemmed = forms_of(word)
        others = [number for number, test in self._others if test(form)] if form else []
        passed = (*self._forms.get(form, ()), *self._stems.get(stemmed, ()), *others) if form else None
        self._known[word] = passed
        if passed:
            self._wanted.add(word)


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


@lru_cache(maxsize=200_000)
def forms_of(word: str) -> tuple[str, str]:
    """Return a word folded, and its stem."""
    folded = fold(word)
    return folded, stem(folded)


def places_of(pattern: Pattern, number: int, words: list[tuple[re.Match[str], tuple[int, ...]]]) -> Iterator[Found]:
    """Yield where a pattern stands: side by side as one place, otherwise each of its words."""
    for first, (match, passed) in enumerate(words):
        if pattern.tests[0] not in passed:
            continue
        chain = chain_from(pattern, first, words)
        if chain and not pattern.slop:
            yield Found(match.start(), words[chain[-1]][0].end(), number)
        for index in chain if pattern.slop else ():
            yield Found(words[index][0].start(), words[index][0].end(), number)


def chain_from(pattern: Pattern, first: int, words: list[tuple[re.Match[str], tuple[int, ...]]]) -> list[int]:
    """Return the indices of words that follow each other as the pattern wants, empty where they do not."""
    chains = {first: [first]}
    for test in pattern.tests[1:]:
        chains = {
            later: [*chain, later]
            for index, chain in chains.items()
            for later in range(index + 1, min(index + pattern.slop + 2, len(words)))
            if test in words[later][1]
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
    return mark_safe("".join([*parts, escape(text[at:end])]))


def mark(text: str, tree: Node, field: str = "text") -> SafeString:
    """Return a text as HTML with <mark> around what the tree wants."""
    return mark_spans(text, merged(Marker(tree, field).found(text)))
