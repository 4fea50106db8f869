"""Positions of a plan's leaf in some records, and phrases: sorted numbers `record << 32 | position of the word`."""

from __future__ import annotations

import numpy as np

from search.engines.whoosh.query import plan as p
from search.engines.whoosh.query.collection_statistics import Statistics
from search.engines.whoosh.query.scored_records import NONE, ScoredRecords
from search.engines.whoosh.storage.arrays import Array, expand, is_among, mask_of, merged, places_of, shared
from search.engines.whoosh.storage.inverted import Inverted
from search.engines.whoosh.storage.paragraph_starts import SHIFT
from search.engines.whoosh.storage.snapshot import SegmentLeaf
from search.query.budget import A_CALL, A_CODE, A_FORM, A_POSITION, A_SPELLING, Budget

MANY = 8  # number of spellings from which postings are gathered instead of read one by one
NOWHERE: Array = np.empty(0, np.int64)


def occurrences(leaf: SegmentLeaf, statistics: Statistics, plan: p.Leaf, records: Array) -> Array:
    """Return the positions of a leaf in the sorted records: an exact phrase by its first word, others by their last."""
    if isinstance(plan, p.Either):
        return merged([occurrences(leaf, statistics, option, records) for option in plan.options])
    inverted = leaf.view.field(plan.field)
    if not isinstance(plan, p.TermPhrase):
        return word_keys(inverted, statistics.spellings(leaf, plan), records, statistics.budget)
    words = [statistics.spellings(leaf, word) for word in plan.words]
    return phrase_keys(inverted, words, plan.gap, records, statistics.budget) if all(words) else NOWHERE


def phrase_keys(inverted: Inverted, words: list[list[p.Spelling]], gap: int, records: Array, budget: Budget) -> Array:
    """Return the positions of consecutive words in the sorted records, at most `gap` positions apart. Raises TooMuch."""
    if gap == 1:
        return _side_by_side(inverted, words, records, budget)
    return _chain(inverted, words, records, gap, budget)


def word_keys(inverted: Inverted, spellings: list[p.Spelling], records: Array, budget: Budget) -> Array:
    """Return the positions of a word in any of these spellings in the sorted records. Raises TooMuch."""
    if inverted.pos is None or not spellings or not len(records):
        return NOWHERE
    budget.must(A_CALL + frequency(inverted, spellings) + finding(inverted, spellings))
    whole = [spelling.term for spelling in spellings if spelling.codes is None]
    together = whole if len(whole) > MANY else []
    parts = [_gathered(inverted, np.array(together, np.int64), records)] if together else []
    parts += [_keys_of(inverted, each, records) for each in spellings if each.codes is not None or not together]
    budget.must(int(A_POSITION * sum(map(len, parts))))
    return merged(parts)


def _keys_of(inverted: Inverted, spelling: p.Spelling, records: Array) -> Array:
    postings = inverted.postings(spelling.term)
    at = places_of(postings.ids, records)
    places, counts = inverted.places(postings, at)
    keys = _keys(inverted, postings.ids[at], places, counts)
    if spelling.codes is None or inverted.code is None:
        return keys
    return keys[np.isin(inverted.code[places], spelling.codes)]


def _gathered(inverted: Inverted, terms: Array, records: Array) -> Array:
    """Return the positions of any of many terms: all postings are gathered, then filtered by record."""
    sizes = inverted.starts[terms + 1] - inverted.starts[terms]
    postings = expand(inverted.starts[terms], sizes)
    ids = inverted.ids[postings]
    wanted = np.flatnonzero(mask_of(records, int(max(ids.max(initial=0), records[-1])) + 1)[ids])
    tf = inverted.frequencies_at(postings).astype(np.int64)
    before = np.cumsum(tf) - tf
    firsts = np.cumsum(sizes) - sizes
    term = np.searchsorted(firsts, wanted, side="right") - 1
    starts = inverted.word_starts[terms[term]] + before[wanted] - before[firsts[term]]
    return np.sort(_keys(inverted, ids[wanted], expand(starts, tf[wanted]), tf[wanted]))


def _keys(inverted: Inverted, ids: Array, places: Array, counts: Array) -> Array:
    assert inverted.pos is not None
    keys: Array = (ids.astype(np.int64) << SHIFT).repeat(counts)
    keys |= inverted.pos.take(places)
    return keys


def records_of(keys: Array) -> Array:
    """Return the records of sorted keys, without repetitions."""
    records = keys >> SHIFT
    return records[np.concatenate(([True], records[1:] != records[:-1]))] if len(records) else records


def frequency(inverted: Inverted, spellings: list[p.Spelling]) -> int:
    """Return an upper bound of the records with a word."""
    if len(spellings) > MANY:
        return inverted.df_of(terms_of(spellings))
    return sum(inverted.df(spelling.term) for spelling in spellings)


def finding(inverted: Inverted, spellings: list[p.Spelling]) -> int:
    """Return the steps for the terms of a word, besides those for its records."""
    some = [each for each in spellings if each.codes is not None]
    of_forms = A_FORM * len(some) + A_CODE * inverted.words_of(terms_of(some)) if some else 0
    return of_forms + A_SPELLING * (len(spellings) - len(some))


def terms_of(spellings: list[p.Spelling]) -> Array:
    return np.array([spelling.term for spelling in spellings], np.int64)


def _side_by_side(inverted: Inverted, words: list[list[p.Spelling]], records: Array, budget: Budget) -> Array:
    """Return where exact phrases begin: rare words first, each checked only where the others are left."""
    begins: Array | None = None
    for place in sorted(range(len(words)), key=lambda place: frequency(inverted, words[place])):
        keys = word_keys(inverted, words[place], records if begins is None else records_of(begins), budget)
        if place:
            keys = keys - place
        begins = keys if begins is None else shared(begins, keys)
    return begins if begins is not None else NOWHERE


def _chain(inverted: Inverted, words: list[list[p.Spelling]], records: Array, gap: int, budget: Budget) -> Array:
    """Return where occurrences of a loose phrase end."""
    ends = word_keys(inverted, words[0], records, budget)
    for spellings in words[1:]:
        keys = word_keys(inverted, spellings, records_of(ends), budget)
        if not len(ends) or not len(keys):
            return NOWHERE
        before = np.searchsorted(ends, keys) - 1  # the nearest earlier end: if it is too far, all are
        near = (before >= 0) & (keys - ends[before] <= gap) & (keys >> SHIFT == ends[before] >> SHIFT)
        ends = keys[near]
    return ends


def phrase_counts(leaf: SegmentLeaf, statistics: Statistics, plan: p.TermPhrase, within: Array | None = None) -> ScoredRecords:
    """Return the records of `within` (sorted) that contain the phrase, with its frequency instead of scores."""
    inverted = leaf.view.field(plan.field)
    words = [statistics.spellings(leaf, word) for word in plan.words]
    if not words or not all(words) or inverted.pos is None:
        return NONE
    keys = phrase_keys(inverted, words, plan.gap, _common(inverted, words, within), statistics.budget)
    if not len(keys):
        return NONE
    ids = keys >> SHIFT
    firsts = np.concatenate(([True], ids[1:] != ids[:-1])).nonzero()[0]
    return ScoredRecords(ids[firsts].astype(np.uint32), np.diff(firsts, append=len(ids)))


def _common(inverted: Inverted, words: list[list[p.Spelling]], within: Array | None) -> Array:
    """Return the records in which all words occur, rarest words first."""
    candidates = within
    for spellings in sorted(words, key=lambda word: frequency(inverted, word)):
        if candidates is None:
            candidates = merged([inverted.postings(s.term).ids for s in spellings])
            continue
        found = np.zeros(len(candidates), bool)
        for spelling in spellings:
            found |= is_among(inverted.postings(spelling.term).ids, candidates)
        candidates = candidates[found]
    return candidates if candidates is not None else np.empty(0, np.uint32)
