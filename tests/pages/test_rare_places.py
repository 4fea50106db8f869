"""Rarely shown parts of pages are rendered: a misspelt name there would break the page."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.template import engines

from archive.pages.listing import SortableTable, TableCell, TableColumn
from search.index.queue import queue
from tests import world


@pytest.fixture
def talks(index):
    made = world.harbour_talks()
    index()
    return made


def test_another_spelling_that_was_searched_is_named(get, talks):
    (notice,) = [text for text in get("/search/", q="kiev honor").texts(".notice") if text.startswith("Also searched")]
    assert notice == "Also searched: kyiv , honour . Use quotation marks to search for exactly your words."


def test_a_search_says_that_the_index_is_behind(get, talks):
    queue([talks.pk])
    assert "1 recent change is not indexed yet; counts may be slightly out of date." in get("/search/").texts(".notice")


def test_filters_that_a_query_may_mean_are_offered(get, talks):
    world.add(talks, world.said("Welcome.", "Serbia Marchetti"))
    assert "Or: Records that mention Serbia , Records by Serbia Marchetti ." in get("/search/", q="serbia").texts(".notice")


def test_the_countries_that_a_result_does_not_show_are_counted(get, index):
    world.talk(world.said("France, Germany, Brazil, Kenya, Japan, India and Chile.", world.MARCHETTI))
    index()
    assert get("/search/").texts(".tags__more") == ["and + 1 country more"]


def test_where_nothing_is_found_all_filters_can_be_dropped(get, talks):
    page = get("/search/", q="nothingofthekind", country="RS", org="african-union")
    assert "Without any filter" in page.texts(".nothing a")


def test_a_long_list_leaves_pages_out_of_its_links(get, db, settings):
    settings.LIST_PAGE_SIZE = 1
    world.crowd(12)
    assert get("/t/", page="6").texts(".pagination__gap") == ["…", "…"]


@pytest.mark.parametrize("path", ["/speakers/", "/countries/"])
def test_an_empty_list_says_so(get, db, path):
    assert get(path).texts(".empty") == ["Nothing is listed yet."]


def test_a_transcript_says_when_it_was_published_and_its_revision(get, db):
    of = world.talk(published=dt.date(2023, 4, 20))
    world.revise(of, b"corrected", "corrected.txt")
    page = get(of.get_absolute_url())
    assert any(text.endswith(", 20 April 2023") for text in page.texts(".facts dd"))
    assert "Original file , revision 2" in page.texts(".actions li")


def test_a_letter_of_a_list_stands_in_its_title(get, talks):
    assert get("/countries/", letter="S").title == "Countries: S · Chancery"


def test_a_speaker_s_country_leads_to_its_page_and_a_sentence_follows(get, db):
    world.talk(world.said("Welcome.", world.MARCHETTI))
    world.person(country="NO").aliases.create(name="I. Marchetti", folded="i marchetti")
    page = get("/speakers/ilse-marchetti/")
    assert page.links(".heading__lead a") == ["/countries/NO/"]
    assert page.soup.select_one(".heading__lead a").next_sibling.split() == [".", "Also", "printed", "as", "I.", "Marchetti."]


def test_a_disputed_place_may_count_for_no_country(get, db, monkeypatch):
    place = SimpleNamespace(name="Port Selene", sides="Maravia", counted="", note="")
    monkeypatch.setattr("archive.pages.views.disputed_in_words", lambda: [place])
    assert "Port Selene (parties: Maravia): a place of no country." in get("/about/").text


def test_a_row_of_a_table_may_lead_nowhere():
    table = SortableTable(
        "t", "Title", (TableColumn("Name", "?t=name", current=True, numeric=False),), ((TableCell("No link", "no link"),),)
    )
    written = engines["jinja2"].env.get_template("_table.html").module.data_table(table)
    assert '<th scope="row">No link</th>' in written
