"""Words that stand near each other: what the best records get on top for it, as docs/ranking.md has it. Pure.

The server tells how often two words stand so many apart (1 divided by one more than that); two such queries, one of them for
words just as typed, come near to the 1 / (1 + d)² of our own engine.
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

RERANKED = 500  # so many of the best records are looked at
MOST_WORDS = 12  # of a longer query only the first are looked at
TELLING = 1.7
FARTHEST = 8  # words between
AS_TYPED, APART, TURNED = 0.5, 0.5, 0.11  # what a pair counts side by side, besides for being near, and the other way round
Word = tuple[TextLeaf, ...]  # the spellings of one word


def words_of(tree: Node) -> tuple[Word, ...]:
    """Return the words and phrases of which all are wanted, in the order typed, if they are several."""
    parts = tree.parts if isinstance(tree, And) else ()
    words = tuple(filter(None, map(_word, parts)))[:MOST_WORDS]
    return words if len(words) > 1 else ()


def _word(part: Node) -> Word:
    spellings = part.parts if isinstance(part, Or) else (part,)
    words = tuple(each for each in spellings if isinstance(each, TextLeaf))
    return words if len(words) == len(spellings) else ()


def nearness(words: tuple[Word, ...], queries: ServerQueries) -> Query:
    """Return what scores how near the words stand to each other."""
    telling = [min(map(queries.idf, word)) for word in words]
    told = [place for place, idf in enumerate(telling) if idf >= TELLING]
    if len(told) < 2:
        told = list(range(len(words)))
    pairs = []
    for one, other in pairwise(told):
        shares = list(_shares(words[one], words[other], other - one - 1, queries))
        if shares:
            pairs.append(saturated(any_of(shares), telling[one] + telling[other]))
    return any_of(pairs)


def _shares(one: Word, other: Word, between: int, queries: ServerQueries) -> Iterator[Query]:
    """Yield how often a pair stands together in each field that is asked for both; a field's length does not count."""
    for name, weight in _common_fields(one, other).items():
        field = field_name(name, STEM)
        average = queries.known.averages.get(field)
        first, last = _placed(one, name, queries), _placed(other, name, queries)
        if average and first and last:
            clauses = list(_clauses(field, first, last, between))
            script = {"source": UNDIVIDED, "params": {"length": length_name(name), "average": average}}
            yield {"script_score": {"query": any_of(clauses), "script": script, "boost": weight}}


def _common_fields(one: Word, other: Word) -> dict[str, float]:
    fields = [{name: weight for leaf in word for name, weight in leaves.fields_of(leaf).items()} for word in (one, other)]
    return {name: weight for name, weight in fields[0].items() if name in fields[1]}


@dataclass(frozen=True)
class Placed:
    """Where a word stands in the stems of a field, and how many tokens the server looks at for that."""

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
    """Return words as written as if they stood among the stems, where they have the same places."""
    return {"field_masking_span": {"query": form, "field": field_name(name, STEM)}}


def _clauses(field: str, first: Placed, last: Placed, between: int) -> Iterator[Query]:
    """Yield a pair as typed, near each other, and near each other the other way round."""
    one, other = first.query, last.query
    gap: list[Query] = [{"span_gap": {field: between}}] if between else []
    tokens = first.tokens + last.tokens  # the server adds up what each of them would count
    for clauses, slop, counts in (
        ([one, *gap, other], 0, AS_TYPED),
        ([one, other], FARTHEST, APART),
        ([other, one], FARTHEST, TURNED),
    ):
        yield {"span_near": {"clauses": clauses, "slop": slop, "in_order": True, "boost": counts / tokens}}
