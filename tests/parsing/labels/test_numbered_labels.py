"""A word for who asks or answers and a number behind it are a label, whatever mark ends them."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript

HEAD = "Interview with Foreign Minister Ilsa Varga\n7 March 2021\n\n"
FORMS = [
    "Question {}. ",
    "Question {}.- ",
    "Question {}) ",
    "Question {} – ",
    "Question {} / ",
    "Question ({}). ",
    "Question No. {} - ",
    "Question #{}. ",
    "Question n° {}. ",
    "Question {}: ",
    "QUESTION {} ",
    "{}. Question. ",
    "Q{}. ",
    "Q{} ",
    "Frage {}. ",
    "Frage Nr. {}. ",
    "Pregunta {}.- ",
    "Pregunta nº {}. ",
    "Вопрос {}. ",
    "Вопрос № {}. ",
    "問{}．",
    "질문 {}. ",
    "السؤال {}. ",
]
ENDS = {"one": ("One", "Two"), "roman": ("I", "II"), "arabic": ("١", "٢"), "wide": ("１", "２")}


def talk(first: str, second: str) -> list[tuple[str, str, str | None]]:
    text = (
        f"{HEAD}{first}What of the harbour?\n\nMinister Varga: The harbour is open again since Monday.\n\n"
        f"{second}Will the fleet sail?\n\nMinister Varga: It will sail in May.\n"
    )
    return [(turn.role, turn.text, turn.speaker) for turn in parse_transcript(text.encode(), "talk.txt").turns]


TWO_PAIRS = [
    ("question", "What of the harbour?", None),
    ("answer", "The harbour is open again since Monday.", "Ilsa Varga"),
    ("question", "Will the fleet sail?", None),
    ("answer", "It will sail in May.", "Ilsa Varga"),
]


@pytest.mark.parametrize("form", FORMS)
def test_a_numbered_question_is_a_turn_of_its_own(form):
    assert talk(form.format(1), form.format(2)) == TWO_PAIRS


@pytest.mark.parametrize("pair", ENDS.values(), ids=ENDS.keys())
def test_the_number_may_be_a_word_or_of_other_digits(pair):
    assert talk(f"Question {pair[0]}. ", f"Question {pair[1]}. ") == TWO_PAIRS


def test_numbered_answers_follow_numbered_questions():
    text = HEAD + "\n\n".join(
        ["Question 1. Who sails?", "Answer 1. We sail.", "Question 2. And who rows?", "Answer 2. They row.", "Thank you."]
    )
    turns = parse_transcript(text.encode(), "talk.txt").turns
    assert [(turn.label, turn.role) for turn in turns][:4] == [
        ("Question 1", "question"),
        ("Answer 1", "answer"),
        ("Question 2", "question"),
        ("Answer 2", "answer"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Question 2 was about the fleet, and I answered it.",
        "Chapter 2. The fleet sails in May.",
        "Press 1 to ask a question of the minister.",
        "Article 3. Every ship has a master.",
        "Questions. I have many.",
    ],
)
def test_a_sentence_that_begins_like_one_stays_with_its_speaker(line):
    text = f"{HEAD}Minister Varga: The harbour is open.\n\n{line}\n\nReporter: Why?\n\nMinister Varga: It was time.\n"
    turns = parse_transcript(text.encode(), "talk.txt").turns
    assert [turn.text for turn in turns] == [f"The harbour is open.\n\n{line}", "Why?", "It was time."]
