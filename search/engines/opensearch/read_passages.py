"""Finds the best paragraph of each record on a page from the tokens that the server returns. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from search.engines.base import PassagePlace
from search.engines.opensearch import leaf_queries as leaves
from search.engines.opensearch.index_layout import FORM, STEM, field_name
from search.engines.opensearch.word_tokens import BETWEEN, Slot, clipped
from search.query.tree import Fuzzy, Node, Phrase, Prefix, TextLeaf, Wildcard, wanted_leaves
from search.text.paragraph_score import MOST_COUNTED, REPETITION, SAID, leaf_worth
from search.text.words import edits_between, folded_words
from search.text.written_words import shape

FIELDS = {"answer": SAID, "question": 0.0}  # the initial weight of a paragraph in each field
Test = Callable[[str], bool]


@dataclass(frozen=True)
class Wanted:
    """One way in which a leaf may occur in a text: a test for each place, and the allowed words between two."""

    kind: str
    tests: tuple[Test, ...]
    slop: int = 0


class TokenPassages:
    """Chooses paragraphs for one search, with the weights of `search.display.snippets`."""

    def __init__(self, tree: Node, languages: tuple[str, ...]) -> None:
        self.leaves = [(leaf, leaf_worth(_words(leaf)), _ways(leaf, languages)) for leaf in wanted_leaves(tree)]

    def __bool__(self) -> bool:
        """Tell whether there is anything to find."""
        return bool(self.leaves)

    def best(self, source: Mapping[str, Sequence[str]]) -> PassagePlace | None:
        """Return a record's best paragraph from its tokens by field; None if nothing matches."""
        best: tuple[float, PassagePlace | None] = (0.0, None)
        for name, beforehand in FIELDS.items():
            for number, weight in enumerate(self._weights(name, source)):
                if weight and weight + beforehand > best[0]:
                    best = (weight + beforehand, PassagePlace(name, number))
        return best[1]

    def _weights(self, name: str, source: Mapping[str, Sequence[str]]) -> list[float]:
        paragraphs = {kind: source.get(field_name(name, kind), ()) for kind in (FORM, STEM)}
        edges = _edges(paragraphs[FORM])
        tokens = {kind: " ".join(filter(None, paragraphs[kind])).split(" ") for kind in (FORM, STEM)}
        worth, often = [0.0] * len(edges), [0] * len(edges)
        for leaf, weight, ways in self.leaves:
            if leaf.field not in ("text", name):
                continue
            places = {place for wanted in ways for place in occurrences(tokens[wanted.kind], wanted)}
            found = [_paragraph(edges, place) for place in places]
            for number in found:
                often[number] += 1
            for number in set(found):
                worth[number] += weight
        return [each + min(times, MOST_COUNTED) * REPETITION for each, times in zip(worth, often, strict=True)]


def occurrences(tokens: Sequence[str], wanted: Wanted) -> Iterator[int]:
    """Yield where a leaf occurs in a list of tokens: an exact phrase by its first word, others by their last."""
    rows = [{at for at, token in enumerate(tokens) if _passes(test, token)} for test in wanted.tests]
    ends = rows[0]
    for row in rows[1:]:
        ends = {at for at in row if any(at - 1 - gap in ends for gap in range(wanted.slop + 1))}
    yield from ((end - len(rows) + 1 for end in ends) if not wanted.slop else ends)


def _passes(test: Test, token: str) -> bool:
    return any(map(test, token.split(BETWEEN))) if BETWEEN in token else test(token)


def _edges(paragraphs: Sequence[str]) -> list[int]:
    """Return the number of words before the end of each paragraph."""
    edges, total = [], 0
    for paragraph in paragraphs:
        total += paragraph.count(" ") + 1 if paragraph else 0
        edges.append(total)
    return edges


def _paragraph(edges: Sequence[int], place: int) -> int:
    return next(number for number, edge in enumerate(edges) if place < edge)


def _ways(leaf: TextLeaf, languages: tuple[str, ...]) -> list[Wanted]:
    if isinstance(leaf, (Prefix, Wildcard, Fuzzy)):
        before = tuple(_any_of((clipped(word),)) for word in getattr(leaf, "before", ()))
        return [Wanted(FORM, (*before, _pattern(leaf)))]
    return [
        Wanted(FORM if reading.name.endswith(FORM) else STEM, tuple(map(_any_of, reading.slots)), reading.slop)
        for reading in leaves.readings_of(leaf, "answer", languages)
    ]


def _any_of(slot: Slot) -> Test:
    return frozenset(slot).__contains__


def _pattern(leaf: Prefix | Wildcard | Fuzzy) -> Test:
    if isinstance(leaf, Wildcard):
        matches = shape(leaf.pattern).match
        return lambda token: matches(token) is not None
    text = leaves.folded(leaf.text)
    if isinstance(leaf, Prefix):
        return lambda token: token.startswith(text)
    most = leaf.distance
    return lambda token: abs(len(token) - len(text)) <= most and edits_between(text, token, most) <= most


def _words(leaf: TextLeaf) -> int:
    if isinstance(leaf, Wildcard):
        return 1
    return len(folded_words(" ".join(leaf.words) if isinstance(leaf, Phrase) else leaf.text))
