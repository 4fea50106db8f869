"""The editor's corrections as plain functions; no word is ever lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.parsing.parsed import ParsedTranscript, ParsedTurn, Skipped
from archive.uploads.editing import edits
from archive.uploads.editing.draft import Draft
from archive.uploads.editing.edits import lift_label, who_is
from tests.world import FERRY, FERRY_ANSWER, GRAIN, MINISTER, answered, asked, news_conference, reading, said


def words(one: ParsedTranscript) -> list[str]:
    """Return every word of a reading, labels and what is skipped included, in no order."""
    texts = [part for turn in one.turns for part in (turn.label or "", turn.text)] + [part.text for part in one.skipped]
    return sorted(re.findall(r"\w+", " ".join(texts)))


def test_pairs_follow_a_changed_role():
    changed = edits.change_turns(news_conference(), {3: {"role": "statement"}, 4: {"role": "statement"}})
    assert [(pair.questions, pair.answers) for pair in changed.pairs] == [((1,), (2,))]


def test_a_change_to_what_is_already_so_is_no_change():
    before = news_conference()
    assert edits.change_turns(before, {0: {"label": before.turns[0].label}}) is before


def test_a_name_given_by_an_editor_is_no_longer_the_authority_tables():
    before = reading(said("One.", "MINISTER MOREN", "MINISTER MOREN", known_as="Ilka Moren"), said("Two.", "HALL", "HALL"))
    assert before.full_names == {"MINISTER MOREN": "Ilka Moren"}
    assert edits.change_turns(before, {0: {"speaker": "Tilo Moren"}}).full_names == {}
    assert edits.change_turns(before, {0: {"role": "answer"}}).full_names == before.full_names
    alike = edits.label_alike(before, "HALL", 0)
    assert [turn.known_as for turn in alike.turns] == ["Ilka Moren", "Ilka Moren"]


def test_merging_the_same_voice_drops_the_second_label():
    merged = edits.merge_with_previous(reading(said(FERRY), said(GRAIN)), 1)
    assert merged.turns[0].text == f"{FERRY}\n\n{GRAIN}"


def test_merging_one_person_under_two_labels_drops_the_second():
    merged = edits.merge_with_previous(reading(said(FERRY), said(GRAIN, "MOREN", MINISTER)), 1)
    assert merged.turns[0].text == f"{FERRY}\n\n{GRAIN}"


def test_merging_another_voice_keeps_its_label_as_words():
    merged = edits.merge_with_previous(reading(said(FERRY), asked(GRAIN, label="My point")), 1)
    assert merged.turns[0].text == f"{FERRY}\n\nMy point: {GRAIN}"


def test_merging_joins_the_notes():
    merged = edits.merge_with_previous(reading(said(FERRY, notes=("in French",)), said(GRAIN, notes=("laughs", "in French"))), 1)
    assert merged.turns[0].notes == ("in French", "laughs")


@pytest.mark.parametrize("index", [0, -1, 5, 6])
def test_only_what_has_a_turn_before_it_is_merged(index):
    with pytest.raises(IndexError):
        edits.merge_with_previous(reading(said(FERRY), said(GRAIN)), index)


def test_splitting_keeps_speaker_and_role():
    first, second = edits.split(reading(answered(FERRY_ANSWER)), 0, 1).turns
    assert (first.speaker, first.role) == (second.speaker, second.role)
    assert f"{first.text}\n\n{second.text}" == FERRY_ANSWER


def test_splitting_lifts_a_label_that_stands_there():
    before = reading(asked(GRAIN), answered(f"Yes.\n\nQuestion: {FERRY}\n\nIlka Moren: That is so."))
    parts = edits.split(edits.split(before, 1, 1), 2, 1).turns
    assert [(turn.label, turn.speaker, turn.role, turn.text) for turn in parts[2:]] == [
        ("Question", None, "question", FERRY),
        ("Ilka Moren", "Ilka Moren", "answer", "That is so."),
    ]


def test_splitting_lifts_a_name_that_is_new():
    second = edits.split(reading(answered(f"Yes.\n\nOtto Brandt: {FERRY}")), 0, 1).turns[1]
    assert (second.label, second.speaker, second.text) == ("Otto Brandt", "Otto Brandt", FERRY)


def test_words_before_a_colon_are_no_label():
    second = edits.split(reading(answered("Yes.\n\nOne thing is certain: the ship sails.")), 0, 1).turns[1]
    assert (second.label, second.text) == ("Ilka Moren", "One thing is certain: the ship sails.")


def test_a_label_with_nothing_behind_it_stays_words():
    turn = said("Otto Brandt:")
    assert lift_label(turn, reading(turn)) is turn


def test_a_label_that_stands_elsewhere_means_the_same_person():
    before = reading(said(FERRY, "MOREN", MINISTER, office="Foreign Minister"))
    assert who_is("Moren", before) == ("Ilka Moren", "Foreign Minister")


def test_a_word_for_a_question_means_nobody():
    assert who_is("Question", reading(said(FERRY))) == (None, None)


def test_what_is_left_out_is_skipped_with_its_label():
    left = edits.leave_out(reading(said(FERRY, line=7)), 0)
    assert left.turns == ()
    assert left.skipped == (Skipped(f"Ilka Moren: {FERRY}", 7, "left out by an editor"),)


def test_what_is_put_back_stands_where_its_line_does():
    before = reading(said(FERRY, line=3), said(GRAIN, line=9))
    back = edits.put_back(ParsedTranscript(**{**fields_of(before), "skipped": (Skipped("Stop the tape", 5, "junk"),)}), 0)
    assert [turn.text for turn in back.turns] == [FERRY, "Stop the tape", GRAIN]
    assert back.skipped == ()


def fields_of(one: ParsedTranscript) -> dict:
    return {name: getattr(one, name) for name in ParsedTranscript.__dataclass_fields__}


def test_leaving_out_and_putting_back_restores_the_turn():
    before = reading(said(FERRY, line=3), said(GRAIN, line=9))
    assert edits.put_back(edits.leave_out(before, 0), 0) == before


def test_a_draft_comes_back_from_json_as_it_was():
    draft = Draft(news_conference(), {"Ilka Moren": "new"}, 3).with_reading(edits.leave_out(news_conference(), 0))
    assert Draft.from_json(draft.to_json()) == draft


def test_a_step_back_and_again_back_is_where_it_began():
    draft = Draft(news_conference()).with_reading(edits.leave_out(news_conference(), 0))
    assert draft.step_back().step_back().reading == draft.reading


def test_a_step_back_without_a_step_before_is_no_step():
    draft = Draft(news_conference())
    assert draft.step_back() is draft


names = st.sampled_from([None, "Question", "Ilka Moren", "MOREN", "Otto Brandt"])
paragraph = st.text(alphabet="abc XY.:?é", min_size=1, max_size=30).filter(lambda text: re.search(r"\w", text)).map(str.strip)
labelled = st.builds(lambda name, text: f"{name}: {text}" if name else text, names, paragraph)
turns = st.builds(
    lambda label, role, parts, line: ParsedTurn(label, label, role, "\n\n".join(parts), line=line),
    names,
    st.sampled_from(["statement", "question", "answer"]),
    st.lists(labelled, min_size=1, max_size=4),
    st.integers(0, 50),
)
steps = st.lists(
    st.tuples(st.sampled_from(["merge", "split", "leave", "back"]), st.integers(0, 6), st.integers(1, 3)), max_size=8
)


def applied(one: ParsedTranscript, step: tuple[str, int, int]) -> ParsedTranscript:
    name, index, paragraph_number = step
    try:
        return {
            "merge": lambda: edits.merge_with_previous(one, index),
            "split": lambda: edits.split(one, index, paragraph_number),
            "leave": lambda: edits.leave_out(one, index),
            "back": lambda: edits.put_back(one, index),
        }[name]()
    except IndexError:
        return one


@given(st.lists(turns, min_size=1, max_size=5), steps)
def test_no_step_loses_a_word_of_the_text(some, chosen):
    now = reading(*some)
    spoken = sorted(re.findall(r"\w+", " ".join(turn.text for turn in now.turns)))
    for step in chosen:
        now = applied(now, step)
    left = words(now)
    for word in set(spoken):
        assert left.count(word) >= spoken.count(word)


@given(st.lists(turns, min_size=1, max_size=5), steps)
def test_every_step_leaves_pairs_of_turns_that_are_there(some, chosen):
    now = reading(*some)
    for step in chosen:
        now = applied(now, step)
        paired = [index for pair in now.pairs for index in (*pair.questions, *pair.answers)]
        assert len(paired) == len(set(paired))
        assert all(0 <= index < len(now.turns) for index in paired)
        assert all(turn.text.strip() for turn in now.turns)
