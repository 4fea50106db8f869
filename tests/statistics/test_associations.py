"""Which countries go together more than by chance."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.statistics.queries import associations, log_likelihood


def codes(**kwargs):
    return [one.code for one in associations(**kwargs)]


def test_observed_is_set_beside_what_chance_would_give():
    (one,) = associations(100, 20, {"TD": 10}, {"TD": 8})
    assert (one.records, one.expected, one.ratio) == (8, 2.0, 4.0)


def test_a_pair_in_too_few_records_is_left_out():
    assert codes(total=1000, of=2, others={"TD": 2}, together={"TD": 2}) == []


def test_a_pair_that_may_be_an_accident_is_left_out():
    assert codes(total=100, of=20, others={"TD": 16}, together={"TD": 4}) == []


def test_what_is_mentioned_together_less_than_by_chance_is_left_out():
    assert codes(total=100, of=50, others={"TD": 50}, together={"TD": 5}) == []


def test_the_highest_ratio_comes_first():
    assert codes(total=1000, of=100, others={"KE": 80, "TD": 20}, together={"KE": 40, "TD": 15}) == ["TD", "KE"]


def test_the_log_likelihood_is_that_of_a_worked_example():
    # Rows 110/2442 and 111/29114: Dunning 1993, table 2, "the swiss" gives 270.72.
    assert log_likelihood(110 + 2442 + 111 + 29114, 110 + 2442, 110 + 111, 110) == pytest.approx(270.72, abs=0.01)


@given(st.integers(1, 50), st.integers(1, 50), st.integers(1, 50), st.integers(0, 50))
def test_no_count_is_an_error(both, only_one, only_other, neither):
    total, one, other = both + only_one + only_other + neither, both + only_one, both + only_other
    found = associations(total, one, {"TD": other}, {"TD": both})
    assert all(association.ratio > 1 for association in found)


def test_a_country_in_every_record_goes_with_nothing():
    assert codes(total=10, of=10, others={"TD": 5}, together={"TD": 5}) == []
