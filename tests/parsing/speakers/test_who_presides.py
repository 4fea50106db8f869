"""Chairs who answer, hosts before listeners, hearings and visits, at invented events."""

from __future__ import annotations

from archive.parsing import parse_transcript
from archive.parsing.parsed import ParsedTranscript


def read(title: str, *turns: str) -> ParsedTranscript:
    return parse_transcript("\n\n".join([title, "4 May 2031", *turns]).encode(), "talk.txt")


def roles(title: str, *turns: str) -> str:
    return "".join(turn.role[0] for turn in read(title, *turns).turns)


def test_a_chair_who_answers_those_who_ask_is_no_moderator() -> None:
    asked = ["RUTH SIMMS. Ruth Simms, Harbour Ledger. How much is it?", "CHAIR HOLM. It is a part of it, and a small one."]
    more = ["NICK TAMBLE. Nick Tamble, Quay Courier. Do you wait?", "CHAIR HOLM. We are not in any hurry this year."]
    turns = ["CHAIR HOLM. Good afternoon. We left the rate as it was.", "ANN LOCK. Thank you. Let’s go to Ruth.", *asked]
    assert (
        roles("Transcript of Chair Holm’s Press Conference", *turns, "ANN LOCK. Let's go to Nick.", *more, *more)
        == "ssqa" + "sqaqa"
    )


def test_a_host_before_listeners_opens_gives_the_floor_and_closes() -> None:
    talk = [
        "Ella Quist: Good evening, everyone, and welcome. Minister, you have ten minutes.",
        "Sigrun Hall: Thank you, Ella. I want to speak of cables and cod, and of little else.",
        "Ella Quist: That was short. What did you do that morning?",
        "Sigrun Hall: I rang the harbour, and then I rang the cod.",
        "Ella Quist: Let's take some questions. The lady in red.",
        "Question: Will Norland vote again?",
        "Sigrun Hall: By the year 2033 at the latest.",
        "Question: And who should pay?",
        "Sigrun Hall: Those who use the cables.",
        "Ella Quist: Minister, thank you very much. Please join me in thanking our speaker.",
    ]
    found = read("Small States: A Conversation with Norland's Foreign Minister", *talk)
    assert "".join(turn.role[0] for turn in found.turns) == "ssqasqaqas"
    assert found.kind == "meeting"


def test_a_member_goes_on_after_a_witness_without_a_question_mark() -> None:
    talk = [
        "Chair: Is there still a policy for the coast?",
        "Lord Tunn: There is a policy, and it is a long one.",
        "Chair: How long?",
        "Lord Tunn: Longer than the life of this House.",
        "Abel Rash: Is the fleet now weaker than it was?",
        "Lord Tunn: It is an expensive fleet, as all fleets are.",
        "Abel Rash: With respect, Minister, that was not my question.",
        "Lord Tunn: Then the answer is yes.",
        "Chair: On that note, we conclude. Thank you both.",
    ]
    assert roles("Harbours Committee - Oral evidence: The coast", *talk) == "qaqaqaqas"


def test_a_guest_and_a_host_who_talk_are_at_a_meeting() -> None:
    talk = ["唐海：上次我們有聊過燈塔？", "李碼頭：對，107年。", "唐海：這陣子都好嗎？", "李碼頭：都好，謝謝您。"] * 2
    found = read("2031-05-04 李碼頭來訪", *talk)
    assert {turn.role for turn in found.turns} == {"statement"}
    assert found.kind == "meeting"


def test_one_person_with_a_full_name_and_a_part_of_it_is_one_who_answers() -> None:
    talk = ["Ivar Moor: Good afternoon, all of you.", "Reporter: Who sails?", "Moor: We do.", "Reporter: When?", "Moor: At noon."]
    assert roles("Press conference", *talk) == "sqaqa"
