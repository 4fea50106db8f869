"""Evaluates a plan over one segment with whole arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from whoosh.searching import Searcher

from search.engines.whoosh.haystack.schema_fields import NO_DAY
from search.engines.whoosh.query import plan as p
from search.engines.whoosh.query.collection_statistics import Statistics
from search.engines.whoosh.query.ranking import LeafRanking
from search.engines.whoosh.query.scored_records import NONE, ScoredRecords, best_of, union
from search.engines.whoosh.storage.arrays import Array, find_sorted
from search.engines.whoosh.storage.columns import missing_number
from search.engines.whoosh.storage.snapshot import SegmentLeaf


class Evaluator:
    """Evaluates plans over one segment of a generation.

    `hits` finds everything; `narrow` tells which of given records match, which is cheaper for few. Deleted records are still
    included: callers that count remove them once.
    """

    def __init__(self, leaf: SegmentLeaf, statistics: Statistics) -> None:
        self.leaf, self.view = leaf, leaf.view
        self.ranking = LeafRanking(leaf, statistics)

    def hits(self, plan: p.Plan, scored: bool = True) -> ScoredRecords:
        """Return the matching records, and their scores if wanted."""
        return EVALUATE[type(plan)](self, plan, scored)

    def narrow(self, plan: p.Plan, ids: Array, scored: bool = True) -> tuple[Array, Array | float]:
        """Tell which of the sorted records match, and return scores for all (meaningless for the others)."""
        if isinstance(plan, (p.Term, p.Terms, p.TermPhrase, p.Either, p.Blend)):
            return self.ranking.narrow(plan, ids, scored)
        if isinstance(plan, (p.NumberRange, p.Days)):
            mask = self._column_mask(plan)
            return mask[ids], plan.score if isinstance(plan, p.NumberRange) else 0.0
        if isinstance(plan, p.EveryRecord):
            return np.ones(len(ids), bool), plan.score
        matches = self.hits(plan, scored)
        mask, places = find_sorted(matches.ids, ids)
        if not isinstance(matches.scores, np.ndarray) or not len(matches):
            return mask, 0.0 if isinstance(matches.scores, np.ndarray) else matches.scores
        return mask, matches.scores[places]

    def estimate(self, plan: p.Plan) -> int:
        """Return an estimate of the number of matching records. Unknown plans count as everything."""
        if isinstance(plan, p.Term):
            inverted = self.view.field(plan.field)
            return sum(inverted.df(spelling.term) for spelling in self.ranking.statistics.spellings(self.leaf, plan))
        if isinstance(plan, (p.AllOf, p.TermPhrase)):
            every: tuple[p.Plan, ...] = plan.parts if isinstance(plan, p.AllOf) else plan.words
            return min(map(self.estimate, every), default=self.view.count)
        if isinstance(plan, p.Blend):
            return min(self.view.count, sum(map(self.estimate, plan.leaves)))
        if isinstance(plan, (p.AnyOf, p.Either)):
            either: tuple[p.Plan, ...] = plan.parts if isinstance(plan, p.AnyOf) else plan.options
            return min(self.view.count, sum(map(self.estimate, either)))
        if isinstance(plan, (p.Scaled, p.Constant)):
            return self.estimate(plan.part)
        return 0 if isinstance(plan, p.NoRecord) else self.view.count

    def _every(self, plan: p.EveryRecord, scored: bool) -> ScoredRecords:
        return ScoredRecords(np.arange(self.view.count, dtype=np.uint32), plan.score)

    def _nothing(self, plan: p.NoRecord, scored: bool) -> ScoredRecords:
        return NONE

    def _term(self, plan: p.Term, scored: bool) -> ScoredRecords:
        return self.ranking.hits(plan, scored)

    def _numbers(self, plan: p.NumberRange, scored: bool) -> ScoredRecords:
        return ScoredRecords(np.flatnonzero(self._column_mask(plan)).astype(np.uint32), plan.score)

    def _days(self, plan: p.Days, scored: bool) -> ScoredRecords:
        return ScoredRecords(np.flatnonzero(self._column_mask(plan)).astype(np.uint32))

    def _column_mask(self, plan: p.NumberRange | p.Days) -> Array:
        days = isinstance(plan, p.Days)
        column = self.view.file.get(f"{plan.field}#days" if days else f"{plan.field}#numbers")
        if column is None:
            return np.zeros(self.view.count, bool)
        mask: Array = column != (NO_DAY if days else missing_number(column.dtype))
        low, high = (plan.first, plan.last) if isinstance(plan, p.Days) else (plan.low, plan.high)
        if low is not None:
            mask &= column >= low
        if high is not None:
            mask &= column <= high
        return mask

    def _and(self, plan: p.AllOf, scored: bool) -> ScoredRecords:
        parts = sorted(plan.parts, key=self.estimate)
        scored_records = self.hits(parts[0], scored) if parts else self._every(p.EveryRecord(0.0), scored)
        for part in parts[1:]:
            if not len(scored_records):
                return NONE
            mask, scores = self.narrow(part, scored_records.ids, scored)
            scored_records = (
                ScoredRecords(scored_records.ids, np.add(scored_records.scores, scores, dtype=np.float32)).keep(mask)
                if scored
                else scored_records.keep(mask)
            )
        for part in plan.without:
            if len(scored_records):
                scored_records = scored_records.keep(~self.narrow(part, scored_records.ids, scored=False)[0])
        return scored_records

    def _or(self, plan: p.AnyOf, scored: bool) -> ScoredRecords:
        return union([self.hits(part, scored) for part in plan.parts], self.view.count)

    def _best(self, plan: p.Best, scored: bool) -> ScoredRecords:
        return best_of([self.hits(part, scored) for part in plan.parts], self.view.count, plan.tiebreak)

    def _andmaybe(self, plan: p.AndMaybe, scored: bool) -> ScoredRecords:
        found = self.hits(plan.first, scored)
        if not scored or not len(found):
            return found
        mask, scores = self.narrow(plan.second, found.ids)
        return ScoredRecords(found.ids, found.score_array() + np.where(mask, scores, np.float32(0)))

    def _scaled(self, plan: p.Scaled, scored: bool) -> ScoredRecords:
        return self.hits(plan.part, scored).scaled(plan.factor)

    def _constant(self, plan: p.Constant, scored: bool) -> ScoredRecords:
        return ScoredRecords(self.hits(plan.part, False).ids, plan.score)

    def _stock(self, plan: p.Stock, scored: bool) -> ScoredRecords:
        searcher = Searcher(self.leaf.whole.reader)
        for sub, offset in searcher.leaf_searchers():
            if offset == self.leaf.offset:
                return _drain(plan.query.matcher(sub, sub.boolean_context() if not scored else None))
        return NONE


def _drain(matcher: Any) -> ScoredRecords:
    ids, scores = [], []
    while matcher.is_active():
        ids.append(matcher.id())
        scores.append(matcher.score())
        matcher.next()
    return ScoredRecords(np.array(ids, np.uint32), np.array(scores, np.float32))


EVALUATE: dict[type, Callable[[Evaluator, Any, bool], ScoredRecords]] = {
    p.EveryRecord: Evaluator._every,
    p.NoRecord: Evaluator._nothing,
    **dict.fromkeys((p.Term, p.Terms, p.TermPhrase, p.Either, p.Blend), Evaluator._term),
    p.NumberRange: Evaluator._numbers,
    p.Days: Evaluator._days,
    p.AllOf: Evaluator._and,
    p.AnyOf: Evaluator._or,
    p.Best: Evaluator._best,
    p.AndMaybe: Evaluator._andmaybe,
    p.Scaled: Evaluator._scaled,
    p.Constant: Evaluator._constant,
    p.Stock: Evaluator._stock,
}
