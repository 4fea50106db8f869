"""Who speaks, where an office's field, a phrase, a number or a unit stands where names stand."""

from __future__ import annotations

import pytest

from archive.parsing import ParsedTranscript, parse_transcript
from archive.parsing.labels.asker_labels import named_asker
from archive.parsing.speakers.casting import OfficeCast
from archive.parsing.speakers.named import named_in
from archive.parsing.speakers.offices.label_parts import part_office
from archive.parsing.speakers.printed_people import people_in
from archive.parsing.speakers.roster import listed_in


def read(*paragraphs: str) -> ParsedTranscript:
    return parse_transcript("\n\n".join(paragraphs).encode(), "talk.txt")


@pytest.mark.parametrize(
    "label",
    [
        "JEFA DE PRENSA",
        "Secretário de Imprensa",
        "CHEF DE PRESSE",
        "Jefe de Protocolo",
        "Primer ministro de Portugal",
        "CANCILLER DE BOLIVIA",
        "SAYIN BAKANIMIZ",
        "Sayın Cumhurbaşkanımız",
        "Başkanımız",
        "Sözcümüz",
    ],
)
def test_an_office_of_a_field_a_country_or_ours_is_no_name(label: str) -> None:
    parts = part_office(label)
    assert (parts.office, parts.name) == (label, None)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("MINISTRO DE LUNA", "LUNA"),
        ("Presidente de Klerk", "Klerk"),
        ("Minister van Holm", "van Holm"),
        ("Sayın Yılmaz", "Yılmaz"),
    ],
)
def test_a_surname_behind_a_particle_stays_a_name(label: str, name: str) -> None:
    assert part_office(label).name == name


@pytest.mark.parametrize(
    "line", ["Minister Arvidal: Mit Norland verbindet uns viel", "Minister Arvidal: Z Norlandią mamy kłopot"]
)
def test_no_person_begins_with_a_preposition(line: str) -> None:
    assert [one.name for one in people_in(line)] == []
    assert listed_in(line) == []


@pytest.mark.parametrize("name", ["Van Osten Brandel", "Su Arvidal", "Z. Norlander"])
def test_particles_initials_and_surnames_begin_names(name: str) -> None:
    assert [one.name for one in people_in(f"Minister {name}: We sail")] == [name]


def test_a_counterpart_in_an_arabic_title_is_no_name() -> None:
    parsed = read(
        "المؤتمر الصحفي لوزير الموانئ مع نظيره القبرصي",
        "الوزير سامر الحلو: أهلاً بكم في الميناء.",
        "الوزير القبرصي: شكراً لكم.",
        "سؤال: متى تبحر العبارة؟",
        "الوزير القبرصي: غداً.",
    )
    assert [turn.speaker for turn in parsed.turns if turn.label == "الوزير القبرصي"] == ["الوزير القبرصي"] * 2


@pytest.mark.parametrize(
    ("label", "asker"),
    [
        ("Q1 – Harbour Azi", ("q", "Harbour Azi")),
        ("Question, Deutsche Küste-Nord", ("question", "Deutsche Küste-Nord")),
        ("Question 2: Ines Moor", ("question", "Ines Moor")),
        ("Q3 – unidentified", None),
        ("QUESTION – TARIFFS", None),
        ("Q. Holm", None),
    ],
)
def test_the_word_and_the_number_of_a_question_are_no_part_of_who_asks(label: str, asker: tuple[str, str] | None) -> None:
    assert named_asker(label) == asker


def test_who_asks_for_an_outlet_stands_behind_it() -> None:
    parts = part_office("Coast Television – Ines Moor")
    assert (parts.office, parts.name) == ("Coast Television", "Ines Moor")


def test_a_unit_on_the_line_above_is_no_part_of_a_name() -> None:
    passages = ["Commander Tomas Brandel, Joint Operations Ana Arvidal, Moderator", "Ana Arvidal, Moderator"]
    assert OfficeCast(passages, ["Moderator"], ()).holder("Moderator") == "Ana Arvidal"
    longer = ["Losa Ana Arvidal (Moderator)", "Losa Ana Arvidal, Moderator", "Ana Arvidal, Moderator"]
    assert OfficeCast(longer, ["Moderator"], ()).holder("Moderator") == "Losa Ana Arvidal"


def test_letters_in_brackets_behind_a_surname_are_no_part_of_it() -> None:
    assert [one.name for one in named_in(["Sprecher: StS Brandel (BReg), Dr. Arvidal (AA), Dr. Ana Holm (BMdI)"])] == ["Ana Holm"]
