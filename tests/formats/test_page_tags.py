"""The tags of pages, held to the table of what Zotero reads, and schema.org's data."""

import datetime as dt
import json
import re
from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from archive.formats.cited import PersonName, name_parts
from archive.formats.linked_data import record_data, transcript_data
from archive.formats.page_metadata import coins, meta_tags
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


@KINDS
def test_item_type_title_authors_date_and_address_are_where_zotero_takes_them_from(cited):
    """DC.type is a literal item type; creators come from Highwire alone; the address from citation_public_url."""
    found = tags(cited)
    assert found["DC.type"] == ["interview" if cited.is_interview else "presentation"]
    assert found["citation_title"] == [cited.title]
    assert found.get("citation_author", []) == [name.inverted for name in cited.authors]
    assert found.get("citation_date", []) == ([cited.date.isoformat()] if cited.date else [])
    assert found["citation_public_url"] == [cited.url]
    assert not GUESSES & found.keys()
    assert all(content.strip() for contents in found.values() for content in contents)


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
