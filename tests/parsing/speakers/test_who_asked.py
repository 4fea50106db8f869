"""Who asks in an interview whose questions bear no name, and short labels of people named in full elsewhere."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript
from archive.parsing.speakers.names.asking_persons import asking_person
from archive.parsing.speakers.names.full_names import index_names
from archive.parsing.speakers.names.name_cases import nominative
from archive.parsing.speakers.names.named_askers import asker_named
from archive.parsing.speakers.names.short_names import by_initials, initials_and_name
from archive.parsing.speakers.names.uncased_scripts import is_han_office, named_han
from archive.parsing.speakers.offices.label_parts import is_full_name, part_office
from archive.parsing.speakers.offices.labels_together import parts_of


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Minister Ivo Brandel answered questions put by Keiko Tarumi, Harbour News.", "Keiko Tarumi"),
        ("(Transcript of the interview with Miranda Quell, broadcast on Monday.)", "Miranda Quell"),
        ("By Shenali Wikramage", "Shenali Wikramage"),
        ("di Marzella Bellodini", "Marzella Bellodini"),
        ("Intervē Ilze Brikmeta.", "Ilze Brikmeta"),
        ("Realizator: Anca Teodoru-Russo.", "Anca Teodoru-Russo"),
        ("Разговор је водила Снежана Кодрић.", "Снежана Кодрић"),
        ("Сұхбаттасқан – Гүлжан Өмірова", "Гүлжан Өмірова"),
        ("Հարցազրույցը վարել է Լուսինե Աբովյանը։", "Լուսինե Աբովյան"),
        ("Mhe. Waziri alihojiwa na mtangazaji Zuhura Mwinyiko wa Redio Pwani.", "Zuhura Mwinyiko"),
        ("Translated by Anna Berg", None),
        ("Courtesy: The Sunday Lantern spoke to the minister", None),
        ("Interview with Ivo Brandel", None),
        ("Rossia Harbour International Information Agency asked the minister", None),
    ],
)
def test_the_lines_around_an_interview_name_who_asked(line: str, name: str | None) -> None:
    assert asking_person([line], {"Ivo Brandel"}, ["Good morning."]) == name


def test_two_who_may_have_asked_are_nobody() -> None:
    assert asking_person(["Questions by Ana Lima", "Questions by Nora Berg"], {"Ivo Brandel"}, []) is None


def test_whom_the_answers_address_has_asked() -> None:
    lines = ["Interview with Miranda Quell", "Interview with Nora Berg"]
    assert asking_person(lines, {"Ivo Brandel"}, ["Thank you, Miranda."]) == "Miranda Quell"


INTERVIEW = """Ambassador Tarek Woldas on Harbour Radio

(Full transcript of the interview with Miranda Quell, broadcast live on Monday 30 March 2009.)

BBC: Ambassador, are your ships back?

Ambassador Woldas: Thank you for having me. They are not back.

BBC: The reports came from three elders.

Ambassador Woldas: I respect the elders.

BBC: Thank you.

Ambassador Woldas: Thank you, Miranda.
"""


def test_an_outlet_that_asks_alone_is_the_interviewer() -> None:
    turns = parse_transcript(INTERVIEW.encode(), "interview.txt").turns
    assert [turn.speaker for turn in turns] == ["Miranda Quell", "Tarek Woldas"] * 3


def test_a_number_of_people_who_ask_are_no_interviewer() -> None:
    text = "Conference of ports\n\n7 May 2010\n\nBy Ana Lima\n\n" + "".join(
        f"QUESTION: Is quay {n} open?\n\n{who}: It is open.\n\n" for n, who in enumerate(["Ivo Brandel", "Nora Berg"] * 3)
    )
    assert {turn.speaker for turn in parse_transcript(text.encode(), "ports.txt").turns if turn.label == "QUESTION"} == {None}


@pytest.mark.parametrize(
    ("name", "basic"),
    [
        ("Ерасыл Бекенұлының", "Ерасыл Бекенұлы"),
        ("Լուսինե Աբովյանի", "Լուսինե Աբովյան"),
        ("გიორგი ტარაშვილის", "გიორგი ტარაშვილი"),
        ("Elvin Sadıqovun", "Elvin Sadıqov"),
        ("Στέφανο Λαγουδάκη", "Στέφανος Λαγουδάκης"),
    ],
)
def test_a_surname_tells_its_case(name: str, basic: str) -> None:
    assert nominative(name) == basic


@pytest.mark.parametrize(
    ("surname", "line", "name"),
    [
        ("Thornwick", "Thornwick, Hon. Edwin, Ambassador-at-Large, Department of State.     3", "Edwin Thornwick"),
        ("Carrow", "Hon. Yvandra Carrow, Prime Minister of the Isles; Dr Ugo Baptist, Secretary-General", "Yvandra Carrow"),
        ("Salvater", "I invite the following briefers: Ms. Marinés Salvater, Special Representative", "Marinés Salvater"),
        ("Даничев", "Министар спољних послова Ратибор Даничев био је гост.", "Ратибор Даничев"),
    ],
)
def test_a_title_before_a_name_tells_whose_surname_a_label_is(surname: str, line: str, name: str) -> None:
    assert index_names([surname], [line], []).full_names(surname) == [name]


def test_initials_may_be_two_letters_of_a_given_name() -> None:
    assert initials_and_name("ΣΤ. ΛΑΓΟΥΔΑΚΗΣ") == ("ΣΤ. ", "ΛΑΓΟΥΔΑΚΗΣ")
    assert by_initials("ΣΤ. ", "ΛΑΓΟΥΔΑΚΗΣ", ["Στέφανος Λαγουδάκης"]) == "Στέφανος Λαγουδάκης"
    assert by_initials("ΣΤ. ", "ΛΑΓΟΥΔΑΚΗΣ", ["Σοφία Λαγουδάκης"]) is None


def test_a_label_ends_in_another_label() -> None:
    parts = parts_of(["Prime Minister of Norlandia Inga Solheim", "Inga Solheim", "财政署副署长 柏承安", "柏承安"])
    assert parts["Prime Minister of Norlandia Inga Solheim"].name == "Inga Solheim"
    assert parts["财政署副署长 柏承安"].name == "柏承安"


def test_brackets_behind_a_part_name_who_has_it() -> None:
    assert part_office("Moderator (Gita Stone, Government Spokesperson)").name == "Gita Stone"


@pytest.mark.parametrize("name", ["République de Moldanie", "신년 기자회견 질의응답"])
def test_states_and_events_are_no_persons(name: str) -> None:
    assert not is_full_name(name)


def test_bodies_in_chinese_characters_are_offices() -> None:
    assert is_han_office("財政司司長") and is_han_office("商務及經濟發展局局長") and not is_han_office("柏承安")
    assert ("梁卓安", "財政司司長") in list(named_han("以下為財政司司長梁卓安今日（三月三日）出席電台節目後的談話。"))
    assert ("서도운", "대통령") in list(named_han("영빈관에서 서도운 대통령의 신년 기자회견이 열렸습니다."))


def test_a_single_name_before_an_outlet_asks() -> None:
    assert asker_named("Question (Kiyo, NHK)", "Kiyo, NHK") == "Kiyo"


COUNCIL = """Harbour Council

President:  Mr. Bensaal . . . . . . . . . . . . (Norland)
Members:    Isles . . . . . . . . . . . . . . . Mr. Arosena

22 January 2025

The President: The Council will now begin its consideration of the item on its agenda.

Mr. Arosena (Isles): We support the request for the ships of the harbour.

The President: There are no further speakers on my list for today.
"""


def test_a_list_of_members_names_the_president_by_surname() -> None:
    turns = parse_transcript(COUNCIL.encode(), "council.txt").turns
    assert [turn.speaker for turn in turns] == ["Mr. Bensaal", "Mr. Arosena", "Mr. Bensaal"]


JOINT = """Conférence de presse conjointe avec le Président de la République de Moldanie

Le Président de la République Hector de Saint-Vallon et le Président Petru Codreano ont tenu une conférence de presse.

LE PRÉSIDENT : Merci beaucoup. Nous avons vu des rues.

LE PRÉSIDENT DE MOLDANIE : Merci. Un voisin proche vaut mieux.

JOURNALISTE : Est-ce que vous livrerez des canons ?

LE PRÉSIDENT : Six de plus.

LE PRÉSIDENT DE MOLDANIE : Faites le compte.
"""


def test_of_two_presidents_the_host_is_named_first() -> None:
    turns = parse_transcript(JOINT.encode(), "conference.txt").turns
    assert {turn.label: turn.speaker for turn in turns}["LE PRÉSIDENT"] == "Hector de Saint-Vallon"
