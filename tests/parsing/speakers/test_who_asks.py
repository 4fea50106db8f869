"""Who asks where no label says so: by the event and by who holds an office."""

from __future__ import annotations

import datetime as dt

from archive.parsing import parse_transcript


def roles(*paragraphs: str, title: str) -> list[str]:
    text = "\n\n".join([title, "4 May 2021", *paragraphs])
    read = parse_transcript(text.encode(), "talk.txt", dt.date(2026, 1, 1))
    return [turn.role[0] for turn in read.turns]


def test_named_reporters_ask_the_spokesperson_who_asks_back() -> None:
    found = roles(
        "Ms. Ana Brandt, Spokesperson: Good day. I will take your questions. Go ahead.",
        "Osric: Osric from the Harbour Post. The lamps were put out.",
        "Ms. Ana Brandt, Spokesperson: This is on the pier?",
        "Osric: The pier, yes.",
        "Tilda: Tilda from Coast News. Will they be lit again?",
        "Ms. Ana Brandt, Spokesperson: They will be lit tonight.",
        title="Weekly briefing by the Spokesperson",
    )
    assert found == ["s", "q", "a", "q", "q", "a"]


def test_a_reporter_asks_in_greetings_and_thanks_too() -> None:
    found = roles(
        "PRESIDENT VARGA: Good evening. I take your questions.",
        "Tom Esk (Wave 7): Good evening, Madam.",
        "PRESIDENT VARGA: Good evening.",
        "Mr. Esk: Will you build the pier?",
        "PRESIDENT VARGA: We will, over ten years.",
        "Mr. Esk: Thank you, Madam.",
        title="Press conference in Port Orla",
    )
    assert found == ["s", "q", "a", "q", "a", "q"]


def test_whoever_has_no_office_interviews_one_who_has() -> None:
    found = roles(
        "BRYNN: First in our studio today is the Prime Minister. Good morning.",
        "PRIME MINISTER: Good morning, Ewan.",
        "BRYNN: Is the pier open? We have a caller on that.",
        "CALLER: Good morning. When will the dues fall?",
        "PRIME MINISTER: In the spring.",
        title="Interview with Ewan Brynn, Radio Orla",
    )
    assert found == ["q", "a", "q", "q", "a"]


def test_in_a_sitting_who_presides_asks_nobody() -> None:
    found = roles(
        "Präsidentin Dr. Ada Sommer: Ich eröffne die Sitzung. Nehmen Sie die Wahl an?",
        "Rolf Winter: Ich nehme sie an.",
        "Präsidentin Dr. Ada Sommer: Der Minister der Häfen, Karl Anders?",
        "Karl Anders: Ich schwöre es.",
        "Präsidentin Dr. Ada Sommer: Und Tilda Holm?",
        "Tilda Holm: Ich schwöre es.",
        "Ines Koller: Ich auch.",
        title="Stenografischer Bericht der 3. Sitzung",
    )
    assert set(found) == {"s"}


def test_a_question_for_questions_is_none() -> None:
    found = roles(
        "MODERATOR: Our guest is Minister Brandt.",
        "MINISTER BRANDT: We met for an hour. Thank you for your patience. May I have your questions?",
        "Q: What will it cost?",
        "MINISTER BRANDT: Sorry, your question is what?",
        "Q: What it will cost.",
        "MINISTER BRANDT: A lot.",
        "MINISTER BRANDT: Thank you.",
        title="Press conference of the Minister",
    )
    assert found == ["s", "s", "q", "a", "q", "a", "a"]


def test_officials_who_thank_one_another_answer_nobody() -> None:
    found = roles(
        "PRESIDENT VARGA: Welcome to you all.",
        "Q: Will you meet again?",
        "PRESIDENT VARGA: We will.",
        "Q: Prime Minister, when?",
        "PRIME MINISTER BRANDT: Next year.",
        "PRESIDENT VARGA: Thank you all.",
        "PRIME MINISTER BRANDT: Thank you very much.",
        title="Joint press conference",
    )
    assert found == ["s", "q", "a", "q", "a", "s", "s"]


def test_one_word_is_a_reply_and_nobodys_name() -> None:
    found = roles("Q: Are you ready?", "MS. BRANDT: Exactly.", "Q: And the boats?", "MS. BRANDT: Fine.", title="Press conference")
    assert found == ["q", "a", "q", "a"]
