from __future__ import annotations

import math

import pytest

from search.engines.opensearch.facet_aggregations import aggregations, counts_in, narrowing
from search.engines.opensearch.near_words import nearness, words_of
from search.engines.opensearch.query_translation import MOST_CLAUSES, ServerQueries
from search.query.request import Choice, SearchRequest
from search.query.tree import And, Dates, Everything, Filter, Fuzzy, Not, Nothing, Or, Phrase, Prefix, Wildcard, Word
from tests.search.engines.opensearch.fake_server import FakeStatistics


def found(tree, **statistics):
    """Return the query that finds a tree, unranked."""
    return ServerQueries(FakeStatistics(**statistics), tree).query(ranked=False)


def parts_named(query, name):
    """Yield everything called so anywhere in a query."""
    if isinstance(query, dict):
        for key, inside in query.items():
            if key == name:
                yield inside
            yield from parts_named(inside, name)
    elif isinstance(query, list):
        for inside in query:
            yield from parts_named(inside, name)


def test_a_word_is_looked_for_by_its_stem_in_every_field():
    terms = found(Word("Talks"))["bool"]["should"]
    assert [next(iter(each["term"])) for each in terms] == ["title_stem", "question_stem", "answer_stem"]
    assert {each["term"][next(iter(each["term"]))]["value"] for each in terms} == {"talk"}


def test_an_exact_word_is_looked_for_as_it_is_written():
    assert found(Word("Talks", "answer", exact=True)) == {"term": {"answer_form": {"value": "talks", "boost": 1.0}}}


def test_a_word_is_looked_for_in_every_language_of_the_archive():
    query = found(Word("négociations", "answer"), languages=("en", "fr"))["match"]["answer_stem"]["query"]
    english, *others = query.split("|")
    assert english == "negoci" and "=negociations" in others and any(each.startswith("\x1ffr\x1f") for each in others)


def test_a_phrase_keeps_its_order_and_is_written_in_one_text():
    query = found(Phrase(("strategic", "stability"), "answer"))
    assert query == {"match_phrase": {"answer_stem": {"query": "strateg stabil", "boost": 1.0}}}


def test_each_gap_of_words_near_each_other_is_bounded_by_itself():
    """One `span_near` of three would add the gaps up."""
    outer = found(Phrase(("grain", "gas", "oil"), "answer", slop=4))["span_near"]
    assert outer["slop"] == 4 and outer["clauses"][0] == {"span_term": {"answer_stem": "grain"}}
    inner = outer["clauses"][1]["span_near"]
    assert inner["slop"] == 4 and len(inner["clauses"]) == 2


@pytest.mark.parametrize(
    ("leaf", "kind", "told"),
    [
        (Prefix("Strateg", "answer"), "prefix", {"value": "strateg"}),
        (Wildcard("wom?n", "answer"), "wildcard", {"value": "wom?n"}),
        (Wildcard("gr[ae]y*", "answer"), "regexp", {"value": "gr[ae]y.*"}),
        (Wildcard("gr[!ae]y", "answer"), "regexp", {"value": "gr[^ae]y"}),
        (Fuzzy("grain", "answer", 2), "fuzzy", {"value": "grain", "fuzziness": 2}),
    ],
)
def test_patterns_mean_words_as_written_and_all_of_them(leaf, kind, told):
    asked = found(leaf)[kind]["answer_form"]
    assert asked["rewrite"] == "constant_score"
    assert told.items() <= asked.items()


def test_a_pattern_after_words_stands_right_after_them():
    near = found(Prefix("bru", "answer", before=("malloch",)))["span_near"]
    assert near["slop"] == 0 and near["clauses"][0] == {"span_term": {"answer_form": "malloch"}}


def test_what_is_excluded_filtered_and_dated_only_chooses():
    tree = And((Word("grain", "answer"), Not(Word("gas", "answer")), Filter("country", "US"), Dates("2023-01-01", None)))
    query = ServerQueries(FakeStatistics(), tree).query(ranked=True)["bool"]
    assert len(query["must"]) == 3 and len(query["must_not"]) == 1
    assert not list(parts_named(query["must_not"], "script_score"))
    assert len(list(parts_named(query["must"], "script_score"))) == 1
    assert {"range": {"date": {"gte": "2023-01-01"}}} in query["must"][2]["bool"]["filter"]


def test_everything_and_nothing():
    assert found(Everything()) == {"bool": {"filter": [{"match_all": {}}]}}
    assert found(Nothing()) == {"match_none": {}}
    assert found(Word("…")) == {"match_none": {}}


def test_a_word_counts_by_how_rare_it_is_in_its_most_frequent_field():
    known = {"title_stem__grain": 3, "answer_stem__grain": 99}
    query = ServerQueries(FakeStatistics(1000, **known), Word("grain")).query(ranked=True)
    (score,) = parts_named(query, "script_score")
    assert score["script"]["params"]["weight"] == pytest.approx(3 * (math.log(1000 / 100) + 1))


def test_fields_weigh_as_in_our_own_engine():
    query = ServerQueries(FakeStatistics(), Word("grain")).query(ranked=True)
    boosts = {name: told["boost"] for term in parts_named(query, "term") for name, told in term.items()}
    assert boosts == {"title_stem": 1.5, "question_stem": 0.8, "answer_stem": 1.0}


def test_a_phrase_of_words_that_all_occur_does_not_count_once_for_each():
    known = {"answer_stem__strateg": 9, "answer_stem__stabil": 4}
    query = ServerQueries(FakeStatistics(1000, **known), Phrase(("strategic", "stability"), "answer")).query(ranked=True)
    (phrase,) = parts_named(query, "match_phrase")
    assert phrase["answer_stem"]["boost"] == 0.5


def test_more_clauses_than_a_server_takes_are_left_out_from_the_end():
    words = tuple(Word(f"word{number}") for number in range(MOST_CLAUSES))
    queries = ServerQueries(FakeStatistics(), Or(words))
    assert queries.left_out and queries.left_out == words[-len(queries.left_out) :]
    assert len(list(parts_named(queries.query(ranked=False), "term"))) <= MOST_CLAUSES


def words_in(near):
    return [told for span in near["clauses"] for what in span.values() for told in what.values()]


def test_words_typed_one_after_the_other_are_ranked_by_how_near_they_stand():
    tree = And((Word("strategic", "answer"), Filter("country", "US"), Word("stability", "answer")))
    known = {"answer_stem__strateg": 9, "answer_stem__stabil": 4}
    query = nearness(words_of(tree), ServerQueries(FakeStatistics(1000, **known), tree))
    gaps = [words_in(near) for near in parts_named(query, "span_near")]
    assert gaps[:2] == [["strateg", "stabil"], ["strateg", 1, "stabil"]] and ["stabil", "strateg"] in gaps


def test_one_word_or_alternatives_are_near_nothing():
    assert words_of(Word("grain")) == words_of(Or((Word("grain"), Word("gas")))) == ()


def test_a_facet_ignores_its_own_choice_but_not_what_is_excluded_in_it():
    chosen = (Choice("country", ("US",)), Choice("country", ("RS",), excluded=True), Choice("speaker", ("anna-berg",)))
    made = aggregations(SearchRequest(choices=chosen, facets=("country", "kind"), histogram=False))
    filters = {key: str(group["filter"]) for group in made.values() for key in group["aggs"]}
    assert "'US'" not in filters["country"] and "'RS'" in filters["country"] and "anna-berg" in filters["country"]
    assert all(value in filters["kind"] for value in ("'US'", "'RS'", "anna-berg"))


def test_time_ignores_the_dates():
    asked = SearchRequest(date_from="2024-01-01", facets=("kind",), month="2023-03")
    filters = {key: str(group["filter"]) for group in aggregations(asked).values() for key in group["aggs"]}
    assert "2024" in filters["kind"]
    assert not [key for key in ("months", "days", "undated") if "2024" in filters[key]]


def test_counts_are_read_with_what_is_still_to_be_asked():
    answer = {
        "group0": {
            "doc_count": 3,
            "country": {"buckets": [{"key": "US", "doc_count": 2}], "sum_other_doc_count": 4},
            "undated": {"doc_count": 1},
            "days": {"doc_count": 2, "days": {"buckets": [{"key": 1, "key_as_string": "2023-03-15", "doc_count": 2}]}},
        }
    }
    counts, unfinished = counts_in(answer)
    assert counts == {"country": {"US": 2}, "undated": {"": 1}, "days": {"2023-03-15": 2}}
    assert unfinished == ["country"]


def test_records_are_listed_in_pieces_that_a_server_takes():
    filters = narrowing((), SearchRequest(records=frozenset(range(1, 60_002))))
    lists = [one["terms"]["record"] for one in filters[0]["bool"]["should"]]
    assert [len(one) for one in lists] == [60_000, 1]
    assert [key for one in lists for key in one] == list(range(1, 60_002))
