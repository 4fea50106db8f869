"""Words that a page repeats to catch the eye are no turn and no part of one; quotations that somebody reads out stay."""

import pytest

from archive.parsing import parse_transcript

ANSWER = "We told them a year ago that the sea belongs to those who know how to keep it open."
TALK = """# Interview with Nora Lund

4 May 2021

**Host:** When does the ferry sail?

**Nora Lund:** {answer}

{quote}

**Host:** And the pier?

**Nora Lund:** It opens on Friday.
"""


def words_of(quote: str, answer: str = ANSWER) -> list[str]:
    reading = parse_transcript(TALK.format(answer=answer, quote=quote).encode(), "talk.md")
    return [turn.text for turn in reading.turns]


@pytest.mark.parametrize(
    "quote",
    [
        "“The sea belongs to those who know how to keep it open”",
        "«The sea belongs to those who know how to keep it open.»",
        "> “The sea belongs to those who know how to keep it open”.",
        "> the sea belongs to those who know how to keep it open",
    ],
)
def test_a_pull_quote_is_no_part_of_a_turn(quote: str) -> None:
    assert words_of(quote) == ["When does the ferry sail?", ANSWER, "And the pier?", "It opens on Friday."]


def test_it_is_named_among_what_nobody_says() -> None:
    quote = "“The sea belongs to those who know how to keep it open”"
    reading = parse_transcript(TALK.format(answer=ANSWER, quote=quote).encode(), "talk.md")
    assert [(one.text, one.reason) for one in reading.skipped if one.reason == "pull quote"] == [(quote, "pull quote")]


@pytest.mark.parametrize("quote", ["“The sea is nobody's, and will be so for a long time.”", "“The sea belongs to you.”"])
def test_a_quotation_that_is_read_out_stays(quote: str) -> None:
    assert words_of(quote)[1] == f"{ANSWER}\n\n{quote}"


def test_a_site_s_note_on_links_is_not_spoken() -> None:
    below = "External links to other sites should not be construed as an endorsement of the views contained therein."
    talk = "Host: When?\n\nMinister Lund: At noon, we hope.\n\n" * 2
    reading = parse_transcript(
        f"Stakeout\n\n4 May 2021\n\n{talk}This is the official website of the Harbour Mission. {below}\n".encode()
    )
    assert reading.turns[-1].text == "At noon, we hope."
