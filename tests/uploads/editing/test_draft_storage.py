"""A draft is kept column by column and read again as it was, as are drafts that earlier versions kept."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from archive.parsing.parsed import ParsedPair, ParsedTranscript, ParsedTurn, ParseWarning, Skipped, to_dict, turn_to_dict
from archive.uploads.editing.draft import Draft, difference, packed, restored, unpacked
from archive.uploads.editing.edits import label_alike, leave_out, merge_with_previous, put_back, split, with_turns

TURNS = (
    ParsedTurn("Bente Aasen", "Bente Aasen", "statement", "Good morning.\n\nThe weir is open.", "Minister", ("in Norse",), 3),
    ParsedTurn("Question", None, "question", "Since when?", line=7),
    ParsedTurn("Bente Aasen", "Bente Aasen", "answer", "Since March.", "Minister", line=9),
    ParsedTurn(None, None, "question", "Плотина? 堰?", notes=("off", "mic"), line=11),
    ParsedTurn("AASEN", "AASEN", "answer", "Yes.", line=13, known_as="Bente Aasen"),
)


def reading(*turns: ParsedTurn) -> ParsedTranscript:
    empty = ParsedTranscript(
        title="On the weir",
        date=dt.date(2022, 4, 5),
        place="Skarvoy",
        language="en",
        kind="news_conference",
        published=None,
        source_url=None,
        publisher="Ministry of Weirs",
        turns=(),
        pairs=(),
        warnings=(ParseWarning("doubt", "Look.", 7), ParseWarning("doubt", "Look.")),
        skipped=(Skipped("Photo: the weir", 15, "caption"),),
        found={"title": "first line"},
        other_days=(dt.date(2022, 5, 4),),
    )
    return with_turns(empty, turns)


def through_json(data):
    return json.loads(json.dumps(data))


@pytest.mark.parametrize("turns", [TURNS, TURNS[:1], ()])
def test_a_reading_comes_back_as_it_was(turns):
    one = reading(*turns)
    assert unpacked(through_json(packed(one))) == one


def test_a_draft_kept_before_a_column_was_added_is_read():
    kept = through_json(packed(reading(*TURNS[:4])))
    del kept["turns"]["known_as"]
    assert unpacked(kept) == reading(*TURNS[:4])
    fewer = through_json(difference(reading(*TURNS[:4]), reading(*TURNS[:3])))
    del fewer["turns"]["known_as"]
    assert restored(reading(*TURNS[:3]), fewer) == reading(*TURNS[:4])


def test_pairs_that_the_roles_do_not_make_are_kept():
    one = replace(reading(*TURNS), pairs=(ParsedPair((1, 3), (2,)),))
    assert unpacked(through_json(packed(one))) == one
    assert packed(reading(*TURNS))["pairs"] is None


def test_what_many_turns_have_is_written_once():
    many = reading(*(TURNS[1:3] * 500))
    assert json.dumps(packed(many)).count("Bente Aasen") == 2
    assert len(json.dumps(packed(many))) < len(json.dumps(to_dict(many))) / 3


def test_a_draft_of_an_earlier_version_is_read():
    one = reading(*TURNS)
    kept = {"reading": to_dict(one), "speakers": {"Bente Aasen": "new"}, "edits": 4, "before": None, "apart": True}
    assert Draft.from_json(through_json(kept)) == Draft(one, {"Bente Aasen": "new"}, 4, None, True)


def test_a_step_of_an_earlier_version_can_be_taken_back():
    one = reading(*TURNS)
    now = leave_out(one, 2)
    pairs = [{"questions": [1], "answers": [2]}, {"questions": [3], "answers": [4]}]
    rest = {"skipped": to_dict(one)["skipped"]}
    for kept_pairs in (None, pairs):
        kept = {"at": 2, "instead_of": 0, "turns": [turn_to_dict(TURNS[2])], "pairs": kept_pairs, "rest": rest}
        assert restored(now, through_json(kept)) == one


STEPS = {
    "merged": lambda one: merge_with_previous(one, 2),
    "split": lambda one: split(one, 0, 1),
    "left out": lambda one: leave_out(one, 0),
    "put back": lambda one: put_back(one, 0),
    "all of a label": lambda one: label_alike(
        with_turns(one, [replace(one.turns[0], office="Chair"), *one.turns[1:]]), "Bente Aasen", 0
    ),
    "words and notes": lambda one: with_turns(one, [*one.turns[:3], replace(one.turns[3], text="What?", notes=()), one.turns[4]]),
    "everything gone": lambda one: with_turns(one, []),
    "nothing": lambda one: one,
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_back_and_done_again(step):
    before = reading(*TURNS)
    now = STEPS[step](before)
    there, back = through_json(difference(before, now)), through_json(difference(now, before))
    assert restored(now, there) == before
    assert restored(before, back) == now


def test_words_are_not_kept_twice_where_only_labels_changed():
    before = reading(*(replace(TURNS[0], text="word " * 50) for _ in range(100)))
    now = label_alike(with_turns(before, [replace(before.turns[0], label="The Minister"), *before.turns[1:]]), "Bente Aasen", 0)
    kept = difference(before, now)
    assert list(kept["turns"]) == ["label"]
    assert len(json.dumps(kept)) < 1000
