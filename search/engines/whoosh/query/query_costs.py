"""Estimates the cost of each part of a query from word frequencies, and drops what costs too much.

Costs are steps of `search.query.budget`, measured on an archive of 100 000 records (benchmarks/worst.py shows the totals).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from search.engines.whoosh.query import plan as p
from search.engines.whoosh.query.collection_statistics import Statistics
from search.engines.whoosh.query.from_tree import FIELD_WEIGHTS, plan_of
from search.engines.whoosh.query.occurrences import frequency, terms_of
from search.engines.whoosh.query.word_patterns import Beginning, Nearly, Shaped
from search.engines.whoosh.storage.inverted import Inverted
from search.engines.whoosh.storage.snapshot import SegmentLeaf
from search.query.budget import A_FORM, A_FORM_MEASURED, A_POSITION, A_POSTING, A_SPELLING
from search.query.tree import Node, TextLeaf, text_leaves, without

A_LOOKUP = 300  # finding a term of a field
A_LANGUAGE = 1_500  # and its stem in another language
A_FORM_LISTED, A_FORM_TRIED = 250, 300  # by prefix, by pattern
A_CODE = 2  # for each occurrence of a word of which only some forms match
A_RECORD = 0.5  # for each record of the archive and each field
LATER_WORDS = 0.3  # of a phrase, after the two rarest: few places are left by then
FAR_APART = 2.0  # factor for loose phrases, which need all positions of all words
SAFE = 2  # safety factor of the estimate


def affordable(tree: Node, statistics: Statistics) -> tuple[Node, tuple[TextLeaf, ...]]:
    """Return a tree within the budget and the leaves left out: the costliest first, of equal ones the later."""
    costs, limit = QueryCosts(statistics), statistics.budget.left // SAFE
    every = list(text_leaves(tree))
    plans = {leaf: plan_of(leaf) for leaf in every}
    if all(map(is_plain, plans.values())) and costs.at_most(len(every)) <= limit:  # most searches
        return tree, ()
    looked_up = within(limit, {leaf: every.count(leaf) * costs.looking_up(plans[leaf]) for leaf in plans})
    kept = within(limit, {leaf: every.count(leaf) * costs.of(plans[leaf]) for leaf in looked_up})
    left_out = tuple(leaf for leaf in plans if leaf not in kept)
    return (without(tree, frozenset(left_out)) if left_out else tree), left_out


def within(limit: int, costs: Mapping[TextLeaf, int]) -> dict[TextLeaf, int]:
    """Return as many of the cheapest as together stay within a limit."""
    total, kept = sum(costs.values()), dict(costs)
    order = {leaf: number for number, leaf in enumerate(costs)}
    for leaf in sorted(costs, key=lambda leaf: (costs[leaf], order[leaf]), reverse=True):
        if total <= limit:
            break
        total -= kept.pop(leaf)
    return kept


def is_plain(plan: p.Plan) -> bool:
    """Tell whether a plan is of single words, without patterns, phrases and several readings."""
    return isinstance(plan, p.Blend) and all(isinstance(leaf, p.Term) for leaf in plan.leaves)


class QueryCosts:
    """Estimates the costs of leaves in all segments."""

    def __init__(self, statistics: Statistics) -> None:
        self.statistics = statistics
        self._looked_up: dict[p.Plan, int] = {}

    def at_most(self, words: int) -> float:
        """Return what so many plain words cost at most: each in every record of every field, once for each language."""
        whole = self.statistics.snapshot.count_all
        languages = max(
            (len(leaf.view.field(name).languages) for leaf in self.statistics.snapshot.leaves for name in FIELD_WEIGHTS),
            default=0,
        )
        each = A_LOOKUP + A_LANGUAGE * languages + A_SPELLING + (A_POSTING + A_RECORD) * whole
        return words * len(FIELD_WEIGHTS) * each * (1 + languages)

    def looking_up(self, plan: p.Plan) -> int:
        """Return the cost of finding the matching terms."""
        if plan not in self._looked_up:
            self._looked_up[plan] = self._look_up(plan)
        return self._looked_up[plan]

    def _look_up(self, plan: p.Plan) -> int:
        words = list(words_in(plan))
        return sum(_looking_up(leaf.view.field(word.field), word) for leaf in self.statistics.snapshot.leaves for word in words)

    def of(self, plan: p.Plan) -> int:
        """Return the cost of evaluating a leaf, including its terms."""
        return self.looking_up(plan) + int(sum(self._of(leaf, plan) for leaf in self.statistics.snapshot.leaves))

    def _of(self, leaf: SegmentLeaf, plan: p.Plan) -> float:
        if isinstance(plan, p.Blend):
            return sum(self._of(leaf, each) + A_RECORD * leaf.view.count for each in plan.leaves)
        if isinstance(plan, p.Either):
            return sum(self._of(leaf, option) for option in plan.options)
        if isinstance(plan, p.TermPhrase):
            return self._of_phrase(leaf, plan)
        return self._of_word(leaf, plan) if isinstance(plan, (p.Term, p.Terms)) else 0.0

    def _of_word(self, leaf: SegmentLeaf, word: p.Term | p.Terms) -> float:
        inverted, spellings = leaf.view.field(word.field), self.statistics.spellings(leaf, word)
        if not spellings:
            return 0.0
        if len(spellings) == 1 and spellings[0].codes is None:  # the common case
            return A_POSTING * inverted.df(spellings[0].term) + A_SPELLING
        some = terms_of([each for each in spellings if each.codes is not None])
        costs = A_SPELLING * (len(spellings) - len(some)) + A_FORM * len(some) + A_CODE * inverted.words_of(some)
        return A_POSTING * frequency(inverted, spellings) + costs

    def _of_phrase(self, leaf: SegmentLeaf, phrase: p.TermPhrase) -> float:
        inverted = leaf.view.field(phrase.field)
        counted = sorted(self._records_and_places(leaf, inverted, word) for word in phrase.words)
        if not counted or not counted[0][0]:
            return 0.0
        fewest = counted[0][0]
        total = 0.0
        for number, (records, places, spellings) in enumerate(counted):
            share = min(1.0, fewest / records)
            share *= FAR_APART if phrase.gap > 1 else 1.0 if number < 2 else LATER_WORDS
            total += A_POSTING * records + A_FORM * spellings + A_POSITION * places * share
        return total

    def _records_and_places(self, leaf: SegmentLeaf, inverted: Inverted, word: p.Term | p.Terms) -> tuple[int, int, int]:
        found = self.statistics.spellings(leaf, word)
        if len(found) == 1:  # the common case
            return inverted.df(found[0].term), inverted.words(found[0].term), 1
        return frequency(inverted, found), inverted.words_of(terms_of(found)), len(found)


def words_in(plan: p.Plan) -> Iterator[p.Term | p.Terms]:
    """Yield the words and patterns of a leaf's plan."""
    if isinstance(plan, (p.Term, p.Terms)):
        yield plan
    elif isinstance(plan, (p.Blend, p.Either, p.TermPhrase)):
        parts: tuple[p.Plan, ...] = (
            plan.leaves if isinstance(plan, p.Blend) else plan.options if isinstance(plan, p.Either) else plan.words
        )
        for part in parts:
            yield from words_in(part)


def _looking_up(field: Inverted, word: p.Term | p.Terms) -> int:
    pattern = word.pattern if isinstance(word, p.Terms) else None
    if isinstance(pattern, Nearly):
        return A_LOOKUP + A_FORM_MEASURED * len(field.forms)
    if isinstance(pattern, Shaped):
        return A_LOOKUP + A_FORM_TRIED * len(pattern.candidates(field))
    if isinstance(pattern, Beginning):
        return A_LOOKUP + A_FORM_LISTED * len(field.forms.with_prefix(pattern.prefix.encode()))
    return A_LOOKUP + A_LANGUAGE * len(field.languages)
