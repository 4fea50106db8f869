from __future__ import annotations

import datetime as dt

import pytest

from search.query.syntax import parse
from search.query.tree import And, Dates, Everything, Filter, Not, Nothing, Or, Word

TODAY = dt.date(2026, 11, 21)


class KnownNames:
    """Two people of one surname, and nobody else."""

    def find(self, key, typed):
        known = {"speaker": {"farro": ("lucien-farro", "mona-farro"), "lucien farro": ("lucien-farro",)}}
        return known.get(key, {}).get(typed.casefold(), ())

    def close(self, key, typed):
        return "lucien farro" if typed.startswith("luc") else ""


def read(typed):
    return parse(typed, KnownNames(), TODAY)


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("country:serbia", Filter("country", "RS")),
        ("country:Serbian", Filter("country", "RS")),
        ("country:srb", Filter("country", "RS")),
        ('country:"united states"', Filter("country", "US")),
        ("country:(serbia OR XK)", Or((Filter("country", "RS"), Filter("country", "XK")))),
        ("-country:RS", Not(Filter("country", "RS"))),
        ("org:nato", Filter("org", "nato")),
        ("group:EU", Filter("group", "eu")),
        ('group:"european union"', Filter("group", "eu")),
        ('group:"Western Balkans"', Filter("group", "western-balkans")),
        ("group:western-balkans", Filter("group", "western-balkans")),
        ("group:g7", Filter("group", "g7")),
        ("kind:interview", Filter("event", "interview")),
        ("kind:qa", Filter("kind", "qa_pair")),
        ("kind:statements", Filter("kind", "statement")),
        ('event:"news conference"', Filter("event", "news_conference")),
        ("event:press-conference", Filter("event", "news_conference")),
        ("language:FR", Filter("language", "fr")),
        ('speaker:"Lucien Farro" gas', And((Filter("speaker", "lucien-farro"), Word("gas")))),
        ("speaker:farro", Or((Filter("speaker", "lucien-farro"), Filter("speaker", "mona-farro")))),
        ("by: farro", Or((Filter("speaker", "lucien-farro"), Filter("speaker", "mona-farro")))),
        ("date:2023", Dates("2023-01-01", "2023-12-31")),
        ("date:2023-03..2024-01", Dates("2023-03-01", "2024-01-31")),
        ("date:2023..", Dates("2023-01-01", None)),
        ("date:..2023-02", Dates(None, "2023-02-28")),
        ("before:2023", Dates(None, "2022-12-31")),
        ("after:2023-02", Dates("2023-03-01", None)),
        ("gas last 90 days", And((Word("gas"), Dates("2026-08-23", "2026-11-21")))),
        ("Last 1 year", Dates("2025-11-21", "2026-11-21")),
    ],
)
def test_it_reads(typed, tree):
    query = read(typed)
    assert query.said == tree
    assert query.problems == ()


@pytest.mark.parametrize(
    ("typed", "marked", "instead"),
    [
        ("gas country:ukrane", "country:ukrane", "gas country:Ukraine"),
        ("gas country:zz", "country:zz", "gas"),
        ("gas country:nato", "country:nato", "gas"),
        ("speaker:lucian gas", "speaker:lucian", 'speaker:"lucien farro" gas'),
        ("gas speaker:nobody", "speaker:nobody", "gas"),
        ("gas date:soon", "date:soon", "gas"),
        ("gas before:2022..2023", "before:2022..2023", "gas"),
        ("gas date:2024..2023", "date:2024..2023", "gas date:2023..2024"),
        ("gas kind:interveiw", "kind:interveiw", "gas kind:interview"),
        ("gas group:afrika", "group:afrika", "gas group:Africa"),
        ("gas group:serbia", "group:serbia", "gas"),
    ],
)
def test_what_is_not_known_is_marked_and_finds_nothing(typed, marked, instead):
    query = read(typed)
    word, unknown = query.said.parts
    if typed.startswith("speaker"):
        word, unknown = unknown, word
    assert word == Word("gas")
    assert isinstance(unknown, Nothing if "date" in marked or "before" in marked else Filter)
    (problem,) = query.problems
    assert typed[problem.start : problem.end] == marked
    assert problem.suggestion == instead
    assert problem.message


def test_a_name_of_a_field_that_is_misspelt_is_put_right():
    (problem,) = read("speker:farro").problems
    assert problem.suggestion == "speaker:farro"


def test_a_field_without_a_value_is_left_out():
    query = read("gas country:")
    assert query.said == Word("gas")
    assert query.problems[0].suggestion == "gas"


def test_a_value_that_is_not_known_is_no_reason_to_show_the_whole_archive():
    assert read("country:Atlantis").tree == Filter("country", "Atlantis")
    assert read('by:"Nobody"').tree == Filter("speaker", "Nobody")
    assert read("-country:Atlantis").tree == Not(Filter("country", "Atlantis"))
    assert read("speaker:(nobody OR farro)").tree == Or(
        (Filter("speaker", "nobody"), Filter("speaker", "lucien-farro"), Filter("speaker", "mona-farro"))
    )


@pytest.mark.parametrize("typed", ["☺", "🇺🇳", "...", "*", "-", "()", '""', "AND", "-☺", "country:", "title:☺"])
def test_a_query_in_which_nothing_can_be_searched_for_finds_nothing(typed):
    query = read(typed)
    assert query.tree == Nothing()
    assert query.problems or typed == "()"


@pytest.mark.parametrize("typed", ["", "  "])
def test_an_empty_query_finds_everything(typed):
    assert read(typed).tree == Everything()


def test_hours_and_addresses_are_no_fields():
    for typed in ("12:30", "https://mea.maravia.example/7"):
        assert read(typed).problems == ()
