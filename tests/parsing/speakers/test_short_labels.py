"""Labels that say less than the document: an office alone, a given name, first letters, capitals without accents."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.parsing import parse_transcript
from archive.parsing.speakers.introductions import introduced_in, named_as
from archive.parsing.speakers.office_words import fits, is_acronym_of, office_words
from archive.parsing.speakers.short_names import by_letters, containing, plain

TODAY = dt.date(2026, 1, 1)


def speakers(text: str, name: str = "talk.txt") -> dict[str | None, str | None]:
    """Return whom the parser finds behind each label of a text."""
    return {turn.label: turn.speaker for turn in parse_transcript(text.encode(), name, today=TODAY).turns}


def talk(head: str, label: str, ask: str = "Question", foot: str = "") -> str:
    """Write a talk in which one label answers three questions."""
    answers = ("The ferry sails again on Monday morning.", "It will cost less than before.", "I have nothing to add to that.")
    asked = ("When will the ferry sail again?", "What will it cost?", "Is that all there is to say?")
    turns = [f"{ask}: {q}\n\n{label}: {a}" for q, a in zip(asked, answers, strict=True)]
    return "\n\n".join([head, *turns, foot])


@pytest.mark.parametrize(
    ("head", "label", "ask", "speaker"),
    [
        # The office in another order of words than the head prints it.
        ("Doorstop, Port Vell\n\n3 May 2022\n\nThe Hon Maud Ferrier, Minister for Fisheries", "FISHERIES MINISTER", "JOURNALIST",
         "Maud Ferrier"),
        ("Press conference, Port Vell\n\n3 May 2022\n\nSenator Maud Ferrier, Minister for Foreign Affairs", "FOREIGN MINISTER",
         "JOURNALIST", "Maud Ferrier"),
        # The end of a compound, and inflected words.
        ("Varga Ilona külügyminiszter interjúja\n\n2022. május 3.", "Miniszter", "Kérdés", "Varga Ilona"),
        ("Брифінг речника\n\n3 травня 2022 року\n\nБрифінг провела речниця МЗС Олена Ковалик.", "Речниця", "Запитання",
         "Олена Ковалик"),
        # Scripts without capitals.
        ("إحاطة المتحدث باسم وزارة الموانئ السفير سامي الجزولي\n\n3 مايو 2022", "المتحدث", "سؤال", "سامي الجزولي"),
        ("การแถลงข่าวของโฆษกกระทรวงท่าเรือ นางสาวมาลี ทะเลงาม\n\n3 พฤษภาคม 2565", "โฆษก", "ผู้สื่อข่าว", "มาลี ทะเลงาม"),
        ("विदेश मंत्रालय के प्रवक्ता श्री मोहन सागर की वार्ता\n\n3 मई 2022", "प्रवक्ता", "प्रश्न", "मोहन सागर"),
        # Behind the office, an honorific or a second office.
        ("Point de presse du 3 mai 2022\n\nDéclarations de la porte-parole, Mme Odile Varenne", "La porte-parole", "Question",
         "Odile Varenne"),
        ("Entrevista do Ministro dos Portos, Embaixador Caio Salgado\n\n3 de maio de 2022", "Ministro", "Jornalista",
         "Caio Salgado"),
        # A given name behind an honorific, as Ethiopia, Iceland and Malaysia call people; the first of two surnames.
        ("Press briefing\n\n3 May 2022\n\nThe briefing was given by Ambassador Tesfaye Worku.", "Ambassador Tesfaye", "Question",
         "Tesfaye Worku"),
        ("Press conference by Dato' Seri Rahman Haji Idris\n\n3 May 2022", "Dato' Seri Rahman", "Reporter", "Rahman Haji Idris"),
        ("Press conference\n\n3 May 2022\n\nPresent: Datuk Dr. Wong Siew Ling, Secretary General", "Datuk Wong", "Reporter",
         "Wong Siew Ling"),
        ("Conferencia de prensa de la canciller Elvira Montes Quiroga\n\n3 de mayo de 2022", "CANCILLER MONTES", "PERIODISTA",
         "Elvira Montes Quiroga"),
        # Capitals without accents.
        ("Ο Υπουργός Ναυτιλίας Σπύρος Βενιέρης στην εφημερίδα\n\n3 Μαΐου 2022", "Σ. ΒΕΝΙΕΡΗΣ", "ΔΗΜΟΣΙΟΓΡΑΦΟΣ",
         "Σπύρος Βενιέρης"),
        ("Conferencia de prensa de Julián Bermúdez\n\n3 de mayo de 2022", "BERMUDEZ", "PERIODISTA", "Julián Bermúdez"),
        # First letters, of a person and of an office.
        ("Interview: Ambassador Wilma Zeegers on tides\n\nBy Pavel Hronek (PH)\n3 May 2022", "WZ", "PH", "Wilma Zeegers"),
        ("Weekly briefing by the Principal Secretary, Dr. Njeri Kamotho\n\n3 May 2022", "PS", "Question",
         "Njeri Kamotho"),
        # Titles of the Philippines.
        ("Press briefing with Undersecretary Lorna Ilagan-Cruz\n\n3 May 2022", "USEC. ILAGAN-CRUZ", "Q", "Lorna Ilagan-Cruz"),
    ],
)  # fmt: skip
def test_the_head_tells_who_is_behind_a_short_label(head, label, ask, speaker):
    assert speakers(talk(head, label, ask))[label] == speaker


def test_two_ministers_are_told_apart_by_what_they_are_ministers_of():
    head = "Joint doorstop\n\n3 May 2022\n\nSenator Maud Ferrier, Minister for Ports\nThe Hon Colm Darcy, Minister for Defence"
    text = talk(head, "PORTS MINISTER", "JOURNALIST") + "\n\nJOURNALIST: And the navy?\n\nDEFENCE MINISTER: The navy sails too."
    assert speakers(text) == {"PORTS MINISTER": "Maud Ferrier", "DEFENCE MINISTER": "Colm Darcy", "JOURNALIST": None}


@pytest.mark.parametrize(
    "head",
    [
        "Doorstop\n\n3 May 2022\n\nThe Deputy Minister, Maud Ferrier, Minister for Ports Colm Darcy, Minister for Tides Ada Holm",
        "Doorstop\n\n3 May 2022\n\nPrime Minister Maud Ferrier was away.",
    ],
)
def test_an_office_that_several_or_none_hold_stays_as_printed(head):
    assert speakers(talk(head, "MINISTER", "JOURNALIST"))["MINISTER"] == "MINISTER"


def test_a_caption_and_a_signature_tell_who_speaks():
    page = talk("Doorstop after the meeting", "Minister", "Journalist").split("\n\n")
    turns = "".join(f"<p><b>{turn.partition(':')[0]}:</b>{turn.partition(':')[2]}</p>" for turn in page[1:] if turn)
    caption = "<figure><img src='a.jpg'><figcaption>Foreign Minister Tuva Berglind speaks to the press.</figcaption></figure>"
    html = f"<html><body><h1>{page[0]}</h1><p>3 May 2022</p>{caption}{turns}</body></html>"
    assert speakers(html, "page.html")["Minister"] == "Tuva Berglind"


@pytest.mark.parametrize(
    ("opening", "label", "speaker"),
    [
        ("Joining us today is Fisheries Secretary Ramon Abella. Secretary, please.", "SECRETARY", "Ramon Abella"),
        ("I am pleased to introduce our Consul General, Ines Mora.", "CONSUL GENERAL", "Ines Mora"),
    ],
)
def test_who_runs_the_session_introduces_who_speaks(opening, label, speaker):
    text = f"Press briefing\n\n3 May 2022\n\nMODERATOR: {opening}\n\n" + talk("", label, "Q").strip()
    assert speakers(text)[label] == speaker


def test_one_whom_the_speaker_only_mentions_is_not_the_speaker():
    text = "Doorstop\n\n3 May 2022\n\nMINISTER: I have just met Foreign Minister Ingvild Sunde of Norland.\n\n"
    assert speakers(text + talk("", "MINISTER", "JOURNALIST").strip())["MINISTER"] == "MINISTER"


@pytest.mark.parametrize(
    ("line", "word", "name"),
    [
        ("Members present: Rhys Morgan-Pugh (Chair); Nuala Devane", "chair", "Rhys Morgan-Pugh"),
        ("Jarmila Kosova, Harbour Radio (moderator)", "moderator", "Jarmila Kosova"),
        ("Host: Dr. Leila Parvin", "host", "Leila Parvin"),
        ("Interview by Pavel Hronek", "interviewer", "Pavel Hronek"),
        ("The panel is chaired by Rhys Morgan", "the chair", "Rhys Morgan"),
        ("The host country is Norland", "host", None),
    ],
)
def test_the_head_names_who_runs_the_session(line, word, name):
    assert named_as(word, [line]) == name


@pytest.mark.parametrize(
    ("label", "office", "same"),
    [
        ("Defence Minister", "Minister for Defence", True),
        ("Minister", "Minister of Ports", True),
        ("miniszter", "külügyminiszter", True),
        ("речник", "речника МЗС", True),
        ("โฆษก", "โฆษกกระทรวงท่าเรือ", True),
        ("Minister", "Prime Minister", False),
        ("Minister", "Deputy Minister for Ports", False),
        ("Secretary", "Secretary General", False),
        ("Präsident", "Ministerpräsident", False),
        ("Minister", "Ministry of Ports Spokesperson", False),
        ("Defence Minister", "Minister for Ports", False),
    ],
)
def test_an_office_is_the_same_in_other_words(label, office, same):
    assert fits(office_words(label), office_words(office)) is same


def test_first_letters_are_a_persons_or_an_offices():
    names = ["Renske Dijkstra", "Gustavo Adolfo Pineda Rojas", "Per van der Holm"]
    assert [by_letters(label, names) for label in ("RD", "GR", "P.H.", "XY", "Rd")] == [*names, None, None]
    assert is_acronym_of("PS", "Principal Secretary")
    assert is_acronym_of("DFM", "Deputy Minister of Foreign affairs") is False
    assert is_acronym_of("Ps", "Principal Secretary") is False


def test_words_within_one_full_name_mean_it():
    assert containing("Montes", ["Elvira Montes Quiroga", "Ana Lima"]) == "Elvira Montes Quiroga"
    assert containing("Ana", ["Ana Lima", "Ana Reis"]) is None
    assert plain("ΚΑΡΑΘΑΝΆΣΗΣ") == plain("Καραθανασης")


def test_only_sentences_that_introduce_name_who_speaks():
    said = [("MODERATOR", "With us today is Ports Minister Ada Holm."), ("MINISTER", "I met Ports Minister Tor Lund.")]
    assert [one.name for _, one in introduced_in(said)] == ["Ada Holm"]
