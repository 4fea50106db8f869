"""OAI-PMH: its verbs and errors, what a harvester library makes of it, and that a harvest survives changes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import sickle
from django.test import Client
from lxml import etree
from sickle.oaiexceptions import NoRecordsMatch
from sickle.response import OAIResponse

from archive.importing.importer import set_state
from archive.models import Transcript
from archive.pages.takeaway import oai_records
from tests import world

SHARED = Path(__file__).resolve().parents[4] / "shared"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
START = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


class Answer:
    """What sickle expects of the library that asks for it."""

    def __init__(self, response):
        self.content, self.text = response.content, response.content.decode()


class Local(sickle.Sickle):
    """Sickle over the test client."""

    def harvest(self, **asked):
        client = Client()
        response = client.post("/oai", asked) if self.http_method == "POST" else client.get("/oai", asked)
        assert (response.status_code, response["Content-Type"]) == (200, "text/xml; charset=utf-8")
        return OAIResponse(Answer(response), params=asked)


@pytest.fixture
def talks(monkeypatch):
    """Make five public transcripts and one withdrawn, changed a day after each other, and a draft; pages of two."""
    monkeypatch.setitem(oai_records.FORMS, "oai_dc", oai_records.FORMS["oai_dc"].__class__("s", oai_records.OAI_DC, 2))
    made = [world.harbour_talks() for _ in range(5)] + [world.talk(title="Taken back")]
    set_state(made[-1], "withdrawn")
    for days, of in enumerate(made):
        changed(of, START + dt.timedelta(days=days))
    world.talk(title="Secret draft", state="draft")
    return made


def changed(of, moment):
    Transcript.objects.filter(pk=of.pk).update(updated_at=moment)


def name(of):
    return f"oai:testserver:{of.slug}"


def error(**asked):
    root = etree.fromstring(Client().get("/oai", asked).content)
    assert (root.find(f"{OAI}request").attrib == {}) == (root.find(f"{OAI}error").get("code") in ("badVerb", "badArgument"))
    return root.find(f"{OAI}error").get("code")


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("prefix", ["oai_dc", "akn"])
def test_sickle_harvests_everything(talks, method, prefix):
    harvester = Local("/oai", http_method=method)
    records = list(harvester.ListRecords(metadataPrefix=prefix))
    assert [one.header.identifier for one in records] == list(map(name, talks))
    assert [one.header.deleted for one in records] == [False] * 5 + [True]
    assert [one.identifier for one in harvester.ListIdentifiers(metadataPrefix=prefix)] == list(map(name, talks))


def test_what_dublin_core_says(talks):
    (record,) = [Local("/oai").GetRecord(identifier=name(talks[0]), metadataPrefix="oai_dc")]
    assert record.metadata["title"] == ["News conference on the harbour talks"]
    assert record.metadata["creator"] == ["Ilse Marchetti"]
    assert record.metadata["subject"] == ["Serbia"]
    assert record.metadata["date"] == ["2023-04-18"]
    assert record.metadata["identifier"] == [f"http://testserver/t/{talks[0].slug}/"]
    assert record.header.setSpecs == [talks[0].source.slug]
    assert record.header.datestamp == "2026-11-01T12:00:00Z"


def test_akoma_ntoso_is_the_file_of_the_transcript(talks):
    answer = Client().get("/oai", {"verb": "GetRecord", "identifier": name(talks[0]), "metadataPrefix": "akn"}).content.decode()
    held = answer.partition("<metadata>")[2].partition("</metadata>")[0]
    file = Client().get(f"/t/{talks[0].slug}.xml").content.decode()
    assert held == file.partition("\n")[2]


def test_it_says_what_it_is(talks):
    told = Local("/oai").Identify()
    assert (told.baseURL, told.protocolVersion, told.deletedRecord) == ("http://testserver/oai", "2.0", "persistent")
    assert told.earliestDatestamp == "2026-11-01T12:00:00Z"
    assert [one.metadataPrefix for one in Local("/oai").ListMetadataFormats()] == ["oai_dc", "akn"]
    assert [one.setSpec for one in Local("/oai").ListSets()] == [talks[0].source.slug]


@pytest.mark.parametrize(
    ("first", "until", "found"),
    [
        ("2026-11-02", "2026-11-03", [1, 2]),
        ("2026-11-02T12:00:00Z", "2026-11-02T12:00:00Z", [1]),
        ("2026-11-02T12:00:01Z", "2026-11-03T11:59:59Z", []),
    ],
)
def test_from_and_until_are_included(talks, first, until, found):
    asked = {"metadataPrefix": "oai_dc", "from": first, "until": until}
    if not found:
        with pytest.raises(NoRecordsMatch):
            Local("/oai").ListIdentifiers(**asked)
    else:
        assert [one.identifier for one in Local("/oai").ListIdentifiers(**asked)] == [name(talks[place]) for place in found]


def test_a_harvest_survives_changes(talks):
    harvest = Local("/oai").ListIdentifiers(metadataPrefix="oai_dc")
    seen = [next(harvest).identifier for _ in range(2)]
    set_state(talks[2], Transcript.State.WITHDRAWN, None)  # it goes to the end
    changed(talks[0], START + dt.timedelta(days=9))
    rest = [(one.identifier, one.deleted) for one in harvest]
    assert {*seen, *(one for one, _ in rest)} == set(map(name, talks))
    assert (name(talks[2]), True) in rest


def test_the_last_page_has_an_empty_token(talks):
    page, tokens = Client().get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc").content, []
    while (token := etree.fromstring(page).findtext(f".//{OAI}resumptionToken")) not in (None, ""):
        tokens.append(token)
        page = Client().get("/oai", {"verb": "ListIdentifiers", "resumptionToken": token}).content
    assert len(tokens) == 2 and token == ""


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Nothing"}, "badVerb"),
        ({"verb": ["Identify", "Identify"]}, "badVerb"),
        ({"verb": "Identify", "x": "1"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": ["akn", "akn"]}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "akn", "from": "soon"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "akn", "from": "2026-11-02", "until": "2026-11-01"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "akn", "from": "2026-11-02", "until": "2026-11-03T00:00:00Z"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "akn", "resumptionToken": "x"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "metadataPrefix": "akn", "set": "nobody"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "resumptionToken": "²"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "W10="}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "GetRecord", "identifier": "oai:testserver:none", "metadataPrefix": "akn"}, "idDoesNotExist"),
        ({"verb": "ListMetadataFormats", "identifier": "x\x00"}, "idDoesNotExist"),
    ],
)
def test_errors_of_the_protocol(talks, asked, code):
    assert error(**asked) == code


def test_a_draft_is_nowhere(talks):
    draft = Transcript.objects.get(state="draft")
    assert error(verb="GetRecord", identifier=name(draft), metadataPrefix="oai_dc") == "idDoesNotExist"


@pytest.mark.parametrize("prefix", ["oai_dc", "akn"])
def test_a_page_asks_the_database_little(talks, prefix, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        Client().get(f"/oai?verb=ListRecords&metadataPrefix={prefix}")


@pytest.mark.shared
def test_answers_keep_to_the_schema(talks):
    if not SHARED.is_dir():
        pytest.skip("not run: ../shared is absent")
    schema = etree.XMLSchema(etree.parse(str(SHARED / "schemas" / "oai.xsd")))
    for asked in (
        "verb=Identify", "verb=ListSets", "verb=ListMetadataFormats", "verb=ListIdentifiers&metadataPrefix=akn", "verb=x",
        "verb=ListRecords&metadataPrefix=oai_dc", "verb=ListRecords&metadataPrefix=akn", "verb=ListRecords&metadataPrefix=marc",
        f"verb=GetRecord&metadataPrefix=oai_dc&identifier={name(talks[5])}",
    ):  # fmt: skip
        schema.assertValid(etree.fromstring(Client().get(f"/oai?{asked}").content))


def test_a_draft_that_was_never_public_leaves_no_trace(db):
    draft = world.talk(title="Secret draft", state="draft")
    set_state(draft, "withdrawn")
    answer = Client().get("/oai", {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": name(draft)})
    assert b"idDoesNotExist" in answer.content


def test_what_was_public_and_is_a_draft_again_is_a_deleted_record(db):
    talk = world.harbour_talks()
    set_state(talk, "draft")
    answer = Client().get("/oai", {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": name(talk)})
    assert b'status="deleted"' in answer.content
