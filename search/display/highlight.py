"""Finds and marks search terms in a text: phrases as phrases, never excluded words or field names. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django.utils.safestring import SafeString

from archive.text.marking import TextMark, write_marked
from search.query.budget import Budget
from search.query.tree import Fuzzy, Node, Phrase, Prefix, TextLeaf, Wildcard, wanted_leaves
from search.text.paragraph_score import leaf_worth, worth
from search.text.passing_words import Chunk, Look, LookedAt, Passed, Wanted, gathered, offsets, passing
from search.text.stemming import MARK, meant, spoken_in, spoken_language
from search.text.word_variants import Reading, readings, words_wanted
from search.text.words import (
    FORM_OF,
    ONLY_FORM_OF,
    QUICK_WORD,
    SEVERAL,
    STEM_OF,
    TERM_OF,
    WORD,
    ChunkWord,
    folded_words,
    has_rare,
    parts,
    stem,
)
from search.text.written_words import Begins, Near, Spelt, Test, WordShape

# Steps (see search.query.budget) for each letter of a text, of one with rare letters, and of a chunk looked at closely.
A_LETTER, A_RARE_LETTER, A_CLOSE_LETTER = 3, 12, 35
A_PIECE, A_NEAR, A_PLACE = 80, 60, 600  # for each new piece of a text, each that is near, and each word that a pattern may match


class MarkedPlace(NamedTuple):
    """A match of one of a query's leaves: `text[start:end]`, and which leaf."""

    start: int
    end: int
    leaf: int


@dataclass(frozen=True, slots=True)
class Form:
    """A wanted written form (folded)."""

    text: str


@dataclass(frozen=True, slots=True)
class Stem:
    """A word wanted in all its forms: folded, and as typed."""

    form: str
    written: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to write a leaf: the numbers of its words' tests, with at most `slop` words between neighbours."""

    tests: tuple[int, ...]
    slop: int
    leaf: int


class Marker:
    """The wanted leaves of a tree, prepared for matching many texts.

    `field` excludes leaves restricted to another field. Once the budget is spent nothing more is found.
    """

    def __init__(self, tree: Node, field: str = "text", budget: Budget | None = None) -> None:
        self._budget = budget or Budget()
        self._forms: dict[str, list[int]] = {}
        self._stems: list[tuple[int, Stem]] = []
        self._spelt = Spelt(self._budget)
        self._count = 0
        leaves = dict.fromkeys(leaf for leaf in wanted_leaves(tree) if field == "text" or leaf.field in ("text", field))
        self.patterns = [pattern for number, leaf in enumerate(leaves) for pattern in self._patterns(number, leaf)]
        self._terms: dict[str, dict[str, list[int]]] = {}
        self._english = self._terms_in("")
        # Stems of pieces that need a closer look: the wanted ones, those of wanted forms, and what stands for no stem.
        self._near_stems = {*self._english, *(STEM_OF[form] for form in self._forms), SEVERAL, ""}
        self._chunks: dict[str, LookedAt] = {}  # by language
        self._pieces: dict[str, LookedAt] = {}
        self._read: set[str] = set()  # pieces of texts
        self._near_pieces: set[str] = set()  # those to look at closely

    def __bool__(self) -> bool:
        """Tell whether there is anything to find."""
        return bool(self.patterns)

    def found(self, text: str, language: str = "") -> list[MarkedPlace]:
        """Return every match in a text, in order."""
        if not self.patterns or not self._budget.take(A_LETTER * len(text)):
            return []
        wanted = self._wanted(text, language)
        at: dict[int, list[int]] = {}
        for index in sorted(wanted):
            words = wanted[index]
            for test in words[0].tests if len(words) == 1 else {test for word in words for test in word.tests}:
                at.setdefault(test, []).append(index)
        if [len(pattern.tests) for pattern in self.patterns] == [1]:  # the common case: in order, and none comes twice
            return list(self._places_of(self.patterns[0], at, wanted))
        places = {place for pattern in self.patterns if pattern.tests[0] in at for place in self._places_of(pattern, at, wanted)}
        return sorted(places, key=lambda place: (place.start, -place.end, place.leaf))

    def _wanted(self, text: str, language: str) -> Wanted:
        """Return a text's words that pass a test.

        Most texts can be split at spaces, which is faster than matching words, and the remembered stem of a piece usually shows
        that it is not wanted.
        """
        if has_rare(text):
            if not self._budget.take((A_RARE_LETTER - A_LETTER) * len(text)):
                return {}
            matches, known = list(WORD.finditer(text)), self._known(self._chunks, self._look_at, language)
            every = ((place, known[match.group()]) for place, match in enumerate(matches))
            return gathered(every, lambda place: matches[place].start())
        pieces, known = text.split(" "), self._known(self._pieces, self._look_at_piece, language)
        near = range(len(pieces)) if language else self._near(pieces)
        if not self._budget.take(A_NEAR * len(near)):
            return {}
        return gathered(((place, known[pieces[place]]) for place in near), offsets(pieces))

    def _near(self, pieces: Sequence[str]) -> Sequence[int]:
        """Return the places of the pieces that need a closer look."""
        new = (distinct := set(pieces)) - self._read
        if new and self._budget.take(A_PIECE * len(new) + A_RARE_LETTER * sum(map(len, new))):
            self._read.update(new)
            self._near_pieces.update([piece for piece in new if STEM_OF[ONLY_FORM_OF[piece]] in self._near_stems])
            if self._spelt:  # in an order that is always the same, since the budget may not last
                self._near_pieces.update([piece for piece in sorted(new) if self._spelt.passed(ONLY_FORM_OF[piece])])
        return [place for place, piece in enumerate(pieces) if piece in near] if (near := self._near_pieces & distinct) else ()

    def _known(self, by_language: dict[str, LookedAt], look: Look, language: str) -> LookedAt:
        known = by_language.get(language)
        if known is None:
            known = by_language[language] = LookedAt(partial(look, language=language))
        return known

    def _places_of(self, pattern: Pattern, at: Mapping[int, list[int]], wanted: Wanted) -> Iterator[MarkedPlace]:
        """Yield the matches of a pattern: an exact phrase as one span, otherwise each word."""
        if not self._budget.take(A_PLACE * sum(len(at.get(test, ())) for test in pattern.tests)):
            return
        if len(pattern.tests) == 1:  # the common case: one word
            (test,) = pattern.tests
            found = (passing(wanted, index, test) for index in at.get(test, ()))
            yield from (MarkedPlace(word.start, word.end, pattern.leaf) for word in found)
            return
        for chain in chains(pattern, at):
            words = [passing(wanted, index, test) for index, test in zip(chain, pattern.tests, strict=True)]
            if not pattern.slop:
                yield MarkedPlace(words[0].start, words[-1].end, pattern.leaf)
            for word in words if pattern.slop else ():
                yield MarkedPlace(word.start, word.end, pattern.leaf)

    def weight(self, places: Iterable[MarkedPlace]) -> float:
        """Return the relevance of matches: every leaf once, longer ones more, repetition little."""
        places = list(places)
        leaves = {place.leaf for place in places}
        sizes = {pattern.leaf: len(pattern.tests) for pattern in reversed(self.patterns)}  # as typed
        return worth(sum(leaf_worth(sizes[leaf]) for leaf in leaves), len(places))

    def _patterns(self, number: int, leaf: TextLeaf) -> Iterator[Pattern]:
        for tests in ways_of(leaf):
            first = self._count
            for test in tests:
                if isinstance(test, Form):
                    self._forms.setdefault(test.text, []).append(self._count)
                elif isinstance(test, Stem):
                    self._stems.append((self._count, test))
                else:
                    self._spelt.add(self._count, test)
                self._count += 1
            if self._count > first:
                yield Pattern(tuple(range(first, self._count)), leaf.slop if isinstance(leaf, Phrase) else 0, number)

    def _look_at(self, chunk: str, language: str) -> Chunk | int:
        """Return how many words a chunk has, and those that pass tests if any do."""
        form = FORM_OF[chunk]
        plain = chunk.isascii() and form != SEVERAL and not language and not self._spelt
        if plain and form not in self._forms and STEM_OF[form] not in self._english:  # the common case: nothing is wanted of them
            return int(bool(form))
        if not self._budget.take(A_CLOSE_LETTER * len(chunk)):
            return 0
        words = parts(chunk)
        tested = [(part.place, Passed(part.start, part.end, self._tests_passed(part, language))) for part in words]
        count = max((part.place + 1 for part in words), default=0)
        passed = tuple(each for each in tested if each[1].tests)
        return (count, passed) if passed else count

    def _look_at_piece(self, piece: str, language: str) -> Chunk | int:
        """Return the same of what stands between two blanks."""
        number, matches = 0, list[tuple[int, Passed]]()
        if not self._budget.take(A_RARE_LETTER * len(piece)):
            return 0
        for match in QUICK_WORD.finditer(piece):
            looked_at, at = self._look_at(match.group(), language), match.start()
            count, passed = (looked_at, ()) if isinstance(looked_at, int) else looked_at
            matches += [(number + place, Passed(at + word.start, at + word.end, word.tests)) for place, word in passed]
            number += count
        return (number, tuple(matches)) if matches else number

    def _tests_passed(self, part: ChunkWord, language: str) -> tuple[int, ...]:
        term = TERM_OF[spoken_in(part.form, part.written, language)]
        spoken = term.split(MARK)[1] if term.startswith(MARK) else ""
        spelt = self._spelt.passed(part.form) if self._spelt else ()
        passed = (*self._forms.get(part.form, ()), *self._terms_in(spoken).get(term, ()), *spelt)
        if spoken:  # the same word is meant, in whatever language it was asked for
            passed += tuple(number for number, test in self._stems if test.form == part.form and number not in passed)
        return passed

    def _terms_in(self, language: str) -> dict[str, list[int]]:
        """Return the terms of the wanted words in a language."""
        if language not in self._terms:
            table: dict[str, list[int]] = {}
            for number, test in self._stems:
                for term in meant(test.written, language) if language else (stem(test.form),):
                    table.setdefault(term, []).append(number)
            self._terms[language] = table
        return self._terms[language]


def ways_of(leaf: TextLeaf) -> Iterator[list[Form | Stem | Test]]:
    """Yield the tests of a leaf's words, for every way to write it."""
    if isinstance(leaf, Wildcard):
        yield [*map(Form, leaf.before), WordShape(leaf.pattern)]
    elif isinstance(leaf, Prefix):
        yield [*map(Form, leaf.before), *map(Begins, folded_words(leaf.text))]
    elif isinstance(leaf, Fuzzy):
        yield [Near(wanted, leaf.distance) for wanted in folded_words(leaf.text)]
    elif isinstance(leaf, Phrase):
        yield word_tests(words_wanted(" ".join(leaf.words)), leaf.exact)
    else:
        yield from (
            word_tests(reading, leaf.exact) for reading in ([words_wanted(leaf.text)] if leaf.exact else readings(leaf.text))
        )


def word_tests(words: Reading, exact: bool) -> list[Form | Stem | Test]:
    """Return a test for each word of one way to write a leaf."""
    return [Form(word.form) if exact else Stem(word.form, word.written) for word in words]


def chains(pattern: Pattern, at: Mapping[int, list[int]]) -> Iterator[list[int]]:
    """Yield, for each possible first word of a pattern, the nearest following words as numbers.

    `at` has the sorted numbers of the words that pass each test.
    """
    steps: list[dict[int, int]] = []
    later = at.get(pattern.tests[-1], [])
    for test in reversed(pattern.tests[:-1]):
        step = {}
        for index in at.get(test, ()):
            place = bisect_right(later, index)
            if place < len(later) and later[place] <= index + pattern.slop + 1:
                step[index] = later[place]
        steps.append(step)
        later = list(step)
    for first in later:
        chain = [first]
        for step in reversed(steps):
            chain.append(step[chain[-1]])
        yield chain


def merged(places: Iterable[MarkedPlace]) -> list[tuple[int, int]]:
    """Return the places as non-overlapping spans, in order."""
    spans: list[tuple[int, int]] = []
    for place in places:
        if spans and place.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], place.end))
        else:
            spans.append((place.start, place.end))
    return spans


def markers_of(tree: Node, fields: Mapping[str, str], budget: Budget) -> dict[str, Marker]:
    """Return a marker for the texts of each role, given each one's field. Equal ones are shared."""
    names = set(fields.values()) if any(leaf.field != "text" for leaf in wanted_leaves(tree)) else {"text"}
    made = {name: Marker(tree, name, budget) for name in names}
    return {role: made[field if field in made else "text"] for role, field in fields.items()}


def mark_spans(text: str, spans: Iterable[tuple[int, int]], start: int = 0, end: int | None = None) -> SafeString:
    """Return `text[start:end]` as HTML with <mark> around the spans in it."""
    return SafeString(write_marked(text, (TextMark(*span) for span in spans), start, end))


def mark(text: str, tree: Node, field: str = "text", language: str = "") -> SafeString:
    """Return a text as HTML with <mark> around what the tree wants."""
    return mark_spans(text, merged(Marker(tree, field).found(text, spoken_language(language))))
