"""An interview or a news conference, by who asks, who opens and what the title says; invented talks in several languages."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript


def kind_of(title: str, asker: str = "Q", said: str = "", second: str = "") -> str:
    """Return the kind of a talk in which the asker (or two) asks a minister twice."""
    turns = [
        said,
        f"{asker}: When does the ferry sail?",
        "Minister Lund: It sails at noon, we hope, and I am glad.",
        f"{second or asker}: Who pays for the lock?",
        "Minister Lund: We do, and I thank the pilots.",
    ]
    return str(parse_transcript("\n\n".join([title, *filter(None, turns)]).encode(), "talk.txt").kind)


@pytest.mark.parametrize(
    ("title", "asker"),
    [
        ("Remarks by the minister upon arrival at the Harbour Council", "Q"),
        ("Declarațiile ministrului Lund despre maree", "Jurnalist"),
        ("Palabras de la ministra tras la visita al puerto", "Pregunta"),
        ("Keterangan Pers Menteri Lund di Pelabuhan Orla", "Wartawan"),
        ("Déclaration de la ministre à son arrivée au port", "Journaliste"),
    ],
)
def test_remarks_with_questions_are_a_news_conference(title: str, asker: str) -> None:
    assert kind_of(title, asker) == "news_conference"


@pytest.mark.parametrize(
    ("title", "asker"),
    [
        ("Declaraciones de la ministra Lund para Radio Orla", "Periodista"),
        ("Remarks of the minister to Tide News", "Q"),
        ("The minister on the tides and what they cost us", "Q"),
        ("The minister on the tides and what they cost us", "Tor Hagen"),
        ("Statement of the minister on the tides", "Tor Hagen"),
    ],
)
def test_one_outlet_or_one_named_person_asks_in_an_interview(title: str, asker: str) -> None:
    assert kind_of(title, asker) == "interview"


def test_a_host_may_open_an_interview() -> None:
    assert (
        kind_of("The tides and what they cost", "Tor Hagen", "Tor Hagen: Welcome to the evening show on the harbour.")
        == "interview"
    )


def test_whoever_answers_opens_a_news_conference() -> None:
    said = "Minister Lund: I have come to tell you of the new lock, which we open in May."
    assert kind_of("The tides and what they cost", "Q", said) == "news_conference"


def test_persons_of_several_outlets_ask_in_a_news_conference() -> None:
    found = kind_of("The tides and what they cost", "Tor Hagen (Radio Orla)", second="Ines Moor (Tide News)")
    assert found == "news_conference"


def test_an_interview_whose_speakers_are_not_told_apart_is_one() -> None:
    text = "Interview of the minister with Radio Orla\n\nWhen do we sail? At noon, I hope. Who pays? I think we do."
    assert parse_transcript(text.encode(), "talk.txt").kind == "interview"
