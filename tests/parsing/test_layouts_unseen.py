"""Layouts of ministries that no rule was made for: invented words, read as an attentive reader would."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.parsing import parse_transcript
from archive.parsing.parsed import ParsedTranscript

UNSEEN = Path(__file__).with_name("unseen")

# file: title, date, place, kind, and the turns in order as "role:speaker" ("-" nobody named).
EXPECTED: dict[str, tuple[str, str | None, str | None, str, str]] = {
    "japan_bilingual.txt": (
        "Press Conference by Foreign Minister MORISHITA Kanae",
        "2023-03-14",
        "Briefing Room, Ministry of Foreign Affairs",
        "news_conference",
        "s:Morishita Kanae|q:-|a:Morishita Kanae|q:-|a:Morishita Kanae|q:-|a:Morishita Kanae",
    ),
    "german_federal.txt": (
        "Regierungspressekonferenz vom 12. Juni 2023",
        "2023-06-12",
        None,
        "news_conference",
        "s:STS HOLTKAMP|q:Riedel|a:STS HOLTKAMP|q:Riedel|a:Wendler|q:Janssen|a:Kropp|q:Janssen|a:Kropp|s:VORS. ALTMEIER",
    ),
    "quai_qr.txt": ("Point de presse du 8 novembre 2022", "2022-11-08", None, "briefing", "s:-|q:-|a:-|q:-|a:-|q:-|a:-"),
    "india_spokesperson.txt": (
        "Transcript of Weekly Media Briefing by the Official Spokesperson (July 06, 2023)",
        "2023-07-06",
        None,
        "briefing",
        "s:Devendra Rathnam|s:Devendra Rathnam|q:Pranav|q:Meenakshi|a:Devendra Rathnam|q:-|a:Devendra Rathnam",
    ),
    "eeas_doorstep.txt": (
        "Foreign Affairs Council: Press remarks by High Representative Odile Varenne upon arrival",
        "2022-05-16",
        "Brussels, Belgium",
        "news_conference",
        "s:Odile Varenne|q:-|a:Odile Varenne|q:-|a:Odile Varenne|q:-|a:Odile Varenne",
    ),
    "australia_doorstop.txt": (
        "Doorstop interview, Harbour Terminal, Port Orla",
        "2021-08-23",
        "Harbour Terminal",
        "news_conference",
        "s:MINISTER WHITLOCK|s:Trent Bexley|q:-|a:MINISTER WHITLOCK|q:-|a:MINISTER WHITLOCK|q:-|a:Trent Bexley|q:-"
        "|a:MINISTER WHITLOCK",
    ),
    "uk_qa.txt": (
        "Foreign Secretary's press conference in Aldmark: 9 February 2017",
        "2017-02-09",
        "Aldmark",
        "news_conference",
        "s:Harriet Ellingham|s:Joachim Brandvold|q:-|a:Harriet Ellingham|q:-|a:Joachim Brandvold",
    ),
    "turkish_joint.txt": (
        "Dışişleri Bakanı Sn. Kerem Aydınlı'nın Basın Toplantısı, Port Selene, 4 Eylül 2019",
        "2019-09-04",
        "Port Selene",
        "news_conference",
        "s:Kerem Aydınlı|q:-|a:Kerem Aydınlı|q:-|a:Kerem Aydınlı",
    ),
    "spanish_pr.txt": (
        "Rueda de prensa de la ministra de Asuntos Exteriores, Inés Valcárcel, tras el Consejo del Ovra, Lugano, "
        "12 de septiembre de 2024",
        "2024-09-12",
        "Lugano",
        "news_conference",
        "s:Inés Valcárcel|q:-|a:Inés Valcárcel|q:-|a:Inés Valcárcel|q:-|a:Inés Valcárcel",
    ),
    "chinese_wd.txt": (
        "外交部发言人林若澄主持例行记者会（2021年3月9日）",
        "2021-03-09",
        None,
        "news_conference",
        "s:林若澄|q:-|a:林若澄|q:-|a:林若澄|q:-|a:林若澄",
    ),
    "arabic.txt": (
        "مؤتمر صحفي لوزير الخارجية سامر الحداد، بورت سيلين، 4 مايو 2021",
        "2021-05-04",
        "بورت سيلين",
        "news_conference",
        "s:الوزير|q:-|a:الوزير|q:-|a:الوزير",
    ),
    "german_interview.html": (
        "„Messungen sind besser als Vermutungen“",
        "2020-02-04",
        None,
        "interview",
        "q:-|a:Dorothea Lindqvist|q:-|a:Dorothea Lindqvist|q:-|a:Dorothea Lindqvist",
    ),
    "italian_interview.txt": (
        "Intervista del Ministro degli Affari Esteri Corrado Bellandi al quotidiano Il Porto, Roma, 3 aprile 2018",
        "2018-04-03",
        "Roma",
        "interview",
        "q:-|a:Corrado Bellandi|q:-|a:Corrado Bellandi|q:-|a:Corrado Bellandi",
    ),
    "nato_name_outlet.txt": (
        "Joint press conference",
        "2021-06-29",
        None,
        "news_conference",
        "s:Moderator|s:Maarten Olbrecht|s:Sigrun Aldvik|s:Moderator|q:-|a:Maarten Olbrecht|q:-|a:Sigrun Aldvik|a:Maarten Olbrecht"
        "|s:Moderator",
    ),
    "panel_caps_outlets.txt": (
        "PRESS CONFERENCE OF H.E. MS. ALMA TERVONEN, MINISTER OF FOREIGN AFFAIRS",
        "2019-12-12",
        "Kest",
        "news_conference",
        "s:Alma Tervonen|q:Northwire|a:Alma Tervonen|q:Radio Lantern|a:Alma Tervonen|q:Northwire|a:Alma Tervonen"
        "|q:Kest Evening Post|a:Alma Tervonen",
    ),
    "singapore_transcript.txt": (
        "Transcript of Minister for Foreign Affairs Dr Tan Boon Heng's Doorstop Interview in Aldmark, 17 May 2022",
        "2022-05-17",
        "Aldmark",
        "news_conference",
        "s:Tan Boon Heng|q:Harbour Daily|a:Tan Boon Heng|q:Channel Delta|a:Tan Boon Heng|q:Harbour Daily|a:Tan Boon Heng",
    ),
    "ukrainian.txt": (
        "Брифінг речниці Міністерства закордонних справ Оксани Вербової, Київ, 6 липня 2021 року",
        "2021-07-06",
        "Київ",
        "briefing",
        "s:Оксана Вербова|q:-|a:Оксана Вербова|q:-|a:Оксана Вербова",
    ),
    "usun_stakeout.txt": (
        "Remarks at a Stakeout on the Ovra Basin",
        "2016-03-09",
        "New York, New York",
        "news_conference",
        "s:Ruth Calloway|q:-|a:Ruth Calloway|q:-|a:Ruth Calloway",
    ),
}


@pytest.fixture(scope="module", params=sorted(EXPECTED))
def reading(request: pytest.FixtureRequest) -> tuple[tuple[str, str | None, str | None, str, str], ParsedTranscript]:
    """Read one invented document."""
    path = UNSEEN / request.param
    return EXPECTED[request.param], parse_transcript(path.read_bytes(), path.name)


def test_every_document_has_its_reading():
    assert {path.name for path in UNSEEN.iterdir()} == set(EXPECTED)


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
