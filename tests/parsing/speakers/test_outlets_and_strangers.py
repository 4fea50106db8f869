"""Who asks for an outlet, and names that must not be led to somebody else; every text is invented."""

from __future__ import annotations

import pytest

from archive.parsing import ParsedTranscript, parse_transcript
from archive.parsing.speakers.names.uncased_scripts import part_han
from archive.parsing.speakers.voices import is_newsroom


def read(*paragraphs: str, name: str = "talk.txt") -> ParsedTranscript:
    return parse_transcript("\n\n".join(paragraphs).encode(), name)


def speakers(parsed: ParsedTranscript) -> dict[str | None, str | None]:
    return {turn.label: turn.speaker for turn in parsed.turns}


@pytest.mark.parametrize("guest", ["President Amaru-Holm", "President Okoye", "President D’Arles"])
def test_a_surname_that_nobody_in_the_head_bears_is_led_to_nobody(guest: str) -> None:
    parsed = read(
        "Prime Minister and President hold a press conference in Orla",
        f"Transcript of the press conference given by Prime Minister Tomas Arvidal and {guest}.",
        "4 May 2021",
        "Prime Minister: Welcome to Orla. We have had good talks about the ferry.",
        f"{guest}: Thank you. I came with a long list of wishes.",
        "Question: When does the ferry sail?",
        "Prime Minister: It sails at noon.",
        f"{guest}: I shall be on board.",
    )
    found = speakers(parsed)
    assert found["Prime Minister"] == "Tomas Arvidal"
    assert found[guest] == guest


@pytest.mark.parametrize(
    ("label", "who"),
    [
        ("Question (BBC)", None), ("Question (HRT)", None), ("Question (VARGA)", "Varga"), ("Journaliste (Radio Marée)", None),
        ("Spørger (TV 4)", None), ("سؤال (قناة المرفأ)", None), ("Pergunta (Ana Lima, Rádio Cais)", "Ana Lima"),
        ("Question (Mr Holm)", "Holm"), ("خبرنگار موج", "خبرنگار موج"),
    ],
)  # fmt: skip
def test_brackets_behind_a_word_for_asking_name_a_person_and_no_outlet(label: str, who: str | None) -> None:
    parsed = read(
        "Press conference of Minister Tomas Arvidal",
        f"{label}: When does the ferry sail?",
        "Arvidal: It sails at noon.",
        "Question: Who pays?",
        "Arvidal: We do.",
    )
    assert parsed.turns[0].speaker == who


@pytest.mark.parametrize(
    ("asks", "label"),
    [
        ("Spørger", "Statsminister Dahl"), ("Водещ", "Министър Колев"), ("الصحفية", "السيد سالم العامري"),
        ("Dziennikarze", "Minister Kowal"), ("提問者", "山野外務大臣"), ("संवाददाता", "विदेश मंत्री"),
    ],
)  # fmt: skip
def test_words_for_who_asks_are_no_names(asks: str, label: str) -> None:
    talk = [f"{asks}: A?", f"{label}: B."] * 3
    parsed = read("4 May 2021", *talk)
    asked = [turn for turn in parsed.turns if turn.label == asks]
    assert len(asked) == 3
    assert {(turn.role, turn.speaker) for turn in asked} == {("question", None)}


@pytest.mark.parametrize(
    ("label", "asks"),
    [
        ("harbour daily", True), ("agencia marea", True), ("خبرگزاری کارون", True), ("телеканал маяк", True),
        ("lantern tv", True),
        ("daily", False), ("john herald", False), ("news minister", False), ("radio", False), ("tomas arvidal", False),
    ],
)  # fmt: skip
def test_a_news_organisation_is_told_by_a_word_of_its_name(label: str, asks: bool) -> None:
    assert is_newsroom(label) is asks


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("海港办新闻局副局长、新闻发言人 林晓棠", ("海港办新闻局副局长、新闻发言人", "林晓棠", False)),
        ("发布人 孟庆舟", ("发布人", "孟庆舟", False)),
        ("港航总局国际合作司司长 罗安澜", ("港航总局国际合作司司长", "罗安澜", False)),
        ("山田 太郎", None),
        ("孟庆舟", None),
    ],
)
def test_a_chinese_name_stands_behind_an_office_of_any_length(label: str, parts: tuple[str, str, bool] | None) -> None:
    assert part_han(label) == parts
