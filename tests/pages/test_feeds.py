"""Feeds, the sitemap and the description of the search, read by the libraries that readers use."""

import feedparser
import pytest
from bs4 import BeautifulSoup

from archive.pages import feeds
from tests import world


@pytest.fixture
def talks(db):
    return world.harbour_talks()


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def test_a_new_transcript_stands_in_the_feed_under_an_id_that_stays(client, talks):
    feed = read(client, "/feeds/transcripts.atom")
    (entry,) = [entry for entry in feed.entries if entry.title == talks.title]
    assert entry.id == entry.link == f"http://testserver{talks.get_absolute_url()}"
    assert entry.updated.startswith(talks.revisions.get().created_at.isoformat()[:19])
    assert "18" in entry.summary
    assert feed.feed.author == "Chancery"


def test_a_correction_stands_in_the_feed_of_corrections_alone(client, talks):
    world.revise(talks, b"corrected", "again.txt")
    world.changed(talks)
    assert [entry.id for entry in read(client, "/feeds/corrections.atom").entries] == [
        f"http://testserver{talks.get_absolute_url()}#revision-2"
    ]
    assert len(read(client, "/feeds/transcripts.atom").entries) == 1


def test_a_feed_is_narrowed_by_speaker_country_and_source(client, talks):
    world.talk(title="Another day")
    assert len(read(client, "/feeds/transcripts.atom").entries) == 2
    for query in ("speaker=ilse-marchetti", "country=RS"):
        assert [entry.title for entry in read(client, f"/feeds/transcripts.atom?{query}").entries] == [talks.title]
    assert len(read(client, f"/feeds/transcripts.atom?source={talks.source.slug}").entries) == 2


@pytest.mark.parametrize("query", ["speaker=nobody", "country=Narnia", "source=none", "page=0", "page=99", "page=²", "page=x"])
def test_what_is_not_there_is_not_found(client, talks, query):
    assert client.get(f"/feeds/transcripts.atom?{query}").status_code == 404


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_public_stands_in_no_feed_and_no_sitemap(client, talks, state):
    talks.state = state
    talks.save()
    world.changed(talks)
    assert not read(client, "/feeds/transcripts.atom").entries
    assert talks.slug not in client.get("/sitemap-transcripts.xml").content.decode()
    assert client.get("/feeds/transcripts.atom?speaker=ilse-marchetti").status_code == 404


def test_pages_of_a_feed_lead_to_each_other(client, talks, monkeypatch):
    monkeypatch.setattr(feeds, "LENGTH", 1)
    world.talk(title="Another day")
    first = read(client, "/feeds/transcripts.atom")
    links = {link.rel: link.href for link in first.feed.links}
    assert links["next"] == "http://testserver/feeds/transcripts.atom?page=2"
    second = read(client, links["next"])
    assert {first.entries[0].title, second.entries[0].title} == {"Another day", talks.title}
    assert first.feed.id == second.feed.id


def test_an_unchanged_feed_is_not_sent_twice(client, talks):
    tag = client.get("/feeds/transcripts.atom")["ETag"]
    assert client.get("/feeds/transcripts.atom", headers={"If-None-Match": tag}).status_code == 304
    world.talk(title="Another day")
    assert client.get("/feeds/transcripts.atom", headers={"If-None-Match": tag}).status_code == 200


def test_a_hostile_title_breaks_no_feed(client, db):
    world.talk(title=f"Bell \x07 {world.HOSTILE}")
    (entry,) = read(client, "/feeds/transcripts.atom").entries
    assert "<script>" not in client.get("/feeds/transcripts.atom").content.decode()
    assert "Bell" in entry.title


def test_the_sitemap_leads_to_every_public_page(client, talks):
    index = BeautifulSoup(client.get("/sitemap.xml").content, "xml")
    pages = [
        loc.get_text()
        for part in index.find_all("loc")
        for loc in BeautifulSoup(client.get(part.get_text().removeprefix("http://testserver")).content, "xml").find_all("loc")
    ]
    assert f"http://testserver{talks.get_absolute_url()}" in pages
    assert "http://testserver/speakers/ilse-marchetti/" in pages
    assert "http://testserver/countries/RS/" in pages
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_a_browser_learns_how_to_search(client, db):
    description = BeautifulSoup(client.get("/opensearch.xml").content, "xml")
    assert len(description.ShortName.get_text()) <= 16
    templates = {url["type"]: url["template"] for url in description.find_all("Url")}
    assert templates["text/html"] == "http://testserver/search/?q={searchTerms}"
    assert b'rel="search"' in client.get("/about/").content


def test_suggestions_come_as_browsers_want_them(client, index, talks):
    index()
    typed, found = client.get("/search/suggest-list.json", {"q": "Ilse"}).json()
    assert typed == "Ilse"
    assert any("Marchetti" in suggestion or "marchetti" in suggestion for suggestion in found)
