"""The rows of the table of lines that nobody said, tried by a line's first letter."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript
from archive.parsing.boilerplate import furniture_reason, is_menu
from archive.parsing.layout_patterns import ANYTHING, first_letters, furniture


@pytest.mark.parametrize(
    ("row", "letters"),
    [
        ("print(?: this)?", {"p"}),
        ("(?:last )?updated?", {"l", "u"}),
        (r"[\[(]?end[\])]?", {"[", "(", "e"}),
        ("(?:a|(?:b|c)?d)x", {"a", "b", "c", "d"}),
        ("[a-z]+", {ANYTHING}),
        (r"\d+", {ANYTHING}),
        ("e{2,}k", {"e"}),
        ("e{0,2}k", {"e", "k"}),
        (".{0,20}x", {ANYTHING}),
    ],
)
def test_it_is_told_with_which_letters_a_match_begins(row, letters):
    assert first_letters(row) == letters


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Share this page", "navigation"),
        ("SHARE THIS PAGE", "navigation"),
        ("Home | News | Speeches", "navigation"),
        ("版权所有 海港外交部", "notice"),
        ("海港出版社版权所有", "notice"),
        ("- 12 -", "page number"),
        ("Page 3 of 9", "page number"),
        ("*****", "junk"),
        ("[End of transcript]", "end mark"),
        ("The page is shared by us all.", None),
        ("", None),
    ],
)
def test_a_line_is_known_whatever_it_begins_with(line, reason):
    assert furniture(line) == reason


@pytest.mark.parametrize(
    "menu",
    [
        "หน้าหลัก   เกี่ยวกับกระทรวง   ข่าวสาร   บริการ   ติดต่อเรา",
        "หน้าหลัก เกี่ยวกับกระทรวง ข่าวสาร บริการ ติดต่อเรา",
        "ข่าวสาร\tบริการ\tรู้จักพวกเรา",
        "ข่าวของเรา     งานของเรา     ภาพของเรา     ร่วมงานกับเรา",
    ],
)
def test_a_menu_above_the_title_hides_neither_title_nor_day(menu):
    text = (
        f"กระทรวงการเดินเรือ\n{menu}\n\nสรุปการแถลงข่าวประจำสัปดาห์ของโฆษกกระทรวงการเดินเรือ\nวันศุกร์ที่ 10 พฤษภาคม 2567 เวลา 15.00 น.\n\n"
        "โฆษก: สวัสดีครับ ท่าเรือเปิดแล้วครับ\n\nผู้สื่อข่าว: เรือจะออกเมื่อไร\n\nโฆษก: เรือจะออกวันจันทร์ครับ\n"
    )
    read = parse_transcript(text.encode(), "talk.txt")
    assert (read.title, str(read.date)) == ("สรุปการแถลงข่าวประจำสัปดาห์ของโฆษกกระทรวงการเดินเรือ", "2024-05-10")
    assert [turn.label for turn in read.turns] == ["โฆษก", "ผู้สื่อข่าว", "โฆษก"]


@pytest.mark.parametrize(
    "menu", ["Home   About us   Our News   Contact", "Home\tAbout us\tOur News", "Главная   О нас   Наши новости"]
)
def test_a_menu_is_furniture_and_no_label(menu):
    text = f"{menu}\n\nRemarks at the harbour\n7 March 2021\n\n" + "\n\n".join(
        [f"Minister Varga: We sail at dawn.\n\n{menu}\n\nReporter: Why so early?"] * 3
    )
    read = parse_transcript(text.encode(), "talk.txt")
    assert furniture_reason(menu) == "navigation"
    assert (read.title, str(read.date)) == ("Remarks at the harbour", "2021-03-07")
    assert {turn.label for turn in read.turns} == {"Minister Varga", "Reporter"}


@pytest.mark.parametrize(
    "line",
    [
        "VARGA   Good morning to all of you here.",
        "Varga\tWe sail.",
        "Mr. Holm     Yes.     No.",
        "Port   4 May   12:00",
        "Yes   Yes   Yes",
    ],
)
def test_columns_of_words_said_are_no_menu(line):
    assert not is_menu(line)
