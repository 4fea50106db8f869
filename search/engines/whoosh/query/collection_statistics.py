"""Statistics of a whole generation for ranking, computed once per query."""

from __future__ import annotations

import numpy as np

from search.engines.whoosh.query import plan as p
from search.engines.whoosh.query.word_patterns import in_other_languages
from search.engines.whoosh.storage.snapshot import SegmentLeaf, Snapshot
from search.query.budget import Budget, searching


class Statistics:
    """Inverse document frequencies, and the terms matched by patterns."""

    def __init__(self, snapshot: Snapshot, budget: Budget | None = None) -> None:
        self.snapshot = snapshot
        self.budget = budget or searching(snapshot.count_all)
        self._df: dict[p.Term | p.Terms, int] = {}
        self._spellings: dict[tuple[p.Term | p.Terms, int], list[p.Spelling]] = {}
        self._closest: dict[p.Blend, float] = {}

    def idf(self, plan: p.Leaf | p.Blend) -> float:
        """Return the inverse document frequency: of a phrase, its words together; of a blend, its most frequent field."""
        if isinstance(plan, p.Either):
            return self.idf(next(filter(self._occurs, plan.options), plan.options[0]))
        if isinstance(plan, p.TermPhrase):
            return sum(self.idf(word) for word in plan.words)
        if isinstance(plan, p.Blend):
            return min((self.idf(leaf) for leaf in plan.leaves if self._occurs(leaf)), default=1.0)
        return self.snapshot.idf(self.df(plan))

    def df(self, plan: p.Term | p.Terms) -> int:
        """Return the document frequency of a term, or an upper bound for a pattern; includes deleted records."""
        if plan not in self._df:
            self._df[plan] = self._df_of(plan)
        return self._df[plan]

    def _df_of(self, plan: p.Term | p.Terms) -> int:
        return min(self.snapshot.count_all, sum(self._joint_df(leaf, plan) for leaf in self.snapshot.leaves))

    def _joint_df(self, leaf: SegmentLeaf, plan: p.Term | p.Terms) -> int:
        inverted = leaf.view.field(plan.field)
        found = self.spellings(leaf, plan)
        if len(found) == 1:  # the common case
            return inverted.df(found[0].term)
        terms = {spelling.term for spelling in found}
        return inverted.df_of(np.fromiter(terms, np.int64, len(terms)))

    def _occurs(self, plan: p.Leaf) -> bool:
        if isinstance(plan, p.Either):
            return any(map(self._occurs, plan.options))
        return all(map(self._occurs, plan.words)) if isinstance(plan, p.TermPhrase) else self.df(plan) > 0

    def closest(self, plan: p.Blend) -> float:
        """Return the weight of the closest spellings found anywhere, which are to count in full."""
        if not all(isinstance(leaf, p.Terms) for leaf in plan.leaves):
            return 1.0
        if plan not in self._closest:
            every = ((leaf, pattern) for leaf in self.snapshot.leaves for pattern in plan.leaves if isinstance(pattern, p.Terms))
            weights = (spelling.weight for leaf, pattern in every for spelling in self.spellings(leaf, pattern))
            self._closest[plan] = max(weights, default=1.0)
        return self._closest[plan]

    def spellings(self, leaf: SegmentLeaf, plan: p.Term | p.Terms) -> list[p.Spelling]:
        """Return the matching terms in one segment."""
        key = (plan, leaf.offset)
        if key not in self._spellings:
            self._spellings[key] = self._looked_up(leaf, plan)
        return self._spellings[key]

    def _looked_up(self, leaf: SegmentLeaf, plan: p.Term | p.Terms) -> list[p.Spelling]:
        inverted = leaf.view.field(plan.field)
        if isinstance(plan, p.Terms):
            return plan.pattern.spellings(inverted, lambda: leaf.reader)
        term = inverted.terms.find(plan.text)
        found = [p.Spelling(term)] if term >= 0 else []
        return found + in_other_languages(inverted, plan.written) if plan.written and inverted.languages else found
