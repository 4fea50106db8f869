"""The feed of a search, read by the library that feed readers use."""

import datetime as dt
from email.utils import parsedate_to_datetime

import feedparser
import pytest
from bs4 import BeautifulSoup

from archive.models import Record, Transcript
from archive.pages.links import address_of
from search.exports import search_feed
from search.index.queue import queue
from tests import world
from tests.pages.conftest import get, index, index_dir  # noqa: F401  # fixtures

FEED = "/search/feed.atom"


@pytest.fixture
def talks(db, index):  # noqa: F811
    talks = world.harbour_talks()
    index()
    return talks


def later(index, title="Ferry statement", words="A new ferry sails to Velport.", **fields):  # noqa: F811
    of = world.talk(world.said(words, "Ada Quarrell"), title=title, **fields)
    index()
    return of


def read(client, **query):
    response = client.get(FEED, query)
    assert response.status_code == 200
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def follow(client, address):
    return feedparser.parse(client.get(address.removeprefix("http://testserver")).content)


def links(feed):
    return {link.rel: link.href for link in feed.feed.links}


def test_an_entry_has_the_records_permanent_id_the_passage_and_the_revisions_time(client, talks):
    feed = read(client, q="Belgrade")
    (entry,) = feed.entries
    assert entry.id == f"http://testserver{talks.get_absolute_url()}2/"
    assert "<strong>Belgrade</strong>" in entry.summary
    assert "2023-04-18" in entry.summary
    assert entry.author == "Ilse Marchetti"
    assert entry.updated.startswith(talks.revisions.get().created_at.isoformat()[:19])
    assert feed.feed.updated == entry.updated
    assert client.get(entry.link.partition("#")[0].removeprefix("http://testserver")).status_code == 200


def test_a_feed_finds_what_the_page_finds(client, talks, index):  # noqa: F811
    later(index)
    for query in (
        {"q": "ferry"},
        {"speaker": "ilse-marchetti"},
        {"q": "ferry", "country": "RS"},
        {"from": "2023", "to": "2023"},
        {},
    ):
        page = client.get("/search.json", {**query, "size": 100}).json()
        found = {entry.id for entry in read(client, **query).entries}
        assert found == {result["url"] for result in page["results"]}
        assert len(found) == page["total"]


def test_what_came_last_stands_first_also_of_a_day_long_ago(client, talks, index):  # noqa: F811
    old = later(index, date=dt.date(1961, 5, 2))
    entries = read(client, q="ferry", sort="newest").entries
    assert entries[0].title == "Ada Quarrell: Ferry statement"
    assert len(entries) > 1
    newest_first = Record.objects.order_by("-pk").values_list("transcript__slug", "number")
    order = [f"http://testserver{address_of('record', slug, number)}" for slug, number in newest_first]
    ids = [entry.id for entry in entries]
    assert ids == [one for one in order if one in ids]
    assert old.slug in ids[0]


def test_a_correction_keeps_the_id_and_moves_the_time(client, talks, index):  # noqa: F811
    (before,) = read(client, q="Belgrade").entries
    world.revise(talks, b"corrected", "again.txt")
    again = dt.datetime(2031, 4, 5, 6, 7, 8, tzinfo=dt.UTC)
    talks.revisions.filter(number=2).update(created_at=again)
    world.changed(talks)
    index()
    (after,) = read(client, q="Belgrade").entries
    assert after.id == before.id
    assert after.updated == "2031-04-05T06:07:08+00:00"
    assert after.updated > before.updated


def test_pages_lead_to_each_other_and_hold_every_record_once(client, talks, index, monkeypatch):  # noqa: F811
    monkeypatch.setattr(search_feed, "LENGTH", 1)
    later(index)
    later(index, "Another ferry statement")
    first = read(client, q="ferry")
    total = int(first.feed.opensearch_totalresults)
    assert total > 2
    feed, seen = first, [first.entries[0].id]
    assert "previous" not in links(first)
    while "next" in links(feed):
        back = links(feed)["self"]
        feed = follow(client, links(feed)["next"])
        assert feed.feed.id == first.feed.id
        assert follow(client, links(feed)["previous"]).entries[0].id == follow(client, back).entries[0].id
        seen += [entry.id for entry in feed.entries]
    assert len(seen) == len(set(seen)) == total
    assert links(feed)["self"] == links(first)["last"]
    assert links(first)["first"] == first.feed.id
    assert client.get(FEED, {"q": "ferry", "page": total + 1}).status_code == 404


def test_one_search_has_one_id_however_it_is_spelt(client, talks):
    ids = {
        read(client, **query).feed.id
        for query in (
            {"q": "ferry", "country": "RS"},
            {"country": "RS", "q": "ferry", "size": "5"},
            {"q": "ferry", "country": "RS", "sort": "oldest"},
        )
    }
    assert ids == {"http://testserver/search/feed.atom?q=ferry&country=RS"}


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_an_unchanged_search_is_not_sent_twice(client, talks, index, header):  # noqa: F811
    Transcript.objects.update(updated_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    asked = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[header]
    known = {asked: client.get(FEED, {"q": "ferry"})[header]}
    again = client.get(FEED, {"q": "ferry"}, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    later(index)
    assert client.get(FEED, {"q": "ferry"}, headers=known).status_code == 200


def test_a_decision_of_an_editor_is_seen_by_who_asks_for_changes(client, talks, index):  # noqa: F811
    Transcript.objects.update(updated_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    known = client.get(FEED, {"country": "RS"})["Last-Modified"]
    Transcript.objects.update(updated_at=dt.datetime(2021, 1, 1, tzinfo=dt.UTC))  # as such a decision does
    response = client.get(FEED, {"country": "RS"}, headers={"If-Modified-Since": known})
    assert response.status_code == 200
    assert parsedate_to_datetime(response["Last-Modified"]) == dt.datetime(2021, 1, 1, tzinfo=dt.UTC)


def test_nothing_is_promised_while_the_index_is_behind(client, talks):
    tag = client.get(FEED, {"q": "ferry"})["ETag"]
    queue([talks.pk])
    response = client.get(FEED, {"q": "ferry"}, headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert "Last-Modified" not in response
    assert response["ETag"] != tag  # of the bytes sent, which changes when the index has caught up


@pytest.mark.parametrize("query", [{"q": "zeppelin"}, {"country": "Narnia"}, {"from": "soon"}])
def test_a_search_that_finds_nothing_is_a_valid_feed_that_does_not_change(client, talks, query):
    feed = read(client, **query)
    assert not feed.entries
    assert feed.feed.title.startswith("Chancery · ")
    assert feed.feed.updated == read(client, **query).feed.updated
    assert ("subtitle" in feed.feed) == ("q" not in query)


def test_what_is_withdrawn_leaves_the_feed(client, talks, index):  # noqa: F811
    talks.state = Transcript.State.WITHDRAWN
    talks.save()
    world.changed(talks)
    assert not read(client, q="ferry").entries


def test_hostile_words_break_no_feed(client, talks, index):  # noqa: F811
    later(index, f"Bell \x07 {world.HOSTILE}", f"Ferry \x0b bells & {world.HOSTILE}", place=f"<b>{world.HOSTILE}")
    feed = read(client, q="bells")
    (entry,) = feed.entries
    shown = client.get(FEED, {"q": "bells"}).content.decode()
    assert "<script>" not in shown
    summary = BeautifulSoup(BeautifulSoup(shown, "xml").entry.summary.get_text(), "lxml")
    assert {tag.name for tag in summary.find_all(True)} <= {"html", "body", "p", "strong"}
    read(client, q=world.HOSTILE)


def test_a_page_of_a_feed_takes_few_queries(client, talks, index, django_assert_max_num_queries):  # noqa: F811
    for number in range(12):
        later(index, f"Ferry statement {number}", date=dt.date(2020, 1, 1 + number))
    with django_assert_max_num_queries(15):
        assert len(read(client, q="ferry", country="RS", speaker="ilse-marchetti").entries) >= 0
    with django_assert_max_num_queries(15):
        assert len(read(client, q="ferry").entries) > 12


def test_the_results_lead_to_their_feed(client, talks, get):  # noqa: F811
    page = get("/search/", q="ferry", sort="oldest", view="compact", size="10")
    address = "/search/feed.atom?q=ferry"
    assert page.links('.finding__feed[href^="/search/feed"]') == [address]
    assert page.links("link[type='application/atom+xml']") == [address]
    assert client.get(address).status_code == 200
