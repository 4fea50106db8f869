"""What the server indexes of a record, and the best paragraph found in what it gives back."""

from __future__ import annotations

import pytest

from search.engines.base import FencedOff
from search.engines.opensearch import record_writer
from search.engines.opensearch.index_layout import mapping_of, settings_of, source_of
from search.engines.opensearch.read_passages import TokenPassages
from search.engines.opensearch.record_writer import RecordWriter, version_of
from search.engines.opensearch.word_tokens import LONGEST, tokens_of
from search.query.tree import And, Fuzzy, Phrase, Prefix, Wildcard, Word
from search.text.words import tokens
from tests.search.engines.contract import document
from tests.search.engines.opensearch.fake_server import FakeClient, FakeLink


def test_words_stand_as_written_and_by_what_they_are_found_by():
    assert tokens_of("Ministers’ talks, in Türkiye.") == ("ministers talks in turkiye", "minist talk in turkiy")


def test_what_parts_make_together_stands_at_the_place_of_the_first():
    forms, _ = tokens_of("The pre-war years")
    assert forms == "the pre|prewar war years"


def test_a_word_of_another_language_stands_by_stem_and_by_form():
    forms, stems = tokens_of("négociations", "fr")
    assert forms == "negociations"
    assert stems.split("|")[0].startswith("\x1ffr\x1f") and stems.split("|")[1] == "=negociations"


@pytest.mark.parametrize("text", ["U.S.-led l'Ukraine 10⁶ F-16s", "战略稳定 peace", "мирные переговоры", "", "  — … "])
@pytest.mark.parametrize("language", ["", "fr", "ru", "zh"])
def test_places_are_those_of_the_words(text, language):
    """Phrases and passages count places: no token may hold a space, and none may be lost."""
    forms, stems = (told.split(" ") if told else [] for told in tokens_of(text, language))
    assert len(forms) == len(stems) == len(list(tokens(text, language)))


def test_a_very_long_word_is_one_token():
    forms, _ = tokens_of("a" * 5000 + " b")
    assert [len(form) for form in forms.split(" ")] == [LONGEST, 1]


def test_every_field_of_a_document_is_in_the_mapping():
    source = source_of(document(7, title="On grain", question="Why?", answer="So.\n\nAnd so.", date="2023-03-15"), 5)
    mapped = mapping_of("stamp")
    assert source.keys() <= mapped["properties"].keys()
    assert (source["record"], source["answer_form"], source["answer_words"]) == (7, ["so", "and so"], 3)
    assert mapped["_meta"]["stamp"] == "stamp"


def test_an_undated_record_has_no_day():
    assert "date" not in source_of(document(7), 5)


def test_copies_are_made_by_themselves_or_as_told():
    assert settings_of(1, None)["auto_expand_replicas"] == "0-1"
    assert settings_of(3, 2)["number_of_replicas"] == 2


def passage(tree, answer, question=""):
    return TokenPassages(tree, ()).best(source_of(document(1, answer=answer, question=question), 1))


def test_the_paragraph_with_most_of_what_is_searched_is_best():
    text = "Grain and gas.\n\nStrategic talks on grain.\n\nTalks, strategic ones."
    assert passage(And((Word("grain"), Word("talk"))), text) == ("answer", 1)
    assert passage(Phrase(("strategic", "talks")), text) == ("answer", 1)
    assert passage(Wildcard("on?s"), text) == passage(Fuzzy("onez"), text) == ("answer", 2)
    assert passage(Prefix("ga"), text) == ("answer", 0)


def test_what_is_said_goes_before_a_question_that_says_as_much():
    assert passage(Word("grain"), "Well.\n\nGrain.", "Grain?") == ("answer", 1)
    assert passage(Word("grain"), "Well.", "Grain?") == ("question", 0)
    assert passage(Word("gas"), "Well.", "Grain?") is None


def test_later_turns_and_later_writings_have_higher_versions():
    versions = [version_of(1), version_of(1), version_of(2), version_of(2)]
    assert versions == sorted(set(versions))


def writer(monkeypatch, told, before=()):
    """Return a writer whose server answers the bulk so, and what is sent to it."""
    sent = []

    def bulk(client, actions, **options):
        sent.extend(actions)
        yield from told

    monkeypatch.setattr(record_writer, "streaming_bulk", bulk)
    hits = [{"sort": [record], "fields": {"transcript": [transcript]}} for record, transcript in before]
    client = FakeClient(refresh=[{}, {}], search=[{"hits": {"hits": hits}}])
    return RecordWriter(FakeLink(client), "tried"), sent, client


def test_what_is_left_of_a_transcript_goes_after_its_new_records_have_come(monkeypatch):
    records, sent, client = writer(monkeypatch, [], before=[(1, 4), (2, 4)])
    records.replace([4], [document(2, answer="Grain.", transcript=4), document(3, answer="Gas.", transcript=4)], fence=6)
    assert [(each["_op_type"], each["_id"], each["routing"]) for each in sent] == [
        ("index", "2", "4"),
        ("index", "3", "4"),
        ("delete", "1", "4"),
    ]
    assert len({each["version"] for each in sent}) == 1 and {each["version_type"] for each in sent} == {"external_gte"}
    assert [name for name, _ in client.asked] == ["refresh", "search", "refresh"]


def test_a_writer_whose_turn_is_over_is_told(monkeypatch):
    records, _, _ = writer(monkeypatch, [(False, {"index": {"_id": "2", "status": 409, "error": "version_conflict"}})])
    with pytest.raises(FencedOff):
        records.replace([4], [document(2, transcript=4)], fence=6)


def test_a_record_that_is_gone_already_may_go(monkeypatch):
    records, _, client = writer(monkeypatch, [(False, {"delete": {"_id": "1", "status": 404}})], before=[(1, 4)])
    records.replace([4], [], fence=6)
    assert client.asked[-1][0] == "refresh"
