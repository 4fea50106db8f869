"""Who speaks, where names stand beside countries, fields, days and places, in leads, bylines and brackets."""

from __future__ import annotations

import pytest

from archive.parsing import ParsedTranscript, parse_transcript
from archive.parsing.speakers.interviewers import interviewer_in
from archive.parsing.speakers.offices.label_parts import part_office
from archive.parsing.speakers.printed_people import people_in


def read(*paragraphs: str) -> ParsedTranscript:
    return parse_transcript("\n\n".join(paragraphs).encode(), "talk.txt")


def speakers(parsed: ParsedTranscript) -> dict[str | None, str | None]:
    return {turn.label: turn.speaker for turn in parsed.turns}


@pytest.mark.parametrize(
    ("passage", "names"),
    [
        ("Keterangan Pers Presiden RI Surya Adinata Sebelum Kunjungan, 2 Mei 2021, di Medan, Laut Utara", ["Surya Adinata"]),
        ("Ministro Ana Lima fala em Cais Novo, Baía Longa, na terça", ["Ana Lima"]),
        ("Посол России в Республике Аркадии В.П.Черемной ответил на вопросы", ["В.П.Черемной"]),
        ("وزير الخارجية وشؤون الموانئ سامر الحلو ووزيرة خارجية النرويج كارين سولبرغ", ["سامر الحلو", "كارين سولبرغ"]),
        ("נשיא קפריסין ניקוס פפאס אמר אתמול", ["ניקוס פפאס"]),
        ("بهرام نیکو، سخنگوی وزارت، صبح امروز دوشنبه در نشست خبری", ["بهرام نیکو"]),
        ("WAZIRI WA MAMBO YA NJE NEEMA KILONZO", ["NEEMA KILONZO"]),
        ("Moderator: Radio Coast", []),
        ("Intervista al Ministro Bassani (Il Faro, 3 maggio)", []),
    ],
)  # fmt: skip
def test_days_places_fields_and_outlets_are_no_persons(passage: str, names: list[str]) -> None:
    assert [one.name for one in people_in(passage)] == names


@pytest.mark.parametrize(
    ("label", "office", "name"),
    [
        ("נשיא קפריסין פפאס", "נשיא קפריסין", "פפאס"),
        ("ראש ממשלת יוון קרליס", "ראש ממשלת יוון", "קרליס"),
        ("وزير الخارجية وشؤون المغتربين سامر الحلو", "وزير الخارجية وشؤون المغتربين", "سامر الحلو"),
        ("한바다 합참 공보실장", "합참 공보실장", "한바다"),
    ],
)
def test_a_country_or_a_field_behind_an_office_is_no_name(label: str, office: str, name: str) -> None:
    parts = part_office(label)
    assert (parts.office, parts.name) == (office, name)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Συνέντευξη του Υπουργού στον δημοσιογράφο Νίκο Καρέλη", "Νίκο Καρέλη"),
        ("Ефір веде Тарас Гнатюк.", "Тарас Гнатюк"),
        ("Entrevista concedida à jornalista Ana Lima, da Rádio Cais", "Ana Lima"),
        ("Interview with Ines Moor, Tide Radio Breakfast", "Ines Moor"),
        ("She gave an interview to Ines Moor of Tide News on Sunday.", "Ines Moor"),
        ("di Marta Galli", "Marta Galli"),
        ("Interview with Ines Moor, Minister for Ports", None),
        ("Remarks by Ines Moor at the harbour", None),
    ],
)
def test_a_lead_or_a_byline_names_who_interviews(line: str, name: str | None) -> None:
    assert interviewer_in([line]) == name


@pytest.mark.parametrize(
    ("title", "label", "name"),
    [
        (
            "Entrevista do Ministro dos Portos, Otávio Brandel Lemos, em Cais",
            "Ministro Brandel Lemos",
            "Otávio Brandel Lemos",
        ),
        ("Déclaration du Président Rogério Falcone Pratel à Port-Neuf", "Le Président Falcone Pratel", "Rogério Falcone Pratel"),
    ],
)
def test_two_surnames_behind_an_office_are_the_person_of_the_title(title: str, label: str, name: str) -> None:
    parsed = read(title, "4 May 2021", f"{label}: Good day to all.", "Question: Who pays?", f"{label}: We do.")
    assert speakers(parsed)[label] == name


@pytest.mark.parametrize(
    ("first", "again", "name"),
    [("Interviewer (Ines Moor)", "Interviewer", "Ines Moor"), ("Entrevistadora (Ana Lima)", "Entrevistadora", "Ana Lima")],
)
def test_an_interviewer_named_once_in_brackets_asks_throughout(first: str, again: str, name: str) -> None:
    parsed = read(
        "Interview of Minister Tomas Arvidal",
        "4 May 2021",
        f"{first}: Good day. When does the ferry sail?",
        "Arvidal: It sails at noon.",
        f"{again}: Who pays?",
        "Arvidal: We do.",
        f"{again}: And who rows?",
        "Arvidal: Nobody.",
    )
    assert [turn.speaker for turn in parsed.turns if turn.role == "question"] == [name] * 3
