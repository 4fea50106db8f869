"""Proximity ranking: the extra score of the best records, on top of BM25F, for words close together.

Each pair of consecutive query words is ranked as one more term. Its frequency is the sum of 1 / (1 + d)² over the places of a
field where one follows the other with neither between. d is the distance from the typed order: 0 if adjacent in that order, 1
with a word between, 2 if adjacent in reverse.

The accumulators are those of Büttcher, Clarke and Lushman, Term Proximity Scoring for Ad-Hoc Retrieval on Very Large Text
Collections (2006); pairs as BM25 terms are those of Rasolofo and Savoy, Term Proximity Scoring for Keyword-Based Retrieval
Systems (2003). Length does not count: adjacent words mean the same in a long record. For other formulas see docs/ranking.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np

from search.engines.whoosh.query import plan as p
from search.engines.whoosh.query.collection_statistics import Statistics
from search.engines.whoosh.query.occurrences import occurrences
from search.engines.whoosh.storage.arrays import Array, merged
from search.engines.whoosh.storage.paragraph_starts import SHIFT
from search.engines.whoosh.storage.snapshot import RECORD_K1, SegmentLeaf

RERANKED = 500  # best records of a generation that are reranked; 0 switches this off
MOST_WORDS = 12  # words used of a longer query
TELLING = 1.7
Word: TypeAlias = tuple[p.Blend, ...]  # the spellings of one word


def words_of(plan: p.Plan) -> tuple[Word, ...]:
    """Return the required words and phrases in typed order, if there are several. Filters and exclusions are skipped."""
    parts = plan.parts if isinstance(plan, p.AllOf) else ()
    words = tuple(filter(None, map(_word, parts)))[:MOST_WORDS]
    return words if len(words) > 1 and RERANKED else ()


def _word(part: p.Plan) -> Word:
    spellings = part.parts if isinstance(part, p.AnyOf) else (part,)
    words = tuple(each for each in spellings if isinstance(each, p.Blend))
    return words if len(words) == len(spellings) else ()


def reach(words: tuple[Word, ...], wanted: int) -> int:
    """Return how many of the best records are needed to show `wanted`."""
    return max(wanted, RERANKED) if words else wanted


def nearest_first(
    words: tuple[Word, ...], statistics: Statistics, order: Array, keys: list[Array], scores: Array, numbers: Array
) -> tuple[Array, Array]:
    """Return the order with the first RERANKED reordered, and the scores.

    `order` holds the places of the best, `keys` their sort keys (negative scores first), `numbers` the records' numbers in the
    whole generation. Later records keep their place; their score is capped at that of the last reranked one.
    """
    head = order[:RERANKED]
    scores = scores.copy()
    for leaf, places in statistics.snapshot.by_leaf(numbers[head]):
        here = head[places]
        scores[here] += nearness(leaf, statistics, words, numbers[here] - leaf.offset)
    sorted_by = [*(key[head] for key in reversed(keys[1:])), -scores[head]]
    return np.concatenate((head[np.lexsort(sorted_by)], order[RERANKED:])), scores


def nearness(leaf: SegmentLeaf, statistics: Statistics, words: tuple[Word, ...], records: Array) -> Array:
    """Return the proximity score of each of a segment's sorted records."""
    telling = np.array([min(map(statistics.idf, word)) for word in words])
    telling_places = np.flatnonzero(telling >= TELLING)
    if len(telling_places) < 2:
        telling_places = np.arange(len(words))
    frequencies = np.zeros((len(telling_places) - 1, len(records)))
    for field, weight in _fields([words[place] for place in telling_places]).items():
        # Where the whole query would end if it occurred as typed: the same for all words in typed order.
        keys = [_keys(leaf, statistics, words[place], field, records) + (len(words) - place) for place in telling_places]
        for frequency, first, second in zip(frequencies, keys, keys[1:], strict=False):
            frequency += weight * _frequencies(first, second, records)
    weights = (RECORD_K1 + 1) * (telling[telling_places][1:] + telling[telling_places][:-1])
    total: Array = weights @ (frequencies / (frequencies + RECORD_K1))
    return total


def _fields(words: Sequence[Word]) -> dict[str, float]:
    """Return the fields searched for more than one word, and their weights."""
    fields = [dict(_leaves(word)) for word in words]
    return {field: weight for each in fields for field, weight in each.items() if sum(field in other for other in fields) > 1}


def _leaves(word: Word) -> Iterator[tuple[str, float]]:
    for blend in word:
        yield from zip((leaf.field for leaf in blend.leaves), blend.weights, strict=True)


def _keys(leaf: SegmentLeaf, statistics: Statistics, word: Word, field: str, records: Array) -> Array:
    """Return the positions of any spelling of a word in a field of the records."""
    parts = [occurrences(leaf, statistics, each, records) for blend in word for each in blend.leaves if each.field == field]
    return merged(parts) if parts else np.empty(0, np.int64)


def _frequencies(first: Array, second: Array, records: Array) -> Array:
    """Return each record's frequency of a pair. Distances across records are too large to count."""
    both = np.concatenate((first << 1, (second << 1) | 1))
    both.sort(kind="stable")  # merges two sorted runs
    meet = np.flatnonzero((both[1:] ^ both[:-1]) & 1)
    off = (both[meet + 1] >> 1) - (both[meet] >> 1)
    return np.bincount(np.searchsorted(records, both[meet] >> SHIFT + 1), 1 / np.square(off + 1.0), len(records))
