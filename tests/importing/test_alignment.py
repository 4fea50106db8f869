"""Old texts and new ones side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.importing.alignment import align

SHIP = "The first ship of the new line leaves the harbour on the second of May with two hundred travellers."
GRAIN = "Grain prices have fallen in all markets since the corridor was opened by the two neighbours."
FOREST = "The forest law protects the upper valleys and the villages that live from them."


def test_it_keeps_equal_texts_whatever_their_case_and_punctuation():
    assert align(["Yes, of course.", SHIP], ["“Yes” – of course!", SHIP.upper()]).kept == {0: 0, 1: 1}


def test_it_follows_a_text_that_was_moved():
    assert align([SHIP, GRAIN, FOREST], [FOREST, SHIP, GRAIN]).kept == {0: 2, 1: 0, 2: 1}


def test_it_recognises_a_text_with_some_words_corrected():
    assert align([SHIP], [SHIP.replace("second", "third")]).kept == {0: 0}


def test_it_gives_a_split_text_to_its_longer_part():
    assert align([f"{SHIP} {FOREST}"], [FOREST, SHIP]).kept == {1: 0}


def test_it_says_which_text_took_up_one_that_is_gone():
    found = align([SHIP, GRAIN], [f"{SHIP} {GRAIN}"])
    assert (found.kept, found.replaced) == ({0: 0}, {1: 0})


@pytest.mark.parametrize(
    ("one", "other"), [("What of onions?", "What of chairs?"), ("Thank you, Minister.", "Thank you, Mr Adams."), ("Yes.", "No.")]
)
def test_it_takes_no_text_of_a_few_words_for_another_that_begins_alike(one, other):
    assert align([one], [other]).kept == {}


def test_it_follows_a_paragraph_in_a_script_without_spaces_with_a_character_corrected():
    text = "北方渡轮将于五月开航，每天运送四十箱洋葱到海港城市。"
    assert align(["谢谢大家。", text], [text.replace("四十", "五十")]).kept == {0: 1}


def test_it_finds_nothing_in_texts_that_have_nothing_in_common():
    found = align([SHIP], [GRAIN])
    assert (found.kept, found.replaced) == ({}, {})


def test_it_tells_repeated_short_texts_apart_by_their_order():
    assert align(["Yes.", SHIP, "Yes."], ["Yes.", GRAIN, SHIP, "Yes."]).kept == {0: 0, 2: 1, 3: 2}


@given(
    st.lists(st.text(alphabet="abc .", max_size=20), max_size=12), st.lists(st.text(alphabet="abc .", max_size=20), max_size=12)
)
def test_no_old_text_is_continued_twice(old, new):
    found = align(old, new)
    assert len(set(found.kept.values())) == len(found.kept)
    assert not set(found.replaced) & set(found.kept.values())


@given(st.lists(st.text(max_size=30), max_size=15))
def test_every_text_continues_itself(texts):
    assert align(texts, texts).kept == {index: index for index in range(len(texts))}
