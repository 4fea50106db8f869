"""Letters for question and answer, in languages whose letters no list holds, and with every mark behind them."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript

HEAD = "Gesprek met minister Ilsa Brandt\n\n4 May 2024\n\n"
SAID = [
    "Komt de haven dit jaar klaar?",
    "Nee. De kade wordt gebouwd, en daarna het spoor naar het noorden, als het ijs het toelaat.",
    "Wie betaalt dat?",
    "De provincie. Niemand anders is gevraagd.",
    "Een laatste woord over de vissers.",
    "Zij houden hun haven. Dat heb ik ieder van hen gezegd.",
    "En de veerboot?",
    "Die vaart weer in mei.",
]


def read(marks: str, letters: str = "VA") -> list[tuple[str | None, str, str]]:
    talk = "\n\n".join(marks.format(letters[at % 2]) + said for at, said in enumerate(SAID))
    return [(turn.label, turn.role, turn.text) for turn in parse_transcript((HEAD + talk).encode(), "talk.txt").turns]


def expected(letters: str = "VA") -> list[tuple[str | None, str, str]]:
    return [(letters[at % 2], "question" if at % 2 == 0 else "answer", said) for at, said in enumerate(SAID)]


@pytest.mark.parametrize("marks", ["{}. ", "{}: ", "{}) ", "{} - ", "{}.- ", "({}) ", "{}   "])
def test_two_letters_alternate(marks: str) -> None:
    assert read(marks) == expected()


def test_an_indented_list_within_an_answer_has_letters_of_its_own() -> None:
    listed = "Drie dingen:\n   A. Wij bouwen de kade.\n   B. Wij leggen het spoor.\n   C. Wij betalen zelf.\nMeer niet."
    said = [*SAID[:3], listed, *SAID[4:]]
    talk = "\n\n".join(f"{'DR'[at % 2]}. {words}" for at, words in enumerate(said))
    turns = parse_transcript((HEAD + talk).encode(), "talk.txt").turns
    assert [turn.label for turn in turns] == ["D", "R"] * 4
    assert turns[3].text.startswith("Drie dingen") and turns[3].text.endswith("Meer niet.")


@pytest.mark.parametrize("letters", ["DR", "KV", "PO", "ЗВ", "ΕΑ", "TJ"])
def test_letters_of_any_language(letters: str) -> None:
    assert read("{}. ", letters) == expected(letters)


@pytest.mark.parametrize("sign", [": ", ". – "])
def test_initials_before_surnames_are_no_letters_for_question_and_answer(sign: str) -> None:
    names = ("E. MARIN", "L. KARAS")
    talk = "\n\n".join(names[at % 2] + sign + said for at, said in enumerate(SAID))
    assert [turn.label for turn in parse_transcript((HEAD + talk).encode(), "talk.txt").turns] == [*names] * 4


def test_items_of_a_list_are_no_turns() -> None:
    items = "\n\n".join(f"{letter}. The quay is built, and the railway follows." for letter in "ABCDEF")
    text = "Speech by Minister Ilsa Brandt\n\n4 May 2024\n\nWe have plans for the north, and I shall name them.\n\n" + items
    assert len(parse_transcript(text.encode(), "speech.txt").turns) == 1


def test_prose_about_the_interview_above_letters_is_nobodys() -> None:
    lead = (
        "Il vertice si è chiuso lunedì. Il ministro Ivo Brandt ne parla nel suo studio, "
        "con il telefono che non smette di vibrare e molte carte sul tavolo.\n\n"
    )
    talk = "\n\n".join("DR"[at % 2] + ". " + said for at, said in enumerate(SAID))
    turns = parse_transcript(("Intervista\n\n4 maggio 2024\n\n" + lead + talk).encode(), "talk.txt").turns
    assert turns[0].text == SAID[0]
