"""Where only questions are labelled, an answer that opens with another's name is not credited to the title's person."""

from __future__ import annotations

import pytest

from archive.parsing import ParsedTranscript, parse_transcript

HEAD = "Foreign Minister Ilka Moren’s answers to media questions, Port Vaska, March 4, 2021"
ANSWER = "We sail at dawn, and we shall be back before the winter comes."


def read(opening: str, name: str = "talk.txt", said: str = ANSWER) -> ParsedTranscript:
    """Read a talk of three questions, whose second answer opens so; the third names Anna Varga."""
    mark = "# " if name.endswith(".md") else ""
    paragraphs = [
        f"{mark}{HEAD}",
        "Question: When will the fleet sail this year?",
        "It sails when the ice has gone, as it does in every year that I remember.",
        "Question: And who will be on board of it then?",
        f"{opening}{said}",
        "Question: Who else has been asked to come?",
        "We have asked Deputy Minister Anna Varga, and she has agreed to come along with us.",
    ]
    return parse_transcript("\n\n".join(paragraphs).encode(), name)


def speaker_of(parsed: ParsedTranscript) -> str | None:
    return next(turn.speaker for turn in parsed.turns if "We sail at dawn" in turn.text)


@pytest.mark.parametrize(
    "opening",
    [
        "Anna Varga. ",
        "Anna Varga; ",
        "Anna Varga... ",
        "Anna Varga = ",
        "Anna Varga\t",
        "10:15\nAnna Varga\n",
        "Varga. ",
        "varga: ",
        "anna varga: ",
        "Joren Tallis. ",
    ],
)
def test_a_name_that_is_not_the_title_persons(opening: str) -> None:
    parsed = read(opening)
    doubted = "possible-label" in {warning.code for warning in parsed.warnings}
    assert speaker_of(parsed) == "Anna Varga" or (speaker_of(parsed) is None and doubted)


def test_a_name_with_a_day_that_stands_once_is_its_own() -> None:
    assert speaker_of(read("Anna Varga (7 March): ")) in (None, "Anna Varga")


@pytest.mark.parametrize("opening", ["*Anna Varga* ", "### Anna Varga\n\n"])
def test_names_set_off_by_markdown(opening: str) -> None:
    assert speaker_of(read(opening, "talk.md")) is None


@pytest.mark.parametrize(
    "opening",
    ["", "Yes. ", "Thank you. ", "Absolutely; ", "Good morning. ", "Of course... ", "Costa Rica. ", "Moren. ", "Ilka Moren. "],
)
def test_other_openings_are_the_title_persons(opening: str) -> None:
    assert speaker_of(read(opening)) == "Ilka Moren"
