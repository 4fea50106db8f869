"""Estimates the cost of each part of a query from word frequencies, and drops what costs too much.

Costs are steps of `search.query.budget`, measured on an archive of 100 000 records (benchmarks/worst.py shows the totals).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import reduce
from typing import NamedTuple

from search.engines.whoosh.query import plan as p
from search.engines.whoosh.query.best_paragraphs import FIELDS as SHOWN_FIELDS
from search.engines.whoosh.query.collection_statistics import Statistics
from search.engines.whoosh.query.from_tree import FIELD_WEIGHTS, plan_of
from search.engines.whoosh.query.occurrences import finding, terms_of
from search.engines.whoosh.query.proximity import RERANKED, TELLING, words_of
from search.engines.whoosh.query.word_patterns import Beginning, Nearly, Shaped
from search.engines.whoosh.storage.inverted import Inverted
from search.engines.whoosh.storage.snapshot import SegmentLeaf
from search.query.budget import A_CALL, A_FORM_MEASURED, A_LOOKUP, A_POSITION, A_POSTING, A_SPELLING, A_TEST
from search.query.tree import And, Node, TextLeaf, text_leaves, without

A_LANGUAGE = 500  # finding a word's stem in another language
A_FORM_LISTED, A_FORM_TRIED = 280, 300  # by prefix, by pattern
LATER_WORDS = 0.3  # of a phrase, after the two rarest: few places are left by then
FAR_APART = 2.0  # factor for loose phrases, which need all positions of all words
PASSES = 3  # a word's records are read, its paragraphs looked for, and its places compared
SHOWN = 100  # records of a page, in which the best paragraph is looked for
OF_PEAK = 4  # the best records have a word about a quarter as often as the record that has it most
SAFE = 1.2  # safety factor of the estimate
LOOKING_UP = 3  # one part in so many of the steps may be spent on estimating


def affordable(tree: Node, statistics: Statistics) -> tuple[Node, tuple[TextLeaf, ...]]:
    """Return a tree within the budget and the leaves left out: the costliest first, of equal ones the later.

    Estimating takes steps too, at most a part of them: what cannot be estimated within that is left out.
    """
    costs, budget = QueryCosts(statistics), statistics.budget
    often = Counter(text_leaves(tree))
    plans = {leaf: plan_of(leaf) for leaf in often}
    if all(map(is_plain, plans.values())) and costs.at_most(often.total()) * SAFE <= budget.left:  # most searches
        return tree, ()
    counted = within(budget.left // LOOKING_UP, {leaf: often[leaf] * costs.at_least(plans[leaf]) for leaf in plans})
    found = within(budget.left // LOOKING_UP, {leaf: often[leaf] * costs.looking_up(plans[leaf]) for leaf in counted})
    budget.take(sum(found.values()))
    kept = _affordable(tree, {leaf: costs.of(plans[leaf]).times(often[leaf]) for leaf in found}, statistics)
    left_out = tuple(leaf for leaf in plans if leaf not in kept)
    return (without(tree, frozenset(left_out)) if left_out else tree), left_out


def _affordable(tree: Node, costs: dict[TextLeaf, LeafCost], statistics: Statistics) -> dict[TextLeaf, LeafCost]:
    """Return the leaves that can be evaluated together.

    Of a word that must be in the records with a rarer one, only those records are tested. If the rarer one has to be left out,
    the others cost more, so that it is tried again.
    """
    limit = int(statistics.budget.left / SAFE)
    required = set(tree.parts if isinstance(tree, And) else ())
    while True:
        near = _ranked_by_nearness(without(tree, frozenset(text_leaves(tree)) - {*costs}), statistics)
        fewest = min((cost.records for leaf, cost in costs.items() if leaf in required), default=0)
        kept = within(
            limit,
            {
                leaf: cost.together(fewest if leaf in required else cost.records, plan_of(leaf) in near)
                for leaf, cost in costs.items()
            },
        )
        if len(kept) == len(costs):
            return costs
        costs = {leaf: costs[leaf] for leaf in kept}


def _ranked_by_nearness(tree: Node, statistics: Statistics) -> set[p.Blend]:
    """Return the words of which the positions count in the best records."""
    words = words_of(plan_of(tree))
    telling = [word for word in words if min(map(statistics.idf, word)) >= TELLING]
    return {spelling for word in (telling if len(telling) > 1 else words) for spelling in word}


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


class WordCounts(NamedTuple):
    """How many records of a segment have a word, how often it occurs, and at most in one record; and the steps for its terms."""

    records: int
    places: int
    peak: int
    finding: int


class LeafCost(NamedTuple):
    """The cost of a leaf once it is looked up, in parts.

    `fixed` is for finding its terms, and its paragraphs in the records of a page; `near` for its positions in the best records,
    which are ranked by nearness; `records` counts the records that may have it.
    """

    fixed: float = 0
    near: float = 0
    records: float = 0

    def plus(self, other: LeafCost) -> LeafCost:
        return LeafCost(self.fixed + other.fixed, self.near + other.near, self.records + other.records)

    def times(self, often: int) -> LeafCost:
        return LeafCost(self.fixed * often, self.near * often, self.records * often)

    def together(self, fewest: float, near: bool) -> int:
        """Return the cost if only the `fewest` records need to be tested, and if nearness counts."""
        return int(self.fixed + min(A_POSTING * self.records, A_TEST * fewest * len(FIELD_WEIGHTS)) + near * self.near)


NO_COST = LeafCost()


class QueryCosts:
    """Estimates the costs of leaves in all segments."""

    def __init__(self, statistics: Statistics) -> None:
        self.statistics = statistics
        self._looked_up: dict[p.Plan, int] = {}
        self._counted: dict[tuple[p.Term | p.Terms, int], WordCounts] = {}

    def at_most(self, words: int) -> float:
        """Return what so many plain words cost at most: each in every record of every field."""
        snapshot = self.statistics.snapshot
        languages = max((len(leaf.view.field(name).languages) for leaf in snapshot.leaves for name in FIELD_WEIGHTS), default=0)
        each = A_LOOKUP + A_LANGUAGE * languages + PASSES * (A_CALL + A_SPELLING * (1 + languages))
        return words * len(FIELD_WEIGHTS) * (each * len(snapshot.leaves) + PASSES * A_POSTING * snapshot.count_all)

    def at_least(self, plan: p.Plan) -> int:
        """Return what looking up costs whatever the words are, without a look at the index."""
        return A_LOOKUP * len(list(words_in(plan))) * len(self.statistics.snapshot.leaves)

    def looking_up(self, plan: p.Plan) -> int:
        """Return the cost of finding the matching terms."""
        if plan not in self._looked_up:
            self._looked_up[plan] = self._look_up(plan)
        return self._looked_up[plan]

    def _look_up(self, plan: p.Plan) -> int:
        words = list(words_in(plan))
        return sum(_looking_up(leaf.view.field(word.field), word) for leaf in self.statistics.snapshot.leaves for word in words)

    def of(self, plan: p.Plan) -> LeafCost:
        """Return the cost of evaluating a leaf."""
        return reduce(LeafCost.plus, (self._of(leaf, plan) for leaf in self.statistics.snapshot.leaves), NO_COST)

    def _of(self, leaf: SegmentLeaf, plan: p.Plan) -> LeafCost:
        if isinstance(plan, (p.Blend, p.Either)):
            parts = plan.leaves if isinstance(plan, p.Blend) else plan.options
            return reduce(LeafCost.plus, (self._of(leaf, part) for part in parts), NO_COST)
        if isinstance(plan, p.TermPhrase):
            return self._of_phrase(leaf, plan)
        return self._of_word(leaf, plan) if isinstance(plan, (p.Term, p.Terms)) else NO_COST

    def _of_word(self, leaf: SegmentLeaf, word: p.Term | p.Terms) -> LeafCost:
        counted = self._counts(leaf, word)
        best = (
            leaf.view.count / self.statistics.snapshot.count_all * counted.peak / OF_PEAK
        )  # positions in one of the best records
        again = A_CALL + counted.finding + counted.records
        shown = (again + A_POSITION * min(counted.places, SHOWN * best)) if word.field in SHOWN_FIELDS and counted.records else 0
        near = again + A_POSITION * FAR_APART * min(counted.places, RERANKED * best)
        return LeafCost(A_CALL + counted.finding + shown, near, counted.records)

    def _of_phrase(self, leaf: SegmentLeaf, phrase: p.TermPhrase) -> LeafCost:
        counted = sorted(self._counts(leaf, word) for word in phrase.words)
        fewest = counted[0].records if counted else 0
        if not fewest:
            return LeafCost(A_CALL)
        found = again = 0.0
        for number, word in enumerate(counted):
            share = min(1.0, fewest / word.records)
            share *= FAR_APART if phrase.gap > 1 else 1.0 if number < 2 else LATER_WORDS
            found += A_CALL + A_POSTING * word.records + word.finding + A_POSITION * word.places * share
            shown = min(word.places * share, SHOWN * word.places / word.records)
            again += A_CALL + word.records + word.finding + A_POSITION * shown
        return LeafCost(found + again, again * FAR_APART, fewest)

    def _counts(self, leaf: SegmentLeaf, word: p.Term | p.Terms) -> WordCounts:
        key = word, leaf.offset
        if key not in self._counted:
            self._counted[key] = counts_of(leaf.view.field(word.field), self.statistics.spellings(leaf, word))
        return self._counted[key]


def counts_of(inverted: Inverted, spellings: list[p.Spelling]) -> WordCounts:
    """Return the counts of a word in one field of a segment."""
    if len(spellings) == 1 and spellings[0].codes is None:  # the common case
        term = spellings[0].term
        return WordCounts(inverted.df(term), inverted.words(term), int(inverted.peak[term]), A_SPELLING)
    terms = terms_of(spellings)
    peak = int(inverted.peak[terms].sum()) if spellings else 0
    return WordCounts(inverted.df_of(terms), inverted.words_of(terms), peak, finding(inverted, spellings))


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
        return A_LOOKUP + int(A_FORM_MEASURED * pattern.distance * len(field.forms))
    if isinstance(pattern, Shaped):
        return A_LOOKUP + A_FORM_TRIED * len(pattern.candidates(field))
    if isinstance(pattern, Beginning):
        return A_LOOKUP * 2 + A_FORM_LISTED * len(field.forms.with_prefix(pattern.prefix.encode()))
    return A_LOOKUP + A_LANGUAGE * len(field.languages)
