from __future__ import annotations

import pytest

from search.query.dates import days_in_words, first_day, last_day, one_year, read_date, span_in_words


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2023", "2023"),
        ("2023-03", "2023-03"),
        ("2023-3", "2023-03"),
        ("2023-03-15", "2023-03-15"),
        (" 2023/3/5 ", "2023-03-05"),
        ("2023.12", "2023-12"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_years_months_and_days_are_read(typed, read):
    assert read_date(typed) == read


@pytest.mark.parametrize("typed", ["", "23", "2023-13", "2023-02-29", "yesterday", "0000", "2023-", "20233", "²023"])
def test_what_is_no_date_is_none(typed):
    assert read_date(typed) is None


def test_a_part_has_a_first_and_a_last_day():
    parts = ("2023", "2024-02", "2023-04", "2023-03-15")
    assert [first_day(part) for part in parts] == ["2023-01-01", "2024-02-01", "2023-04-01", "2023-03-15"]
    assert [last_day(part) for part in parts] == ["2023-12-31", "2024-02-29", "2023-04-30", "2023-03-15"]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("", "", ""),
        ("2023", "2024", "2023–2024"),
        ("2023", "2023", "2023"),
        ("2023-01-01", "2023", "1 January 2023 to 2023"),
        ("2023-03", "", "since March 2023"),
        ("", "2023-03-05", "until 5 March 2023"),
        ("2022-03", "2023", "March 2022 to 2023"),
    ],
)
def test_a_span_is_said_in_words(first, last, words):
    assert span_in_words(first, last) == words


def test_a_span_within_one_year_has_that_year():
    assert one_year("2023-03", "2023-11-02") == "2023"
    assert one_year("2022", "2023") == one_year("2023", "") == one_year("", "") == ""


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2023-01-01", "2023-12-31", "2023"),
        ("2023-01-01", "2024-12-31", "2023–2024"),
        ("2023-03-01", "2023-03-31", "March 2023"),
        ("2023-03-01", None, "since March 2023"),
        (None, "2023-12-31", "until 2023"),
        ("2023-03-02", "2023-04-30", "2 March 2023 to 30 April 2023"),
    ],
)
def test_whole_years_and_months_are_said_as_such(first, last, words):
    assert days_in_words(first, last) == words
