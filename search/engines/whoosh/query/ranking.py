"""BM25F over whole arrays.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009): a field's frequency is divided by its
length, fields are added by weight, and the sum is saturated once. Inverse document frequency, K1, B and the one-byte lengths are
Whoosh's, so that a plain term scores as it does there; records (blends of their texts) have a K1 and B of their own.
"""

from __future__ import annotations

import numpy as np

from search.engines.whoosh.query import plan as p
from search.engines.whoosh.query.collection_statistics import Statistics
from search.engines.whoosh.query.occurrences import MANY, finding, frequency, phrase_counts
from search.engines.whoosh.query.scored_records import SPARSE, ScoredRecords, best_of, union
from search.engines.whoosh.storage.arrays import Array, expand, find_sorted
from search.engines.whoosh.storage.inverted import Inverted, Postings
from search.engines.whoosh.storage.snapshot import K1, RECORD_B, RECORD_K1, SegmentLeaf
from search.query.budget import A_CALL, A_POSTING, A_TEST


class LeafRanking:
    """Finds and scores the leaves of plans in one segment."""

    def __init__(self, leaf: SegmentLeaf, statistics: Statistics) -> None:
        self.leaf, self.statistics = leaf, statistics

    def hits(self, plan: p.Leaf | p.Blend, scored: bool) -> ScoredRecords:
        """Return the records with a leaf, and their scores."""
        if isinstance(plan, p.Blend):
            return self._blended([self.counts(leaf) for leaf in plan.leaves], plan, scored)
        found = self.counts(plan)
        return found if not scored else ScoredRecords(found.ids, self._scores(plan, found))

    def narrow(self, plan: p.Leaf | p.Blend, ids: Array, scored: bool) -> tuple[Array, Array | float]:
        """Tell which of the sorted records have a leaf, with scores for all (meaningless for the others)."""
        if isinstance(plan, p.Blend) and len(ids) * SPARSE > self.leaf.view.count:
            return self._narrow_densely(plan, ids, scored)
        if isinstance(plan, p.Blend):
            matches = self._blended([self.counts(leaf, ids) for leaf in plan.leaves], plan, scored)
        else:
            matches = self.counts(plan, ids)
            matches = matches if not scored else ScoredRecords(matches.ids, self._scores(plan, matches))
        if not len(matches):
            return np.zeros(len(ids), bool), 0.0
        mask, places = find_sorted(matches.ids, ids)
        return mask, matches.scores[places] if isinstance(matches.scores, np.ndarray) else matches.scores

    def counts(self, plan: p.Leaf, within: Array | None = None) -> ScoredRecords:
        """Return the records of `within` with a leaf, and its frequency instead of scores."""
        if isinstance(plan, p.Either):
            return best_of([self.counts(option, within) for option in plan.options], self.leaf.view.count, 0.0)
        if isinstance(plan, p.TermPhrase):
            return phrase_counts(self.leaf, self.statistics, plan, within)
        inverted = self.leaf.view.field(plan.field)
        spellings = self.statistics.spellings(self.leaf, plan)
        records = A_POSTING * frequency(inverted, spellings)
        tested = records if within is None or len(spellings) > MANY else min(records, A_TEST * len(within) * len(spellings))
        self.statistics.budget.must(A_CALL + tested + finding(inverted, spellings))
        if len(spellings) > MANY:
            whole = [spelling for spelling in spellings if spelling.codes is None]
            rest = [spelling for spelling in spellings if spelling.codes is not None]
            together = _together(inverted, whole, self.leaf.view.count)
            parts = [together if within is None else _within(together, within)]
            parts += [_counted(inverted, each, within) for each in rest]
        else:
            parts = [_counted(inverted, spelling, within) for spelling in spellings]
        return union(parts, self.leaf.view.count)

    def _scores(self, plan: p.Leaf, matches: ScoredRecords) -> Array | float:
        if isinstance(plan, p.Terms) and plan.constant is not None:
            return plan.constant
        if isinstance(plan, p.TermPhrase) and plan.by_terms:
            return self._by_terms(plan, matches.ids)
        tf = matches.score_array().astype(np.float32) * np.float32(self.leaf.view.field(plan.field).weight)
        below = self._length_part(plan.field, matches.ids)
        return tf if below is None else self._saturated(tf, below, self.statistics.idf(plan))

    def _saturated(self, tf: Array, below: Array | np.float32, idf: float, k1: float = K1) -> Array:
        scores: Array = tf / (tf + below)
        scores *= np.float32(idf * (k1 + 1))
        return scores

    def _length_part(self, field: str, ids: Array) -> Array | None:
        lengths = self.leaf.view.lengths(field)
        return None if lengths is None else self.leaf.whole.length_table(field).take(lengths.take(ids))

    def _by_terms(self, plan: p.TermPhrase, ids: Array) -> Array:
        total = np.zeros(len(ids), np.float32)
        for word in plan.words:
            total += self.narrow(word, ids, True)[1]
        return total

    def _blended(self, counted: list[ScoredRecords], plan: p.Blend, scored: bool) -> ScoredRecords:
        size = self.leaf.view.count
        if sum(map(len, counted)) * SPARSE < size or not scored:
            together = union(self._shares(counted, plan) if scored else counted, size)
            return ScoredRecords(together.ids, self._rank(together.score_array(), plan)) if scored and len(together) else together
        total = self._added_up(counted, plan)
        ids = np.flatnonzero(total != 0)
        return ScoredRecords(ids, self._rank(total.take(ids), plan))

    def _narrow_densely(self, plan: p.Blend, ids: Array, scored: bool) -> tuple[Array, Array]:
        """Tell which of many records have a leaf by evaluating all records."""
        total = self._added_up([self.counts(leaf) for leaf in plan.leaves], plan).take(ids)
        return total != 0, self._rank(total, plan) if scored else total

    def _added_up(self, counted: list[ScoredRecords], plan: p.Blend) -> Array:
        """Return the weighted frequency for every record of the segment."""
        total = np.zeros(self.leaf.view.count, np.float32)
        for part in self._shares(counted, plan):
            total[part.ids] += part.scores
        return total

    def _shares(self, counted: list[ScoredRecords], plan: p.Blend) -> list[ScoredRecords]:
        """Return the frequencies in each field, divided by length and weighted."""
        parts, closest = [], self.statistics.closest(plan)
        for matches, leaf, weight in zip(counted, plan.leaves, plan.weights, strict=True):
            ids, lengths = matches.ids.astype(np.intp, copy=False), self.leaf.view.lengths(leaf.field)
            if lengths is None:
                parts.append(ScoredRecords(ids, matches.score_array() * np.float32(weight / closest)))
                continue
            table = np.float32(weight / closest) / self.leaf.whole.length_share(leaf.field, RECORD_B)
            parts.append(ScoredRecords(ids, matches.score_array() * table.take(lengths.take(ids))))
        return parts

    def _rank(self, frequency: Array, plan: p.Blend) -> Array:
        return self._saturated(frequency, np.float32(RECORD_K1), self.statistics.idf(plan), RECORD_K1)


def _together(inverted: Inverted, spellings: list[p.Spelling], size: int) -> ScoredRecords:
    """Count many terms at once: their postings are gathered and summed by record."""
    terms = np.fromiter((spelling.term for spelling in spellings), np.int64, len(spellings))
    weights = np.fromiter((spelling.weight for spelling in spellings), np.float32, len(spellings))
    sizes = inverted.starts[terms + 1] - inverted.starts[terms]
    places = expand(inverted.starts[terms], sizes)
    total = np.bincount(inverted.ids[places], np.repeat(weights, sizes) * inverted.frequencies_at(places), size)
    ids = np.flatnonzero(total != 0)  # on non-integers, flatnonzero alone takes ten times as long
    return ScoredRecords(ids, total.take(ids).astype(np.float32))


def _counted(inverted: Inverted, spelling: p.Spelling, within: Array | None) -> ScoredRecords:
    postings = inverted.postings(spelling.term)
    if spelling.codes is not None and inverted.code is not None:
        tf = _of_forms(inverted, postings, spelling.codes)
        some = tf > 0
        counted = ScoredRecords(postings.ids[some], tf[some])
    else:
        counted = ScoredRecords(postings.ids, postings.tf)
    if within is not None:
        counted = _within(counted, within)
    return counted if spelling.weight == 1.0 else counted.scaled(spelling.weight)


def _within(found: ScoredRecords, ids: Array) -> ScoredRecords:
    mask, places = find_sorted(found.ids, ids)
    return ScoredRecords(ids[mask], found.score_array()[places[mask]])


def _of_forms(inverted: Inverted, postings: Postings, codes: Array) -> Array:
    """Count, per posting, the words of the wanted forms."""
    assert inverted.code is not None
    words = int(postings.tf.sum(dtype=np.int64))
    wanted = np.isin(inverted.code[postings.words : postings.words + words], codes)
    edges = np.cumsum(postings.tf, dtype=np.int64) - postings.tf
    return np.add.reduceat(wanted, edges, dtype=np.int64)
