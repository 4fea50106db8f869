"""Groups of countries on a day."""

import datetime as dt

import pytest

from archive.countries import all_countries, all_groups, members
from archive.countries.country_names import memberships


def test_the_union_had_28_members_before_it_had_27():
    assert len(members("eu", dt.date(2019, 6, 1))) == 28
    assert members("eu", dt.date(2019, 6, 1)) - members("eu", dt.date(2021, 6, 1)) == {"GB"}


@pytest.mark.parametrize(
    ("group", "day", "expected"),
    [
        ("brics", dt.date(2010, 1, 1), {"BR", "RU", "IN", "CN"}),
        ("brics", dt.date(2011, 1, 1), {"BR", "RU", "IN", "CN", "ZA"}),
        ("g7", dt.date(2020, 1, 1), {"CA", "DE", "FR", "GB", "IT", "JP", "US"}),
    ],
)
def test_members_are_those_of_the_day(group, day, expected):
    assert members(group, day) == expected


def test_the_last_day_of_membership_counts():
    assert "GB" in members("eu", dt.date(2020, 1, 31))
    assert "GB" not in members("eu", dt.date(2020, 2, 1))


def test_without_a_day_members_are_those_that_stay():
    assert "GB" not in members("eu")
    assert "SE" in members("nato")


def test_a_continent_has_its_countries_on_any_day():
    assert {"NG", "EG", "ZA"} <= members("africa", dt.date(1950, 1, 1))


def test_every_member_is_a_country_and_every_group_has_members():
    assert all({row.code for row in memberships(group)} <= set(all_countries()) for group in all_groups())
    assert all(memberships(group) for group in all_groups())


def test_no_membership_ends_before_it_begins():
    rows = [row for group in all_groups() for row in memberships(group) if row.first and row.last]
    assert all(row.first <= row.last for row in rows)


def test_an_unknown_group_has_nobody():
    assert members("atlantis") == frozenset()
