"""A country's page: years with shares, what is mentioned with it, and tables that sort."""

import pytest

from archive.mentions import decisions
from tests import world


def agreed(*countries):
    return world.said(f"{' and '.join(countries)} agree.", None)


@pytest.fixture
def talks(db):
    """Serbia and Chad go together; Norway goes with nobody; Kenya is mentioned alone, often."""
    kenya = (agreed("Kenya"),) * 14
    world.talk(agreed("Serbia", "Chad"), *kenya, agreed("Serbia", "Norway"), title="Early", date="2020-01-05")
    late = (agreed("Serbia", "Chad"),) * 5
    return world.talk(*late, world.said("Good morning.", None), title="Late", date="2021-01-05")


def table_rows(page, name):
    table = page.soup.find(id=name).find_next("table")
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.tbody.find_all("tr")]


def test_years_show_the_share_beside_the_count(get, talks):
    assert table_rows(get("/countries/RS/"), "years") == [["2021", "5", "83 %"], ["2020", "2", "12 %"]]


def test_the_heading_says_the_share_of_all(get, talks):
    assert "Mentioned in 7 records. That is 32 % of all." in get("/countries/RS/").text


def test_it_lists_what_is_mentioned_with_it_more_than_by_chance(get, talks):
    assert table_rows(get("/countries/RS/"), "together") == [["Chad", "6", "2.0", "3.0 ×"]]


def test_a_pair_leads_to_the_records_that_mention_both(get, talks):
    page = get("/countries/RS/")
    assert page.links("[aria-labelledby=together] tbody a") == ["/search/?country=RS&country=TD&country_mode=all"]


def test_what_goes_with_nothing_says_so(get, talks):
    assert "No other country is mentioned with it more often" in get("/countries/KE/").text


def test_words_that_say_two_countries_at_once_do_not_go_together(get, talks):
    world.add(talks, *(world.said("Peace in the valley.", None),) * 4)
    for code in ("IN", "PK"):
        assert decisions.add(talks, "valley", code, "seat")
    assert "No other country is mentioned with it more often" in get("/countries/IN/").text


def test_a_table_sorts_by_its_headings(get, talks):
    page = get("/countries/RS/")
    by_share, by_records = (column for column in reversed(page.links("[aria-labelledby=years] thead a")[1:]))
    assert table_rows(get(by_share.partition("#")[0]), "years")[0][0] == "2021"
    assert "years=records" in by_records
    sorted_ = get("/countries/RS/", years="records")
    assert sorted_.texts("[aria-labelledby=years] [aria-sort=descending]") == ["Sort by Records"]


def test_names_sort_from_a(get, talks):
    world.add(talks, *(agreed("Serbia", "Norway"),) * 4)
    names = [row[0] for row in table_rows(get("/countries/RS/", together="name"), "together")]
    assert names == sorted(names)


@pytest.mark.parametrize("query", [{"years": "x"}, {"together": "\x00"}, {"years": "share", "together": "name"}])
def test_any_order_asked_for_is_a_page(get, talks, query):
    assert get("/countries/RS/", **query).status == 200


def test_the_page_takes_few_queries_whatever_the_archive_holds(client, talks, django_assert_max_num_queries):
    world.crowd(12)
    with django_assert_max_num_queries(15):
        client.get("/countries/FR/")
