"""A search for whose counts there was no time: what is found is right and shown, and no count is taken for one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from haystack import connections

from tests import world
from tests.pages.conftest import get, index, index_dir

__all__ = ["get", "index", "index_dir"]


@pytest.fixture
def hurried(index, monkeypatch):
    """Return a function that says whether the engine has time to count; it has none at first."""
    world.harbour_talks()
    index()
    kind, time = type(connections["default"]), [False]
    whole = kind.search

    def search(self, *given):
        answer = whole(self, *given)
        return answer if time[0] else replace(answer, facets={}, months={}, days={}, undated=0, counted=False)

    monkeypatch.setattr(kind, "search", search)
    return lambda counts: time.__setitem__(0, counts)


def test_what_is_found_is_shown_with_a_word_on_the_counts(get, hurried):
    page = get("/search/", q="ferry")
    assert page.h1 == "1 record with ferry"
    assert len(page.soup.select(".result")) == 1
    assert "took too long to count" in page.soup.get_text()
    assert not page.soup.select(".facet__count")


def test_a_chosen_filter_can_still_be_dropped(get, hurried):
    page = get("/search/", q="ferry", speaker="ilse-marchetti")
    assert "Ilse Marchetti" in page.soup.select_one("main").get_text()
    assert "/search/?q=ferry" in page.links("a")


def test_nobody_keeps_such_a_page(client, hurried):
    assert "no-store" in client.get("/search/?q=ferry")["Cache-Control"]
    hurried(True)
    page = client.get("/search/?q=ferry")
    assert "took too long" not in page.content.decode()
    assert "no-store" not in page.get("Cache-Control", "")


def test_programs_are_told(client, hurried):
    response = client.get("/search.json?q=ferry")
    answer = response.json()
    assert (answer["total"], len(answer["results"]), answer["counted"]) == (1, 1, False)
    assert (answer["undated"], answer["histogram"]) == (None, [])
    assert not any(answer["facets"].values())
    assert "no-store" in response["Cache-Control"]
    hurried(True)
    again = client.get("/search.json?q=ferry").json()
    assert again["counted"] is True and again["undated"] == 0 and again["facets"]["speaker"]
