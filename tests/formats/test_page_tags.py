"""The tags of pages, held to the table of what Zotero reads, and schema.org's data."""

import datetime as dt
import json
import re
from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from archive.formats.cited import PersonName, name_parts
from archive.formats.page_metadata import coins, meta_tags, record_data, transcript_data
from tests.formats.test_citations import ANSWER, SPEECH

GUESSES = {"citation_conference_title", "citation_journal_title", "citation_book_title", "citation_conference", "DC.identifier"}
UNNAMED = replace(SPEECH, authors=(), offices=(), date=None, place="", source_url="")
NON_LATIN = replace(SPEECH, title="Выступление & ответы", authors=(name_parts("Пётр Дубравин"), PersonName(literal="高岛一郎")))
KINDS = pytest.mark.parametrize("cited", [ANSWER, SPEECH, UNNAMED, NON_LATIN], ids=["answer", "speech", "unnamed", "non-latin"])


def tags(cited):
    found = {}
    for name, content in meta_tags(cited):
        found.setdefault(name, []).append(content)
    return found


def as_zotero_reads(found):
    """Return an item by the rules of Zotero's Embedded Metadata and RDF: what Highwire says goes over what RDF says."""
    first = lambda *names: next((found[name][0] for name in names if name in found), "")  # noqa: E731
    kind = first("DC.type")
    mine = {"interview": ("interviewee", "contributor", "interviewer"), "presentation": ("presenter", "contributor")}[kind]
    terms = {"presenter": ("z.presenters", "eprints.creators_name")}
    creators = [
        (role, *zotero_name(name))
        for role in mine
        for name in next((found[term] for term in terms.get(role, (f"z.{role}s",)) if term in found), [])
    ]
    creators = [("author", *zotero_name(name)) for name in found.get("citation_author", [])] or creators
    return {
        "itemType": kind,
        "title": first("citation_title", "DC.title"),
        "creators": creators,
        "date": first("citation_date", "DC.date"),
        "url": first("citation_public_url"),
        "place": first("eprints.place_of_pub", "eprints.event_location"),
        "presentationType": first("eprints.event_type", "DC.type") if kind == "presentation" else "",
    }


def zotero_name(name):
    """Return surname and given names as ZU.cleanAuthor parts them."""
    has_comma, name = "," in name, name.strip(" ,")
    if has_comma:
        family, _, given = name.partition(", ")
        return family, given
    given, _, family = name.rpartition(" ")
    return family, given


@KINDS
def test_zotero_reads_item_type_title_date_place_and_address(cited):
    """DC.type is a literal item type; the address comes from citation_public_url; the place from EPrints' terms."""
    found = tags(cited)
    item = as_zotero_reads(found)
    assert item["itemType"] == ("interview" if cited.is_interview else "presentation")
    assert (item["title"], item["url"], item["place"]) == (cited.title, cited.url, cited.place)
    assert item["date"] == (cited.date.isoformat() if cited.date else "")
    assert item["presentationType"] == ("" if cited.is_interview else cited.event)
    assert not GUESSES & found.keys()
    assert all(content.strip() for contents in found.values() for content in contents)


@KINDS
def test_zotero_takes_a_speaker_for_the_author(cited):
    roles = {"interviewee"} if cited.is_interview and cited.askers else {"author"}
    said = [one for one in as_zotero_reads(tags(cited))["creators"] if one[0] in roles]
    assert [name for _, *name in said] == [[name.family or name.literal, name.given] for name in cited.authors]


def test_zotero_takes_an_asker_for_the_interviewer():
    """Of an interview it knows the roles; where everyone is named as an author it forgets who asked."""
    found = tags(replace(ANSWER, askers=(PersonName(literal="Port Selene Radio One"), name_parts("Joan de la Rue"))))
    assert as_zotero_reads(found)["creators"] == [
        ("interviewee", "Quarrell", "Ada"),
        ("interviewer", "Port Selene Radio One", ""),
        ("interviewer", "de la Rue", "Joan"),
    ]
    assert "citation_author" not in found
    assert as_zotero_reads(tags(replace(ANSWER, askers=())))["creators"] == [("author", "Quarrell", "Ada")]


@KINDS
def test_coins_keep_type_authors_date_address_and_language(cited):
    text = coins(cited)
    assert all("=" in part for part in text.split("&"))
    found = parse_qs(text, strict_parsing=True, keep_blank_values=True)
    assert found["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]
    assert found["rft.type"] == ["interview" if cited.is_interview else "presentation"]
    assert found["rft.title"] == [cited.title]
    assert found.get("rft.creator", []) == [name.inverted for name in cited.authors]
    assert found["rft.identifier"] == [cited.url]
    assert found["rft.language"] == [cited.language]
    assert "+" not in text


def test_a_question_and_its_answer_are_told_apart_in_linked_data():
    cited = replace(ANSWER, title="The </script><b>ferry & co</b>")
    text = record_data(cited, "When?", "Soon.", "https://archive.example/t/ferry/", [("FR", "France")])
    assert not re.search(r"[<>&]", text)
    data = json.loads(text)
    assert (data["@context"], data["@type"]) == ("https://schema.org", "Question")
    assert data["name"] == "The </script><b>ferry & co</b>, record 3"
    assert (data["text"], data["acceptedAnswer"]["text"]) == ("When?", "Soon.")
    assert data["acceptedAnswer"]["author"] == [
        {"@type": "Person", "name": "Ada Quarrell", "familyName": "Quarrell", "givenName": "Ada"}
    ]
    assert data["author"][0]["name"] == "Northwire"
    assert data["mentions"] == [{"@type": "Country", "name": "France", "identifier": "FR"}]
    assert data["isPartOf"]["recordedAt"]["location"]["name"] == "Velport"
    assert data["isPartOf"]["recordedAt"]["startDate"] == "2021-03-07"


def test_a_statement_is_one_in_linked_data():
    data = json.loads(record_data(SPEECH, "", "Words. " * 1000, "https://a.example/", []))
    assert data["@type"] == "Statement"
    assert len(data["text"]) == 1000
    assert "mentions" not in data


@KINDS
def test_a_transcript_is_a_conversation_without_empty_facts(cited):
    data = json.loads(transcript_data(cited))
    assert (data["@type"], data["url"]) == ("Conversation", cited.url)
    assert [one["name"] for one in data.get("author", [])] == [name.whole for name in cited.authors]
    assert ("dateCreated" in data) == (cited.date is not None)
    assert "null" not in transcript_data(cited)
    assert '""' not in transcript_data(cited)


def test_days_are_iso():
    assert json.loads(transcript_data(replace(SPEECH, date=dt.date(987, 1, 2))))["dateCreated"] == "0987-01-02"
