"""Pages of countries of which records name only a place: the record is told apart, and does not count."""

from __future__ import annotations

import pytest

from tests import world


@pytest.fixture
def talks(db):
    return world.harbour_talks()


@pytest.fixture
def davos(talks):
    """Add a record that names a town of Switzerland, and one that names a town of Serbia, to the talks."""
    return world.add(talks, *(world.said(f"We meet in {town}.", world.MARCHETTI) for town in ("Davos", "Novi Sad")))


def test_a_country_of_which_only_places_are_named_says_so_and_leads_to_them(get, davos):
    page = get("/countries/CH/")
    assert "No record mentions this." in page.text
    assert "1 record mentions only a place there" in page.text
    assert "country=CH&layer=place" in str(page.soup.select("a[href*=layer]")[0]["href"])


def test_a_country_s_page_says_what_counts_and_how_much_more_places_are(get, davos):
    page = get("/countries/RS/")
    assert "Mentioned in 2 records." in page.text
    assert "A record counts for a country that it names, or whose capital or seat of government it names." in page.text
    assert "1 more record mentions only a place there" in page.text
    assert "Novi Sad place, not counted, 1 record" in page.texts(".words li")


def test_the_list_of_countries_leaves_out_those_of_places_only_and_says_what_counts(get, davos):
    page = get("/countries/")
    assert page.texts(".names__name") == ["Serbia"]
    assert "capital or seat of government" in page.text


def test_a_record_and_its_why_page_say_that_a_place_does_not_count(get, davos):
    where = davos.get_absolute_url()
    assert "(only as a place, not counted)" in get(where).text
    page = get(f"{where}why/RS/")
    assert "Why this record does not count" in page.text
    assert page.texts(".why__reasons li") == ["Novi Sad – place: by a city"]


def test_a_page_without_places_speaks_of_none(get, talks):
    assert "only a place there" not in get("/countries/RS/").text
