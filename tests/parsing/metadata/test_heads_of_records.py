"""Titles, days and kinds of records and pages whose heads hold much else, by invented heads."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript
from archive.parsing.parsed import ParsedTranscript

TURNS = "Reporter: When does the ferry sail?\n\nMinister Moor: At noon, as it always did.\n\n" * 3


def read(head: str, turns: str = TURNS) -> ParsedTranscript:
    return parse_transcript(f"{head}\n\n{turns}".encode(), "talk.txt")


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("PLEASE NOTE “THE HARBOUR SHOW” MUST BE CREDITED IF ANY PART IS USED", "THE HARBOUR SHOW: INTERVIEW WITH IVAR MOOR"),
        ("HARB  ●  NUMBER 021  ●  1st SESSION  ●  44th HOUSE", "Evidence of meeting 21 of the Committee on Harbours"),
    ],
)
def test_a_notice_and_a_row_of_parts_are_no_titles(above: str, title: str) -> None:
    assert read(f"{above}\n\n{title}\n\n4 May 2031").title == title


def test_the_markups_title_that_only_names_the_house_gives_way() -> None:
    page = "<html><head><title>Ministry of Harbours</title></head><body><h3>Record of the Press Briefing on May 4, 2031</h3>"
    turns = "<p><b>Question:</b> Who sails?</p><p><b>Spokesperson:</b> We do, at noon.</p>" * 3
    found = parse_transcript(f"{page}{turns}</body></html>".encode(), "a.html")
    assert found.title == "Record of the Press Briefing on May 4, 2031"


def test_the_day_that_the_lead_tells_comes_before_the_bare_day_of_the_page() -> None:
    lead = "Minister Ivar Moor spoke to the media at the end of the harbour meeting in Northport on 3 May 2031."
    assert str(read(f"Doorstop by the Minister of Harbours in Northport\n\n4 May 2031\n\n{lead}").date) == "2031-05-03"


@pytest.mark.parametrize(
    ("posted", "told", "day"),
    [
        ("4 May 2031", "On May 2, the interview of Minister Ivar Moor was aired by Harbour Radio in Northport.", "2031-05-02"),
        ("2 January 2031", "Le ministre Ivar Moor a donné le 31 décembre une conférence de presse à Northport.", "2030-12-31"),
        ("4 May 2031", "On May 24, the interview of Minister Ivar Moor will be aired again by Harbour Radio.", "2031-05-04"),
    ],
)
def test_the_day_that_the_lead_tells_needs_no_year(posted: str, told: str, day: str) -> None:
    assert str(read(f"Minister Ivar Moor speaks to Harbour Radio\n\n{posted}\n\n{told}").date) == day


def test_a_day_with_its_weekday_stays_the_talks() -> None:
    lead = "Minister Ivar Moor spoke to the media after the harbour meeting in Northport on 3 May 2031."
    assert str(read(f"Doorstop by the Minister of Harbours in Northport\n\nSunday, 4 May 2031\n\n{lead}").date) == "2031-05-04"


@pytest.mark.parametrize("day", ["2031年5月4日（星期日）", "2031年5月4日（日曜日）", "2031년 5월 4일 (일요일)"])
def test_a_weekday_behind_a_day_belongs_to_the_dateline(day: str) -> None:
    turns = "記者：渡輪何時啟航？\n\n司長：明天早上啟航。\n\n" * 3
    assert str(read("司長會見傳媒談話內容", f"{turns}完\n\n{day}\n").date) == "2031-05-04"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("司長會見傳媒談話內容", "news_conference"),
        ("港口合作发布会", "news_conference"),
        ("Questions for Oral Answer — The ferry", "debate"),
        ("Reportaje al ministro Ivar Moor en Radio Puerto", "interview"),
    ],
)
def test_more_words_for_kinds(title: str, kind: str) -> None:
    assert read(f"{title}\n\n4 May 2031").kind == kind
