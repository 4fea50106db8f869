"""Interviews that nothing marks: neither labels nor bold type, only paragraphs that ask and paragraphs that answer."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript

HEAD = "Interview with Minister Ilsa Brandt\n\n4 May 2024\n\nThe minister received us in Port Orla.\n\n"
TALK = [
    "What comes next for the port?",
    "A new quay, and then a railway to the north. We have waited for both for a very long time, as everybody here knows.",
    "When will the first train leave?",
    "In the spring, I hope, if the ice lets us. The engineers tell me that the bridge is almost ready.",
    "Who pays for it?",
    "The province and the port, half each. Nobody else was asked, and nobody else will be.",
    "And the fishermen?",
    "They keep their harbour. I have said so to each of them, and I say it again today.",
]


def roles(text: str, name: str = "talk.txt") -> list[tuple[str, str]]:
    return [(turn.role, turn.text) for turn in parse_transcript(text.encode(), name).turns]


def expected(talk: list[str]) -> list[tuple[str, str]]:
    return [("question" if at % 2 == 0 else "answer", said) for at, said in enumerate(talk)]


def test_paragraphs_that_ask_alternate_with_answers() -> None:
    assert roles(HEAD + "\n\n".join(TALK)) == expected(TALK)


def test_a_page_of_such_paragraphs_is_read_too() -> None:
    body = "".join(f"<p>{said}</p>" for said in TALK)
    page = f"<html><body><article><h1>Interview with Minister Ilsa Brandt</h1><p>4 May 2024</p>{body}</article></body></html>"
    assert roles(page, "talk.html") == expected(TALK)


def test_what_the_interviewer_says_between_is_theirs_where_turns_alternate() -> None:
    talk = [
        *TALK[:4],
        "So you agree with the engineers.",
        "On this one point, yes, and I have told them so myself more than once.",
        *TALK[4:],
    ]
    assert roles(HEAD + "\n\n".join(talk)) == expected(talk)


@pytest.mark.parametrize("share", [1, 3])
def test_a_speech_that_asks_now_and_then_stays_whole(share: int) -> None:
    told = "We have built a quay, and we shall build a railway, because the north has waited for long enough."
    speech = [paragraph for asked in TALK[:6:2] for paragraph in (*[told] * share, asked, told)]
    text = "Speech by Minister Ilsa Brandt\n\n4 May 2024\n\n" + "\n\n".join(speech)
    assert [turn.role for turn in parse_transcript(text.encode(), "speech.txt").turns] == ["statement"]


def test_paragraphs_with_a_sign_before_them_are_marked_and_not_read_so() -> None:
    marked = [f"¬R¬ {said}" if at % 2 == 0 else f"¬V¬ {said}" for at, said in enumerate(TALK)]
    assert all(role == "statement" for role, _ in roles(HEAD + "\n\n".join(marked)))


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_dashes_alone_begin_turns_without_blank_lines_too(between: str) -> None:
    said = [
        "- Minister, what are the priorities of your visit?",
        "- Water, energy and transport. We have signed three agreements.",
        "- And will the border crossing at Hallen open?",
        "-It will open in the autumn, when the works are finished.",
    ]
    text = f"Interview of the Minister Lena Orbeck\n\nThe minister spoke in Port Orla.\n{between.join(said)}\n"
    assert [(turn.role, turn.text[:5]) for turn in parse_transcript(text.encode(), "talk.txt").turns] == [
        ("question", "Minis"),
        ("answer", "Water"),
        ("question", "And w"),
        ("answer", "It wi"),
    ]
