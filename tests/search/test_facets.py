"""One entry in the table of facets is all that a facet takes."""

from __future__ import annotations

import dataclasses
import json

import pytest
from bs4 import BeautifulSoup

from archive.models import EventKind, Record
from search import facets
from search.index.facet_labels import labels_of
from search.index.queue import drain, queue
from search.query.facet_table import Facet, field
from search.query.params import SearchParams
from search.results import run_search
from search.results.search_steps import ask_engine, assemble, decorate, load, parse_search
from search.search_indexes import RecordIndex, facet_fields
from tests.world import MARCHETTI, said, talk

DECADE = Facet(
    key="decade",
    label="Decade",
    called="decade of the event",
    aliases=("years",),
    fields=field("decade", "from the {}", lambda facts: (facts.iso_day[:3] + "0s" if facts.day else "",)),
    read=lambda typed: typed if typed.endswith("0s") else "",
    known=lambda: ["1990s", "2020s"],
    name=lambda value: f"The {value}",
    in_sentence=lambda value, name: value,
)


@pytest.fixture
def talks(db, index_dir, monkeypatch):
    """Three talks, indexed with one facet more."""
    table = facets.TABLE.with_(DECADE)
    monkeypatch.setattr(facets, "TABLE", table)
    monkeypatch.setattr(RecordIndex, "fields", RecordIndex.fields | facet_fields(table))
    made = []
    for year, words in ((1994, "The ferry sails."), (2021, "The ferry is late."), (2024, "The ferry is back.")):
        made.append(talk(said(words, MARCHETTI), title=f"Talk of {year}", date=f"{year}-05-02"))
    queue([one.pk for one in made])
    assert drain()
    return made


def test_a_facet_of_the_table_is_indexed_and_counted(talks):
    (panel,) = (panel for panel in run_search(SearchParams()).facets if panel.key == "decade")
    assert panel.label == "Decade"
    assert [(value.value, value.label, value.count) for value in panel.values] == [
        ("2020s", "The 2020s", 2),
        ("1990s", "The 1990s", 1),
    ]


def test_it_filters_describes_and_links(talks, client):
    page = BeautifulSoup(client.get("/search/?decade=2020s").content, "lxml")
    assert page.h1.get_text(" ", strip=True) == "2 records from the 2020s"
    (chosen,) = page.select('input[name="decade"][checked]')
    assert chosen["value"] == "2020s"
    everything = client.get("/search/values/decade/")
    links = [link["href"] for link in BeautifulSoup(everything.content, "lxml").select("main a.names__name")]
    assert links == ["/search/?decade=2020s", "/search/?decade=1990s"]


def test_it_stands_before_a_colon_and_what_is_not_known_is_said(talks):
    for typed in ("decade:1990s", "years:1990s ferry"):
        assert run_search(SearchParams(q=typed)).total == 1
    (problem,) = run_search(SearchParams(q="decade:1990")).problems
    assert problem.message == "No decade of the event “1990”. Did you mean 1990s?"


def test_programs_get_it_as_well(talks, client):
    answer = json.loads(client.get("/search.json?decade=1990s").content)
    assert (answer["total"], answer["in_words"]) == (1, "from the 1990s")
    assert [(value["value"], value["selected"]) for value in answer["facets"]["decade"]] == [("1990s", True), ("2020s", False)]


def test_every_facet_is_complete():
    for facet in facets.TABLE.entries:
        assert facet.label and facet.noun
        assert all("{}" in found.phrase for found in facet.fields)
        assert facet.use == "count" or not (facet.looked_up and facet.read_in_query)


def test_no_field_of_the_index_and_no_word_of_a_query_means_two_facets():
    names = [found.name for facet in facets.TABLE.entries for found in facet.fields]
    words = [word for facet in facets.TABLE.entries for word in (facet.key, *facet.aliases)]
    assert len(names) == len(set(names)) and len(words) == len(set(words))


def test_a_facet_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        facets.TABLE["speaker"].label = "Person"


def test_kinds_are_named_as_in_the_archives_forms():
    for key, choices in (("kind", Record.Kind.choices), ("event", EventKind.choices)):
        assert labels_of({key: dict(choices)}) == {(key, value): label for value, label in choices}


def test_each_step_of_a_search_adds_to_the_last_one(talks):
    parsed = parse_search(SearchParams(q="ferry late"), 0, "last")
    answered = ask_engine(parsed)
    loaded = load(answered)
    decorated = decorate(loaded)
    for before, after in ((parsed, answered), (answered, loaded), (loaded, decorated)):
        assert vars(before).items() <= vars(after).items()
    assert (answered.answer.total, len(loaded.records), len(decorated.rows)) == (1, 1, 1)
    assert assemble(decorated).hits == run_search(SearchParams(q="ferry late")).hits


def test_decorating_and_assembling_read_nothing_more(talks, django_assert_num_queries):
    loaded = load(ask_engine(parse_search(SearchParams(q="ferry"), 0, "last")))
    with django_assert_num_queries(0):
        assert assemble(decorate(loaded)).total == 3
