"""Who asks at question time, whose name an outlet stands behind with a slash, and who runs a Japanese press conference."""

from __future__ import annotations

import pytest

from archive.parsing import parse_transcript
from archive.parsing.parsed import ParsedTranscript


def _roles(text: str, name: str = "talk.txt") -> list[str]:
    return [turn.role[0] for turn in _parse(text, name).turns]


def _parse(text: str, name: str = "talk.txt") -> ParsedTranscript:
    return parse_transcript(text.encode(), name)


SAID = (
    ("Deputy Ines Moor", "Will the Minister tell the House what the ferry costs?"),
    ("Minister for Ports (Deputy Rufus Hale)", "It costs nine million a year, and the harbour pays half of it."),
    ("Deputy Ines Moor", "I did not ask who pays for it. I asked why it is late."),
    ("Deputy Rufus Hale", "The crane was late, and so is the ferry."),
    ("Deputy Orla Venn", "Which crane was it?"),
    ("Deputy Rufus Hale", "The one on the northern quay."),
)


@pytest.mark.parametrize("heading", ["Oral Questions", "Topical Issue Debate", "Ceisteanna - Questions"])
def test_ministers_answer_members_below_a_heading_for_questions(heading: str) -> None:
    speeches = "".join(f"<speech by='#x'><from>{who}</from><p>{said}</p></speech>" for who, said in SAID)
    akn = (
        "<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'><debate name='hansard'><preface>"
        f"<docTitle>Debate of the House</docTitle></preface><debateBody><debateSection name='q'>"
        f"<heading>{heading}</heading>{speeches}</debateSection></debateBody></debate></akomaNtoso>"
    )
    assert _roles(akn, "house.xml") == ["q", "a"] * 3


def test_takes_the_role_that_an_attribute_of_a_speech_gives() -> None:
    speeches = "".join(
        f"<Talk Type='{kind}'><PersonSpeaking><Name>{who}</Name></PersonSpeaking><Content><Para>{said}</Para></Content></Talk>"
        for kind, (who, said) in zip(["Question", "Answer"] * 3, SAID, strict=True)
    )
    assert _roles(f"<?xml version='1.0'?><Record><Body>{speeches}</Body></Record>", "record.xml") == ["q", "a"] * 3


def test_those_with_an_outlet_behind_a_slash_ask_and_the_others_answer() -> None:
    exchange = (
        "INES MOOR/TV19: Good morning. Magkano po ang ferry?\n\nASEC. HALE: Labing-pito po, ma'am.\n\n"
        "JOEL BRANT/DZQM: Sa Lunes po ba?\n\nASEC. HALE: Opo, sa Lunes.\n\n"
    )
    head = "Press briefing by Undersecretary Lourdes Venn with Assistant Secretary Rufus Hale\n\n4 March 2025\n\n"
    opening = "USEC. VENN: Good morning. Questions, please.\n\n"
    assert _roles(head + opening + exchange * 2) == ["s", *["q", "a"] * 4]


def test_the_press_secretary_who_only_calls_upon_reporters_runs_a_japanese_conference() -> None:
    talk = (
        "（内閣広報官）\nそれでは質問をいただきます。海潮新聞、森さん。\n\n（記者）\n海潮新聞の森です。船はいつ出ますか。\n\n"
        "（水島総理）\n月曜に出ます。港の工事は順調に進んでおります。\n\n（内閣広報官）\n続きまして、港通信、林さん。\n\n"
        "（記者）\n港通信の林です。灯台はどうなりますか。\n\n（水島総理）\n秋までに直します。\n\n"
        "（内閣広報官）\n以上をもちまして、水島総理の記者会見を終了いたします。\n"
    )
    assert _roles(f"令和6年10月9日 水島内閣総理大臣記者会見\n\n{talk}") == ["s", "q", "a", "s", "q", "a", "s"]


PAGE = (
    "An official website of the Norland Government\nHere's how you know\n\n.gov website belongs to an official organization.\n\n"
    "You have accessed part of a historical collection. Some of the information may be outdated and links may not function.\n\n",
    "Ce site utilise des cookies pour mesurer son audience. En poursuivant, vous acceptez leur utilisation.\n\n",
    "この ウェブサイトでは".replace(" ", "") + "、利便性の向上のためクッキーを使用しております。\n\n콘텐츠 영역\n\n",
)


@pytest.mark.parametrize("banner", PAGE)
def test_nobody_says_what_a_banner_above_the_page_says(banner: str) -> None:
    talk = "Q: Is the ferry late?\n\nMINISTER HALE: It is not late at all.\n\n" * 3
    found = _parse(f"{banner}Media Availability With Minister Rufus Hale\n\nMay 16, 2017\n\n{talk}")
    assert [turn.label for turn in found.turns] == ["Q", "MINISTER HALE"] * 3


def test_the_foot_of_a_mailing_list_and_a_list_of_links_are_not_said() -> None:
    said = '"Today I leave for Port Orla. We must not miss it, and I ask all of you to follow us there. Thank you."'
    mail = _parse(
        f"Prime Minister Rufus Hale made the following remarks:\n\n{said}\n\nTo unsubscribe from this list, reply with STOP.\n"
    )
    assert mail.turns[-1].text.endswith('Thank you."')
    talk = "记者：请问渡轮什么时候恢复通航？\n\n路岩松：下周一恢复通航。\n\n" * 3
    links = "相关新闻：\n\n• 港务部：渡轮将于下周恢复\n\n• 港务部发言人就灯塔发表谈话\n"
    listed = _parse(f"港务部例行记者会\n\n2021年5月6日\n\n{talk}{links}")
    assert [turn.label for turn in listed.turns] == ["记者", "路岩松"] * 3
    assert listed.turns[-1].text == "下周一恢复通航。"


def test_an_official_who_opens_with_a_question_to_the_room_does_not_ask() -> None:
    talk = (
        "Foreign Minister: Can I begin by thanking the people of Orla? We have signed a new agreement on the cable. Pat?\n\n"
        "Minister Conn: Thanks, Thea. I was out at the wharf, and the crane arrives in March. That is what this is about.\n\n"
        "Journalist: Minister, was the policing agreement raised?\n\nForeign Minister: We are open about our views.\n\n"
        "Journalist: Is that a yes?\n\nForeign Minister: It was discussed.\n\n"
    )
    assert _roles(f"Doorstop, Port Orla\n\n3 October 2023\n\n{talk}") == ["s", "s", "q", "a", "q", "a"]


@pytest.mark.parametrize(
    ("speech", "label", "said"),
    [
        ("<from>The Minister</from><p>The Minister of old said no.</p>", "The Minister", "The Minister of old said no."),
        ("<from>The Minister</from><p>The Minister: I say yes.</p>", "The Minister", "I say yes."),
        ("<p><b>Never</b> shall we agree.</p>", "venn", "Never shall we agree."),
    ],
)
def test_what_opens_a_speech_is_said_unless_it_repeats_the_label_before_a_colon(speech: str, label: str, said: str) -> None:
    body = f"<speech by='#venn'>{speech}</speech><speech by='#hale'><from>Rufus Hale</from><p>I agree.</p></speech>"
    akn = f"<akomaNtoso><debate><debateBody><debateSection>{body}</debateSection></debateBody></debate></akomaNtoso>"
    turn = _parse(akn, "house.xml").turns[0]
    assert (turn.label, turn.text) == (label, said)
