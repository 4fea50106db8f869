"""What stands around and between the turns, and where a talk begins and ends: one invented page for each habit."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript
from tests.parsing.labels.test_label_forms import labels, page, turns
from tests.parsing.labels.test_label_settings import html, labels_of, texts


def test_a_newspapers_lead_above_questions_in_bold_is_no_speech() -> None:
    text = html(
        "The minister receives us in a small office above the ferry terminal.",
        "<b>Will the harbour stay open?</b>",
        "It will stay open all winter, and that is decided.",
        "<b>And the lamp?</b>",
        "The lamp will be lit at Christmas, as it was before.",
    )
    assert texts(text, "talk.html")[0] == "Will the harbour stay open?"


def test_whom_to_call_below_the_talk_is_no_speaker() -> None:
    text = html(
        "<b>Question:</b> Who sails?",
        "<b>Ilsa Varga:</b> We all sail.",
        "<b>Question:</b> When?",
        "<b>Ilsa Varga:</b> At noon.",
        "<b>Piet Waal</b><br>Spokesperson for Harbours<br>+32 (0) 555 123 456<br>piet.waal@harbours.example",
    )
    assert labels_of(text) == ["Question", "Ilsa Varga"] * 2
    assert texts(text, "talk.html")[-1] == "At noon."


@pytest.mark.parametrize(
    "closed",
    [
        "The House adjourned at 15:41.",
        "(Schluss: 10.11 Uhr)",
        "הישיבה ננעלה בשעה 10:18.",
        "Møtet hevet kl. 10.06.",
        "La séance est levée à 18 heures.",
        "Se levanta la sesión a las doce.",
        "La seduta termina alle 12.40.",
        "Debate concluded.",
        "Sluiting 16.05 uur",
        "The Senate adjourned until Tuesday, 9 May.",
    ],
)
def test_nobody_says_when_a_sitting_ended_or_what_stands_below(closed: str) -> None:
    text = page(
        "The SPEAKER: We begin.",
        "Ms D KOLLER: I thank the Chair.",
        "The SPEAKER: Thank you, members.",
        closed,
        "Annex\nList of members\nAnna Koller\nRolf Winter",
    )
    assert texts(text)[-1] == "Thank you, members."


def test_that_a_sitting_ends_may_be_said() -> None:
    text = page(
        "The SPEAKER: We begin.",
        "Ms D KOLLER: I thank the Chair.",
        "The SPEAKER: The sitting is closed.\n\nThe meeting is adjourned.",
    )
    assert texts(text)[-1].endswith("The meeting is adjourned.")


def test_what_the_clerk_did_and_the_clock_between_turns_is_said_by_nobody() -> None:
    text = page(
        "The SPEAKER: Call the roll.",
        "The assistant clerk proceeded to call the roll.",
        "[09:05:02]",
        "Ms D KOLLER: Present.",
        "The SPEAKER: Thank you.",
    )
    assert texts(text) == ["Call the roll.", "Present.", "Thank you."]


def test_a_language_above_words_is_no_speaker() -> None:
    text = page(
        "Mr B HOLM: I speak first.",
        "Afrikaans:",
        "Ek praat ook.",
        "English:",
        "That is all.",
        "The SPEAKER: Thank you.",
        "Mr B HOLM: Once more.",
        "The SPEAKER: No.",
    )
    assert labels(text) == ["Mr B HOLM", "The SPEAKER"] * 2
    assert "Afrikaans" not in texts(text)[0]


def test_names_where_a_typists_take_ends_are_no_labels_and_no_words() -> None:
    head = "UNREVISED RECORD\nHARBOUR ASSEMBLY\nWednesday, 22 May 2013 Take: {}"
    parts = [
        "Debate on the Harbour",
        head.format(375),
        "START OF DAY",
        "Ms D KOLLER: Hon Speaker, the pier was closed for nine weeks.",
        "The MINISTER OF HARBOURS / ann",
        "END OF TAKE",
        head.format(376),
        '"Main Chamber",Unrevised Record,22 May 2013,"[Take-376] [Main Chamber][NAC-Logger][mm].doc"',
        "Ms D KOLLER",
        "The MINISTER OF HARBOURS: It was closed for repairs.",
        "Ms D KOLLER / src / END OF TAKE",
        head.format(377),
        "Ms D KOLLER: For nine weeks?",
        "The SPEAKER: Thank you.",
        "Ms D KOLLER: I have done.",
    ]
    assert turns("\n\n".join(parts)) == [
        ("Ms D KOLLER", "Hon Speaker, the pier was closed for nine weeks."),
        ("The MINISTER OF HARBOURS", "It was closed for repairs."),
        ("Ms D KOLLER", "For nine weeks?"),
        ("The SPEAKER", "Thank you."),
        ("Ms D KOLLER", "I have done."),
    ]


@pytest.mark.parametrize("mark", [" ENDS", " END", " – Fin –", " 끝.", "  <끝>", "（完）", " [END]"])
def test_an_end_mark_right_behind_the_last_words_is_none_of_them(mark: str) -> None:
    assert texts(page("VARGA: Ask me.", "REPORTER: Who sails?", f"VARGA: We all sail.{mark}"))[-1] == "We all sail."


def test_a_last_word_that_ends_is_said() -> None:
    assert (
        texts(page("VARGA: Ask me.", "REPORTER: And the war?", "VARGA: It ends. Ends for good."))[-1] == "It ends. Ends for good."
    )


def test_a_heading_with_a_bracket_stands_between_few_turns() -> None:
    above = ["外務大臣会見記録", "令和5年9月29日", "【山野外務大臣】灯台について申し上げます。", "以上です。"]
    text = "\n\n".join([*above, "北の港の情勢（漁船の航行）", "【東港新聞　水沢記者】漁船について伺います。"])
    assert texts(text)[0].endswith("以上です。")


def test_the_head_of_a_hearing_is_no_opening() -> None:
    text = (
        "HEARING ON THE LAMPS\n\nMAY 4, 2021\n\nU.S. Senate,\nCommittee on Lamps,\nWashington, D.C.\n\n"
        "The committee met, pursuant to notice, at 10:15 a.m., in room 4,\nHon. Ella Pruitt, chairman of the committee, "
        "presiding.\n\n"
        "Present: Senators Pruitt, Oakes, and Hume.\n\n"
        "The CHAIRMAN: We begin.\n\nSenator OAKES: I thank the chairman.\n\nThe CHAIRMAN: We close."
    )
    assert labels(text) == ["The CHAIRMAN", "Senator OAKES", "The CHAIRMAN"]


def test_a_section_mark_ends_the_opening_words_above_it() -> None:
    above = ["I. 모두 발언", "안녕하십니까? 정례브리핑을 시작하겠습니다.", "장관은 내일 북항을 방문할 예정입니다."]
    below = ["<질문> 언제 돌아옵니까?", "<답변> 모레 돌아옵니다.", "<질문> 누가 갑니까?", "<답변> 모두 갑니다."]
    opening = turns("\n".join([*above, "II. 질의 및 응답", *below]))[0]
    assert opening == (None, "\n\n".join(above[1:]))


def test_a_title_about_answers_to_journalists_is_no_label() -> None:
    text = "\n\n".join(["外交部发言人林安书就港口会谈答记者问", "2021-05-02", "问：会谈何时举行？", "答：本周举行。"])
    assert labels(text) == ["问", "答"]


@pytest.mark.parametrize("clock", ["Kl. 13:02", "kl. 13.02", "um 13:02 Uhr", "klo 13.02"])
def test_the_clock_between_speeches_is_said_by_nobody(clock: str) -> None:
    text = page(
        "Formanden (Bente Ravn):\nForhandlingen er åbnet.",
        clock,
        "Aksel Thy (V):\nTak, formand.",
        clock,
        "Formanden (Bente Ravn):\nTak.",
    )
    assert texts(text) == ["Forhandlingen er åbnet.", "Tak, formand.", "Tak."]


def test_whom_the_media_may_call_below_the_end_is_no_speaker() -> None:
    text = page(
        "VARGA: I take questions.",
        "JOURNALIST: When?",
        "VARGA: In July. Thanks, everyone.",
        "ENDS",
        "MEDIA CONTACTS:\nMinister's office: (02) 5550 0123",
        "DEPARTMENT:\nmedia@harbour.example",
    )
    assert labels(text) == ["VARGA", "JOURNALIST", "VARGA"]


def test_witnesses_and_an_item_of_the_agenda_are_no_turns() -> None:
    text = page(
        "1. Bill on lighthouses, first reading of the house.",
        "Witnesses: Olive Penn and Douglas Strang.",
        "The CHAIR: We begin with the bill.",
        "Douglas Strang: I thank the Chair.",
        "The CHAIR: We close.",
    )
    assert labels(text) == ["The CHAIR", "Douglas Strang", "The CHAIR"]


def test_the_foot_of_a_page_is_nobodys() -> None:
    head = "May 3, 2023            HARBOUR DEBATES            {}"
    middle = [f"The Speaker: I say it for the {at}th time." for at in range(4, 16)]
    above = [
        head.format(1),
        "Harbour Record",
        "The Speaker: We begin.",
        "Ms Moor: I rise.",
        *middle,
        "Ms Moor: We wrote and await the",
    ]
    foot = "_" * 40 + "\nDisclaimer: for information only.\nA copy may be obtained."
    text = "\n\n".join([*above, foot, head.format(2), "reply.", "The Speaker: Order!"])
    assert [said.replace("\n\n", " ") for said in texts(text)[-2:]] == ["We wrote and await the reply.", "Order!"]


def test_an_opening_may_begin_with_all_right() -> None:
    text = page(
        "All right, good afternoon, everyone.",
        "**Lamps",
        "Two of them are lit again.",
        "Question: Which?",
        "Spokesman: The northern ones.",
        "Question: When?",
        "Spokesman: Last night.",
    )
    assert turns(text)[0] == (None, "All right, good afternoon, everyone.\n\nTwo of them are lit again.")


@pytest.mark.parametrize(
    "greeting",
    [
        "Пані та панове, спершу кілька слів.",
        "גבירותיי ורבותיי, תחילה כמה מילים.",
        "Signore e signori, prima qualche parola.",
        "Dámy a pánové, nejprve pár slov.",
    ],
)
def test_an_opening_may_address_the_hall_in_any_language(greeting: str) -> None:
    assert turns(page(greeting, "Question: Who sails?", "Answer: All.", "Question: When?", "Answer: Now."))[0] == (None, greeting)


def test_a_wrapped_paragraph_that_tells_what_follows_is_no_speech() -> None:
    text = (
        "Transcript of remarks by the Harbour Secretary\n\n"
        "Following is the transcript of remarks by the Harbour Secretary,\n"
        "Ms Ilsa Varga, at a media session after meeting the captains today\n"
        "(May 10):\n\n"
        "Harbour Secretary: Good afternoon. We shall keep the ferry.\n\n"
        "Reporter: When does it sail?\n\n"
        "Harbour Secretary: It sails at noon.\n"
    )
    parsed = parse_transcript(text.encode(), "talk.txt")
    assert [turn.label for turn in parsed.turns] == ["Harbour Secretary", "Reporter", "Harbour Secretary"]
    assert {turn.speaker for turn in parsed.turns if turn.label == "Harbour Secretary"} == {"Ilsa Varga"}
