"""What an editor says of a line. All texts are invented."""

import datetime as dt
import re

import pytest

from archive.parsing import parse_transcript
from archive.uploads.editing.line_marks import BadMark, mark, titled

TEXT = """Talk at the harbour

Ilsa Varga: Good morning. The pier opens.

4 May 2021

Take 12

Tide Post → When (he laughs) does it open?

Ilsa Varga: In spring. [Applause]

The harbour board

It will be a good year.
"""


@pytest.fixture
def reading():
    return parse_transcript(TEXT.encode(), "a.txt", dt.date(2026, 1, 1))


def words(reading):
    """Return every word of a reading, wherever it is kept."""
    kept = [text for turn in reading.turns for text in (turn.label or "", turn.text, *turn.notes)]
    text = " ".join([*kept, *(piece.text for piece in reading.skipped), reading.title or ""])
    return sorted(re.findall(r"\w+", text))


def place(reading, words):
    """Return the turn and the paragraph that begin with some words."""
    for index, turn in enumerate(reading.turns):
        for number, part in enumerate(turn.text.split("\n\n")):
            if part.startswith(words):
                return index, number
    raise AssertionError(words)


def test_a_line_of_the_page_leaves_the_turn(reading):
    marked = mark(reading, *place(reading, "Take 12"), "page")
    assert "Take 12" not in "".join(turn.text for turn in marked.turns)
    assert marked.skipped[-1].text == "Take 12"


def test_a_line_that_begins_with_a_label_begins_a_turn(reading):
    marked = mark(reading, *place(reading, "Tide Post"), "label", "Tide Post")
    turn = next(turn for turn in marked.turns if turn.label == "Tide Post")
    assert turn.text.startswith("When (he laughs) does")


def test_a_whole_line_may_be_a_label(reading):
    marked = mark(reading, *place(reading, "The harbour board"), "label")
    assert [turn.label for turn in marked.turns][-1] == "The harbour board"
    assert marked.turns[-1].text == "It will be a good year."


def test_the_talk_may_end_at_a_line(reading):
    marked = mark(reading, *place(reading, "The harbour board"), "ends")
    assert marked.turns[-1].text.startswith("In spring.")
    assert [piece.text for piece in marked.skipped[-2:]] == ["The harbour board", "It will be a good year."]


def test_a_line_may_be_the_title(reading):
    marked = mark(reading, *place(reading, "The harbour board"), "title")
    assert marked.title == "The harbour board"
    assert marked.found["title"] == "an editor"


def test_notes_in_brackets_go_to_the_notes_of_the_turn(reading):
    index, number = place(reading, "Tide Post")
    marked = mark(reading, index, number, "notes")
    assert "When does it open?" in marked.turns[index].text
    assert "he laughs" in marked.turns[index].notes


@pytest.mark.parametrize("what", ["page", "ends", "heading", "label"])
def test_no_word_is_lost_by_a_mark(reading, what):
    for index, turn in enumerate(reading.turns):
        for number in range(len(turn.text.split("\n\n"))):
            try:
                marked = mark(reading, index, number, what)
            except BadMark:
                continue
            assert words(marked) == words(reading), (index, number)


@pytest.mark.parametrize(("index", "paragraph"), [(-1, 0), (0, -1), (99, 0), (0, 99)])
def test_a_line_that_is_not_there_is_refused(reading, index, paragraph):
    with pytest.raises(IndexError):
        mark(reading, index, paragraph, "page")


def test_a_title_of_a_whole_page_is_refused(reading):
    with pytest.raises(BadMark):
        titled(reading, "x" * 2000)
