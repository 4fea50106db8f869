from __future__ import annotations

import json

import pytest

from archive.models import archive_version
from tests.house import ROOT
from tests.world import archive


@pytest.fixture
def world(indexed):
    made = archive()
    indexed(made.conference, made.interview, made.undated)
    return made


@pytest.fixture
def ask(client, world):
    def fetch(query=""):
        response = client.get(f"/search.json{query}")
        assert response.status_code == 200
        assert response["Content-Type"] == "application/json"
        return json.loads(response.content)

    return fetch


def test_it_answers_what_is_documented(ask, world):
    answer = ask("?q=%22strategic+stability%22&country=RS")
    assert answer["total"] == 1
    assert answer["query"] == '"strategic stability"'
    assert answer["in_words"] == "with “strategic stability”, mentioning Serbia"
    assert answer["warnings"] == []
    (result,) = answer["results"]
    assert result | {"score": 0} == {
        "id": f"{world.conference.slug}/1",
        "url": f"http://testserver/t/{world.conference.slug}/1/",
        "kind": "qa_pair",
        "title": "News conference in Port Selene",
        "speaker": "Ilse Marchetti",
        "speakers": [{"name": "Ilse Marchetti", "office": "Minister of External Affairs"}],
        "date": "2023-04-18",
        "place": "Port Selene",
        "source": "Ministry of External Affairs of Maravia",
        "countries": ["RS"],
        "countries_by_layer": {"named": ["RS"], "seat": [], "place": []},
        "question": "What is left of strategic stability?",
        "snippet": "<mark>Strategic stability</mark> is the end of all our talks with <mark>Serbia</mark>.",
        "passage_url": f"http://testserver/t/{world.conference.slug}/?q=%22strategic+stability%22#p3",
        "score": 0,
    }
    assert answer["facets"]["country"] == [{"value": "RS", "label": "Serbia", "count": 1, "selected": True, "excluded": False}]
    assert {"date": "2023-04", "count": 1, "selected": False} in answer["histogram"]


def test_its_keys_stay(ask):
    answer = ask()
    assert set(answer) == {
        "total", "took_ms", "query", "in_words", "counted_layers", "warnings", "also_searched", "suggestion", "behind",
        "page", "pages", "next", "previous", "results", "facets", "histogram", "undated", "counted",
    }  # fmt: skip
    assert set(answer["facets"]) == {
        "speaker", "country", "kind", "event", "speaker_country", "source", "place", "org", "group", "disputed", "historic",
    }  # fmt: skip


def test_pages_lead_to_each_other(ask):
    answer = ask("?size=2&page=2&sort=oldest")
    assert (answer["page"], answer["pages"], len(answer["results"])) == (2, 3, 2)
    assert answer["next"] == "http://testserver/search.json?size=2&page=3&sort=oldest"
    assert ask("?size=2&page=3")["next"] is None
    assert ask("?size=2")["previous"] is None


def test_what_cannot_be_read_is_a_warning(ask):
    answer = ask("?q=%22grain&sort=random")
    assert answer["total"] == 1
    assert [warning["suggestion"] for warning in answer["warnings"]] == [None, '"grain"']


@pytest.mark.parametrize(
    "query",
    [
        "?country=Narnia",
        "?q=country:Narnia",
        '?q=by:"Nobody"',
        "?q=☺",
        "?speaker=nobody",
        "?source=☺",
        "?from=soon",
        "?q=date:soon",
    ],
)
def test_a_value_that_is_not_known_finds_nothing_and_says_so(ask, query):
    answer = ask(query)
    assert (answer["total"], answer["results"]) == (0, [])
    assert len(answer["warnings"]) == 1


def test_one_value_that_is_not_known_beside_one_that_is_changes_nothing(ask):
    known = ask("?country=RS")
    both = ask("?country=RS&country=Narnia")
    assert both["total"] == known["total"] > 0
    assert [warning["message"] for warning in both["warnings"]] == ["No country “Narnia”."]


@pytest.mark.parametrize("page", ["4", "1000000", "9999999999999"])
def test_a_page_after_the_last_is_empty_and_says_so(ask, page):
    answer = ask(f"?size=2&page={page}")
    assert (answer["total"], answer["pages"], answer["results"], answer["next"]) == (5, 3, [], None)
    assert answer["page"] == min(int(page), 1_000_000)
    assert answer["previous"].endswith("page=3")
    assert "the results have 3 pages" in answer["warnings"][0]["message"]


def test_following_next_gives_every_record_once(ask):
    query, found = "?size=2", []
    while query:
        answer = ask(query)
        found += [result["id"] for result in answer["results"]]
        query = answer["next"] and "?" + answer["next"].partition("?")[2]
    assert len(found) == len(set(found)) == answer["total"]


def test_all_countries_may_be_needed(ask):
    assert ask("?country=RS&country=TD&country_mode=all")["total"] == 1


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_only_reads(client, method):
    assert getattr(client, method)("/search.json").status_code == 405


def suggested(client, typed):
    response = client.get("/search/suggest.json", {"q": typed})
    assert response.status_code == 200
    return [(one["kind"], one["text"], one["query"]) for one in response.json()["suggestions"]]


def test_people_and_countries_are_suggested_by_the_beginning_of_any_word(client, world):
    assert suggested(client, "far") == [("speaker", "Lucien Farro", 'speaker:"Lucien Farro"')]
    assert suggested(client, "serb") == [("country", "Serbia", 'country:"Serbia"')]
    assert suggested(client, "ilse mar")[0][1] == "Ilse Marchetti"


def test_only_the_end_of_a_query_is_completed(client, world):
    assert suggested(client, "grain -gas serb") == [("country", "Serbia", 'grain -gas country:"Serbia"')]


def test_what_is_said_more_than_once_is_suggested(client, indexed):
    made = archive()
    turn = made.opening.turns.get()
    turn.text = "The water transit treaty is old. A water transit treaty is needed, and a treaty of the sea."
    turn.save()
    indexed(made.conference)
    assert suggested(client, "wat") == [("phrase", "water transit treaty", '"water transit treaty"')]
    assert suggested(client, "the water tr") == [("phrase", "water transit treaty", 'the "water transit treaty"')]
    made.conference.state = "withdrawn"
    made.conference.save()
    archive_version.bump()
    indexed(made.conference)
    assert suggested(client, "wat") == []


@pytest.mark.parametrize("typed", ["", "a", '"', "zzzz", "-" * 500, "\x00"])
def test_nothing_to_suggest_is_no_error(client, world, typed):
    assert suggested(client, typed) == []


def test_a_suggestion_takes_few_queries(client, world, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        suggested(client, "mar")


def test_the_builder_leads_to_the_search_it_writes(client, world):
    response = client.get("/search/build/", {"all": "grain", "none": "gas", "who": "farro"})
    assert (response.status_code, response["Location"]) == (302, "/search/?q=grain+-gas+speaker%3Afarro")


def test_the_empty_builder_is_a_form_and_a_filled_one_can_be_edited(client, world):
    assert b'name="exact"' in client.get("/search/build/").content
    assert b'value="grain"' in client.get("/search/build/", {"all": "grain", "edit": "1"}).content


def test_the_page_marks_what_it_could_not_read_and_offers_names(client, world):
    page = client.get("/search/", {"q": "grain country:atlantis"}).content.decode()
    assert "grain <mark>country:atlantis</mark>" in page
    page = client.get("/search/", {"q": "Serbia"}).content.decode()
    assert "Records that mention Serbia" in page


def test_every_key_is_documented(ask):
    documented = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    answer = ask("?q=grain")
    for key in (*answer, *answer["results"][0], *answer["facets"]["speaker"][0], *answer["histogram"][0]):
        assert f"`{key}`" in documented, key
