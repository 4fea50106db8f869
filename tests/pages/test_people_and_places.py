"""Speakers, countries, and the lists of both."""

import pytest

from archive.importing.importer import set_state
from archive.mentions.decisions import reject
from archive.models import FormerSpeakerSlug, SpeakerAlias
from tests import world


@pytest.fixture
def talks(db):
    return world.harbour_talks()


def test_a_speaker_s_page_counts_what_the_person_says(get, talks):
    page = get("/speakers/ilse-marchetti/")
    assert page.h1 == "Ilse Marchetti"
    assert "3 records, 2023." in page.text


def test_it_shows_offices_with_their_years(get, talks):
    world.talk(
        world.said("Again.", world.MARCHETTI, office="Prime Minister"),
        world.said("And again.", world.MARCHETTI, office="Minister"),
        date="2024-02-01",
    )
    offices = get("/speakers/ilse-marchetti/").texts(".offices li")
    assert offices == ["2023 to 2024 Minister 2 records", "2024 Prime Minister 1 record"]


def test_it_ranks_countries_and_links_each_to_the_search(get, talks):
    page = get("/speakers/ilse-marchetti/")
    assert page.texts("[aria-labelledby=mentioned] .rank") == ["Serbia 2 records"]
    assert page.links("[aria-labelledby=mentioned] a") == ["/search/?speaker=ilse-marchetti&country=RS"]


def test_its_bars_keep_the_speaker(get, talks):
    assert get("/speakers/ilse-marchetti/").links("svg a") == ["/search/?speaker=ilse-marchetti&from=2023&to=2023"]


def test_it_shows_the_newest_records(get, talks):
    titles = get("/speakers/ilse-marchetti/").texts(".entry__title")
    assert titles == [talks.title, "What about the ferry line?", "And the tariffs?"]


def test_it_says_how_else_the_name_is_printed(get, talks):
    SpeakerAlias.objects.create(speaker=world.person(), name="I. Marchetti", folded="i marchetti")
    assert "Also printed as I. Marchetti." in get("/speakers/ilse-marchetti/").text


def test_a_merged_speaker_s_old_address_leads_on(client, talks):
    FormerSpeakerSlug.objects.create(slug="i-marchetti", speaker=world.person())
    answer = client.get("/speakers/i-marchetti/")
    assert (answer.status_code, answer["Location"]) == (301, "/speakers/ilse-marchetti/")


def test_who_is_only_in_drafts_is_not_found(get, talks):
    set_state(talks, "draft")
    assert get("/speakers/ilse-marchetti/").status == 404


def test_who_only_asks_has_a_page_that_says_so(get, talks):
    world.add(talks, world.asked("When?", "Harbour Daily", "Harbour Daily"))
    page = get("/speakers/harbour-daily/")
    assert page.status == 200
    assert "Only asks questions" in page.text


def test_a_speaker_that_never_was_is_not_found(get):
    assert get("/speakers/nobody/").status == 404


def test_the_speakers_are_listed_by_name_with_counts(get, talks):
    world.add(talks, world.said("Hello.", "Alma Tervonen"))
    assert get("/speakers/").texts(".names__item") == [
        "Ilse Marchetti Minister 3 records, 2023",
        "Alma Tervonen 1 record, 2023",
    ]


def test_the_list_can_be_turned_to_most_records_first(get, talks):
    world.add(talks, world.said("Hello.", "Alma Tervonen"))
    assert get("/speakers/", order="count").texts(".names__name") == ["Ilse Marchetti", "Alma Tervonen"]


@pytest.mark.parametrize("words", ["erdogan", "ERDOĞAN", "doğan"])
def test_names_are_found_whatever_their_case_and_accents(get, talks, words):
    world.add(talks, world.said("Hello.", "Mira Erdoğan"))
    assert get("/speakers/", contains=words).texts(".names__name") == ["Mira Erdoğan"]


def test_letters_lead_to_the_names_under_them(get, talks):
    world.add(talks, world.said("Hello.", "Øyvind Åse"))
    page = get("/speakers/", letter="M")
    assert page.texts(".names__name") == ["Ilse Marchetti"]
    assert page.texts(".choices [aria-current]") == ["A to Z", "M"]


def test_a_search_in_the_list_that_finds_nobody_says_so(get, talks):
    assert "0 names with “zz”" in get("/speakers/", contains="zz").text.replace("with zz", "with “zz”")


@pytest.mark.parametrize("path", ["/speakers/", "/countries/"])
@pytest.mark.parametrize(
    "query", [{"page": "1e99"}, {"letter": "\x00"}, {"order": "x"}, {"contains": "\x00" * 500}, {"layer": "x"}]
)
def test_lists_take_any_address(get, talks, path, query):
    assert get(path, **query).status == 200


def test_lists_have_pages(get, talks, settings):
    settings.LIST_PAGE_SIZE = 2
    world.add(talks, *(world.said("Hello.", name) for name in ("Anna", "Berta", "Clara")))
    assert get("/speakers/", page="2", order="name").texts(".names__name") == ["Clara", "Ilse Marchetti"]


def test_a_country_s_page_says_who_mentions_it_and_how(get, talks):
    page = get("/countries/RS/")
    assert page.h1 == "Serbia"
    assert "Mentioned in 2 records." in page.text
    assert page.texts("[aria-labelledby=speaking] .rank") == ["Ilse Marchetti 2 records"]
    assert page.texts(".words li") == ["Belgrade seat, 1 record", "Serbia 1 record"]


def test_an_organisation_has_a_page_like_a_country(get, talks):
    page = get("/countries/african-union/")
    assert page.h1 == "African Union"
    assert page.texts(".heading__kicker") == ["Organisation"]


def test_a_country_that_nobody_mentions_says_so(get, talks):
    page = get("/countries/FJ/")
    assert page.status == 200
    assert "No record mentions this" in page.text


@pytest.mark.parametrize("code", ["ZZ", "nowhere", "%00", "serbia", "<b>", "R" * 300])
def test_an_unknown_code_is_not_found(get, talks, code):
    assert get(f"/countries/{code}/").status == 404


def test_a_code_in_small_letters_leads_to_the_one_address(client, talks):
    assert client.get("/countries/rs/")["Location"] == "/countries/RS/"


def test_a_rejected_mention_counts_nowhere(get, talks):
    reject(talks, talks.turns.first().mentions.all())
    assert "Mentioned in 1 record." in get("/countries/RS/").text


def test_countries_are_listed_and_other_powers_on_lists_of_their_own(get, talks):
    assert get("/countries/").texts(".names__name") == ["Serbia"]
    page = get("/countries/", layer="organisation")
    assert page.h1 == "Organisations"
    assert page.texts(".names__name") == ["African Union"]
