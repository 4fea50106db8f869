"""Titles among what a page prints above a talk: banners, rows of links, names, frames and wrapped lines; all invented."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.parsing import parse_transcript
from archive.parsing.boilerplate import furniture_reason
from archive.parsing.metadata.head_words import is_row_of_links
from archive.parsing.metadata.publisher import part_site

TALK = "\n\nQuestion: When?\n\nMinister Lund: At noon, we hope.\n\nQuestion: Why?\n\nMinister Lund: It is the tide.\n"
TODAY = dt.date(2032, 1, 1)


def read(head: str, talk: str = TALK, name: str = "talk.txt"):
    return parse_transcript((head + talk).encode(), name, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        ".gov websites belong to an official government body.",
        "A lock (🔒) or https:// means you are safe here.",
        "You have accessed part of an archive. Its links may not work.",
        "This website uses a few cookies to help us.",
        "En continuant, vous acceptez nos cookies.",
        "Diese Seite verwendet Cookies.",
        "Al continuar acepta nuestras cookies.",
        "Сайт использует файлы cookie для статистики.",
        "Release content",
        "Compact version |",
        "Previous Article - Next Article",
        "Eine offizielle Website der Bundesregierung von Orla",
    ],
)
def test_what_a_page_says_of_itself_is_furniture(text: str) -> None:
    assert furniture_reason(text) is not None


@pytest.mark.parametrize("text", ["We served cookies and tea.", "Our lock is closed (for now).", "This is a historic page."])
def test_what_somebody_may_say_is_no_furniture(text: str) -> None:
    assert furniture_reason(text) is None


@pytest.mark.parametrize(
    "row",
    [
        "Home Issues & Press Travel Countries About Us",
        "Accueil Actualités Agenda Ministre Contact",
        "Beranda Profil Berita Pidato PPID",
    ],
)
def test_a_row_of_links_is_no_title(row: str) -> None:
    assert is_row_of_links(row)
    assert read(f"{row}\n\nInterview with Harbour Radio\n\n4 May 2031").title == "Interview with Harbour Radio"


@pytest.mark.parametrize("title", ["Home Secretary on the New Contact Group", "Minister Lund Visits the Library of Orla"])
def test_a_title_in_capitals_is_no_row_of_links(title: str) -> None:
    assert not is_row_of_links(title)


@pytest.mark.parametrize(
    "head", ["The Hon Ida Lund MP\nDeputy Prime Minister", "Release details\n\nMinister for Ports", "Ida Lund"]
)
def test_a_page_without_a_title_has_none(head: str) -> None:
    assert read(f"{head}\n\n4 May 2031").title is None


@pytest.mark.parametrize(
    ("frame", "title"),
    [
        ("PRESSEKONFERENZ/204: {} (HPA)", "Hafenpressekonferenz vom 4. Mai 2031"),
        ("HPA/31: {}", "Briefing by the Harbour Spokesperson"),
    ],
)
def test_a_title_alone_on_a_line_stands_for_its_frame(frame: str, title: str) -> None:
    assert read(f"{frame.format(title)}\n\nIm Wortlaut\n{title}").title == title


def test_the_day_in_front_of_a_title_is_its_field() -> None:
    found = read("date 2031-05-04 Media availability of the minister at the lock")
    assert (found.title, found.date) == ("Media availability of the minister at the lock", dt.date(2031, 5, 4))


def test_a_name_goes_on_below_as_who_was_interviewed_by_whom() -> None:
    head = "Ida Lund\n\ninterviewed on 4 May 2031 by\n\nTor Hagen (Orla Radio)"
    assert read(head).title == "Ida Lund interviewed on 4 May 2031 by Tor Hagen (Orla Radio)"


def test_a_state_ends_a_title_in_capitals() -> None:
    head = "HARBOUR COUNCIL\n\nFINAL STATEMENT OF THE SUMMIT\nON THE TIDES IN\nTHE REPUBLIC OF QUORVANIA\n\n4 May 2031"
    assert read(head).title == "FINAL STATEMENT OF THE SUMMIT ON THE TIDES IN THE REPUBLIC OF QUORVANIA"


def test_topics_with_a_stroke_are_no_path() -> None:
    head = "Daily Briefing - 4 May 2031\n\nIDA LUND\n\nNORTH / SOUTH\nReadout of Call"
    assert read(head).title == "Daily Briefing - 4 May 2031"


def test_a_wrapped_paragraph_holds_no_title() -> None:
    prose = (
        "The ministers of the seven harbours of the coast gathered for their\n"
        "Summit on 4 May 2031 in the old customs house of Orla, where they also\n"
        "heard the pilots of the lower lock and the keepers of its lights.\n"
    )
    assert read(f"Harbours agree on a common table of tides\n\n{prose}").title == "Harbours agree on a common table of tides"


def test_a_page_named_after_its_house_has_the_title_of_its_heading() -> None:
    page = "<html><head><title>Press Release: Press Information Bureau</title></head><body><h2>{}</h2>{}</body></html>"
    turns = "".join(f"<p>{line}</p>" for line in TALK.split("\n\n") if line.strip())
    title = "The minister on the tides and what they cost us"
    assert parse_transcript(page.format(title, turns).encode(), "talk.html", TODAY).title == title


def test_a_stroke_parts_the_site_from_the_title() -> None:
    assert part_site("Joint press conference, Orla / Ministry of Ports", ()) == (
        "Joint press conference, Orla",
        "Ministry of Ports",
    )


def test_a_title_taken_for_speech_is_still_the_title() -> None:
    head = "I thank you all for coming to our harbour today, and I am glad to see you.\n\nRemarks of the minister at the lock"
    assert read(head).title == "Remarks of the minister at the lock"


@pytest.mark.parametrize("title", ["Minister Lund Visits Orla", "Keterangan Pers Menteri Lund di Orla"])
def test_a_title_with_a_speakers_name_is_more_than_the_name(title: str) -> None:
    assert read(f"{title}\n\n4 May 2031").title == title
