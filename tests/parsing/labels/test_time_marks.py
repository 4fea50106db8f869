"""Time marks of automatic transcripts beside the labels: whatever their form, they are neither speech nor part of a name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.parsing import parse_transcript

HEAD = "Interview with President Jonas Mirkov, 4 May 2024\n\n"
SAID = [
    ("Ilsa Brandt", "Mr. President, how do you feel about the harbour?"),
    ("Jonas Mirkov", "It was a lot of work, and we have done it together."),
    ("Ilsa Brandt", "What comes next for the port?"),
    ("Jonas Mirkov", "A new quay, and then a railway to the north."),
    ("Ilsa Brandt", "When will it open?"),
    ("Jonas Mirkov", "In the spring, I hope, if the ice lets us."),
]
Form = Callable[[int, str, str], str]


def at(turn: int) -> str:
    return f"00:00:{turn * 7:02d}"


FORMS: dict[str, Form] = {
    "range and seconds": lambda i, who, what: f"{who} {at(i)}-{at(i + 1)} (7 sec)\n{what}\n",
    "measured by a program": lambda i, who, what: f"{who} {at(i)}-{at(i + 1)} (7 sec)\nNo signal (0.{i}31)\n{what}\n",
    "range": lambda i, who, what: f"{who}  {at(i)} – {at(i + 1)}\n{what}\n\n",
    "minutes": lambda i, who, what: f"{who}  {i // 2}:{i * 7:02d}\n{what}\n\n",
    "brackets and colon": lambda i, who, what: f"{who} ({at(i)}):\n{what}\n\n",
    "behind the colon": lambda i, who, what: f"{who}: ({at(i)})\n{what}\n\n",
    "behind the colon, one line": lambda i, who, what: f"{who}: [{at(i)}] {what}\n\n",
    "line above": lambda i, who, what: f"{at(i)}.500 --> {at(i + 1)}.250\n{who}\n{what}\n\n",
    "before the name": lambda i, who, what: f"{at(i)}\t{who}\n{what}\n\n",
    "in brackets before": lambda i, who, what: f"[{at(i)}] {who}: {what}\n\n",
    "bar": lambda i, who, what: f"{who} | {at(i)}\n{what}\n\n",
    "middle dot": lambda i, who, what: f"{who} · {at(i)}\n{what}\n\n",
    "time of day": lambda i, who, what: f"{who} at {i + 1}:05 pm\n{what}\n\n",
    "below": lambda i, who, what: f"{who}\n{what}\n{at(i)}\n\n",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_time_mark_is_no_part_of_what_is_said(form: Form) -> None:
    text = HEAD + "".join(form(at, *said) for at, said in enumerate(SAID))
    parsed = parse_transcript(text.encode(), "talk.txt")
    assert [(turn.label, turn.text) for turn in parsed.turns] == SAID
    assert [turn.role for turn in parsed.turns] == ["question", "answer"] * 3


@pytest.mark.parametrize(("asks", "says"), [("P", "R"), ("D", "R"), ("В", "О")])
def test_one_question_and_its_answer_may_be_all(asks: str, says: str) -> None:
    text = f"Minister Ilsa Brandt\n4 May 2024\n\n{asks}: What comes next for the port?\n\n{says}: A new quay.\n"
    turns = parse_transcript(text.encode(), "talk.txt").turns
    assert [(turn.label, turn.role) for turn in turns] == [(asks, "question"), (says, "answer")]


def test_two_letters_with_no_question_are_no_labels() -> None:
    text = "Minutes of the board, 4 May 2024\n\nP: The plan of the northern quay.\n\nR: The report of the harbour master.\n"
    assert all(turn.label is None for turn in parse_transcript(text.encode(), "talk.txt").turns)


@pytest.mark.parametrize(
    "thanks", ["ありがとうございました。次の方に発言を許します。", "Thank you, and the next one please", "謝謝主席"]
)
def test_what_somebody_says_again_and_again_below_a_time_is_no_measure(thanks: str) -> None:
    asked = "What comes next for the port, and who pays for it?"
    talk = [("Ilsa Brandt", asked), ("Jonas Mirkov", thanks)] * 2 + [
        ("Ilsa Brandt", asked + " Tell us."),
        ("Jonas Mirkov", thanks),
    ]
    text = HEAD + "".join(f"{who}  {at(i)}\n{what}\n\n" for i, (who, what) in enumerate(talk))
    assert [turn.text for turn in parse_transcript(text.encode(), "talk.txt").turns] == [what for _, what in talk]
