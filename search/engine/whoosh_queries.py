"""Stage 1's matching: Whoosh finds and scores the leaves of a tree; AND, OR and NOT are done over whole columns."""

from __future__ import annotations

from typing import Any

import numpy as np
from whoosh import query as wq
from whoosh.searching import SearchContext

from search.engine.whoosh_columns import Array, Columns
from search.engine.whoosh_schema import TEXT_BOOSTS, WRITTEN
from search.tree import And, Dates, Everything, Filter, Fuzzy, Node, Not, Nothing, Or, Phrase, Prefix, Wildcard, Word
from search.words import folded_words, stem

TextLeaf = Word | Phrase | Prefix | Wildcard | Fuzzy


class Matching:
    """The matching of trees against one segment. Every answer is (which documents, their scores)."""

    def __init__(self, searcher: Any, columns: Columns) -> None:
        self.searcher = searcher
        self.columns = columns
        self.live = np.zeros(columns.size, bool)
        self.live[np.fromiter(searcher.reader().all_doc_ids(), np.int64)] = True
        self.unscored = np.zeros(columns.size, np.float64)

    def tree(self, node: Node) -> tuple[Array, Array]:
        """Match any tree."""
        if isinstance(node, And | Or):
            masks, scores = zip(*(self.tree(part) for part in node.parts), strict=True)
            join = np.logical_and if isinstance(node, And) else np.logical_or
            return join.reduce(masks), np.add.reduce(scores)
        if isinstance(node, Not):
            return self.live & ~self.tree(node.part)[0], self.unscored
        if isinstance(node, Everything | Nothing):
            return self.live if isinstance(node, Everything) else ~self.live & self.live, self.unscored
        if isinstance(node, Filter):
            return self.live & self.values(node.key, (node.value,)), self.unscored
        if isinstance(node, Dates):
            return self.live & self.between(node.start, node.end), self.unscored
        return self.in_fields(node)

    def values(self, key: str, wanted: tuple[str, ...]) -> Array:
        """Match documents that have any of the wanted values."""
        return self.columns.values(self.searcher.reader(), key).having(wanted, self.columns.size)

    def between(self, first: str | None, last: str | None) -> Array:
        """Match documents between two days, both included; undated ones only where both are open."""
        days = self.columns.days
        mask = days >= int(first.replace("-", "")) if first else np.ones(self.columns.size, bool)
        return mask & (days <= int(last.replace("-", ""))) & (days > 0) if last else mask

    def in_fields(self, leaf: TextLeaf) -> tuple[Array, Array]:
        """Match a leaf in its field, or in any."""
        names = tuple(TEXT_BOOSTS) if leaf.field == "text" else (leaf.field,)
        mask, scores = np.zeros(self.columns.size, bool), np.zeros(self.columns.size, np.float64)
        for name in names:
            matcher = query_of(leaf, name).matcher(self.searcher, SearchContext(weighting=self.searcher.weighting))
            while matcher.is_active():
                mask[matcher.id()] = True
                scores[matcher.id()] += matcher.score()
                matcher.next()
        return mask, scores


def query_of(leaf: TextLeaf, name: str) -> Any:
    """Return the Whoosh query of a leaf in one field."""
    if isinstance(leaf, Prefix):
        return wq.Prefix(name, WRITTEN + "".join(folded_words(leaf.text)))
    if isinstance(leaf, Wildcard):
        return wq.Wildcard(name, WRITTEN + leaf.pattern)
    if isinstance(leaf, Fuzzy):
        return wq.FuzzyTerm(name, WRITTEN + "".join(folded_words(leaf.text)), maxdist=leaf.distance, prefixlength=1)
    words = folded_words(" ".join(leaf.words) if isinstance(leaf, Phrase) else leaf.text)
    terms = [WRITTEN + word if leaf.exact else stem(word) for word in words]
    if len(terms) < 2:
        return wq.Term(name, terms[0]) if terms else wq.NullQuery
    return wq.Phrase(name, terms, slop=1 + (leaf.slop if isinstance(leaf, Phrase) else 0))
