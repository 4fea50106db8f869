"""Names printed in forms of many countries, and offices that another label or the authority table resolves. All are invented."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.parsing import parse_transcript
from archive.parsing.labels.asker_labels import named_asker
from archive.parsing.speakers.names.name_cases import inflected_alike
from archive.parsing.speakers.offices.authority import shipped_authority
from archive.parsing.speakers.offices.label_parts import part_office
from archive.parsing.speakers.offices.labels_together import part_slashed


def speakers(text: str) -> dict[str | None, str | None]:
    return {turn.label: turn.speaker for turn in parse_transcript(text.encode(), "talk.txt").turns}


@pytest.mark.parametrize(
    ("label", "office", "name"),
    [
        ("ANA LIMA/TIDE NEWS", "TIDE NEWS", "ANA LIMA"),
        ("Sunucu Elif Kaya", "Sunucu", "Elif Kaya"),
        ("Menhub Wahyu Darmosuto", "Menhub", "Wahyu Darmosuto"),
        ("Președintele Republicii Lituania, Martin Jurka", "Președintele Republicii Lituania", "Martin Jurka"),
        ("港航管理局副局长、新闻发言人 林晓棠", "港航管理局副局长、新闻发言人", "林晓棠"),
        ("Governor/Minister Ana Lima", "Governor/Minister", "Ana Lima"),
    ],
)
def test_labels_are_parted_in_the_forms_of_many_countries(label, office, name):
    parts = part_slashed(label)
    assert (parts.office, parts.name) == (office, name)


@pytest.mark.parametrize("label", ["SEC. DELA PEÑA", "MS. DELOS SANTOS"])
def test_a_particle_and_a_surname_behind_a_title_are_no_full_name(label):
    assert part_office(label).honorific_only


@pytest.mark.parametrize(
    ("label", "asker"),
    [
        ("Phóng viên Báo Bến Cảng", ("phóng viên", "Báo Bến Cảng")),
        ("Journalist (off microphone)", None),
        ("Journaliste (hors micro)", None),
        ("Phóng viên Nguyễn Thu", None),
    ],
)
def test_who_asks_is_named_by_the_outlet_and_not_by_the_microphone(label, asker):
    assert named_asker(label) == asker


def test_an_office_is_its_holder_whom_another_label_names_with_it():
    text = """Transcript of Special Briefing by Secretary (East)

August 02, 2019

Official Spokesperson, Shri Devendra Kulkar: Good evening. Secretary (East) will brief you on the visit.

Secretary (East), Smt. Vasudha Nambar: Thank you. The visit went well.

Question: Was fishing discussed?

Secretary (East): It was, and at length.

Question: When will they meet again?

Secretary (East): We hope before the end of the year.
"""
    assert speakers(text)["Secretary (East)"] == "Vasudha Nambar"


def test_the_field_of_an_office_is_no_part_of_the_name_behind_it():
    text = """Ministers discuss the reef

21 September 2023

Minister of the Sea Tevita Folan and Environment Minister Helena Kaori met reporters at Ocean House.

FOLAN: We have agreed to close the reef to trawlers for five years.

KAORI: It is a good day for the reef.

Q: Who will watch it?

FOLAN: Two boats and one aeroplane.
"""
    assert speakers(text)["FOLAN"] == "Tevita Folan"


def test_a_shorter_form_of_a_name_is_the_longer_one_of_another_label():
    text = """Conferencia de prensa de la secretaria de Puertos

19 de agosto de 2022

SECRETARIA DE PUERTOS, LUCERO IBARRA MONTES: Buenos días. Hoy presentamos el programa para los puertos.

PREGUNTA: ¿Cuánto va a costar?

LUCERO IBARRA: Cerca de doscientos millones.

PREGUNTA: ¿Y quién lo hará?

LUCERO IBARRA: Habrá una licitación.
"""
    assert set(speakers(text).values()) == {"Lucero Ibarra Montes", None}


def test_a_name_in_another_case_is_that_of_a_label():
    assert inflected_alike("Остапа Гавриленка", ["Остап Гавриленко", "Олег Журба"]) == "Остап Гавриленко"
    assert inflected_alike("Остапа Гавриленка", ["Олег Журба"]) is None


def test_the_table_knows_australian_offices_and_first_ladies():
    table = shipped_authority()
    prime_minister = table.alone("PM", "AU", dt.date(2009, 6, 30))
    first_lady = table.alone("THE FIRST LADY", "US", dt.date(2022, 5, 17))
    assert prime_minister is not None and prime_minister.person == "Kevin Rudd"
    assert first_lady is not None and first_lady.person == "Jill Biden"
    assert table.alone("PM", "AU", dt.date(2013, 6, 27)) is None  # a day of change


def test_an_intervention_in_a_mexican_transcript_asks_and_a_voice_does_not():
    text = """Versión estenográfica de la conferencia de prensa

19 de agosto de 2022

PRESIDENTA REGINA OLVES: Buenos días. Hoy vamos a informar sobre los puertos.

VOZ MUJER: El puerto de Santa Lumbre es hoy una realidad.

PRESIDENTA REGINA OLVES: Vamos a las preguntas.

PREGUNTA: ¿Habrá aumento?

PRESIDENTA REGINA OLVES: Lo estamos revisando.

INTERVENCIÓN: ¿Para cuándo?

PRESIDENTA REGINA OLVES: Para mayo.
"""
    turns = parse_transcript(text.encode(), "talk.txt").turns
    said = {turn.label: (turn.role, turn.speaker) for turn in turns}
    assert said["INTERVENCIÓN"] == ("question", None)
    assert said["VOZ MUJER"] == ("statement", None)
