"""What a search may cost: the dearest queries that the grammar allows stay within the budget, and say what is left out."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.display.highlight import Marker, merged
from search.engines.base import EngineAnswer
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.haystack.schema import schema_of
from search.engines.whoosh.query.answering import answered
from search.engines.whoosh.query.collection_statistics import Statistics
from search.engines.whoosh.query.from_tree import plan_of
from search.engines.whoosh.query.query_costs import LOOKING_UP, LeafCost, affordable
from search.query.budget import A_LOOKUP, A_VALUE, MARKING, Budget, TooMuch, searching
from search.query.params import SearchParams
from search.query.request import Choice, SearchRequest
from search.query.syntax import parse
from search.query.tree import And, Fuzzy, Not, Nothing, Or, Phrase, Word, text_leaves, without
from search.results.next_searches import counted, without_one_thing
from search.search_indexes import RecordIndex
from search.text.passing_words import offsets

RECORDS, WORDS = 3_000, 200
COMMON = tuple("the of to and in that a is we our for on with it as are this will be have".split())
DISTINCT = [f"{''.join(one)}{other}" for one in itertools.permutations("abcdefg", 5) for other in "hijklmnopqrst"]


@dataclass
class Crowd:
    """An index of long records of invented words, and the text of one."""

    engine: WhooshEngine
    text: str

    def ask(self, typed: str, steps: int) -> tuple[EngineAnswer, Budget]:
        """Answer a query with so many steps; return what is left of them too."""
        budget = Budget(steps, seconds=60)
        request = SearchRequest(tree=parse(typed).tree, spelling=True)
        return answered(self.engine.snapshot(), {}, request, budget), budget


def invented(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randrange(2, 5)))


@pytest.fixture(scope="session")
def crowd(tmp_path_factory):
    chance = random.Random(7)
    rare = [invented(chance) for _ in range(4_000)]
    engine = WhooshEngine(tmp_path_factory.mktemp("crowd"), schema_of(RecordIndex().fields)[1])
    engine.reset("crowd")
    texts = [" ".join(chance.choice(COMMON if chance.random() < 0.7 else rare) for _ in range(WORDS)) for _ in range(RECORDS)]
    engine.replace((), (document(number, text) for number, text in enumerate(texts, 1)))
    return Crowd(engine, "\n".join(texts[:100]))


def document(number: int, text: str) -> dict[str, object]:
    lists = ("speaker", "kind", "event", "source", "asker", "office", "place", "country", "language")
    return {
        "id": f"archive.record.{number}",
        "django_ct": "archive.record",
        "django_id": str(number),
        "text": text,
        "title": "Talks",
        "question": "",
        "answer": text,
        "transcript": number,
        "fingerprint": "",
        **{name: [] for name in lists},
    }


word = st.sampled_from(COMMON)
rare = st.text("abdegilmnorstuv", min_size=3, max_size=8)
leaf = st.one_of(
    word,
    rare.map("{}~2".format),
    st.builds("{}{}*".format, st.sampled_from("bdfgklmnprstvz"), st.sampled_from("aeiou")),
    st.builds("{}{}?*{}".format, st.sampled_from("bdfgklmnprstvz"), st.sampled_from("aeiou"), st.sampled_from("aeiou")),
    st.builds(lambda words, slop: f'"{" ".join(words)}"~{slop}', st.lists(word, min_size=2, max_size=6), st.integers(0, 1000)),
    st.lists(word, min_size=1, max_size=8).map(lambda words: f'"{" ".join(words)}"'),
    st.sampled_from(("安全理事会" * 20, "a-b-c-d-e-f", "12345678", "speaker:nobody", "country:Narnia", "date:2003..2024")),
)
group = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.builds("({} OR {})".format, inner, inner),
        st.builds("-({} {})".format, inner, inner),
        st.builds("({} {})".format, inner, inner),
    ),
    max_leaves=12,
)
queries = st.builds(
    lambda parts, between: between.join(parts)[:1000], st.lists(group, min_size=1, max_size=60), st.sampled_from((" ", " OR "))
)
EXPENSIVE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@EXPENSIVE
@given(typed=queries, steps=st.sampled_from((300_000, 2_000_000)))
def test_no_query_takes_more_than_its_budget_and_each_is_answered_alike(crowd, typed, steps):
    answer, budget = crowd.ask(typed, steps)
    assert budget.left >= 0
    again, _ = crowd.ask(typed, steps)
    assert (again.total, again.left_out, again.hits) == (answer.total, answer.left_out, answer.hits)


@EXPENSIVE
@given(typed=queries)
def test_what_is_foreseen_is_what_it_costs(crowd, typed):
    """A query is answered without what is left out, and hardly ever given up: then nothing of it would be found."""
    tree = parse(typed).tree
    answer, _ = crowd.ask(typed, 2_000_000)
    kept = without(tree, frozenset(answer.left_out))
    if answer.left_out and not isinstance(kept, Nothing):
        alone = answered(crowd.engine.snapshot(), {}, SearchRequest(tree=kept), Budget(20_000_000, seconds=60))
        assert alone.total == answer.total


@EXPENSIVE
@given(typed=queries)
def test_marking_stays_within_its_budget(crowd, typed):
    budget = Budget(500_000, seconds=60)
    marker = Marker(parse(typed).tree, budget=budget)
    spans = [merged(marker.found(line)) for line in crowd.text.split("\n")]
    assert budget.left >= 0
    again = Marker(parse(typed).tree, budget=Budget(500_000, seconds=60))
    assert spans == [merged(again.found(line)) for line in crowd.text.split("\n")]


def test_the_costliest_parts_are_left_out_and_the_others_found(crowd):
    answer, _ = crowd.ask('minister OR the OR "the of and to in that"~900 OR "of the and"~800', 500_000)
    assert answer.left_out
    assert all(isinstance(one, Phrase) for one in answer.left_out)
    assert answer.total == crowd.ask("the", 10_000_000)[0].total


def test_a_usual_query_is_answered_whole(crowd):
    whole = searching(RECORDS).left
    for typed in ('"of the"', '"the of"~5', "the of and to in", "bado~ the", "ba*", "-the of", '"the" OR "of"'):
        answer, _ = crowd.ask(typed, whole)
        assert not answer.left_out, typed


@EXPENSIVE
@given(typed=queries)
def test_estimating_takes_steps_too_and_at_most_its_share(crowd, typed):
    statistics = Statistics(crowd.engine.snapshot(), Budget(2_000_000, seconds=60))
    plans = [plan_of(leaf) for leaf in dict.fromkeys(text_leaves(parse(typed).tree))]
    _, left_out = affordable(parse(typed).tree, statistics)
    if left_out and len(left_out) < len(plans):
        assert 2_000_000 * (1 - 1 / LOOKING_UP) <= statistics.budget.left < 2_000_000


def test_every_chosen_value_is_counted(crowd):
    left = []
    for values in (1, 2, 99):
        budget = Budget(2_000_000, seconds=60)
        chosen = Choice("speaker", tuple(f"speaker-{number}" for number in range(values)))
        answered(crowd.engine.snapshot(), {}, SearchRequest(choices=(chosen,)), budget)
        left.append(budget.left)
    leaves = len(crowd.engine.snapshot().leaves)
    assert (left[0] - left[1], left[0] - left[2]) == (A_VALUE * leaves, 98 * A_VALUE * leaves)


def test_a_filter_among_the_words_is_counted(crowd):
    _, one = crowd.ask("the speaker:nobody", 2_000_000)
    _, two = crowd.ask("the speaker:nobody speaker:somebody", 2_000_000)
    assert one.left - two.left >= A_LOOKUP * len(crowd.engine.snapshot().leaves)


def test_a_word_misspelt_twice_is_put_right_once(crowd):
    once, first = crowd.ask("zzbdfgkl", 4_000_000)
    twice, second = crowd.ask("zzbdfgkl zzbdfgkl", 4_000_000)
    assert once.corrections == twice.corrections
    assert first.left - second.left < 4_000_000 - first.left


def test_only_the_records_of_a_rarer_word_are_tested_and_places_cost_more_where_nearness_counts():
    cost = LeafCost(fixed=1_000, near=5_000, records=10_000)
    alone, beside_a_rare_word = cost.together(10_000, near=False), cost.together(10, near=False)
    assert 1_000 < beside_a_rare_word < alone
    assert cost.together(10, near=True) == beside_a_rare_word + 5_000


def test_once_the_budget_is_spent_no_word_is_called_unknown():
    spent = Budget(0)
    assert not spent.take(1)
    assert counted(SearchParams(q="peace"), spent).left_out == (Word("peace"),)
    assert list(without_one_thing(SearchParams(q="peace zzqx"), spent)) == []


def test_what_costs_more_than_foreseen_is_given_up(crowd, monkeypatch):
    monkeypatch.setattr("search.engines.whoosh.query.answering.affordable", lambda tree, statistics: (tree, ()))
    answer, _ = crowd.ask('"the of and"~900 OR minister', 1_000)
    assert (answer.total, answer.hits) == (0, ())
    assert [one for one in answer.left_out if isinstance(one, Phrase)]


def test_a_budget_counts_and_refuses():
    budget = Budget(10)
    assert (budget.take(4), budget.left, budget.cut) == (True, 6, False)
    assert (budget.take(7), budget.left, budget.cut) == (False, 6, True)
    with pytest.raises(TooMuch):
        budget.must(7)
    with pytest.raises(TooMuch):
        Budget(10_000_000, seconds=-1).must(9_000_000)
    assert searching(1_000_000).left == 10 * searching(100_000).left == 10 * searching(3).left


def test_a_tree_without_some_leaves():
    the, of, near = Word("the"), Word("of"), Fuzzy("water")
    tree = And((Or((the, near)), Not(near), of))
    assert without(tree, {near}) == And((the, of))
    assert without(tree, {the, near, of}) == Nothing()
    assert without(Not(near), {near}) == Nothing()
    assert list(text_leaves(tree)) == [the, near, near, of]


def test_a_long_text_is_marked_as_far_as_the_budget_reaches():
    marker = Marker(parse("water~1").tree, budget=Budget(MARKING))
    assert len(marker.found("water waters watre wind")) == 3
    spent = Marker(parse("water~1").tree, budget=Budget(0))
    assert spent.found("water waters") == []


@pytest.mark.parametrize("between, words", [(" ", DISTINCT), ("-", COMMON), ("—", COMMON), ("", ["安全理事会和平"])])
def test_texts_that_cost_more_than_their_letters_are_counted_so(between, words):
    text = between.join(list(words) * (1 + 600_000 // len(between.join(words))))
    budget = Budget(MARKING)
    assert Marker(parse("the OR wat*").tree, budget=budget).found(text) == []
    assert budget.cut


def test_places_of_a_long_text_are_counted_from_one_to_the_next():
    pieces = ["", "water", "of", "", "the", "lake"]
    offset = offsets(pieces)
    assert [offset(place) for place in (1, 2, 5)] == [1, 7, 15]
    assert " ".join(pieces)[15:] == "lake"


def test_a_word_of_any_length_is_tried_by_any_pattern_at_once():
    marker = Marker(parse("aa*a*a*a*a*a*a*a*a*b").tree)
    assert marker.found("a" * 20_000) == []
    assert len(marker.found("aaaaaaaaaaaab")) == 1


def test_words_far_apart_are_marked_nearest_first():
    found = Marker(parse('"grain sea"~3').tree).found("grain by grain goes the sea, and the sea takes grain")
    assert [place.start for place in found] == [9, 24]
    assert replace(SearchRequest(), to_last=True).to_last
