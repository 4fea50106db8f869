"""Phrases: words that follow each other, exactly or with others between."""

from __future__ import annotations

import numpy as np

from search.engine import plan as p
from search.engine.arrays import Array, find_sorted
from search.engine.hits import NONE, Hits
from search.engine.inverted import Inverted
from search.engine.snapshot import Leaf
from search.engine.statistics import Statistics

SHIFT = 32


def phrase_counts(leaf: Leaf, statistics: Statistics, plan: p.Phrase, within: Array | None = None) -> Hits:
    """Return the records (of the sorted ones `within`) with the phrase, and how often it occurs instead of scores."""
    inverted = leaf.view.field(plan.field)
    words = [statistics.spellings(leaf, word) for word in plan.words]
    if not words or not all(words) or inverted.pos is None:
        return NONE
    candidates = _common(inverted, words, within)
    ends = _side_by_side(inverted, words, candidates) if plan.gap == 1 else _chain(inverted, words, candidates, plan.gap)
    ids, occurrences = np.unique(ends >> SHIFT, return_counts=True)
    return Hits(ids.astype(np.uint32), occurrences)


def _frequency(inverted: Inverted, spellings: list[p.Spelling]) -> int:
    return sum(inverted.df(spelling.term) for spelling in spellings)


def _common(inverted: Inverted, words: list[list[p.Spelling]], within: Array | None) -> Array:
    """Return the records in which all words occur, rarest words first."""
    candidates = within
    for spellings in sorted(words, key=lambda word: _frequency(inverted, word)):
        if candidates is None:
            lists = [inverted.postings(s.term).ids for s in spellings]
            candidates = lists[0] if len(lists) == 1 else np.unique(np.concatenate(lists))
            continue
        found = np.zeros(len(candidates), bool)
        for spelling in spellings:
            found |= inverted.at(inverted.postings(spelling.term), candidates)[0]
        candidates = candidates[found]
    return candidates if candidates is not None else np.empty(0, np.uint32)


def _keys(inverted: Inverted, spellings: list[p.Spelling], candidates: Array) -> Array:
    """Return where a word stands in the sorted candidates, as sorted numbers `record << 32 | position`."""
    parts = []
    for spelling in spellings:
        postings = inverted.postings(spelling.term)
        has, at = find_sorted(postings.ids, candidates)
        places, counts = inverted.places(postings, at[has])
        assert inverted.pos is not None
        keys = (np.repeat(candidates[has].astype(np.int64), counts) << SHIFT) | inverted.pos[places].astype(np.int64)
        if spelling.codes is not None and inverted.code is not None:
            keys = keys[np.isin(inverted.code[places], spelling.codes)]
        parts.append(keys)
    return parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))


def _records(keys: Array) -> Array:
    """Return the records of sorted keys, each once."""
    records = keys >> SHIFT
    return records[np.concatenate(([True], records[1:] != records[:-1]))] if len(records) else records


def _side_by_side(inverted: Inverted, words: list[list[p.Spelling]], candidates: Array) -> Array:
    """Return where words that follow each other directly begin: rare words first, each in what the others have left."""
    begins: Array | None = None
    for place in sorted(range(len(words)), key=lambda place: _frequency(inverted, words[place])):
        keys = _keys(inverted, words[place], candidates) - place
        begins = keys if begins is None else begins[find_sorted(keys, begins)[0]]
        candidates = _records(begins)
    return begins if begins is not None else candidates


def _chain(inverted: Inverted, words: list[list[p.Spelling]], candidates: Array, gap: int) -> Array:
    """Return where occurrences of the phrase end; from each word to the next there are at most `gap` positions."""
    ends = _keys(inverted, words[0], candidates)
    for spellings in words[1:]:
        keys = _keys(inverted, spellings, _records(ends))
        if not len(ends) or not len(keys):
            return ends[:0]
        before = np.searchsorted(ends, keys) - 1  # the nearest earlier end: if that is too far, all are
        near = (before >= 0) & (keys - ends[before] <= gap) & (keys >> SHIFT == ends[before] >> SHIFT)
        ends = keys[near]
    return ends
