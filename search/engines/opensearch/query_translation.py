"""A search tree as a server query: what it finds and, where needed, the score of each record.

Ranking is our BM25F (docs/ranking.md) computed on the server. The similarity of a text field (`index_layout.SHARE`) is frequency
divided by field length; a script saturates the sum over the fields and multiplies it by the inverse document frequency.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from search.engines.opensearch import leaf_queries as leaves
from search.engines.opensearch.index_layout import K1, SATURATED
from search.engines.opensearch.leaf_queries import Query, SlotReading
from search.engines.opensearch.word_statistics import Frequencies, WordStatistics
from search.query import tree as t
from search.query.request import Choice

NOTHING: Query = {"match_none": {}}
EVERYTHING: Query = {"bool": {"filter": [{"match_all": {}}]}}  # without a score
MOST_CLAUSES = 500  # the server allows 1,024 in all by default; patterns' forms come on top
FORMS_IN_ALL = 400  # of all patterns of a search
LISTED = 60_000  # values of one list; the server allows 65,536


class ServerQueries:
    """Translates one search."""

    def __init__(self, statistics: WordStatistics, tree: t.Node, patterns: bool = True) -> None:
        """Prepare the translation. Without `patterns` these are left out, after the server found them too broad."""
        self.statistics, self.languages = statistics, statistics.facts().languages
        every = list(dict.fromkeys(t.text_leaves(tree)))
        kept = set(affordable([leaf for leaf in every if patterns or not leaves.is_pattern(leaf)], self.languages))
        asked = sum(len(leaves.fields_of(leaf)) * getattr(leaf, "distance", 1) for leaf in kept if leaves.is_pattern(leaf))
        self.forms_ranked = min(leaves.FORMS_RANKED, max(1, FORMS_IN_ALL // max(1, asked)))
        self.left_out = tuple(leaf for leaf in every if leaf not in kept)
        self.tree = t.without(tree, frozenset(self.left_out)) if self.left_out else tree
        self._frequencies: Frequencies | None = None

    @property
    def known(self) -> Frequencies:
        """Return the frequencies of the search's words in the index."""
        if self._frequencies is None:
            tokens = (token for leaf in t.text_leaves(self.tree) for token in leaves.tokens_counted(leaf, self.languages))
            self._frequencies = self.statistics.learn(tokens)
        return self._frequencies

    def query(self, ranked: bool) -> Query:
        """Return the query for the whole search."""
        return self.of(self.tree, ranked)

    def of(self, node: t.Node, ranked: bool) -> Query:
        """Return the query for part of a search. Without `ranked` its scores mean nothing."""
        if isinstance(node, t.And):
            wanted = [self.of(part, ranked) for part in node.parts if not isinstance(part, t.Not)]
            without = [self.of(part.part, False) for part in node.parts if isinstance(part, t.Not)]
            return {"bool": {"must" if ranked else "filter": wanted, "must_not": without}}
        if isinstance(node, t.Or):
            return any_of([self.of(part, ranked) for part in node.parts])
        if isinstance(node, t.Not):
            return {"bool": {"must_not": [self.of(node.part, False)]}}
        if isinstance(node, t.Filter):
            return {"bool": {"filter": [{"term": {node.key: node.value}}]}}
        if isinstance(node, t.Dates):
            return {"bool": {"filter": days(node.start, node.end)}}
        if isinstance(node, (t.Everything, t.Nothing)):
            return EVERYTHING if isinstance(node, t.Everything) else NOTHING
        return self.ranked_leaf(node) if ranked else self.found_leaf(node)

    def found_leaf(self, leaf: t.TextLeaf) -> Query:
        """Return a filter for a leaf in any of its fields."""
        if leaves.is_pattern(leaf):
            return any_of([leaves.pattern_query(leaf, name) for name in leaves.fields_of(leaf)])
        every = (reading for name in leaves.fields_of(leaf) for reading in self.readings(leaf, name))
        return any_of([leaves.reading_query(reading, 1.0) for reading in every])

    def ranked_leaf(self, leaf: t.TextLeaf) -> Query:
        """Return a query that finds and scores a leaf."""
        if leaves.is_pattern(leaf):
            return self._ranked_pattern(leaf)
        shares = [self.share(self.readings(leaf, name), weight) for name, weight in leaves.fields_of(leaf).items()]
        return saturated(any_of([share for share in shares if share]), self.idf(leaf))

    def readings(self, leaf: t.TextLeaf, text_field: str) -> list[SlotReading]:
        return leaves.readings_of(leaf, text_field, self.languages)

    def share(self, readings: list[SlotReading], weight: float) -> Query | None:
        """Return one field's frequency of a leaf: of several spellings the most frequent counts."""
        ways = [leaves.reading_query(reading, weight, self.known.known(reading.name, reading.slots)) for reading in readings]
        return {"dis_max": {"queries": ways}} if len(ways) > 1 else next(iter(ways), None)

    def _ranked_pattern(self, leaf: t.TextLeaf) -> Query:
        shares = list(self._shares_of_pattern(leaf))
        return saturated({"bool": {"filter": [self.found_leaf(leaf)], "should": shares}}, self.idf(leaf))

    def _shares_of_pattern(self, leaf: t.TextLeaf) -> Iterator[Query]:
        """Yield each field's frequency of a pattern. Each edit of a fuzzy word takes most of its weight."""
        rewrite = f"top_terms_{self.forms_ranked}"
        for name, weight in leaves.fields_of(leaf).items():
            if not isinstance(leaf, t.Fuzzy):
                yield leaves.pattern_query(leaf, name, rewrite, weight)
                continue
            own = leaves.own_stems(leaf, name, self.languages)
            occurs = own and self.known.stands(own.name, own.slots)
            if own and occurs:
                yield leaves.reading_query(own, weight)
            first = leaves.AN_EDIT if occurs else 1.0
            for distance in range(1, leaf.distance + 1):
                nearly = t.Fuzzy(leaf.text, leaf.field, distance)
                yield leaves.pattern_query(nearly, name, rewrite, weight * first * leaves.AN_EDIT ** (distance - 1))

    def idf(self, leaf: t.TextLeaf) -> float:
        """Return the inverse document frequency of a leaf, from its most frequent field."""
        if leaves.is_pattern(leaf):
            query = self.found_leaf(leaf)
            return self.known.idf(self.statistics.records_with(json.dumps(query, sort_keys=True), query))
        return min(self._idfs(leaf), default=1.0)

    def _idfs(self, leaf: t.TextLeaf) -> Iterator[float]:
        for name in leaves.fields_of(leaf):
            present = [reading for reading in self.readings(leaf, name) if self.known.stands(reading.name, reading.slots)]
            if present:
                yield leaves.idf_of(present[0], self.known)


def any_of(queries: list[Query]) -> Query:
    """Return a query for any of these, with their scores added."""
    if not queries:
        return NOTHING
    return queries[0] if len(queries) == 1 else {"bool": {"should": queries, "minimum_should_match": 1}}


def saturated(frequency: Query, idf: float) -> Query:
    """Return a query with a saturated frequency: the tenth occurrence counts less than the first, and rare words more."""
    script = {"source": SATURATED, "params": {"weight": max(idf, 0.0) * (K1 + 1)}}
    return {"script_score": {"query": frequency, "script": script}}


def days(start: str | None, end: str | None) -> list[Query]:
    """Return the filter for a date range, both ends included; open on both sides, it includes undated records."""
    bounds = {name: day for name, day in (("gte", start), ("lte", end)) if day}
    return [{"range": {"date": bounds}}] if bounds else []


def chosen(choice: Choice) -> list[Query]:
    """Return the filters for the chosen or excluded values of a facet."""
    if choice.excluded:
        return [{"bool": {"must_not": [{"terms": {choice.key: list(choice.values)}}]}}]
    if choice.any_of:
        return [{"terms": {choice.key: list(choice.values)}}]
    return [{"term": {choice.key: value}} for value in choice.values]


def among(records: frozenset[int]) -> Query:
    """Return the filter for these records, in lists of the size the server allows."""
    keys = sorted(records)
    lists = [keys[first : first + LISTED] for first in range(0, len(keys), LISTED)] or [[]]
    return {"bool": {"should": [{"terms": {"record": some}} for some in lists]}}


def affordable(every: list[t.TextLeaf], languages: tuple[str, ...]) -> list[t.TextLeaf]:
    """Return the leaves that fit into one query, in order."""
    kept: list[t.TextLeaf] = []
    total = 0
    for leaf in every:
        total += clauses_of(leaf, languages)
        if total <= MOST_CLAUSES:
            kept.append(leaf)
    return kept


def clauses_of(leaf: t.TextLeaf, languages: tuple[str, ...]) -> int:
    """Return the approximate number of server clauses of a leaf."""
    fields = leaves.fields_of(leaf)
    if leaves.is_pattern(leaf):
        return 2 * len(fields)
    readings = (reading for name in fields for reading in leaves.readings_of(leaf, name, languages))
    return sum(len(slot) for reading in readings for slot in reading.slots)
