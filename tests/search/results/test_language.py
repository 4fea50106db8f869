"""The whole language against a small archive: names are known, and the page says what was understood."""

from __future__ import annotations

import pytest

from archive.models import SpeakerAlias
from search.query.params import SearchParams
from search.results import run_search
from tests.world import archive


@pytest.fixture
def world(indexed):
    made = archive()
    SpeakerAlias.objects.create(speaker=made.farro, name="Luciano Pharro", folded="luciano pharro")
    indexed(made.conference, made.interview, made.undated)
    return made


def search(q="", **wanted):
    return run_search(SearchParams(q=q).with_(**wanted))


def found(q, **wanted):
    return {hit.record_id for hit in search(q, **wanted).hits}


@pytest.mark.parametrize(
    "typed", ["speaker:farro", "speaker:lucien-farro", 'speaker:"Lucien Farro"', "by:FARRO", "speaker:pharro"]
)
def test_a_speaker_is_found_by_any_word_of_a_name(world, typed):
    assert world.grain.pk in found(typed)
    assert world.opening.pk not in found(typed)
    assert search(typed).problems == ()


def test_places_offices_and_sources_are_found_by_a_word(world):
    assert found("place:geneva") == {world.harbour.pk}
    assert found("office:external") == {world.stability.pk}
    assert world.harbour.pk in found("source:maravia")


def test_a_misspelt_name_is_put_right(world):
    (problem,) = search("grain speaker:faro").problems
    assert problem.suggestion == "grain speaker:farro"
    assert problem.url == "/search/?q=grain+speaker%3Afarro"


def test_the_search_is_said_with_names(world):
    typed = "grain speaker:farro country:RS -place:geneva date:2023"
    assert search(typed).in_words == "with grain, by Lucien Farro, mentioning Serbia, 2023, not in Geneva"


def test_spellings_searched_besides_are_told(world):
    results = search("harbor")
    assert results.total == 1
    assert results.also_searched == ("harbour",)
    assert results.meant == ()
    assert "<mark>harbour</mark>" in results.hits[0].passage
    assert search('"harbor"').total == 0


def test_all_chosen_countries_may_be_asked_for(world):
    assert found("", country=("RS", "TD"), country_mode="all") == {world.grain.pk}
    results = search("", country=("RS", "TD"), country_mode="all")
    assert results.in_words == "mentioning Serbia and Chad"


def test_countries_of_which_only_a_seat_is_named_may_be_left_out(world):
    mention = world.harbour.mentions.get()
    mention.layer = "seat"
    mention.save()
    from search.index.queue import drain, queue

    queue([world.interview.pk])
    drain()
    assert found("", country=("TD",)) == {world.grain.pk, world.harbour.pk}
    results = search("", country=("TD",), layer="named")
    assert [hit.record_id for hit in results.hits] == [world.grain.pk]
    facet = next(facet for facet in results.facets if facet.key == "country")
    assert {value.label: value.count for value in facet.values} == {"Chad": 1, "Serbia": 2}
    assert results.in_words == "naming Chad"


@pytest.mark.parametrize(
    ("typed", "text", "url"),
    [
        ("Serbia", "Records that mention Serbia", "/search/?country=RS"),
        ("lucien farro", "Records by Lucien Farro", "/search/?speaker=lucien-farro"),
        ("Farro", "Records by Lucien Farro", "/search/?speaker=lucien-farro"),
        ("2023-04", "Records of April 2023", "/search/?from=2023-04&to=2023-04"),
    ],
)
def test_a_name_or_date_typed_alone_is_offered_as_a_filter(world, typed, text, url):
    assert [(offer.text, offer.url) for offer in search(typed).suggested_filters] == [(text, url)]


def test_other_words_are_offered_nothing(world):
    assert (
        search("grain").suggested_filters == search('"serbia talks" gas').suggested_filters == search("").suggested_filters == ()
    )
