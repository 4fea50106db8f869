"""Queries in the ways of other systems, and what they probably mean."""

import pytest

from search.query.likely_meanings import likely_meanings


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ferry or harbour", "ferry OR harbour"),
        ("ferry not harbour", "ferry NOT harbour"),
        ("ferry w/5 harbour", '"ferry harbour"~5'),
        ("ferry /s harbour", '"ferry harbour"~15'),
        ("ferry /p harbour", '"ferry harbour"~60'),
        ("ferry near harbour lamps", '"ferry harbour"~10 lamps'),
        ("a ferry near/3 harbour", 'a "ferry harbour"~3'),
        ("ferry adj line", '"ferry line"'),
        ("ferry near harbour near lamps", '"ferry harbour"~10 "harbour lamps"~10'),
        ("diplomat! talks", "diplomat* talks"),
        ('"ferry line" or harbour', '"ferry line" OR harbour'),
        ("ferry 18 January 2024", "ferry date:2024-01-18"),
        ("January 18, 2024 ferry", "date:2024-01-18 ferry"),
        ("Sept. 3rd, 2021", "date:2021-09-03"),
        ("March 2024", "date:2024-03"),
        ("18.1.2024", "date:2024-01-18"),
    ],
)
def test_it_is_offered_in_the_words_of_this_search(typed, meant):
    assert list(likely_meanings(typed)) == [meant]


@pytest.mark.parametrize(
    "typed",
    [
        "ferry",
        "ferry harbour",
        '"ferry or harbour"',
        "ferry OR harbour",
        "ferry -harbour",
        "near east",
        "either or",
        "or",
        "",
        "31 February 2024",
        "date:March 2024",
        '"18 January 2024"',
        "(ferry",
        "speaker:varga or farro",
    ],
)
def test_a_plain_query_means_itself(typed):
    assert list(likely_meanings(typed)) == []
