"""Values that a search leaves out: on its page, in its words, for programs, and in everything that is taken away from it."""

from __future__ import annotations

import csv
import io

import pytest
from django.http import QueryDict

from search.exports.search_feed import feed_page
from search.exports.whole_result import whole_result
from search.query.params import SearchParams
from search.results import run_search
from tests.world import archive

WITHOUT_CHAD = "q=security+OR+grain+OR+stability+OR+harbour&not_country=TD"


@pytest.fixture
def world(indexed):
    made = archive()
    indexed(made.conference, made.interview, made.undated)
    return made


def asked(query):
    return SearchParams.from_querydict(QueryDict(query))


def search(query):
    return run_search(asked(query))


def values(results, key):
    return {value.value: value for facet in results.facets if facet.key == key for value in facet.values}


def page(client, query):
    return client.get(f"/search/?{query}").content.decode()


def test_no_record_found_has_what_is_left_out(world):
    left = {hit.record_id for hit in search(WITHOUT_CHAD).hits}
    every = {hit.record_id for hit in search(WITHOUT_CHAD.partition("&")[0]).hits}
    assert every - left == {world.grain.pk, world.harbour.pk}


def test_several_are_left_out_each_and_beside_what_is_wanted(world):
    assert search("not_country=TD&not_country=RS").total == 2
    assert [hit.record_id for hit in search("country=RS&not_country=TD").hits] == [world.stability.pk]
    assert [hit.record_id for hit in search("country=TD&not_speaker=lucien-farro").hits] == [world.harbour.pk]


def test_it_counts_by_the_same_rule_as_what_is_wanted(world):
    assert search("not_country=RS&country_in=question").total == 5
    assert search("not_country=RS&country_in=question").in_words == "not mentioning Serbia in the question"


def test_the_search_is_said_in_words(world):
    said = search("q=grain&country=RS&not_country=TD&not_speaker=ilse-marchetti&not_kind=statement").in_words
    assert said == "with grain, mentioning Serbia, not by Ilse Marchetti, not mentioning Chad, other than statements"
    assert search("not_country=RS&own=hidden").in_words == ("without those mentioning Serbia, not the speaker’s own country")


def test_its_facet_shows_the_value_left_out_and_counts_the_others_without_it(world):
    country = values(search("not_country=TD"), "country")
    assert (country["TD"].excluded, country["TD"].selected, country["TD"].label) == (True, False, "Chad")
    assert (country["RS"].count, country["RS"].url) == (1, "/search/?country=RS&not_country=TD")
    assert (country["TD"].not_url, country["TD"].url) == ("/search/", "/search/?country=TD")
    assert country["RS"].not_url == "/search/?not_country=RS&not_country=TD"


def test_a_value_is_wanted_or_left_out_and_never_both():
    assert asked("country=RS").toggle("not_country", "RS").query_string() == "not_country=RS"
    assert asked("not_country=RS&not_country=TD").toggle("country", "RS").query_string() == "country=RS&not_country=TD"


def test_its_chip_is_struck_through_and_leads_to_the_search_with_it(world, client):
    (chip,) = search("not_country=TD&from=").chips
    assert (chip.label, chip.text, chip.excludes, chip.remove_url) == ("Country mentioned", "Chad", True, "/search/")
    shown = page(client, "not_country=TD")
    assert "Country mentioned, not</span> <s>Chad</s>" in shown
    assert '<h1 class="finding__heading">3 records not mentioning Chad</h1>' in shown


def test_its_box_is_ticked_and_any_other_value_can_be(world, client):
    shown = page(client, "not_country=TD")
    assert 'name="not_country" value="TD" checked>' in shown
    assert 'name="not_country" value="RS">' in shown
    assert shown.count('name="not_country"') == 2
    assert '<input type="hidden" name="not_country"' not in shown


def test_what_has_no_box_is_carried_by_the_form(world, client):
    assert '<input type="hidden" name="not_language" value="en"' in page(client, "not_language=en")


def test_a_filter_typed_with_a_minus_ticks_the_same_box(world, client):
    for typed in ("-country:chad", "NOT+country:TD", "!country:Chad"):
        shown = page(client, f"q={typed}")
        assert 'name="not_country" value="TD" checked>' in shown
        assert '<input id="q" name="q" type="search" value=""' in shown


def test_nothing_found_offers_the_search_with_what_was_left_out(world):
    results = search("q=harbour&not_country=TD")
    ways = [(way.label, way.text, way.count, way.url) for way in results.relaxations]
    assert ("Country mentioned, not", "Chad", 1, "/search/?q=harbour") in ways


def test_a_value_left_out_that_nothing_has_is_said_and_leaves_nothing_out(world):
    results = search("not_speaker=nobody&not_country=narnia")
    assert results.total == 5
    assert [problem.message for problem in results.problems] == ["No country “narnia”.", "No speaker “nobody”."]


def test_the_page_of_all_values_leaves_out_and_takes_back(world, client):
    shown = client.get("/search/values/country/?not_country=TD").content.decode()
    assert "<s>Chad</s>" in shown
    assert 'href="/search/values/country/' not in shown.partition('<ul class="names">')[2].partition("</ul>")[0]
    assert 'href="/search/?not_country=RS&amp;not_country=TD"' in shown


def test_programs_are_told_what_is_left_out(world, client):
    answer = client.get("/search.json?not_country=TD").json()
    assert (answer["total"], answer["in_words"]) == (3, "not mentioning Chad")
    told = {value["value"]: (value["selected"], value["excluded"]) for value in answer["facets"]["country"]}
    assert told == {"TD": (False, True), "RS": (False, False)}


def test_the_api_leaves_out_and_says_so(world, client):
    answer = client.get("/api/search?not_country=TD&not_speaker=lucien-farro").json()
    assert (answer["total"], answer["in_words"]) == (2, "not by Lucien Farro, not mentioning Chad")


def test_what_is_taken_away_leaves_out_too(world, client):
    params = asked("not_country=TD")
    left = {hit.record_id for hit in run_search(params).hits}
    assert set(whole_result(params).keys) == left
    assert {entry.row.record_id for entry in feed_page(params).entries} == left
    assert feed_page(params).said == "not mentioning Chad"
    answer = client.get("/search/export/file/?not_country=TD&format=csv&field=id")
    exported = b"".join(answer.streaming_content).decode()
    assert len(list(csv.reader(io.StringIO(exported)))) == 1 + len(left)


def test_the_next_result_is_one_of_the_same_search(world, client):
    (first, *_) = search("not_country=TD").hits
    assert "not_country=TD" in first.read_url
    led = client.get("/search/result/?not_country=TD&result=2")
    assert led.status_code == 302 and "not_country=TD" in led.url


def test_the_form_is_filled_from_the_search_and_leads_back_to_it(world, client):
    asked = "q=gas+-coal&speaker=lucien-farro&country=TD&kind=statement&not_country=RS&from=2023"
    page = client.get(f"/search/build/?edit=1&{asked}").content.decode()
    for name, value in (("all", "gas"), ("none", "coal"), ("who", "Lucien Farro"), ("country", "Chad"), ("since", "2023")):
        assert f'name="{name}" value="{value}"' in page
    assert 'name="kept" value="kind=statement&amp;not_country=RS"' in page
    given_ = "all=gas&none=coal&who=Lucien+Farro&country=Chad&kept=kind%3Dstatement%26not_country%3DRS"
    led = client.get(f"/search/build/?{given_}")
    back = QueryDict(led.url.partition("?")[2])
    assert back["q"] == 'gas -coal speaker:"Lucien Farro" country:Chad'
    assert (back["kind"], back["not_country"]) == ("statement", "RS")
    assert 'href="/search/build/?edit=1&amp;q=gas&amp;country=TD"' in client.get("/search/?q=gas&country=TD").content.decode()
