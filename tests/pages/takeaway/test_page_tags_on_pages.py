"""What pages of transcripts and records tell reference managers, search engines and programs."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.importing.importer import import_transcript
from tests import world
from tests.formats.test_transcript_files import SAMPLES
from tests.pages.conftest import get  # noqa: F401  # fixture


@pytest.fixture
def talks(db):
    return world.harbour_talks()


def tags(page):
    found = {}
    for tag in page.soup.select("meta[name], meta[property]"):
        found.setdefault(tag.get("name") or tag.get("property"), []).append(tag["content"])
    return found


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
@pytest.mark.django_db
def test_every_sample_says_what_it_is(get, path):  # noqa: F811
    """Each page and each record's: item type, title, creators, day, address, once and the same in all vocabularies."""
    of = import_transcript(path.read_bytes(), path.name).transcript
    for place, pair in [(of.get_absolute_url(), of.kind == "interview")] + [
        (f"{of.get_absolute_url()}{record.number}/", record.kind == "qa_pair" or of.kind == "interview")
        for record in of.records.all()[:4]
    ]:
        page = get(place)
        found = tags(page)
        assert found["DC.type"] == ["interview" if pair else "presentation"]
        assert found["citation_title"] == found["DC.title"] == found["og:title"] == [of.title]
        assert found["citation_public_url"] == found["og:url"] == [f"http://testserver{place}"]
        assert found.get("citation_date", []) == ([of.date.isoformat()] if of.date else [])
        speakers, asked = len(found.get("DC.creator", [])), len(found.get("DC.contributor", []))
        assert len(found.get("z.interviewers", [])) == (asked if pair else 0)
        assert len(found.get("z.interviewees" if pair and asked else "citation_author", [])) == speakers
        assert found.get("eprints.event_location", []) == ([of.place] if of.place else [])
        assert [tag["href"] for tag in page.soup.select("link[rel=canonical]")] == [f"http://testserver{place}"]
        (script,) = page.soup.select('script[type="application/ld+json"]')
        assert json.loads(script.string)["url"] == f"http://testserver{place}"
        cite = f'<{place}cite/?format=json>; rel="describedby"; type="application/vnd.citationstyles.csl+json"'
        assert cite in page.response["Link"]
        assert page.response["Link"].startswith(f'<{place}>; rel="cite-as"')


def test_a_hostile_title_ends_no_script(get, db):  # noqa: F811
    of = world.talk(world.said("Words.", world.MARCHETTI), title=world.HOSTILE)
    page = get(of.get_absolute_url())
    (script,) = page.soup.select('script[type="application/ld+json"]')
    assert json.loads(script.string)["name"] == world.HOSTILE
    assert not page.soup.select("script:not([src]):not([type])")


def test_the_words_of_turns_are_not_read_again_for_tags(client, talks):
    """The page reads its turns once; what tags need of speakers is one row each, without the words."""
    world.add(talks, *(world.said(f"Point {number}.", f"Person {number}") for number in range(30)))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(talks.get_absolute_url())
    reading = [query["sql"] for query in queries if "archive_turn" in query["sql"] and re.search(r"\btext\b", query["sql"])]
    assert len(reading) == 1
    assert len(queries) <= 15


def test_speakers_are_those_who_speak_first_however_long_others_speak(get, talks):  # noqa: F811
    world.add(
        talks, *(world.said(f"Point {number}.", world.MARCHETTI) for number in range(250)), world.said("The end.", "Ada Quarrell")
    )
    assert tags(get(talks.get_absolute_url()))["citation_author"] == ["Marchetti, Ilse", "Quarrell, Ada"]
