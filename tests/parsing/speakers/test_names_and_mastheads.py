"""Who is named how: offices in brackets, names behind offices, publishers and mastheads, outlets that no list knows."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript
from archive.parsing.boilerplate import is_masthead, is_publisher
from archive.parsing.speakers.default_speaker import titled_names
from archive.parsing.speakers.offices.label_parts import part_office


@pytest.mark.parametrize(
    ("label", "name", "office"),
    [
        ("Ms. Ilse Marchetti (Minister of External Affairs)", "Ilse Marchetti", "Minister of External Affairs"),
        ("Mr. Benedek Rao (City of Selene)", "Benedek Rao", None),
        ("Joachim Brandvold (President of the Council)", "Joachim Brandvold", "President of the Council"),
    ],
)
def test_brackets_name_the_office_or_the_seat(label, name, office):
    parts = part_office(label)
    assert (parts.name, parts.office) == (name, office)


@pytest.mark.parametrize(
    "line",
    [
        "Speech by Minister of External Affairs Tomas Arvidal at the University of Orla",
        "Statement by H.E. Mr. Tomas Arvidal",
        "Remarks by Tomas Arvidal",
    ],
)
def test_it_finds_the_name_behind_an_office_or_a_form_of_address(line):
    assert list(titled_names(line)) == ["Tomas Arvidal"]


def test_an_office_without_a_name_is_nobody():
    assert list(titled_names("Minister of Foreign Affairs of the People’s Republic of Orla")) == []


@pytest.mark.parametrize(
    "line", ["Velden Department of Foreign Affairs", "The Straits and Rivers Commission", "Ministry of Trade"]
)
def test_it_knows_a_publisher(line):
    assert is_publisher(line)


def test_a_spokesperson_s_press_conference_is_no_publisher():
    assert not is_masthead("Ministry of External Affairs Spokesperson Renata Quill's Regular Press Conference on April 18, 2023")


@pytest.mark.parametrize("line", ["REPUBLIC OF KESTRIA", "NATIONAL ASSEMBLY OF MARAVIA", "Office of the Spokesperson"])
def test_a_masthead_is_no_better_publisher_than_the_ministry_below_it(line):
    assert is_masthead(line) and not is_publisher(line)


OUTLETS = """\
Regular Press Conference on April 18, 2023

Harbour Ledger: When does the ferry sail?

Renata Quill: It sails on Friday, as the timetable says.

Wire & Post: Who pays for the new quay?

Renata Quill: We all do, in equal parts, over nine years.

Northwire: Is that fair to the islands?

Renata Quill: The islands proposed it themselves.

Télé Rivages: Will there be a night ferry?

Renata Quill: Both."""


@pytest.fixture
def conference():
    return parse_transcript(OUTLETS.encode(), "conference.txt")


def test_outlets_that_no_list_knows_ask(conference):
    assert [turn.role for turn in conference.turns] == ["question", "answer"] * 4


def test_an_outlet_s_name_may_hold_an_ampersand(conference):
    assert conference.turns[2].label == "Wire & Post"


def test_a_single_word_is_an_answer_too():
    text = "Press Briefing\n\nMS VARGA: Good afternoon. Let us begin.\n\n"
    text += "".join(
        f"QUESTION: Is it the level or the flow, in the year {year}?\n\nMS VARGA: {said}\n\n" for year, said in ANSWERS
    )
    assert [turn.role for turn in parse_transcript(text.encode(), "briefing.txt").turns][1:] == ["question", "answer"] * 3


ANSWERS = [("two", "It is the flow, and has been since spring."), ("three", "Both."), ("four", "That I shall have to look up.")]
