"""Only who asks has a label, or only who answers."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript

HEAD = "Interview with Minister Ilsa Brandt\n\n4 May 2024\n\n"
TALK = [
    ("Does the port open this year?", "It does. The quay is built, and the railway to the north follows."),
    ("Your critics call it too dear. Who pays for it?", "The province and the port.\n\nHalf each, and nobody else was asked."),
    ("And the fishermen?", "They keep their harbour. I have said so to each of them."),
    ("Thank you for your time.", "It was a pleasure, and I shall come again."),
]
ALL = [said for pair in TALK for said in pair]


def read(talk: str, name: str = "talk.txt") -> list[tuple[str | None, str, str]]:
    return [(turn.label, turn.role, turn.text) for turn in parse_transcript((HEAD + talk).encode(), name).turns]


@pytest.mark.parametrize("setting", ["{}: {}\n\n{}", "**{}:** {}\n\n{}", "{} – {}\n\n{}"])
def test_answers_without_a_label_below_a_named_asker(setting: str) -> None:
    talk = "\n\n".join(setting.format("Nora Veld", *pair) for pair in TALK)
    roles = ("question", "answer")
    assert read(talk, "talk.md") == [(None if at % 2 else "Nora Veld", roles[at % 2], said) for at, said in enumerate(ALL)]


def test_the_guest_of_the_title_answers() -> None:
    talk = HEAD + "\n\n".join(f"Nora Veld: {asked}\n\n{said}" for asked, said in TALK)
    assert {turn.speaker for turn in parse_transcript(talk.encode(), "talk.txt").turns if turn.role == "answer"} == {
        "Ilsa Brandt"
    }


def test_several_named_askers() -> None:
    talk = "\n\n".join(
        f"{name}: {asked}\n\n{said}" for name, (asked, said) in zip(["Nora Veld", "Ivar Holm", "Ines Moor"], TALK, strict=False)
    )
    assert [role for _, role, _ in read(talk)] == ["question", "answer"] * 3


@pytest.mark.parametrize("setting", ["{}\n\nIlsa Brandt: {}", "{}\n\n**Ilsa Brandt:** {}", "{}\n\nBRANDT. – {}"])
def test_questions_without_a_label_above_a_named_answerer(setting: str) -> None:
    turns = read("\n\n".join(setting.format(*pair) for pair in TALK), "talk.md")
    assert [(role, text) for _, role, text in turns] == [(("question", "answer")[at % 2], said) for at, said in enumerate(ALL)]


def test_a_speaker_announced_again_who_asks_seldom_keeps_all_words() -> None:
    said = "We have built a quay.\n\nWho would have thought it?\n\nNow the railway follows."
    assert [role for _, role, _ in read("\n\n".join(f"Ilsa Brandt: {said}" for _ in range(4)))] == ["statement"] * 4
