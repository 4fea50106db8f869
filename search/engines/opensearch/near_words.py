"""Words that stand near each other: what the best records get on top for it, as docs/ranking.md has it. Pure.

As in our own engine each two words typed one after the other count 1 / (1 + d)², d being how far they are from standing as they
were typed; here only so far as `FARTHEST`.
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
FARTHEST, FARTHEST_OF_MANY = 6, 2  # places from where two words were typed; of more pairs than FEW_PAIRS
FEW_PAIRS = 4
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
    pairs: list[Query] = []
    farthest = FARTHEST if len(told) - 1 <= FEW_PAIRS else FARTHEST_OF_MANY
    for one, other in pairwise(told):
        shares = list(_shares(words[one], words[other], other - one - 1, farthest, queries))
        if shares:
            pairs.append(saturated(any_of(shares), telling[one] + telling[other]))
    return any_of(pairs)


def _shares(one: Word, other: Word, between: int, farthest: int, queries: ServerQueries) -> Iterator[Query]:
    """Yield how often a pair stands together in each field that is asked for both; a field's length does not count."""
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


def _clauses(field: str, first: Placed, last: Placed, between: int, farthest: int) -> Iterator[Query]:
    """Yield a pair of words so many places from where they were typed, in this order and the other way round.

    Each is a query of its own: the server would count what stands within some distance by another measure than ours.
    """
    one, other = first.query, last.query
    tokens = first.tokens + last.tokens  # the server adds up what each of them would count
    for gap in range(between + farthest + 1):
        yield leaves.boosted(leaves.apart(field, one, other, gap), 1 / (1 + abs(gap - between)) ** 2 / tokens)
    for gap in range(farthest // 2 + 1):
        yield leaves.boosted(leaves.apart(field, other, one, gap), 1 / (3 + gap + between) ** 2 / tokens)
