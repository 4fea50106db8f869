"""Filters as HTML: every value escaped, its choice and count as they are now, whatever was shown before."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from search.display.country_choices import country_choices
from search.display.filter_html import facets_html, values_html
from search.display.results_page import FacetPanel, FacetValue
from search.query.params import SearchParams

ODD = '<Quarrell & "Bell">'


def panel(*values: FacetValue, key: str = "speaker", label: str = "Speaker", size: int = 0) -> FacetPanel:
    return FacetPanel(key, label, values, size or len(values), "q=ferry&size=5", SearchParams())


def value(label: str = "Jane Doe", count: int = 2, **chosen: bool) -> FacetValue:
    fields = {"selected": False, **chosen}
    return FacetValue("speaker", "jane-doe", label, count, search=SearchParams(), **fields)


def parsed(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def test_a_name_is_escaped_wherever_it_stands():
    page = parsed(values_html(panel(value(ODD))))
    assert page.select_one("label").get_text().startswith(ODD)
    assert page.select_one(".facet__not .hidden").get_text() == f" {ODD}"


def test_the_same_value_is_shown_with_its_choice_and_count_of_each_page():
    first, second, third = (
        parsed(values_html(panel(one))) for one in (value(), value(count=1, selected=True), value(excluded=True))
    )
    assert [len(page.select("input[checked]")) for page in (first, second, third)] == [0, 1, 1]
    assert second.select_one("[checked]")["name"] == "speaker"
    assert third.select_one("[checked]")["name"] == "not_speaker"
    assert [
        page.select_one(".facet__count") and page.select_one(".facet__count").get_text() for page in (first, second, third)
    ] == [
        "2 records",
        "1 record",
        None,
    ]


@pytest.mark.parametrize(
    ("size", "links"), [(1, []), (12_345, ["All 12\u202f345 values of speaker", "A to Z: all values of speaker"])]
)
def test_all_values_are_linked_where_there_are_more(size, links):
    page = parsed(facets_html([panel(value(), size=size)], country_choices(SearchParams())))
    assert [link.get_text() for link in page.select(".facet__more a")] == links
    assert all("q=ferry&size=5" in link["href"] for link in page.select(".facet__more a"))


def test_a_panel_without_values_is_left_out_but_not_the_choices_of_countries():
    empty = [panel(), panel(key="country", label="Country mentioned")]
    html = facets_html(empty, country_choices(SearchParams(layer="named")))
    page = parsed(html)
    assert [panel["data-remember"] for panel in page.select("details")] == ["facet-country"]
    assert page.select_one("#choice-layer option[selected]")["value"] == "named"
    other = parsed(facets_html(empty, country_choices(SearchParams(layer="place"))))
    assert other.select_one("#choice-layer option[selected]")["value"] == "place"


def test_the_first_panels_and_those_with_a_choice_are_open():
    panels = [panel(value(), key=key) for key in ("kind", "event", "source", "place", "group")]
    chosen = panel(value(selected=True), key="historic")
    page = parsed(facets_html([*panels, chosen], ()))
    assert [panel.has_attr("open") for panel in page.select("details")] == [True] * 4 + [False, True]
    assert page.select_one(".facet__chosen").get_text() == "1 chosen"
