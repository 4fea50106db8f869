"""A small named world: the invented Republic of Vaska, its Foreign Minister Ilka Moren, and what she said."""

from __future__ import annotations

import datetime as dt

from archive.parsing.parsed import ParsedPair, ParsedTranscript, ParsedTurn

MINISTER = "Ilka Moren"
FERRY = "The ferry line will open in May. France has agreed to share the costs of the new harbour with us."
FERRY_ANSWER = "We signed the papers in Belgrade last week.\n\nNothing stands in the way of the first ship any more."
GRAIN = "Will the grain corridor stay open through the whole of the coming winter?"
GRAIN_ANSWER = "It will stay open as long as the two sides wish it, and they told me yesterday that they do."
THANKS = "Thank you all for coming to the old customs house today."


def said(
    text: str, label: str | None = "Ilka Moren", speaker: str | None = MINISTER, role: str = "statement", **more
) -> ParsedTurn:
    return ParsedTurn(label=label, speaker=speaker, role=role, text=text, **more)


def asked(text: str, label: str = "Question", speaker: str | None = None) -> ParsedTurn:
    return ParsedTurn(label=label, speaker=speaker, role="question", text=text)


def answered(text: str, **more) -> ParsedTurn:
    return said(text, role="answer", **more)


def reading(
    *turns: ParsedTurn, pairs: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] | None = None, **more
) -> ParsedTranscript:
    """Return a reading; pairs are a question and the answer right behind it unless they are given."""
    if pairs is None:
        both = zip(turns, turns[1:], strict=False)
        pairs = tuple(((i,), (i + 1,)) for i, (one, two) in enumerate(both) if (one.role, two.role) == ("question", "answer"))
    fields = {
        "title": "Foreign Minister Ilka Moren’s news conference, Port Vaska, 3 March 2021",
        "date": dt.date(2021, 3, 3),
        "place": "Port Vaska",
        "language": "en",
        "kind": "news_conference",
        "published": None,
        "source_url": "https://mfa.vaska.example/news/17",
        "publisher": "Ministry of Foreign Affairs of Vaska",
    }
    return ParsedTranscript(
        **{**fields, **more}, turns=turns, pairs=tuple(ParsedPair(questions, answers) for questions, answers in pairs)
    )


def news_conference(**more) -> ParsedTranscript:
    """Return three records: a statement, two Q&A pairs; and a closing statement."""
    return reading(
        said(FERRY),
        asked("When does it open?"),
        answered(FERRY_ANSWER),
        asked(GRAIN),
        answered(GRAIN_ANSWER),
        said(THANKS),
        **more,
    )
