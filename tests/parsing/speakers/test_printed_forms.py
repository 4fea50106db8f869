"""Names as labels and titles print them: in other cases, with an outlet, a part, a verb of saying; words that are no name."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript
from archive.parsing.parsed import ParsedTranscript
from archive.parsing.speakers.default_speaker import titled_names
from archive.parsing.speakers.names.name_cases import nominative
from archive.parsing.speakers.offices.labels_together import part_slashed
from archive.parsing.speakers.printed_people import people_in


def _parse(text: str) -> ParsedTranscript:
    return parse_transcript(text.encode(), "forms.md")


@pytest.mark.parametrize(
    ("printed", "usual"),
    [
        ("Александра Григорьевича Лугового", "Александр Григорьевич Луговой"),
        ("Марии Владимировны Озёрной", "Мария Владимировна Озёрная"),
        ("Jana Wolskiego", "Jan Wolski"),
        ("Марка Ђурића", "Марко Ђурић"),
        ("Jovana Lukića", "Jovan Lukić"),
        ("Ерлан Сәтбаевтың", "Ерлан Сәтбаев"),
    ],
)
def test_puts_a_name_into_the_nominative_by_patronymic_or_surname(printed: str, usual: str) -> None:
    assert nominative(printed) == usual
    assert nominative(usual) == usual


def test_keeps_whose_office_it_is_out_of_a_name() -> None:
    assert list(titled_names("Интервью Президента Торвании Ивана Ивановича Лугового")) == ["Иван Иванович Луговой"]
    assert list(titled_names("Слово Президента Лугового Ивана Ивановича"))[0].startswith("Лугово")


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Dışişleri Bakanı Ayşe Arınlı'nın Torvanya Dışişleri Bakanı ile Ortak Basın Toplantısı", {"Ayşe Arınlı": "bakani"}),
        (
            "المؤتمر الصحفي لمعالي الشيخ فهد بن خليفة المناعي وزير الخارجية، وسعادة السيد جوزيف أوتينو وزير خارجية كينيا",
            {"فهد بن خليفة المناعي": "وزير الخارجية", "جوزيف أوتينو": "وزير خارجية كينيا"},
        ),
        ("وزیراعظم اسد اللہ درانی خیل نے نجی ٹی وی کو انٹرویو دیا", {"اسد اللہ درانی خیل": "وزیراعظم"}),
        ("นายธีรเดช วงศ์อนันต์ นายกรัฐมนตรี พร้อมด้วย นางสาวกมลวรรณ ศรีสุข รัฐมนตรี", {"ธีรเดช วงศ์อนันต์": "นายก", "กมลวรรณ ศรีสุข": ""}),
        ("須賀川修平 防衛大臣閣議後会見", {"須賀川修平": "防衛大臣"}),
    ],
)
def test_finds_the_people_of_a_line_and_nobody_else(line: str, people: dict[str, str]) -> None:
    found = {one.name: " ".join(one.said) for one in people_in(line)}
    assert found.keys() == people.keys()
    assert all(people[name] in said for name, said in found.items())


@pytest.mark.parametrize(
    ("label", "name", "office"),
    [
        ("Rufus Hale from Norland Television", "Rufus Hale", "Norland Television"),
        ("Ines Moor of the Tide Post", "Ines Moor", "Tide Post"),
        ("VIA ZOOM – INES MOOR/TIDE NEWS", "INES MOOR", "TIDE NEWS"),
        ("Par téléphone : Ines Moor", "Ines Moor", None),
        ("Aki Mori, Nippon Telephone, Orla", "Aki Mori", "Nippon Telephone, Orla"),
    ],
)
def test_parts_a_name_from_its_outlet_and_from_how_somebody_takes_part(label: str, name: str, office: str | None) -> None:
    parts = part_slashed(label)
    assert (parts.name, parts.office) == (name, office)


def test_knows_an_office_with_a_verb_of_saying() -> None:
    talk = "Question : Et le port ?\n\nLe ministre des Ports : Il est ouvert.\n\n"
    stated = talk.replace("Ports :", "Ports a déclaré :")
    found = _parse(f"Conférence de presse, 3 mai 2021\n\n{talk}{talk}{stated}")
    assert {turn.speaker for turn in found.turns if turn.role == "answer"} == {"Le ministre des Ports"}


@pytest.mark.parametrize("label", ["Omar Said", "Mr. Said", "Minister Said"])
def test_a_surname_like_a_verb_of_saying_is_a_name(label: str) -> None:
    talk = f"{label}: The quay is built.\n\nOmar Holm: Who pays for it?\n\n" * 3
    assert label in {turn.speaker for turn in _parse(f"Debate in Port Orla, 3 May 2021\n\n{talk}").turns}


def test_knows_who_chairs_by_the_first_label_of_the_chair() -> None:
    asked = "**NETTA RABUK (TIDE TIMES)**\n\nIs the Forum whole?\n\n**CHAIR**\n\nHe talked quite a lot.\n\n"
    found = _parse(
        "# Closing Press Conference, Harbour Forum\n\n*Port Orla — 8 September 2017*\n\n"
        f"**CHAIR – Prime Minister of Norland, Hon. Fergus Lea**\n\nWe met yesterday in Port Orla.\n\n{asked}{asked}"
    )
    assert {turn.speaker for turn in found.turns if turn.label and turn.label.startswith("CHAIR")} == {"Fergus Lea"}


@pytest.mark.parametrize(
    ("label", "name"),
    [("सुलोचना जी", "सुलोचना"), ("田中さん", "田中"), ("김하늘 장관님", "김하늘"), ("Dato' Hanif", "Dato' Hanif")],
)
def test_leaves_a_word_of_respect_behind_a_name_out_of_it(label: str, name: str) -> None:
    talk = f"{label}: 2021 is the year.\n\nQuestion: And 2022?\n\n" * 3
    assert {turn.speaker for turn in _parse(f"Briefing, 3 May 2021\n\n{talk}").turns if turn.role != "question"} == {name}


@pytest.mark.parametrize("signs", ["… जी", "\u0300 जी", "“ صاحب"])
def test_a_word_of_respect_behind_no_name_is_read(signs: str) -> None:
    talk = f"{signs}: Yes.\n\nQuestion: And 2022?\n\nMinister Lund: It will be open.\n\n" * 3
    assert _parse(f"Briefing, 3 May 2021\n\n{talk}").turns


def test_a_title_right_above_the_first_label_is_no_part_of_it() -> None:
    talk = "Kai Stef, Host: Who won the day?\nMinister Orla Venn: Nobody did, and nobody will.\n" * 3
    found = _parse(f"Interview with Orla Venn, Today Show\n{talk}")
    assert [turn.label for turn in found.turns] == ["Kai Stef, Host", "Minister Orla Venn"] * 3


def test_who_asks_for_a_living_is_nobody_who_answers_and_stands_in_the_nominative() -> None:
    talk = "- Когда уйдёт паром?\n\n- В понедельник, если позволит погода.\n\n"
    found = _parse(f"Интервью Президента Ивана Ивановича Лугового журналисту Дмитрию Горному\n\n6 августа 2020\n\n{talk}{talk}")
    assert {turn.speaker for turn in found.turns if turn.role == "question"} == {"Дмитрий Горный"}
    assert {turn.speaker for turn in found.turns if turn.role == "answer"} == {"Иван Иванович Луговой"}


def test_a_postposition_begins_no_name() -> None:
    assert people_in("وزیراعظم کا نجی ٹی وی کو انٹرویو") == []


def test_a_country_in_the_genitive_is_no_surname() -> None:
    talk = "- Когда уйдёт паром?\n\n- В понедельник, если позволит погода.\n\n"
    found = _parse(f"Интервью Президента Торвании радио «Причал»\n\n6 августа 2020\n\n{talk}{talk}")
    assert {turn.speaker for turn in found.turns} == {None}
