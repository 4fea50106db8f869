"""Phrases: consecutive words, exact or with others between."""

from __future__ import annotations

import numpy as np

from search.engines.whoosh.query import plan as p
from search.engines.whoosh.query.collection_statistics import Statistics
from search.engines.whoosh.query.occurrences import frequency, phrase_keys
from search.engines.whoosh.query.scored_records import NONE, ScoredRecords
from search.engines.whoosh.storage.arrays import Array, is_among
from search.engines.whoosh.storage.inverted import Inverted
from search.engines.whoosh.storage.paragraph_starts import SHIFT
from search.engines.whoosh.storage.snapshot import SegmentLeaf


def phrase_counts(leaf: SegmentLeaf, statistics: Statistics, plan: p.TermPhrase, within: Array | None = None) -> ScoredRecords:
    """Return the records of `within` (sorted) that contain the phrase, with its frequency instead of scores."""
    inverted = leaf.view.field(plan.field)
    words = [statistics.spellings(leaf, word) for word in plan.words]
    if not words or not all(words) or inverted.pos is None:
        return NONE
    keys = phrase_keys(inverted, words, plan.gap, _common(inverted, words, within), statistics.budget)
    ids, counts = np.unique(keys >> SHIFT, return_counts=True)
    return ScoredRecords(ids.astype(np.uint32), counts)


def _common(inverted: Inverted, words: list[list[p.Spelling]], within: Array | None) -> Array:
    """Return the records in which all words occur, rarest words first."""
    candidates = within
    for spellings in sorted(words, key=lambda word: frequency(inverted, word)):
        if candidates is None:
            lists = [inverted.postings(s.term).ids for s in spellings]
            candidates = lists[0] if len(lists) == 1 else np.unique(np.concatenate(lists))
            continue
        found = np.zeros(len(candidates), bool)
        for spelling in spellings:
            found |= is_among(inverted.postings(spelling.term).ids, candidates)
        candidates = candidates[found]
    return candidates if candidates is not None else np.empty(0, np.uint32)
