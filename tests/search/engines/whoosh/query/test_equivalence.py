"""Our evaluator against stock Whoosh on generated queries: the same records and, our ranking switched off, scores."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from whoosh import query as q
from whoosh.searching import Searcher

from search.text.words import STEM_OF
from tests.search.engines.whoosh.query.twins import TAGS, WORDS, Twins

# Stock Whoosh leaves its files to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
STEMS = sorted({STEM_OF[word] for word in WORDS})
DAY = dt.datetime(2000, 1, 1)


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    return Twins(tmp_path_factory.mktemp("twins"))


@pytest.fixture(scope="module", params=[2, 3])
def other_twins(tmp_path_factory, request):
    return Twins(tmp_path_factory.mktemp("twins"), seed=request.param, batches=(60, 25))


def word(chance):
    return chance.choice([*STEMS, "absent"])


def field(chance):
    return chance.choice(("text", "text", "title", "plain"))


def term(chance):
    where = field(chance)
    return q.Term(where, chance.choice(WORDS) if where == "plain" else word(chance), boost=chance.choice((1.0, 1.0, 2.5)))


def tag(chance):
    return q.Term("tags", chance.choice(TAGS))


def phrase(chance):
    return q.Phrase(field(chance), [word(chance) for _ in range(chance.randint(2, 4))], slop=chance.choice((1, 1, 2, 5)))


def number_range(chance):
    low, high = sorted((chance.randint(-60, 60), chance.randint(-60, 60)))
    open_end = chance.random()
    return q.NumericRange(
        "count", None if open_end < 0.2 else low, None if open_end > 0.8 else high, chance.random() < 0.3, chance.random() < 0.3
    )


def date_range(chance):
    low, high = sorted((chance.randint(0, 3000), chance.randint(0, 3000)))
    return q.DateRange("date", DAY + dt.timedelta(days=low), DAY + dt.timedelta(days=high))


def scored_leaf(chance):
    return chance.choices((term, tag, phrase), weights=(6, 1, 2))[0](chance)


def leaf(chance):
    return chance.choices((scored_leaf, number_range, date_range), weights=(8, 1, 1))[0](chance)


def tree(chance, depth=3):
    roll = chance.random()
    if depth == 0 or roll < 0.3:
        return leaf(chance)
    parts = [tree(chance, depth - 1) for _ in range(chance.randint(2, 3))]
    if roll < 0.5:
        return q.And(parts, boost=chance.choice((1.0, 3.0)))
    if roll < 0.75:
        return q.Or(parts)
    return q.And([parts[0], q.Not(parts[1])])


def agree(twins, asked):
    stock, ours = twins.stock_hits(asked), twins.our_hits(asked)
    assert sorted(number for number, _ in ours) == sorted(number for number, _ in stock), asked
    expected = dict(stock)
    for number, score in ours:
        assert score == pytest.approx(expected[number], rel=1e-4, abs=1e-4), (asked, number)
    same_order(stock, ours, asked)


def same_order(stock, ours, asked):
    places = {number: place for place, (number, _) in enumerate(ours)}
    for (first, better), (second, worse) in zip(stock, stock[1:], strict=False):
        if better - worse > 1e-4 * max(1.0, abs(better)):
            assert places[first] < places[second], asked


@pytest.mark.parametrize("make", [term, tag, phrase, number_range, date_range])
def test_single_queries_find_and_score_the_same(twins, make):
    chance = random.Random(7)
    for _ in range(60):
        agree(twins, make(chance))


@pytest.mark.parametrize("seed", range(8))
def test_trees_find_and_score_the_same(twins, seed):
    chance = random.Random(seed)
    for _ in range(40):
        agree(twins, tree(chance))


def test_trees_find_and_score_the_same_in_other_indexes(other_twins):
    chance = random.Random(99)
    for _ in range(60):
        agree(other_twins, tree(chance, depth=2))


def pattern(chance):
    where = chance.choice(("text", "title", "plain"))
    text = word(chance)
    return chance.choice(
        [
            q.Prefix(where, text[: chance.randint(1, 4)]),
            q.Wildcard(where, text[:2] + "*" + text[-1:]),
            q.Wildcard(where, "?" + text[1:]),
            q.FuzzyTerm(where, text, maxdist=chance.choice((1, 2)), prefixlength=chance.choice((0, 1, 2))),
            q.Regex(where, text[:2] + ".+"),
            q.TermRange(where, text[:2], chance.choice("pqrst")),
            q.Variations("plain", chance.choice(WORDS)),
            q.Every("title"),
            q.Every(),
        ]
    )


@pytest.mark.parametrize("ranked", [False, True])
def test_patterns_find_the_same_records(twins, ranked):
    chance = random.Random(11)
    for _ in range(120):
        asked = pattern(chance)
        stock = sorted(number for number, _ in twins.stock_hits(asked))
        assert sorted(number for number, _ in twins.our_hits(asked, ranked)) == stock, asked


def test_what_is_left_to_stock_matchers_finds_the_same(twins):
    first, second = q.Term("text", "treati"), q.Term("text", "border")
    for asked in (
        q.SpanNear2([first, second], slop=4, ordered=False),
        q.Or([first, second], scale=0.5),
        q.Require(first, q.Term("tags", "alpha")),
        q.NumericRange("ratio", 1.5, 7.25),
        q.Otherwise(q.Term("text", "absent"), second),
    ):
        agree(twins, asked)


def test_exclusion_excludes_where_stock_forgets_the_first_record(twins):
    """Whoosh's AndNotMatcher does not look at the excluded list before its first step."""
    chance = random.Random(21)
    for _ in range(60):
        wanted, unwanted = tree(chance, depth=1), tree(chance, depth=1)
        kept = [hit for hit in twins.our_hits(wanted) if hit[0] not in {number for number, _ in twins.stock_hits(unwanted)}]
        assert twins.our_hits(q.AndNot(wanted, unwanted)) == kept, (wanted, unwanted)


def test_the_best_of_several_scores_where_stock_looks_at_other_records(twins):
    """Whoosh's DisjunctionMaxMatcher compares the scores of two cursors even where they stand on different records."""
    chance = random.Random(22)
    for _ in range(60):
        parts = [scored_leaf(chance) for _ in range(3)]
        expected: dict[int, float] = {}
        for part in parts:
            for number, score in twins.stock_hits(part):
                expected[number] = max(score, expected.get(number, 0.0))
        assert dict(twins.our_hits(q.DisjunctionMax(parts))) == pytest.approx(expected, rel=1e-4), parts


def test_an_optional_part_adds_its_score_where_stock_loses_its_place(twins):
    """Whoosh's AndMaybeMatcher leaves its second list behind when the first skips too far."""
    chance = random.Random(23)
    for _ in range(60):
        wanted, optional = tree(chance, depth=1), tree(chance, depth=1)
        more = dict(twins.stock_hits(optional))
        expected = {number: score + more.get(number, 0.0) for number, score in twins.stock_hits(wanted)}
        assert dict(twins.our_hits(q.AndMaybe(wanted, optional))) == pytest.approx(expected, rel=1e-4), (wanted, optional)


@pytest.mark.parametrize("limit", [1, 5, 30])
def test_stock_collectors_stop_early_without_losing_the_best(twins, limit):
    """Block qualities are stated truthfully: the best few are the best few, and the count is not cut."""
    chance = random.Random(limit)
    for _ in range(40):
        asked = q.Or([term(chance), term(chance), tag(chance)])
        with Searcher(twins.ours.reader()) as searcher:
            found = searcher.search(asked, limit=limit)
            best = [(hit.docnum, hit.score) for hit in found]
            size = len(found)
        whole = twins.stock_hits(asked)
        assert [score for _, score in best] == pytest.approx([score for _, score in whole[:limit]], rel=1e-4), asked
        assert size == len(whole)


def test_stock_searches_over_our_postings_equal_those_over_stock_ones(twins):
    chance = random.Random(5)
    for _ in range(60):
        asked = tree(chance, depth=2)
        with Searcher(twins.ours.reader()) as searcher:
            ours = [(hit.docnum, round(hit.score, 3)) for hit in searcher.search(asked, limit=None)]
        assert ours == [(number, round(score, 3)) for number, score in twins.stock_hits(asked)], asked
