"""What a text says beyond courtesies, and when two texts are of one event."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.importing.identity.substance import is_courtesy, is_same, substance_of, units
from tests.importing.identity.events import COURTESIES, misspelt, paragraphs

seeds = st.integers(0, 10**6)


def same(one: list[str], other: list[str], **more) -> bool:
    assert is_same(substance_of(one), substance_of(other), **more) == is_same(substance_of(other), substance_of(one), **more)
    return is_same(substance_of(one), substance_of(other), **more)


@pytest.mark.parametrize("text", [*COURTESIES, "大家下午好，欢迎各位记者朋友。", "شكرا جزيلا لكم"])
def test_a_courtesy_is_known(text):
    assert is_courtesy(units(text))


@pytest.mark.parametrize(
    "text",
    ["The morning ferry carries onions.", "Der Hafen von Selene wird im Mai vertieft.", "Паром через залив возит лук и соль."],
)
def test_what_is_said_is_no_courtesy(text):
    assert not is_courtesy(units(text))


@settings(max_examples=60, deadline=None)
@given(seeds, st.lists(st.sampled_from(COURTESIES), min_size=1, max_size=12), st.integers(1, 6), st.integers(1, 6))
def test_events_that_share_courtesies_only_are_never_one(seed, shared, one, other):
    first, second = paragraphs(seed, one), paragraphs(seed + 1, other)
    assert not same([*shared, *first, *shared], [*shared, *second, *shared])


@settings(max_examples=60, deadline=None)
@given(seeds, st.integers(3, 12), st.integers(3, 12))
def test_events_that_share_forty_per_cent_of_standing_text_are_not_one(seed, one, other):
    standing = paragraphs(seed, max(min(one, other) * 2 // 3, 1))
    assert not same([*standing, *paragraphs(seed + 1, one)], [*paragraphs(seed + 2, other), *standing])


@settings(max_examples=60, deadline=None)
@given(seeds, st.integers(1, 12), st.lists(st.sampled_from(COURTESIES), max_size=4))
def test_typing_errors_leave_a_text_what_it_is(seed, count, courtesies):
    text = [*courtesies, *paragraphs(seed, count)]
    assert same(text, [misspelt(part, seed) for part in text])


@settings(max_examples=60, deadline=None)
@given(seeds, st.integers(2, 12))
def test_moving_adding_and_joining_paragraphs_leaves_a_text_what_it_is(seed, count):
    text = paragraphs(seed, count)
    moved = random.Random(seed).sample(text, len(text))
    assert same(text, moved)
    assert same(text, [*text[:1], *paragraphs(seed + 1, 1), *text[1:]])
    assert same(text, ["\n".join(text)])


@settings(max_examples=60, deadline=None)
@given(seeds, st.integers(2, 12), st.data())
def test_a_part_is_of_the_same_event_as_the_whole(seed, count, data):
    text = paragraphs(seed, count)
    some = data.draw(st.integers(1, count - 1))
    assert same(text[:some], text)


def test_a_text_of_two_short_sentences_with_a_typing_error_is_the_same():
    assert same(["What of onions?", "Forty crates of shallotwort came."], ["What of onions?", "Forty crates of shalotwort came."])


def test_a_text_of_short_sentences_may_be_added_to():
    text = ["What of the ferry and its cargo?", "The ferry carries onions.", "I counted forty crates.", "Thank you very much."]
    assert same(text, [*text[:3], "The captain of the ferry has a new hat, and he likes it.", text[3]])


def test_two_short_texts_that_begin_alike_are_two():
    assert not same(
        ["What of onions?", "The morning ferry carries them."], ["What of chairs?", "Nobody has counted them tonight."]
    )


def test_questions_without_answers_are_known_by_all_of_them():
    asked = ["Who pays for the copper bridge over the northern canal?", "Why was the flooded tunnel never inspected?"]
    other = ["When does the wooden lighthouse of the island open?", asked[1]]
    assert same(asked, [asked[0].replace("copper", "coper"), asked[1]])
    assert not same(asked, other)


def test_texts_of_courtesies_alone_are_one_only_if_they_are_equal():
    assert same(["Thank you very much."], ["Thank you, very much!"])
    assert not same(["Thank you very much."], ["Thank you. Good evening."])
    assert not same([], [])


def test_a_text_and_its_translation_are_two():
    german = ["Der Hafen von Selene wird im Mai vertieft, und die Fähre fährt dann an jedem Tag der Woche nach Norden."] * 3
    english = ["The harbour of Selene will be deepened in May, and the ferry will then go north on every day of the week."] * 3
    assert not same(german, english)


def test_a_script_without_spaces_is_compared_by_characters():
    text = ["北方渡轮将于五月开航，每天运送四十箱洋葱到海港城市。我们与邻国签署了关于灯塔维修的协议，费用由双方分担。"]
    assert same(text, [text[0].replace("四十箱", "五十箱")])
    assert not same(text, ["音乐会将在九点开始，铜管乐队演奏老歌。没有人数过椅子，可是所有的票都卖完了，剧院门口排着长队。"])


def test_nearly_all_asks_for_both_texts():
    text = paragraphs(1, 8)
    assert same(text, [misspelt(part, 3, 60) for part in text], nearly_all=True)
    assert not same(text[:4], text, nearly_all=True)
