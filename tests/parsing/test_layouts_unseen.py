"""Layouts of ministries that no rule was made for: invented words, read as an attentive reader would."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.parsing import parse_transcript
from archive.parsing.types import ParsedTranscript

UNSEEN = Path(__file__).with_name("unseen")

# name: title, date, place, kind, and the turns in order as "role:speaker" ("-" nobody named).
EXPECTED: dict[str, tuple[str, str | None, str | None, str, str]] = {
    "japan_bilingual": (
        "Press Conference by Foreign Minister MORISHITA Kanae",
        "2023-03-14",
        "Briefing Room, Ministry of Foreign Affairs",
        "news_conference",
        "s:Morishita Kanae|q:-|a:Morishita Kanae|q:-|a:Morishita Kanae|q:-|a:Morishita Kanae",
    ),
    "german_federal": (
        "Regierungspressekonferenz vom 12. Juni 2023",
        "2023-06-12",
        None,
        "news_conference",
        "s:STS HOLTKAMP|q:Riedel|a:STS HOLTKAMP|q:Riedel|a:Wendler|q:Janssen|a:Kropp|q:Janssen|a:Kropp|s:VORS. ALTMEIER",
    ),
    "quai_qr": ("Point de presse du 8 novembre 2022", "2022-11-08", None, "briefing", "s:-|q:-|a:-|q:-|a:-|q:-|a:-"),
    "india_spokesperson": (
        "Transcript of Weekly Media Briefing by the Official Spokesperson (July 06, 2023)",
        "2023-07-06",
        None,
        "briefing",
        "s:Devendra Rathnam|s:Devendra Rathnam|q:Pranav|q:Meenakshi|a:Devendra Rathnam|q:-|a:Devendra Rathnam",
    ),
    "eeas_doorstep": (
        "Foreign Affairs Council: Press remarks by High Representative Odile Varenne upon arrival",
        "2022-05-16",
        "Brussels, Belgium",
        "news_conference",
        "s:Odile Varenne|q:-|a:Odile Varenne|q:-|a:Odile Varenne|q:-|a:Odile Varenne",
    ),
    "australia_doorstop": (
        "Doorstop interview, Harbour Terminal, Port Orla",
        "2021-08-23",
        "Harbour Terminal",
        "news_conference",
        "s:MINISTER WHITLOCK|s:Trent Bexley|q:-|a:MINISTER WHITLOCK|q:-|a:MINISTER WHITLOCK|q:-|a:Trent Bexley|q:-"
        "|a:MINISTER WHITLOCK",
    ),
    "uk_qa": (
        "Foreign Secretary's press conference in Aldmark: 9 February 2017",
        "2017-02-09",
        "Aldmark",
        "news_conference",
        "s:Harriet Ellingham|s:Joachim Brandvold|q:Northwire|a:Harriet Ellingham|q:Harbour Daily|a:Joachim Brandvold",
    ),
    "turkish_joint": (
        "Dışişleri Bakanı Sn. Kerem Aydınlı'nın Basın Toplantısı, Port Selene, 4 Eylül 2019",
        "2019-09-04",
        "Port Selene",
        "news_conference",
        "s:Kerem Aydınlı|q:-|a:Kerem Aydınlı|q:-|a:Kerem Aydınlı",
    ),
    "spanish_pr": (
        "Rueda de prensa de la ministra de Asuntos Exteriores, Inés Valcárcel, tras el Consejo del Ovra, Lugano, "
        "12 de septiembre de 2024",
        "2024-09-12",
        "Lugano",
        "news_conference",
        "s:Inés Valcárcel|q:-|a:Inés Valcárcel|q:-|a:Inés Valcárcel|q:-|a:Inés Valcárcel",
    ),
    "chinese_wd": (
        "外交部发言人林若澄主持例行记者会（2021年3月9日）",
        "2021-03-09",
        None,
        "news_conference",
        "s:林若澄|q:-|a:林若澄|q:-|a:林若澄|q:-|a:林若澄",
    ),
}


@pytest.fixture(scope="module", params=sorted(EXPECTED))
def reading(request: pytest.FixtureRequest) -> tuple[tuple[str, str | None, str | None, str, str], ParsedTranscript]:
    """Read one invented document."""
    path = UNSEEN / f"{request.param}.txt"
    return EXPECTED[request.param], parse_transcript(path.read_bytes(), path.name)


def test_it_knows_who_asks_and_who_answers(reading):
    (*_, turns), parsed = reading
    assert [f"{turn.role[0]}:{turn.speaker or '-'}" for turn in parsed.turns] == turns.split("|")


def test_it_finds_the_title(reading):
    (title, *_), parsed = reading
    assert parsed.title == title


def test_it_finds_the_day(reading):
    (_, date, *_), parsed = reading
    assert (parsed.date and parsed.date.isoformat()) == date


def test_it_finds_the_place(reading):
    (_, _, place, *_), parsed = reading
    assert parsed.place == place


def test_it_finds_the_kind(reading):
    (_, _, _, kind, _), parsed = reading
    assert parsed.kind == kind
