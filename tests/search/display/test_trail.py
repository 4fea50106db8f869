"""The search that a reader carries along: back to the results, and from one result to the next."""

import pytest

from tests import world
from tests.pages.conftest import Page, get, index, index_dir

__all__ = ["get", "index", "index_dir"]


@pytest.fixture
def ferries(index):
    """Make three records about ferries of three days, the second of which mentions Kenya."""
    made = []
    for day, words in (
        ("2021-01-05", "The ferry is late."),
        ("2021-01-04", "A ferry from Kenya."),
        ("2021-01-03", "No ferry at all."),
    ):
        talk = world.talk(world.said(words, world.FARRO), title=f"Talk of {day}", date=day)
        made.append(talk.records.get())
    index()
    return made


@pytest.fixture
def followed(client):
    """Return a function that follows the link with a text of a page's trail, and where that leads."""

    def follow(page, text):
        (address,) = [link["href"] for link in page.soup.select(".trail a") if text in link.get_text()]
        return Page(client.get(address, follow=True))

    return follow


def test_a_result_keeps_the_whole_search_on_the_way(get, ferries):
    results = get("/search/", q="ferry", sort="newest", **{"from": "2021"})
    first = results.links(".result__title a")[0]
    assert "q=ferry" in first and "from=2021" in first and "sort=newest" in first and "result=1" in first
    page = get(first.split("#")[0])
    assert page.links(".trail__back") == ["/search/?q=ferry&from=2021&sort=newest#result-1"]
    assert page.texts(".trail__here") == ["Result 1"]


def test_it_leads_from_result_to_result_and_behind_the_last_back(get, followed, ferries):
    results = get("/search/", q="ferry", sort="newest")
    page = get(results.links(".result__title a")[0].split("#")[0])
    titles = [page.h1]
    for _ in range(2):
        page = followed(page, "Next result")
        titles.append(page.h1)
    assert titles == ["Talk of 2021-01-05", "Talk of 2021-01-04", "Talk of 2021-01-03"]
    assert followed(page, "Previous result").h1 == "Talk of 2021-01-04"
    assert followed(page, "Next result").h1 == "3 records with ferry"


def test_the_record_alone_has_it_too_with_the_words_marked(get, ferries):
    results = get("/search/", q="ferry", sort="newest")
    (address,) = [link["href"] for link in results.soup.select(".entry__foot a") if "Talk of 2021-01-04" in link.get_text()]
    page = get(address)
    assert page.texts(".trail__here") == ["Result 2"]
    assert page.texts(".paragraph mark") == ["ferry"]


def test_the_canonical_address_is_without_it(get, ferries):
    address = get("/search/", q="ferry").links(".result__title a")[0].split("#")[0]
    (canonical,) = get(address).links("link[rel=canonical]")
    assert "?" not in canonical


def test_the_country_searched_for_is_marked_in_the_passage_and_in_the_transcript(get, ferries):
    results = get("/search/", country="KE")
    assert results.texts(".result__passage mark") == ["Kenya"]
    page = get(results.links(".result__title a")[0].split("#")[0])
    assert page.texts(".paragraph mark") == ["Kenya"]
    assert page.texts(".hits__count .query") == ["Kenya"]


@pytest.mark.parametrize("number", ["0", "x", "²", "99999999999999", "-1", ""])
def test_a_number_that_is_none_leads_to_the_results(client, ferries, number):
    found = client.get("/search/result/", {"q": "ferry", "result": number}, follow=True)
    assert Page(found).h1 == "3 records with ferry"


def test_the_search_for_this_in_all_records_keeps_the_filters(get, ferries):
    page = get(get("/search/", q="ferry", country="KE").links(".result__title a")[0].split("#")[0])
    assert page.links(".hits__back a") == ["/search/?q=ferry&country=KE"]


def test_compact_results_keep_their_form_on_the_next_search(get, ferries):
    page = get("/search/", q="ferry", view="compact")
    assert page.soup.select_one(".results--compact")
    assert page.soup.select_one("input[name=view][value=compact]")


@pytest.mark.parametrize(
    "asked", [{"q": "ferry"}, {"q": "speaker:Farro"}, {"country": "KE"}, {"q": "", "speaker": "lucien-farro"}]
)
def test_the_record_alone_leads_to_all_records_with_every_filter(get, ferries, asked):
    asked = asked | {"from": "2021", "sort": "newest"}
    results = get("/search/", **asked)
    address = next(link for link in results.links(".entry__foot a") if "result=1" in link and "/1/" in link)
    page = get(address)
    (link,) = [link for link in page.soup.select("article a") if link.get_text() == "Search all records for this"]
    assert get(link["href"]).h1 == results.h1
    assert "from=2021" in link["href"] and "sort=newest" in link["href"] and "result" not in link["href"]


def test_the_record_alone_counts_the_places_found_and_leads_to_them(get, ferries):
    (address,) = [
        link for link in get("/search/", q="ferry kenya").links(".entry__foot a") if "result=1" in link and "/1/" in link
    ]
    page = get(address)
    assert page.texts(".hits__count") == ["2 places found for ferry kenya"]
    assert page.links(".hits__list a") == ["#hit-1", "#hit-2"]
    assert len(page.soup.select("#hit-1, #hit-2")) == 2


def test_a_record_reached_without_a_search_has_no_link_to_one(get, ferries):
    assert "Search all records for this" not in get(ferries[0].get_absolute_url()).text
