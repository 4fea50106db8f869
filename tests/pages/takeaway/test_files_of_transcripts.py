"""A transcript's files: their addresses, `Accept`, tags, and what is not public."""

import json
import re

import pytest
from django.utils.http import quote_etag

from archive.countries import find_mentions
from archive.importing.importer import import_transcript
from archive.models import Mention, Speaker, Transcript, Turn
from archive.parsing import parse_transcript
from archive.parsing.own_files import read_own
from tests import world
from tests.formats.test_transcript_files import SAMPLES
from tests.pages.conftest import get  # noqa: F401  # fixture

TYPES = {
    "xml": "application/akn+xml",
    "tei.xml": "application/tei+xml",
    "json": "application/json",
    "txt": "text/plain",
}
every = pytest.mark.parametrize("ending", TYPES)


@pytest.fixture
def talks(db):
    return world.harbour_talks()


def address(of, ending):
    return f"{of.get_absolute_url().rstrip('/')}.{ending}"


@every
def test_each_format_has_an_address_beside_the_page(client, talks, ending):
    response = client.get(address(talks, ending))
    assert response.status_code == 200
    assert response["Content-Type"] == f"{TYPES[ending]}; charset=utf-8"
    assert "Belgrade has replied. The ferry will sail." in re.sub("<[^>]+>", "", response.content.decode())
    assert response["Access-Control-Allow-Origin"] == "*"


@every
def test_the_page_offers_each_format(get, talks, ending):  # noqa: F811
    page = get(talks.get_absolute_url())
    assert address(talks, ending) in page.links(".actions a")
    assert (TYPES[ending], address(talks, ending)) in [
        (tag["type"], tag["href"]) for tag in page.soup.select("link[rel=alternate]")
    ]
    assert f'<{address(talks, ending)}>; rel="alternate"; type="{TYPES[ending]}"' in page.response["Link"]


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        ("application/akn+xml", "application/akn+xml"),
        ("application/tei+xml", "application/tei+xml"),
        ("application/json", "application/json"),
        ("text/plain", "text/plain"),
        ("application/xml", "application/akn+xml"),
        ("application/json;q=0.4, application/tei+xml;q=0.9", "application/tei+xml"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", "text/html"),
        ("text/html;q=0.2, application/json", "application/json"),
        ("*/*", "text/html"),
        ("image/png", "text/html"),
        ("", "text/html"),
        ("nonsense;;q=x", "text/html"),
    ],
)
def test_the_page_s_address_answers_with_what_accept_prefers(client, talks, accept, answered):
    response = client.get(talks.get_absolute_url(), headers={"accept": accept})
    assert response.status_code == 200
    assert response["Content-Type"].split(";")[0] == answered
    assert "Accept" in response["Vary"]
    if answered != "text/html":
        assert TYPES[response["Content-Location"].split(".", 1)[1]] == answered


@every
def test_a_file_that_has_not_changed_is_not_sent_again(client, talks, ending):
    tag = client.get(address(talks, ending))["ETag"]
    again = client.get(address(talks, ending), headers={"if-none-match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


@pytest.mark.parametrize("change", ["words", "speaker", "country"])
def test_whatever_changes_in_a_file_changes_its_tag(client, talks, change):
    tag = client.get(address(talks, "xml"))["ETag"]
    if change == "words":
        Turn.objects.filter(transcript=talks, position=1).update(text="Other words.")
    elif change == "speaker":
        Speaker.objects.update(name="Ilse M. Marchetti")
    else:
        Mention.objects.update(rejected=True)
    world.changed(talks)
    assert client.get(address(talks, "xml"), headers={"if-none-match": tag}).status_code == 200


def test_tags_of_formats_differ(client, talks):
    assert len({client.get(address(talks, ending))["ETag"] for ending in TYPES}) == len(TYPES)


@every
def test_what_is_withdrawn_is_gone_and_a_draft_was_never_there(client, talks, ending):
    tag = quote_etag(client.get(address(talks, ending))["ETag"])
    for state, status in (("withdrawn", 410), ("draft", 404)):
        Transcript.objects.update(state=state)
        assert client.get(address(talks, ending)).status_code == status
        assert client.get(address(talks, ending), headers={"if-none-match": tag}).status_code == status
        assert client.get(address(talks, ending), headers={"if-none-match": "*"}).status_code == status
        assert client.get(talks.get_absolute_url(), headers={"accept": TYPES[ending]}).status_code == status


@every
def test_only_the_newest_revision_is_public(client, talks, ending):
    world.revise(talks, b"corrected", "b.txt")
    assert client.get(address(talks, ending), {"revision": "2"}).status_code == 200
    for asked in ("1", "3", "x", "-1", "²"):
        assert client.get(address(talks, ending), {"revision": asked}).status_code == 404


@pytest.mark.parametrize("ending", ["pdf", "xml.xml", "XML", "tei", "json.", ".json"])
def test_other_endings_are_not_found(client, talks, ending):
    assert client.get(address(talks, ending)).status_code == 404


def test_only_reading_is_allowed(client, talks):
    assert client.post(address(talks, "json")).status_code == 405
    assert client.head(address(talks, "json")).status_code == 200


@every
def test_a_file_takes_few_queries_whatever_its_length(client, talks, ending, django_assert_max_num_queries):
    world.add(talks, *(world.said(f"Point {number} on France.", f"Person {number}") for number in range(30)))
    with django_assert_max_num_queries(8):
        client.get(address(talks, ending))


def test_what_editors_rejected_is_in_no_file(client, talks):
    Mention.objects.filter(code="african-union").update(rejected=True)
    assert [client.get(address(talks, ending)).content.count(b"african-union") for ending in TYPES] == [0, 0, 0, 0]


@pytest.mark.parametrize("ending", ["xml", "tei.xml"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
@pytest.mark.django_db
def test_what_is_stored_is_read_back_from_its_file(client, path, ending):
    """The whole way: a sample is imported, its file is fetched and read; it says what the database says."""
    of = import_transcript(path.read_bytes(), path.name).transcript
    data = client.get(address(of, ending)).content
    own = read_own(data)
    stored = list(of.turns.select_related("speaker", "record").order_by("position"))
    assert [one.turn.text for one in own.turns] == [turn.text for turn in stored]
    assert [(one.turn.label or "", one.turn.office or "", one.turn.role) for one in own.turns] == [
        (turn.label, turn.office, turn.role) for turn in stored
    ]
    assert [one.turn.speaker for one in own.turns] == [turn.speaker.name if turn.speaker else None for turn in stored]
    assert [list(one.turn.notes) for one in own.turns] == [turn.notes for turn in stored]
    assert [(one.record, one.paragraphs) for one in own.turns] == [(turn.record.number, turn.paragraphs) for turn in stored]
    kept = [sorted(turn.mentions.values_list("start", "end", "code", "layer")) for turn in stored]
    assert [sorted((m.start, m.end, m.code, m.layer) for m in one.mentions) for one in own.turns] == kept
    assert kept == [sorted((m.start, m.end, m.code, m.layer) for m in find_mentions(one.turn.text)) for one in own.turns]
    after = parse_transcript(data, f"x.{ending}")
    assert (after.title, after.date, after.kind, after.place or "") == (of.title, of.date, of.kind, of.place)
    assert (after.publisher, after.source_url or "", after.published) == (of.source.name, of.source_url, of.published)


@pytest.mark.django_db
def test_our_own_file_is_known_for_the_transcript_it_is_of(client):
    of = import_transcript(SAMPLES[0].read_bytes(), SAMPLES[0].name).transcript
    told = json.loads(client.get(address(of, "json")).content)
    outcome = import_transcript(client.get(address(of, "xml")).content, "own.xml")
    assert outcome.transcript == of
    again = json.loads(client.get(address(of, "json")).content)
    assert again["records"] == told["records"]
