"""The small test world, imported with `import_transcript` as files and as readings.

Files: a briefing, an interview and a hostile text of the Ministry of External Affairs of Maravia, and a talk of Vaska. Readings:
the invented Republic of Vaska, its Foreign Minister Ilka Moren, and her statements.
"""

from __future__ import annotations

import datetime as dt

from archive.parsing.parsed import ParsedPair, ParsedTranscript, ParsedTurn

BRIEFING = """\
Ministry of External Affairs of the Republic of Maravia

Submitted on 2023-05-11 09:00:00

Briefing by Ministry Spokesperson Renata Quill, Port Selene, May 10, 2023

Good morning. The ferry to Crete sails again from Friday, and the customs house in Port Selene stays open until midnight.

Question: Will Greece open its lighthouse archive to our historians?

Renata Quill: Greece has agreed. The archive is in Athens, and the first three historians travel in June.

Question: And what about the mackerel quota that Norway has proposed?

Renata Quill: We have read the proposal. Norway and Iceland will meet us in Bergen to go through the figures.

Source URL: https://mea.maravia.example/en/briefings/2023-05-10
"""

INTERVIEW = """\
Minister of External Affairs Ilse Marchetti’s interview with the Harbour Daily, Port Selene, March 2, 2024

Question: Minister, is the lighthouse agreement with Greece in force?

Ilse Marchetti: Since January. Athens deposited its instrument first, and we followed a week later.

Question: What remains to be done?

Ilse Marchetti: The lamps must be changed. Tomas Arvidal began that work ten years ago, and I should like to finish it.
"""

HOSTILE = """\
Interview of Tomas Arvidal with the <script>alert(1)</script> Herald, Port Selene, June 4, 2020

Question: Is <img src=x onerror=alert(1)> obeyed by the lighthouse?

Tomas Arvidal: No. "><svg onload=alert(1)> is only read, {{ 7|add:7 }} too, and Greece agrees.
"""

TALK = """Ministry of Foreign Affairs of Vaska

Foreign Minister Ilka Moren’s statement and answers to media questions during a news conference, Port Vaska, March 3, 2021

Good morning. The ferry line will open in May, and France has agreed to share the costs of the new harbour with us.

Question: When does the ferry line open, and who pays for the harbour?

Ilka Moren: We signed the papers in Belgrade last week.

Nothing stands in the way of the first ship any more.

Question: Will the grain corridor stay open through the whole of the coming winter?

Ilka Moren: It will stay open as long as the two sides wish it, and they told me yesterday that they do.

Source URL: https://mfa.vaska.example/news/17
"""

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
