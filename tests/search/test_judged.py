"""How good the ranking is: the judged searches hold it to what was measured."""

from __future__ import annotations

from collections import Counter
from statistics import mean

import pytest

from tests.search.judged import collection
from tests.search.judged.asking import Collection, judged, scores
from tests.search.judged.ndcg import dcg, ndcg

MEAN = {"samples": 0.82, "shared": 0.858}
BACKWARDS = {"samples": 0.75, "shared": 0.25}  # what the same searches reach when the last comes first
LOWEST_SAMPLE = 0.66


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    return Collection(tmp_path_factory.mktemp("judged") / "index", collection.samples())


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    if not collection.SHARED.is_dir():
        pytest.skip("not run: ../shared is absent")
    return Collection(tmp_path_factory.mktemp("judged") / "index", collection.shared())


def backwards(asked):
    return lambda typed: asked.ranked(typed, limit=1000)[::-1]


def test_gains_are_discounted_by_place():
    """7 + 3 / log2(3) + 0 + 1 / log2(5), worked by hand."""
    assert dcg([3, 2, 0, 1]) == pytest.approx(9.32347, abs=1e-5)


def test_an_order_is_measured_by_the_best_there_is():
    """The best order gains 7 + 3 / log2(3) + 1 / log2(4) = 9.39279."""
    assert ndcg(["a", "b", "unjudged", "c"], {"a": 3, "b": 2, "c": 1}) == pytest.approx(0.99262, abs=1e-5)
    assert ndcg(["a", "b", "c"], {"a": 3, "b": 2, "c": 1}) == 1.0
    assert ndcg(["unjudged"], {"a": 3}) == 0.0


def test_only_the_first_ten_count():
    assert ndcg([*"0123456789", "late"], {"late": 3}) == 0.0


@pytest.mark.parametrize("name", ["samples", "shared"])
def test_each_search_is_judged_once_and_has_something_to_find(name):
    searches = judged(name)
    assert len(searches) == 20 and max(Counter(search.typed for search in searches).values()) == 1
    assert all(search.wanted and len(search.grades) >= 3 and len({*search.grades.values()}) > 1 for search in searches)


def test_the_records_judged_are_in_the_samples(samples):
    assert not {key for search in judged("samples") for key in search.grades} - {*samples.keys}


def test_the_samples_are_ranked_as_well_as_measured(samples):
    assert mean(scores(judged("samples"), samples.ranked).values()) >= MEAN["samples"]


def test_no_search_of_the_samples_is_ranked_badly(samples):
    assert not {typed: score for typed, score in scores(judged("samples"), samples.ranked).items() if score < LOWEST_SAMPLE}


def test_a_broken_ranking_of_the_samples_is_noticed(samples):
    assert mean(scores(judged("samples"), backwards(samples)).values()) < BACKWARDS["samples"] < MEAN["samples"]


@pytest.mark.shared
def test_the_records_judged_are_in_what_is_shared(shared):
    assert not {key for search in judged("shared") for key in search.grades} - {*shared.keys}


@pytest.mark.shared
def test_what_is_shared_is_ranked_as_well_as_measured(shared):
    assert mean(scores(judged("shared"), shared.ranked).values()) >= MEAN["shared"]


@pytest.mark.shared
def test_a_broken_ranking_of_what_is_shared_is_noticed(shared):
    assert mean(scores(judged("shared"), backwards(shared)).values()) < BACKWARDS["shared"] < MEAN["shared"]
