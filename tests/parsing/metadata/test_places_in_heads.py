"""The place of a talk: told by what it is and where it stands, never a menu's word; every head is invented."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.parsing import parse_transcript
from archive.parsing.boilerplate import is_dateline, place_behind
from archive.parsing.metadata.place import place_in_title, without_weekday

TALK = "\n\nQuestion: When?\n\nMinister Lund: At noon, we hope.\n\nQuestion: Why?\n\nMinister Lund: It is the tide.\n"


def place_of(head: str) -> str | None:
    return parse_transcript((head + TALK).encode(), "talk.txt", dt.date(2032, 1, 1)).place


@pytest.mark.parametrize(
    "line",
    [
        "Harbour Post → NEWS → TIDES",
        "Por Tor Hagen",
        "Weekly tide letter",
        "Prononcé",
        "Questions 1 to 9",
        "Français",
        "Spokesperson's team",
        "The tides, and what they cost the pilots",
        "Home Issues & Press Travel Countries About Us",
    ],
)
def test_what_else_a_head_says_is_no_place(line: str) -> None:
    assert place_of(f"{line}\n\nInterview of the minister with Radio Orla") is None
    assert place_of(f"Interview of the minister with Radio Orla\n\n{line}\n\nThe text follows") is None


@pytest.mark.parametrize("line", ["Vienna, Austria", "Washington, D.C.", "State Dining Room", "Lower Lock House"])
def test_a_known_place_or_venue_needs_no_day_beside_it(line: str) -> None:
    assert place_of(f"Interview of the minister with Radio Orla\n\n{line}\n\nThe text follows") == line


def test_an_unknown_name_beside_the_day_is_the_place() -> None:
    assert place_of("Interview of the minister with Radio Orla\n\nQuorville\n\n4 May 2031") == "Quorville"


@pytest.mark.parametrize("field", ["Tempat: {}", "장소: {}", "場所：{}", "Luogo: {}", "המקום: {}"[1:], "Місце: {}"])
def test_a_field_names_the_place(field: str) -> None:
    assert place_of(f"Interview of the minister with Radio Orla\n\n{field.format('Quorville')}") == "Quorville"


@pytest.mark.parametrize("text", ["Quorville, 29. мај 2031. године", "Quorville، 2 دسمبر 2031ء"])
def test_a_dateline_may_end_in_the_word_for_the_year(text: str) -> None:
    assert is_dateline(text)


def test_a_bar_parts_the_day_from_the_place() -> None:
    assert place_behind("06 July 2031 | Port Orla") == "Port Orla"


def test_a_weekday_with_an_accent_is_no_place() -> None:
    assert without_weekday("Τετάρτη,") == ""


def test_a_title_may_end_in_the_place() -> None:
    assert place_in_title("Joint press conference of the ministers, 6 May 2031, Ankara") == "Ankara"


def test_a_house_in_a_title_goes_with_its_town() -> None:
    assert place_of("Remarks of the minister in Tide Hall, Port Orla, 4 May 2031") == "Tide Hall, Port Orla"
