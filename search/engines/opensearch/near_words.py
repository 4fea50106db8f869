"""Proximity ranking: the extra score of the best records for words close together, as in docs/ranking.md. Pure.

As in our own engine, each pair of consecutive query words counts 1 / (1 + d)², d being the distance from their typed order; here
only up to `FARTHEST`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from search.engines.opensearch import leaf_queries as leaves
from search.engines.opensearch.index_layout import STEM, UNDIVIDED, field_name, length_name
from search.engines.opensearch.leaf_queries import Query
from search.engines.opensearch.query_translation import ServerQueries, any_of, saturated
from search.query.tree import And, Node, Or, TextLeaf

RERANKED = 500  # best records that are reranked
MOST_WORDS = 12  # words used of a longer query
TELLING = 1.7
FARTHEST, FARTHEST_OF_MANY = 6, 2  # distance limit; with more than FEW_PAIRS pairs
FEW_PAIRS = 4
Word = tuple[TextLeaf, ...]  # spellings of one word


def words_of(tree: Node) -> tuple[Word, ...]:
    """Return the required words and phrases in typed order, if there are several."""
    parts = tree.parts if isinstance(tree, And) else ()
    words = tuple(filter(None, map(_word, parts)))[:MOST_WORDS]
    return words if len(words) > 1 else ()


def _word(part: Node) -> Word:
    spellings = part.parts if isinstance(part, Or) else (part,)
    words = tuple(each for each in spellings if isinstance(each, TextLeaf))
    return words if len(words) == len(spellings) else ()


def nearness(words: tuple[Word, ...], queries: ServerQueries) -> Query:
    """Return the query that scores word proximity."""
    telling = [min(map(queries.idf, word)) for word in words]
    telling_places = [place for place, idf in enumerate(telling) if idf >= TELLING]
    if len(telling_places) < 2:
        telling_places = list(range(len(words)))
    pairs: list[Query] = []
    farthest = FARTHEST if len(telling_places) - 1 <= FEW_PAIRS else FARTHEST_OF_MANY
    for one, other in pairwise(telling_places):
        shares = list(_shares(words[one], words[other], other - one - 1, farthest, queries))
        if shares:
            pairs.append(saturated(any_of(shares), telling[one] + telling[other]))
    return any_of(pairs)


def _shares(one: Word, other: Word, between: int, farthest: int, queries: ServerQueries) -> Iterator[Query]:
    """Yield a pair's frequency in each field searched for both. The field's length does not count."""
    for name, weight in _common_fields(one, other).items():
        field = field_name(name, STEM)
        average = queries.known.averages.get(field)
        first, last = _placed(one, name, queries), _placed(other, name, queries)
        if average and first and last:
            clauses = list(_clauses(field, first, last, between, farthest))
            script = {"source": UNDIVIDED, "params": {"length": length_name(name), "average": average}}
            yield {"script_score": {"query": any_of(clauses), "script": script, "boost": weight}}


def _common_fields(one: Word, other: Word) -> dict[str, float]:
    fields = [{name: weight for leaf in word for name, weight in leaves.fields_of(leaf).items()} for word in (one, other)]
    return {name: weight for name, weight in fields[0].items() if name in fields[1]}


@dataclass(frozen=True)
class Placed:
    """The span query of a word in a field, and the number of tokens behind it."""

    spans: tuple[Query, ...]
    tokens: int

    @property
    def query(self) -> Query:
        return self.spans[0] if len(self.spans) == 1 else {"span_or": {"clauses": list(self.spans)}}


def _placed(word: Word, name: str, queries: ServerQueries) -> Placed | None:
    spans: list[Query] = []
    tokens = 0
    for leaf in word:
        if leaves.is_pattern(leaf) and name in leaves.fields_of(leaf):
            spans.append(_among_stems(leaves.pattern_span(leaf, name), name))
            tokens += 1
        for reading in queries.readings(leaf, name):
            found = leaves.near(reading.name, reading.slots, reading.slop)
            spans.append(found if reading.name.endswith(STEM) else _among_stems(found, name))
            tokens += queries.known.known(reading.name, reading.slots)
    return Placed(tuple(spans), tokens) if spans else None


def _among_stems(form: Query, name: str) -> Query:
    """Return written forms as if they were stems, which have the same positions."""
    return {"field_masking_span": {"query": form, "field": field_name(name, STEM)}}


def _clauses(field: str, first: Placed, last: Placed, between: int, farthest: int) -> Iterator[Query]:
    """Yield queries for a pair of words at each distance from their typed order, in both directions.

    Each distance is a query of its own, since the server measures distance differently.
    """
    one, other = first.query, last.query
    tokens = first.tokens + last.tokens  # the server would add up all of them
    for gap in range(between + farthest + 1):
        yield leaves.boosted(leaves.apart(field, one, other, gap), 1 / (1 + abs(gap - between)) ** 2 / tokens)
    for gap in range(farthest // 2 + 1):
        yield leaves.boosted(leaves.apart(field, other, one, gap), 1 / (3 + gap + between) ** 2 / tokens)
