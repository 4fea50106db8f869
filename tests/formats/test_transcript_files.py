"""Akoma Ntoso and TEI: what is written is read back to the letter, and keeps to the schemas."""

import importlib.util
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from archive.countries import FoundMention
from archive.formats.akn_file import write_akn
from archive.formats.language_codes import three_letters
from archive.formats.tei_file import write_tei
from archive.formats.transcript_json import write_json
from archive.formats.transcript_text import write_text_file
from archive.formats.whole_transcript import FilePerson, FileRecord, FileTurn
from archive.importing.importer import ImportRefused
from archive.importing.numbering import plan_records
from archive.importing.validation import refuse_impossible
from archive.parsing import TranscriptError, parse_transcript
from archive.parsing.own_files import read_own
from tests.formats.whole_transcripts import places, transcripts, whole_of

SHARED = Path(__file__).resolve().parents[3] / "shared"
shared = pytest.mark.shared
SAMPLES = sorted(path for path in (Path(__file__).parents[2] / "fixtures" / "samples").iterdir() if path.suffix != ".json")
WRITERS = {"akn": write_akn, "tei": write_tei}
both = pytest.mark.parametrize("form", WRITERS)
FACTS = ("date", "place", "language", "kind", "published", "source_url", "publisher", "body")


def written(whole, form):
    return "".join(WRITERS[form](whole)).encode()


def as_said(reading):
    """Return the turns with the person whom the archive makes of each, without their lines and how sure a reading was of them."""
    return [replace(turn, line=0, confidence=1.0, speaker=turn.known_as or turn.speaker, known_as=None) for turn in reading.turns]


def assert_read_back(reading, form):
    """Write a reading and read it again: turns, labels, speakers, offices, roles, paragraphs, notes, mentions, facts, pairs."""
    whole = whole_of(reading)
    own = read_own(written(whole, form))
    assert as_said(own.reading) == as_said(reading)
    assert own.reading.title == (reading.title or "Untitled")
    assert {fact: getattr(own.reading, fact) for fact in FACTS} == {fact: getattr(reading, fact) for fact in FACTS}
    assert plan_records(own.reading) == plan_records(reading)
    assert [places(turn.mentions) for turn in own.turns] == [places(turn.mentions) for _, turn in whole.turns]
    assert parse_transcript(written(whole, form), "talks.xml") == own.reading


@both
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_read_back_to_the_letter(path, form):
    reading = parse_transcript(path.read_bytes(), path.name)
    assert reading.turns
    assert_read_back(reading, form)


def shared_transcripts():
    folders = (SHARED / "transcripts" / "files", SHARED / "transcripts" / "wider" / "files")
    found = sorted(path for folder in folders if folder.is_dir() for path in folder.iterdir())
    return [path for path in found if path.suffix != ".tsv"] or [None]


@shared
@both
@pytest.mark.parametrize("path", shared_transcripts(), ids=lambda path: getattr(path, "name", "none"))
def test_a_real_transcript_is_read_back_and_valid(path, form):
    if path is None:
        pytest.skip("not run: ../shared is absent")
    try:
        reading = parse_transcript(path.read_bytes(), path.name)
    except TranscriptError:
        pytest.skip("no transcript")
    if not reading.turns:
        with pytest.raises(ImportRefused):  # so there is no file of it to be written
            refuse_impossible(reading, path.read_bytes(), "published")
        return
    assert_read_back(reading, form)
    assert faults(written(whole_of(reading), form), form) == []


@both
@given(whole=transcripts())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_whatever_xml_can_hold_is_read_back(form, whole):
    own = read_own(written(whole, form))
    said = [turn for _, turn in whole.turns]
    assert [one.turn.text for one in own.turns] == [turn.text for turn in said]
    assert [one.turn.label or "" for one in own.turns] == [turn.label for turn in said]
    assert [one.turn.speaker for one in own.turns] == [turn.person and turn.person.name for turn in said]
    assert [one.turn.office or "" for one in own.turns] == [turn.office for turn in said]
    assert [one.turn.role for one in own.turns] == [turn.role for turn in said]
    assert [list(one.turn.notes) for one in own.turns] == [turn.notes for turn in said]
    assert [places(one.mentions) for one in own.turns] == [places(turn.mentions) for turn in said]
    assert [one.record for one in own.turns] == [number for number, _ in whole.turns]
    facts = own.reading
    assert (facts.title, facts.place or "", facts.publisher or "") == (whole.title, whole.place, whole.publisher)
    assert (facts.date, facts.published, facts.kind) == (whole.date, whole.published, whole.kind)


@shared
@both
@given(whole=transcripts())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_whatever_xml_can_hold_is_valid(form, whole):
    if not SHARED.is_dir():
        pytest.skip("not run: ../shared is absent")
    assert faults(written(whole, form), form) == []


TURN = FileTurn(
    "answer", "One.\n\nTwo of France.", "Mr A", FilePerson("Ada A", "https://x.example/a/"), "Envoy", ("laughs",), (4, 7)
)
WHOLE = replace(
    whole_of(parse_transcript(SAMPLES[0].read_bytes(), SAMPLES[0].name)),
    records=[FileRecord(9, "qa_pair", [TURN])],
    turns=[(9, replace(TURN, mentions=[FoundMention("FR", "named", "France", 13, 19)]))],
)


@both
def test_permanent_numbers_are_in_the_file(form):
    (turn,) = read_own(written(WHOLE, form)).turns
    assert (turn.record, turn.paragraphs) == (9, [4, 7])


@both
def test_mentions_that_cut_across_each_other_are_both_kept(form):
    text = "the Franco-German border\n\nof the Saar"
    mentions = [
        FoundMention("FR", "named", text[0:17], 0, 17),
        FoundMention("FR", "place", text[4:31], 4, 31),
        FoundMention("DE", "named", text[11:24], 11, 24),
    ]
    turn = replace(TURN, text=text, mentions=mentions)
    (own,) = read_own(written(replace(WHOLE, turns=[(9, turn)]), form)).turns
    assert places(own.mentions) == places(mentions)


@both
def test_what_xml_cannot_hold_is_replaced_one_for_one(form):
    turn = replace(TURN, text="a\x00b\x0bFrance\uffff", mentions=[FoundMention("FR", "named", "France", 4, 10)])
    (own,) = read_own(written(replace(WHOLE, turns=[(9, turn)]), form)).turns
    assert own.turn.text == "a\ufffdb\ufffdFrance\ufffd"
    assert places(own.mentions) == places(turn.mentions)


@both
def test_ids_are_given_once_and_every_reference_leads_to_one(form):
    root = etree.fromstring(written(whole_of(parse_transcript(SAMPLES[2].read_bytes(), SAMPLES[2].name)), form))
    named = ("eId", "{http://www.w3.org/XML/1998/namespace}id")
    ids = Counter(element.get(name) for element in root.iter() for name in named if element.get(name))
    assert [one for one, count in ids.items() if count > 1] == []
    asked = {
        part[1:]
        for element in root.iter()
        for name in ("by", "as", "refersTo", "source", "who", "ana")
        for part in (element.get(name) or "").split()
    }
    assert asked
    assert asked <= ids.keys()


def test_akoma_ntoso_has_the_skeleton_that_its_schema_asks_for():
    """Hold the outline without the schema, which is not part of the project."""
    root = etree.fromstring(written(WHOLE, "akn"))
    ns = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
    assert root.tag == f"{{{ns['a']}}}akomaNtoso"
    assert [etree.QName(child).localname for child in root.find("a:debate", ns)] == ["meta", "preface", "debateBody"]
    levels = [etree.QName(level).localname for level in root.find(".//a:identification", ns)]
    assert levels == ["FRBRWork", "FRBRExpression", "FRBRManifestation"]
    assert root.find(".//a:FRBRlanguage", ns).get("language") == "eng"
    assert [section.get("name") for section in root.iterfind(".//a:debateSection", ns)] == ["qa_pair"]
    (answer,) = root.iterfind(".//a:answer", ns)
    assert [etree.QName(child).localname for child in answer] == ["from", "p", "p", "p"]
    assert (answer.get("by"), answer.get("as")) == ("#person-1", "#office-1")
    assert root.find(".//a:location[@refersTo='#country-FR']", ns).text == "France"


def test_tei_has_utterances_whose_speakers_are_listed():
    root = etree.fromstring(written(WHOLE, "tei"))
    ns = {"t": "http://www.tei-c.org/ns/1.0"}
    (utterance,) = root.iterfind(".//t:u", ns)
    assert utterance.getprevious().get("type") == "speaker"
    assert (utterance.get("who"), utterance.get("ana")) == ("#person-1", "#answer #office-1")
    assert root.find(".//t:listPerson/t:person/t:persName", ns).text == "Ada A"
    assert [segment.tag.rpartition("}")[2] for segment in utterance] == ["note", "seg", "seg"]


@both
@pytest.mark.parametrize(("old", "new"), [(b'"urn:chancery:reading:1"', b'"urn:x"'), (b'ident="chancery"', b'ident="other"')])
def test_a_file_without_our_mark_goes_through_the_rules(form, old, new):
    data = written(whole_of(parse_transcript(SAMPLES[0].read_bytes(), SAMPLES[0].name)), form).replace(old, new)
    assert (read_own(data) is None) == (data != written(whole_of(parse_transcript(SAMPLES[0].read_bytes())), form))
    assert parse_transcript(data, "talks.xml").turns


@both
def test_a_file_of_ours_that_is_broken_says_so(form):
    with pytest.raises(TranscriptError, match="the XML is broken"):
        parse_transcript(written(WHOLE, form)[:-20], "talks.xml")


@both
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"#person-1", b"#nobody"),
        (b'class="named"', b'class=""'),
        (b'type="named"', b'type="unheard-of"'),
        (b"#country-FR", b""),
        (b"record-9", b"record-x"),
        (b"2026", b"20x6"),
        (b'class="named"', b'class="named continued-99999"'),
    ],
)
def test_a_file_of_ours_that_was_changed_is_read_as_far_as_it_goes(form, old, new):
    own = read_own(written(WHOLE, form).replace(old, new))
    assert [one.turn.text for one in own.turns] == [TURN.text]


def test_json_says_all_of_it():
    said = json.loads("".join(write_json(WHOLE)))
    (record,) = said["records"]
    assert (said["id"], said["language"], record["number"], record["kind"]) == ("talks", "en", 9, "qa_pair")
    assert record["url"] == "https://archive.example/t/talks/9/"
    (turn,) = record["turns"]
    assert turn["speaker"] == {"name": "Ada A", "url": "https://x.example/a/", "country": None}
    assert [(part["number"], turn["text"][part["start"] : part["end"]]) for part in turn["paragraphs"]] == [
        (4, "One."),
        (7, "Two of France."),
    ]


def test_text_says_who_speaks():
    text = "".join(write_text_file(WHOLE))
    assert "Permalink: https://archive.example/t/talks/\n" in text
    assert text.endswith("\nMr A (laughs): One.\n\nTwo of France.\n")


@pytest.mark.parametrize(
    ("tag", "code"), [("en", "eng"), ("zh-Hans", "zho"), ("sr-Latn", "srp"), ("tlh", "tlh"), ("", "und"), ("xx", "und")]
)
def test_languages_are_named_in_three_letters(tag, code):
    assert three_letters(tag) == code


def schemas():
    spec = importlib.util.spec_from_file_location("shared_validate", SHARED / "schemas" / "validate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CHECKS = {}


def faults(data, form):
    """Return what the schema beside the project finds wrong."""
    if not CHECKS:
        folder = SHARED / "schemas"
        CHECKS["akn"] = etree.XMLSchema(etree.parse(str(folder / schemas().XSD["akn"])))
        CHECKS["tei"] = etree.RelaxNG(etree.parse(str(folder / schemas().RNG["tei"])))
    check = CHECKS[form]
    check.validate(etree.fromstring(data))
    return [f"line {error.line}: {error.message[:200]}" for error in check.error_log]
