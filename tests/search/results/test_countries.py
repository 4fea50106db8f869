"""What counts as mentioning a country: named, by a seat, by a place, where, by whom; and groups of countries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import QueryDict

from archive.models import Transcript
from search import facets
from search.display.country_choices import country_choices
from search.index.record_facts import COUNTRY_FIELDS, MentionedIn, codes_by_field, groups_of
from search.query.params import SearchParams
from search.results import run_search
from search.search_indexes import RecordIndex
from tests.world import FARRO, answered, asked, person, said, talk


def search(query: str = ""):
    return run_search(SearchParams.from_querydict(QueryDict(query)))


def counts(query: str, key: str) -> dict[str, int]:
    facets = {facet.key: facet for facet in search(query).facets}
    return {value.value: value.count for value in facets[key].values}


@pytest.fixture
def talks(indexed):
    """One question about Serbia that is answered with Belgrade and Chad, and Norway's minister on Norway and NATO."""
    made = talk(
        asked("And Serbia?"),
        answered("Belgrade agrees. Chad agrees too.", FARRO),
        said("Norway, Chad and the British agree with NATO on Crimea.", "Alma Tervonen"),
        title="Talks",
        date="2010-05-04",
    )
    person("Alma Tervonen", country="NO")
    indexed(*Transcript.objects.all())
    return made


def test_countries_count_by_name_and_seat_and_otherwise_on_request(talks):
    assert counts("country_in=answer", "country") == {"TD": 2, "GB": 1, "NO": 1, "RS": 1}
    assert counts("country_in=answer&layer=named", "country") == {"TD": 2, "GB": 1, "NO": 1}
    assert counts("country_in=answer&layer=place", "country") == {"TD": 2, "GB": 1, "NO": 1, "RS": 1, "UA": 1}
    assert (search("country=UA").total, search("country=UA&layer=place").total) == (0, 1)


def codes_shown(query: str) -> set[str]:
    return {code for hit in search(query).hits for code in hit.country_codes}


def test_the_countries_of_a_line_are_those_that_the_search_counts(talks):
    assert codes_shown("q=NATO") == {"NO", "TD", "GB"}
    assert codes_shown("q=NATO&layer=place") == {"NO", "TD", "GB", "UA"}
    assert codes_shown("q=Belgrade&layer=named") == {"RS", "TD"}


def test_the_layers_of_a_line_are_told_whatever_counts(talks):
    [hit] = search("q=NATO").hits
    assert hit.countries_by_layer == {"named": ["NO", "TD", "GB"], "seat": [], "place": ["UA"]}


def test_the_form_says_in_a_sentence_what_counts(talks):
    said = {layer: choice.sentence for layer in ("", "named", "place") for choice in choices_of(layer) if choice.key == "layer"}
    assert "capital or seat of government" in said[""]
    assert "only where it names it" in said["named"]
    assert "any other place" in said["place"]


def choices_of(layer: str):
    return country_choices(SearchParams(layer=layer))


@pytest.mark.parametrize(
    ("typed", "read"), [("all", "place"), ("implied", "place"), ("place", "place"), ("seat", ""), ("named", "named"), ("", "")]
)
def test_addresses_of_before_mean_what_they_meant(typed, read):
    params = SearchParams.from_querydict(QueryDict(f"country=CH&layer={typed}"))
    assert (params.layer, params.problems) == (read, ())


def test_a_country_can_be_wanted_in_the_question_only(talks):
    assert counts("country_in=question", "country") == {"RS": 1}
    assert search("country=TD&country_in=question").total == 0


def test_a_country_can_be_wanted_where_no_question_brought_it_up(talks):
    assert search("country=RS&country_in=unprompted").total == 0
    assert search("country=TD&country_in=unprompted").total == 2


def test_the_speaker_s_own_country_counts_unless_left_out(talks):
    assert search("country=NO").total == 1
    assert search("country=NO&own=hidden").total == 0
    assert counts("own=hidden", "country") == {"TD": 2, "GB": 1, "RS": 1}


def test_all_of_several_countries_can_be_wanted(talks):
    assert search("country=RS&country=NO").total == 2
    assert search("country=RS&country=TD&country_mode=all").total == 1


def test_organisations_and_disputed_places_are_facets_of_their_own(talks):
    assert counts("", "org") == {"nato": 1}
    assert counts("", "disputed") == {"crimea": 1}
    assert search("org=nato").total == 1


def test_a_group_is_any_of_its_members(talks):
    assert search("group=africa").total == 2
    assert counts("", "group")["g7"] == 1


def test_a_group_is_read_on_the_day_of_the_event():
    assert "eu" in groups_of({"GB"}, dt.date(2010, 5, 4))
    assert "eu" not in groups_of({"GB"}, dt.date(2022, 5, 4))
    assert "eu" not in groups_of({"GB"}, None)


def test_a_group_can_be_wanted_by_name_only(indexed):
    talk(said("Berlin agrees.", None))
    indexed(*Transcript.objects.all())
    assert search("group=g7").total == 1
    assert search("group=g7&layer=named").total == 0


def test_a_group_counts_places_on_request_only(indexed):
    talk(said("Bavaria agrees.", None))
    indexed(*Transcript.objects.all())
    assert [search(f"group=g7{layer}").total for layer in ("", "&layer=named", "&layer=place")] == [0, 0, 1]


@pytest.mark.parametrize("query", ["country_in=nowhere", "own=maybe", "layer=maybe"])
def test_what_is_not_known_is_left_out_and_said(query):
    read = SearchParams.from_querydict(QueryDict(query))
    assert read == SearchParams()
    assert len(read.problems) == 1


def test_a_group_that_is_not_known_finds_nothing_and_is_said(talks):
    found = search("group=atlantis")
    assert (found.total, len(found.problems)) == (0, 1)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("country=RS&layer=named", "naming Serbia"),
        ("country=RS&layer=place", "mentioning Serbia or a place there"),
        ("group=eu&layer=place", "mentioning a member of European Union or a place there"),
        ("country=RS&country_in=question", "mentioning Serbia in the question"),
        (
            "country=RS&country_in=unprompted&own=hidden",
            "mentioning Serbia, never in the question, not the speaker’s own country",
        ),
        ("group=eu", "mentioning a member of European Union"),
    ],
)
def test_it_is_said_in_words(query, words):
    labels = {("country", "RS"): "Serbia", ("group", "eu"): "European Union"}
    assert SearchParams.from_querydict(QueryDict(query)).in_words(labels) == words


def test_the_choices_stay_in_the_address():
    query = "country=RS&country_mode=all&layer=named&country_in=answer&own=hidden"
    assert SearchParams.from_querydict(QueryDict(query)).query_string() == query


def test_every_way_to_count_is_indexed_and_can_be_filtered_by():
    assert set(COUNTRY_FIELDS) <= set(RecordIndex().fields)
    assert set(COUNTRY_FIELDS) <= set(facets.TABLE.fields)


def test_ways_to_count_combine():
    by_field = codes_by_field(
        [MentionedIn("RS", "seat", True), MentionedIn("TD", "named", False), MentionedIn("CH", "place", False)], frozenset({"TD"})
    )
    assert by_field["country_named_answer"] == {"TD"}
    assert by_field["country_named_answer_foreign"] == set()
    assert by_field["country_named_question"] == set()
    assert by_field["country_question_foreign"] == {"RS"}
    assert (by_field["country"], by_field["country_place"]) == ({"RS", "TD"}, {"RS", "TD", "CH"})
