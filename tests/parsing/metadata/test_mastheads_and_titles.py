"""Titles, kinds and days under mastheads of several languages: invented heads."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript

TURNS = "\n\nQuestion: When?\n\nMinister Lund: At noon, we hope.\n\nQuestion: Why?\n\nMinister Lund: It is the tide.\n"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Service de presse et de communication\n\nPort Orla, le 9 juin 2022", "Conférence de presse de la ministre des Ports."),
        ("ΕΛΛΗΝΙΚΗ ΔΗΜΟΚΡΑΤΙΑ\nΥΠΟΥΡΓΕΙΟ ΛΙΜΕΝΩΝ\n\nΑρχική » Ενημέρωση", "Ενημέρωση διαπιστευμένων συντακτών από την Εκπρόσωπο"),
        ("havne.example.no - Havnedepartementet                          30.05.2023", "Pressekonferanse i Havna etter møtet"),
        ("Satamaministeriö\n\nLitterointi tallenteesta", "Ministeri Hallan ja kollegan tiedotustilaisuus 12.5.2022"),
        ("Biuro Rzecznika Prasowego", "Konferencja prasowa ministra portów i rybołówstwa w Orli – zapis"),
        ("Meetings Coverage and Press Releases\n\nNoon Briefings", "Daily Press Briefing by the Office of the Harbour Master"),
        ("Rzeczpospolita Morska", "Konferencja prasowa o falochronie"),
        ("República de Orla\nOficina de Prensa", "Rueda de prensa de la ministra de Puertos"),
        ("Kongeriget Orla", "Pressemøde om havnen i Orla"),
    ],
)
def test_the_title_stands_below_a_masthead(head: str, title: str) -> None:
    assert parse_transcript(f"{head}\n\n{title}{TURNS}".encode(), "talk.txt").title == title


def test_a_hyphen_begins_no_agencys_report() -> None:
    title = "POST-CABINET PRESS CONFERENCE: MONDAY, 1 AUGUST 2022"
    read = parse_transcript(f"{title}\n\nHANSARD TRANSCRIPT{TURNS}".encode(), "talk.txt")
    assert (read.title, read.kind) == (title, "news_conference")


@pytest.mark.parametrize("word", ["by the Harbour Master at the start of the talks", "of the ministers after the meeting"])
def test_a_heading_goes_on_in_the_next_one(word: str) -> None:
    html = f"<html><body><h1>Doorstep statement</h1><h2>{word}</h2><p><b>Minister Lund:</b> We sail.</p>"
    html += "<p><b>Question:</b> When?</p><p><b>Minister Lund:</b> At noon.</p><p><b>Question:</b> Why?</p></body></html>"
    assert parse_transcript(html.encode(), "talk.html").title == f"Doorstep statement {word}"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Warszawa, 20 lutego 2024 r.", "2024-02-20"),
        ("Київ, 20 лютого 2024 року", "2024-02-20"),
        ("Москва, 20 февраля 2024 г.", "2024-02-20"),
        ("2024 оны 2 дугаар сарын 20", "2024-02-20"),
        ("Zagreb, 20. veljače 2024. godine", "2024-02-20"),
    ],
)
def test_a_word_for_the_year_may_follow_it(line: str, day: str) -> None:
    read = parse_transcript(f"Press conference about the pier\n\n{line}{TURNS}".encode(), "talk.txt")
    assert str(read.date) == day


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Pressekonferanse i Orla", "news_conference"),
        ("Ενημέρωση διαπιστευμένων συντακτών", "briefing"),
        ("Ενημέρωση των δημοσιογράφων", "briefing"),
        ("Standing Committee on Harbours", "meeting"),
        ("Comité permanent des ports", "meeting"),
        ("საგარეო მინისტრის ბრიფინგი", "briefing"),
        ("সাপ্তাহিক ব্রিফিং", "briefing"),
        ("Հարցազրույց նավահանգստի մասին", "interview"),
        ("Ярилцлага өгсөн нь", "interview"),
        ("Punto de prensa sobre el muelle", "news_conference"),
        ("Ответы министра портов на вопросы журналистов после заседания", "news_conference"),
        ("הצהרות שר הנמלים לתקשורת", "news_conference"),
    ],
)
def test_kinds_by_more_words(title: str, kind: str) -> None:
    assert parse_transcript(f"{title}{TURNS}".encode(), "talk.txt").kind == kind


@pytest.mark.parametrize(
    "menu",
    [
        "本文へ  御意見  サイトマップ  リンク集",
        "Главная  Внешняя политика  Пресс-служба  Министр",
        "Home  Harbour  Newsroom  Contact us",
    ],
)
def test_a_menu_parted_by_two_spaces_is_no_title(menu: str) -> None:
    title = "Press conference about the pier"
    assert parse_transcript(f"Harbour Office\n\n{menu}\n\n{title}{TURNS}".encode(), "talk.txt").title == title


def test_a_title_wrapped_within_its_day_goes_on() -> None:
    read = parse_transcript(f"Transcript of the Press Briefing on Thursday, 7\nSeptember 2023{TURNS}".encode(), "talk.txt")
    assert (read.title, str(read.date)) == ("Transcript of the Press Briefing on Thursday, 7 September 2023", "2023-09-07")


def test_a_feeds_item_has_the_title() -> None:
    said = "<p><b>Question:</b> When?</p><p><b>Minister Lund:</b> At noon.</p>" * 3
    item = f"<item><title>Press conference about the pier</title><description><![CDATA[{said}]]></description></item>"
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour transcripts</title>{item}</channel></rss>'
    assert parse_transcript(feed.encode(), "feed.xml").title == "Press conference about the pier"
