"""Search and suggestions of the API: a search can be followed to its end, also while the archive grows."""

from __future__ import annotations

import pytest

from archive.models import Record
from search.api.order_of_days import HitPlace
from search.index.queue import drain, queue
from tests.world import MARCHETTI, said, talk

DAYS = ("2021-05-01", "2023-04-18", "2023-04-18", "2023-04-18", "2024-01-09", None, None)


@pytest.fixture
def long(indexed):
    """Index transcripts of two records each: three on one day, two undated."""
    made = [dated(day) for day in DAYS]
    indexed(*made)
    return made


def dated(day):
    words = ("The lighthouse stands.", "The lighthouse shines.")
    return talk(*(said(text, MARCHETTI) for text in words), title="Lighthouse talk", date=day)


def place(record):
    """Return where a record stands, by the newest day first."""
    day = record.transcript.date
    return (day is None, -day.toordinal() if day else 0, record.pk)


def expected(oldest=False):
    def key(record):
        undated, day, pk = place(record)
        return undated, -day if oldest else day, pk

    every = Record.objects.published().select_related("transcript")
    return [f"{one.transcript.slug}/{one.number}" for one in sorted(every, key=key)]


def follow(ask, address):
    while address:
        answer = ask(address)
        yield answer
        address = answer["next"]


def ids(answers):
    return [one["id"] for answer in answers for one in answer["results"]]


@pytest.mark.parametrize("size", [1, 3, 4, 100])
@pytest.mark.parametrize("sort", ["newest", "oldest"])
@pytest.mark.parametrize("query", ["", "lighthouse"])
def test_a_search_is_followed_to_its_end(ask, long, size, sort, query):
    answers = list(follow(ask, f"/api/search?q={query}&size={size}&sort={sort}"))
    assert ids(answers) == expected(sort == "oldest")
    assert {answer["total"] for answer in answers} == {2 * len(DAYS)}
    assert len(answers) == -(-2 * len(DAYS) // size)


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_narrowed_to_days_it_leaves_undated_ones_out(ask, long, sort):
    answers = list(follow(ask, f"/api/search?from=2023&to=2023-04-18&size=1&sort={sort}"))
    assert ids(answers) == [one for one in expected() if one.split("/")[0] in {of.slug for of in long[1:4]}]


@pytest.mark.parametrize("day", ["2023-04-18", "2024-06-01", "2020-01-01", None])
@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_what_comes_in_meanwhile_makes_nothing_come_twice_and_leaves_nothing_out(ask, long, day, sort):
    before = set(expected())
    first = ask(f"/api/search?size=3&sort={sort}")
    more = dated(day)
    queue([more.pk])
    assert drain()
    seen = ids([first, *follow(ask, first["next"])])
    assert len(seen) == len(set(seen))
    assert before <= set(seen)


def test_what_is_withdrawn_meanwhile_leaves_nothing_out(ask, long):
    first = ask("/api/search?size=3")
    last = long[2] if first["results"][-1]["id"].startswith(long[2].slug) else long[1]
    last.delete()
    drain()
    seen = ids([first, *follow(ask, first["next"])])
    assert set(expected()) <= set(seen) and len(seen) == len(set(seen))


def test_a_result_says_what_that_of_search_json_does(ask, client, world):
    query = "q=stability&country=RS"
    (told,) = ask(f"/api/search?{query}")["results"]
    (known,) = client.get(f"/search.json?{query}").json()["results"]
    assert told == {key: value for key, value in known.items() if key != "score"}
    assert "<mark>" in told["snippet"]


def test_what_cannot_be_read_is_said_and_finds_nothing(ask, world):
    answer = ask("/api/search?from=2023-02-30")
    assert (answer["total"], answer["results"], answer["next"]) == (0, [], None)
    assert "2023-02-30" in answer["warnings"][0]["message"]
    assert ask("/api/search?q=%28stability")["warnings"][0]["message"]
    assert ask("/api/search?country=Narnia")["total"] == 0


def test_an_order_that_cannot_stay_is_refused(ask, world):
    assert ask("/api/search?sort=relevance", 400)["parameter"] == "sort"


@pytest.mark.parametrize(("typed", "read"), [("2023-02-31.7", "2023-02-28"), ("2024-02-30.7", "2024-02-29"), ("undated.7", "")])
def test_a_cursor_that_nobody_made_leads_somewhere(typed, read):
    assert HitPlace.read(typed) == HitPlace(read, 7)


def test_suggestions(ask, world):
    (one,) = ask("/api/suggestions?q=march")["suggestions"]
    assert (one["kind"], one["text"], one["count"]) == ("speaker", "Ilse Marchetti", 3)
    assert one["url"].startswith("http://testserver/search/?speaker=")
    assert ask("/api/suggestions")["suggestions"] == []


@pytest.mark.parametrize("query", ["", "?q=stability&country=RS", "?size=100&cursor=2023-04-18.1"])
def test_a_page_of_a_search_asks_the_database_little(ask, world, django_assert_max_num_queries, query):
    with django_assert_max_num_queries(15):
        ask(f"/api/search{query}")
