"""Which person the head of a transcript gives each label that is an office alone; names in other cases; credited interviewers."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript
from archive.parsing.speakers.casting import OfficeCast, fit
from archive.parsing.speakers.interviewers import interviewer_in
from archive.parsing.speakers.names.name_cases import basic_form, before_event
from archive.parsing.speakers.offices.office_forms import bases_of
from archive.parsing.speakers.printed_people import people_in

TWO = {
    "Briefing by Orla Venn, Chief Spokesperson; Tam Reed, Deputy Chief Spokesperson": {
        "Chief Spokesperson": "Orla Venn",
        "Deputy Chief Spokesperson": "Tam Reed",
    },
    "Point de presse du Premier ministre Jean Delorme et de la ministre des Ports Lise Garrec": {
        "LE PREMIER MINISTRE": "Jean Delorme",
        "LA MINISTRE": "Lise Garrec",
    },
    "RUEDA DE PRENSA DE LA MINISTRA DE PUERTOS Y PORTAVOZ DEL GOBIERNO, ELENA MARÍN LAGO, Y DEL MINISTRO DE PESCA, DIEGO PONS": {
        "Portavoz": "ELENA MARÍN LAGO",
        "Ministro": "DIEGO PONS",
    },
    "Medverkande: statsminister Erik Sander, sjöfartsminister Karin Holm. Moderator: pressekreterare Johan Ek.": {
        "Statsministern": "Erik Sander",
        "Sjöfartsministern": "Karin Holm",
        "Pressekreteraren": "Johan Ek",
    },
    "Konferencja prasowa ministra portów Tomasza Gralewskiego i rzecznika prasowego Pawła Wronieckiego": {
        "Minister": "Tomasz Gralewski",
        "Rzecznik": "Paweł Wroniecki",
    },
    "Kovács Péter miniszterelnök és Szabó Anna külügyminiszter sajtótájékoztatója": {
        "Miniszterelnök": "Kovács Péter",
        "Külügyminiszter": "Szabó Anna",
    },
    "Dışişleri Bakanı Kemal Arıkan'ın ve Bakanlık Sözcüsü Elif Doğan'ın basın toplantısı": {
        "Bakan": "Kemal Arıkan",
        "Sözcü": "Elif Doğan",
    },
    "מסיבת עיתונאים של שר החוץ דן לוין וראש הממשלה יעל כהן": {"שר החוץ": "דן לוין", "ראש הממשלה": "יעל כהן"},
    "Pääministeri Laura Hietamäen ja ulkoministeri Antti Virtasen tiedotustilaisuus": {"Ulkoministeri": "Antti Virtanen"},
}
ONE = [
    ("Sajtos: nothing here", "Moderator", None),
    ("Juhataja: Piret Salu", "Juhataja", "Piret Salu"),
    ("وزير الموانئ فيصل المهيري في مؤتمر صحفي", "الوزير", "فيصل المهيري"),
    ("نشست خبری سخنگوی وزارت امور خارجه سارا کریمی با خبرنگاران", "سخنگو", "سارا کریمی"),
    ("საგარეო საქმეთა მინისტრის გიორგი ბერიძის ბრიფინგი", "მინისტრი", "გიორგი ბერიძე"),
    ("ԱԳ նախարար Արամ Սարգսյանի մամուլի ասուլիսը", "Նախարար", "Արամ Սարգսյան"),
    ("የውጭ ጉዳይ ሚኒስትር ዳዊት ተስፋዬ መግለጫ", "ሚኒስትሩ", "ዳዊት ተስፋዬ"),
    ("외교부 대변인 김민수 정례브리핑", "대변인", "김민수"),
    ("รัฐมนตรีว่าการกระทรวงการต่างประเทศ นายสมชาย ใจดี แถลงข่าว", "รัฐมนตรี", "สมชาย ใจดี"),
    ("Брифінг речниці МЗС Олени Кравчук", "Речниця", "Олена Кравчук"),
    ("Valsts prezidenta Jāņa Bērziņa preses konference", "Prezidents", "Jānis Bērziņš"),
    ("Briefing by John Doe, spokesman of the President", "The President", None),
    ("Briefing by Ana Doe, Deputy Minister of Ports", "The Minister", None),
    ("Keterangan Pers Presiden RI usai Meninjau Pelabuhan Tanjung Selatan", "Presiden", None),
    ("Ministro de Puertos, Unión Europea y Pesca", "Ministro", None),
]


@pytest.mark.parametrize(("line", "cast"), TWO.items(), ids=lambda value: value[:24] if isinstance(value, str) else "")
def test_each_office_is_the_person_named_with_it(line, cast):
    given = OfficeCast([line], cast, ())
    assert {label: given.holder(label) for label in cast} == cast


@pytest.mark.parametrize(("line", "label", "person"), ONE)
def test_an_office_is_the_person_named_with_it_or_nobody(line, label, person):
    assert OfficeCast([line], [label], ()).holder(label) == person


def test_a_person_of_another_label_is_not_given_away():
    line = "Press conference of Minister Ilsa Vance and Minister Tom Reed"
    assert OfficeCast([line], ["The Minister"], ["vance"]).holder("The Minister") == "Tom Reed"
    assert OfficeCast([line], ["The Minister"], ()).holder("The Minister") is None


def test_an_office_fits_its_other_forms_and_no_other_office():
    assert fit("Statsministern", ["statsminister"]) > fit("Ministro", ["ministra"]) > 0
    assert fit("Minister", ["prime", "minister"]) == 0
    assert fit("Presidente", ["portavoz", "del", "presidente"]) == 0
    assert "pressekreterare" in bases_of("pressekreteraren")


def test_the_office_stands_before_names_or_behind_them_throughout_a_line():
    ahead = people_in("Til stede: havneminister Astrid Haug og NATOs generalsekretær Luc Verne")
    assert [(one.name, one.said[-1]) for one in ahead] == [("Astrid Haug", "havneminister"), ("Luc Verne", "generalsekretær")]
    behind = people_in("M. Antoine DELORME, Président de la République, M. Luc VERNE, Premier ministre")
    assert [one.said[0] for one in behind] == ["président", "premier"]


@pytest.mark.parametrize(
    ("name", "behind", "nominative"),
    [
        ("Karin Thorells", ["presskonferens"], "Karin Thorell"),
        ("Laura Hietamäen", ["tiedotustilaisuus"], "Laura Hietamäki"),
        ("Anna Roberts", ["interview"], "Anna Roberts"),
        ("Anna Allen", ["speech"], "Anna Allen"),
    ],
)
def test_a_genitive_before_an_event_becomes_a_nominative(name, behind, nominative):
    assert before_event(name, behind) == nominative


def test_a_name_takes_the_form_that_another_line_prints():
    assert basic_form("Antti Kaukorannan", ["Antti Kaukoranta"]) == "Antti Kaukoranta"
    assert basic_form("John Roberts", ["Mary Robert"]) == "John Roberts"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Propos recueillis par Luc Renard. Reproduit avec l'accord du journal.", "Luc Renard"),
        ("Entrevistadora: Elena Lago", "Elena Lago"),
        ("Интервью взяла Ольга Крав", "Ольга Крав"),
        ("(Fonte: Corriere del Porto - di Marta Galli)", "Marta Galli"),
        ("聞き手：山田太郎", "山田太郎"),
        ("Das Gespräch führten Anna Holm und Karl Moor.", None),
        ("Interview: Foreign Minister Jan Molnar", None),
        ("Interview with the Minister", None),
    ],
)
def test_the_interviewer_is_the_one_person_credited(line, name):
    assert interviewer_in([line]) == name


def _speakers(text: str) -> list[str | None]:
    return [turn.speaker for turn in parse_transcript(text.encode(), "talk.txt").turns]


def test_nameless_questions_of_an_interview_are_the_credited_interviewers():
    text = """Interview with the Minister for Ports, Ilsa Vance

Published 4 May 2022. Interview by Tom Reed.

QUESTION: When will the harbour open?

MINISTER: It opens in the spring, as we have said before.

QUESTION: And the ferry?

MINISTER: The ferry follows in the summer, when the pier is ready.
"""
    assert _speakers(text) == ["Tom Reed", "Ilsa Vance"] * 2


def test_the_document_is_believed_before_the_authority_table():
    text = """UNITED NATIONS
Daily Press Briefing

3 November 2021

The following is a transcript of today's briefing by Orla Venn, Spokesman for the Secretary-General.

Question: Will the ferry sail tomorrow?

Spokesman: It will sail as planned, we were told this morning.

Question: And on Friday?

Spokesman: I have nothing to announce for Friday.
"""
    assert _speakers(text) == [None, "Orla Venn", None, "Orla Venn"]


def test_a_label_that_holds_another_label_is_an_office_and_a_name():
    text = """Press conference, 4 May 2022

Ohjaaja Maria Lind: Good morning, we begin with the harbour and the ferry.

Question: When will the harbour open?

Tom Reed: It opens in the spring, as we have said before.

Ohjaaja: Next question, please.

Question: And the ferry?

Tom Reed: The ferry follows in the summer.
"""
    assert _speakers(text)[0] == "Maria Lind"
    assert _speakers(text)[3] == "Maria Lind"


def test_a_surname_with_particles_is_found_in_the_title():
    text = """Press conference of prime minister Jan Willem van Ostade, 5 March 2021

VAN OSTADE: Good afternoon. The cabinet spoke about the harbour today.

VERHAGE (NOS): When will it open?

VAN OSTADE: It opens in the spring, as we have said before.
"""
    assert _speakers(text) == ["Jan Willem van Ostade", "Verhage", "Jan Willem van Ostade"]
