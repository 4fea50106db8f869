"""Labels that only those beside them make plain, feet of pages, questions in bold; who asks and runs a session by place."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.parsing import ParsedTranscript, parse_transcript

TODAY = dt.date(2026, 11, 1)
TITLE = "Press briefing by Foreign Minister Ilka Moren, 4 March 2021"


def read(text: str, name: str = "talk.txt") -> ParsedTranscript:
    return parse_transcript(text.encode(), name, TODAY)


def labels(parsed: ParsedTranscript) -> list[str | None]:
    return [turn.label for turn in parsed.turns]


def talk(odd: str, said: str = "Will the night boat sail this winter?") -> str:
    turns = [
        "MOREN: Good morning, and thank you for coming to the harbour.",
        "Tide Post: Why was the meeting put off?",
        "MOREN: The pier will be open again in the spring, and the dues will stay.",
        f"{odd}{said}",
        "MOREN: There is still a good deal of work to do here.",
        "Wave Radio: What part do you see for the small ports?",
        "MOREN: Thank you all.",
    ]
    return "\n\n".join([TITLE, *turns])


@pytest.mark.parametrize(
    "odd",
    ["Harbour herald: ", "Nina Lott. ", "Nina Lott - ", "Nina Lott | ", "Nina Lott\t", "[Nina Lott] ", "Nina Lott (Tide Post) "],
)
def test_a_label_between_two_turns_of_one_speaker(odd: str) -> None:
    parsed = read(talk(odd))
    assert len(parsed.turns) == 7
    assert (parsed.turns[3].text, parsed.turns[3].role) == ("Will the night boat sail this winter?", "question")


def test_a_known_label_before_another_sign() -> None:
    text = talk("Tide Post – ").replace("MOREN: There is", "MOREN - There is")
    assert labels(read(text)) == ["MOREN", "Tide Post", "MOREN", "Tide Post", "MOREN", "Wave Radio", "MOREN"]


@pytest.mark.parametrize("said", ["And, Chancellor Roth - you know it. ", "We spoke. ", "A question for Roth: ", "One thing: "])
def test_words_that_only_look_like_a_label(said: str) -> None:
    text = talk("Wave Radio: ", "Who pays?").replace("There is still", f"It is so.\n\n{said}There is still")
    assert len(read(text).turns) == 7


@pytest.mark.parametrize(
    "foot",
    [
        "Contact:\nMinistry of Harbours\nTel.: 00-00-1111",
        "- סוף -",
        "Source: Tide Post\nPhoto: MFA\n\nOther news\nMoren meets the ambassador",
        "Contacts\nIn Northport: press@harbours.example\nFor more information, please visit: www.harbours.example",
        "Lantern Building\n460 Pier Road\nNorthport\n0084",
        "Previous: Briefing of Friday, 26 February 2021\nCopyright Ministry of Harbours 2021",
        "Page views: 318\nGo back",
    ],
)
def test_the_foot_below_the_last_turn(foot: str) -> None:
    parsed = read(f"{talk('Wave Radio: ')}\n\n{foot}")
    assert [turn.text for turn in parsed.turns][-1] == "Thank you all."


def test_a_list_at_the_end_that_a_colon_announces_is_said() -> None:
    parsed = read(talk("Wave Radio: ").replace("Thank you all.", "I name three ports:\n\nNorthport\n\nHolm\n\nVaska"))
    assert parsed.turns[-1].text.endswith("Vaska")


def test_questions_in_bold_between_labelled_answers() -> None:
    turns = [
        "<p><b>My first question is about the boat. Will it sail?</b></p><p><b>And who will pay for it?</b></p>",
        "<p><b>Moren:</b> It will sail. The town pays.</p><p>We said so in March.</p>",
        "<p><b>Are the dues to fall?</b></p><p><b>Moren:</b> No, they stay as they are.</p>",
        "<p><b>Do you need a law for that?</b></p><p><b>Moren:</b> Not at all. Thank you.</p>",
    ]
    parsed = read(f"<html><body><h1>{TITLE}</h1>{''.join(turns)}</body></html>", "talk.html")
    assert [turn.role for turn in parsed.turns] == ["question", "answer"] * 3
    assert parsed.turns[0].text.endswith("And who will pay for it?")


def test_names_alone_in_round_brackets() -> None:
    said = "（記者）\n港についてお伺いします。いつ開きますか。\n\n（山野大臣）\n春に開きます。詳細は後ほどお知らせします。"
    text = f"山野大臣記者会見\n\n（司会）\nそれでは、御質問をいただきます。\n\n{said}\n\n（司会）\n次の方、どうぞ。\n\n{said}"
    assert labels(read(text)) == ["司会", "記者", "山野大臣", "司会", "記者", "山野大臣"]


def test_who_asks_behind_the_question() -> None:
    text = "\n\n".join(
        [TITLE, "Spokesperson: Ms. Ilka Moren", "Spokesperson: Good morning to you all."]
        + ["Question: Will it sail? (Nina Lott, Tide Post)\n\nAnswer: It will, in the spring." for _ in range(2)]
    )
    parsed = read(text)
    assert labels(parsed) == ["Spokesperson", "Question", "Answer", "Question", "Answer"]
    assert parsed.turns[1].text == "Will it sail?"


def test_who_asks_and_who_runs_the_session_by_place() -> None:
    turns = [
        "Nora Lind: Welcome to the house of the harbour.",
        "Minister Ilka Moren: Good morning. The pier opens in spring.",
        "Nora Lind: We have some time left for you now.",
        "Reporter: Will the boat sail this winter?",
        "Minister Ilka Moren: It will, if the council agrees.",
        "Nora Lind: The gentleman at the back of the room.",
        "Pavel Hora: You said that the dues would fall. Is that your view?",
        "Minister Ilka Moren: It is, and it was last week.",
        "Pavel Hora: I had heard something else from the town.",
        "Minister Ilka Moren: Then you heard wrong.",
        "Nora Lind: Good bye, and a good way home.",
    ]
    roles = [turn.role[0] for turn in read("\n\n".join([TITLE, *turns])).turns]
    assert "".join(roles) == "sssqasqaqas"


def test_a_radio_holds_no_office() -> None:
    turns = [
        "ALI (PWANI FM): What of the port?",
        "MINISTER MOREN: It opens in spring.",
        "ALI: And the dues?",
        "MINISTER MOREN: They stay.",
    ]
    parsed = read("\n\n".join(["Interview with Minister Ilka Moren, 4 March 2021", *turns]))
    assert [turn.role for turn in parsed.turns] == ["question", "answer"] * 2


@pytest.mark.parametrize(
    "above", ["Home › Media › Interviews", "Current Affairs / Statements - Speeches", "Harbour Communication Service"]
)
def test_a_title_below_whose_page_it_is(above: str) -> None:
    assert read(f"{above}\n\n{talk('Wave Radio: ')}").title == TITLE


def test_captioned_text_is_no_quotation() -> None:
    turns = [
        ">> REPORTER: Will the boat\nsail?",
        ">> MOREN: It will sail in the\nspring.",
        ">> REPORTER: Who pays?",
        ">> MOREN: The town does.",
    ]
    parsed = read("\n\n".join([TITLE, "A page about it.", *turns]))
    assert labels(parsed) == ["REPORTER", "MOREN"] * 2
    assert parsed.turns[1].text.endswith("spring.")


def test_numbered_words_for_a_question_in_mid_line() -> None:
    text = (
        "SPOKESWOMAN: Good morning to you all. QUESTION 1: When will it sail?\n\nSPOKESWOMAN: In spring.\n\nQUESTION 2: Who pays?"
    )
    parsed = read(f"{TITLE}\n\n{text} SPOKESWOMAN: The town pays for it.")
    assert labels(parsed) == ["SPOKESWOMAN", "QUESTION 1", "SPOKESWOMAN", "QUESTION 2", "SPOKESWOMAN"]
