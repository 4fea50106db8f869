"""From a file to a search: import, database, queue, index and page, nothing mocked."""

from __future__ import annotations

import json

import pytest
from haystack import connections

from archive.importing.importer import import_transcript, set_state
from archive.speakers import registry
from tests import world


@pytest.fixture
def take_in(db, tmp_path, settings, monkeypatch, django_capture_on_commit_callbacks):
    """Return a function that does something as a request would, with what follows its commit."""
    settings.INDEX_DIR = tmp_path / "index"
    monkeypatch.setitem(connections["default"].options, "PATH", str(settings.INDEX_DIR))

    def done(act, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return act(*args, **kwargs)

    return done


@pytest.fixture
def archive(take_in):
    """The small world: a briefing, an interview and a hostile text."""
    files = {"briefing.txt": world.BRIEFING, "interview.txt": world.INTERVIEW, "hostile.txt": world.HOSTILE_TALK}
    return {name: take_in(import_transcript, text.encode(), name).transcript for name, text in files.items()}


@pytest.fixture
def found(client):
    """Return a function that searches and gives the addresses of the records found."""

    def search(**params):
        answer = client.get("/search.json", params)
        assert answer.status_code == 200
        return [hit["url"] for hit in json.loads(answer.content)["results"]]

    return search


def test_what_is_imported_is_found(archive, found):
    assert len(found(q="lighthouse")) == 3


def test_an_answer_is_found_by_the_country_it_implies(archive, found):
    assert len(found(q="instrument", country="GR")) == 1


def test_a_withdrawn_transcript_is_found_no_more(archive, take_in, found):
    take_in(set_state, archive["interview.txt"], "withdrawn")
    assert len(found(q="lighthouse")) == 2


def test_a_transcript_published_again_is_found_where_it_was(archive, take_in, found):
    before = found(q="lamps")
    take_in(set_state, archive["interview.txt"], "withdrawn")
    take_in(set_state, archive["interview.txt"], "published")
    assert found(q="lamps") == before != []


def test_a_corrected_file_keeps_the_addresses_of_what_it_kept(archive, take_in, found):
    before = found(q="mackerel")
    corrected = world.BRIEFING.replace(
        "Question: Will Greece", "Question: Is it true?\n\nRenata Quill: It is.\n\nQuestion: Will Greece"
    )
    assert take_in(import_transcript, corrected.encode(), "briefing.txt").status == "revised"
    assert found(q="mackerel") == before != []


def test_a_correction_is_found_by_its_new_words_only(archive, take_in, found):
    take_in(import_transcript, world.BRIEFING.replace("mackerel", "herring").encode(), "briefing.txt")
    assert (len(found(q="herring")), len(found(q="mackerel"))) == (1, 0)


def test_two_speakers_made_one_are_found_as_one(archive, take_in, found):
    kept, gone = registry.resolve("Ilse Marchetti"), registry.resolve("Tomas Arvidal")
    take_in(registry.merge, kept, gone)
    assert len(found(speaker="ilse-marchetti")) == 3


@pytest.mark.parametrize("address", ["/search/?q=lighthouse", "/t/", "/speakers/tomas-arvidal/", "/"])
def test_hostile_words_reach_no_page_as_markup(archive, client, address):
    page = client.get(address).content.decode()
    assert "Herald" in page and "<script>alert" not in page and "<img src=x" not in page
