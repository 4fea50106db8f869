"""The one small named world of the tests. Everything in it is taken in by `import_transcript`.

Two invented republics publish. Maravia's Ministry of External Affairs: Minister Ilse Marchetti, Envoy Lucien Farro, Spokesperson
Renata Quill and Tomas Arvidal, who speak in Port Selene. Vaska's Ministry of Foreign Affairs: Foreign Minister Ilka Moren. The
Meridian, the Harbour Daily and Radio Lantern ask.

- Files, to be read by the parser: BRIEFING, INTERVIEW, HOSTILE_TALK and TALK.
- Readings, to be imported as they are: `reading`, `news_conference`, made of `said`, `asked` and `answered`.
- Transcripts in the database: `harbour_talks`, `archive`, `crowd`; `talk` imports one more, `add` adds records to one.

What no import makes stands in rows.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import count, groupby

from django.db import transaction

from archive.importing.importer import announce, import_transcript
from archive.models import Record, Speaker, Transcript
from archive.parsing.parsed import ParsedPair, ParsedTranscript, ParsedTurn, from_dict

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

HOSTILE_TALK = """\
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

MARAVIA = "Ministry of External Affairs of Maravia"
HARBOUR_TALKS = "News conference on the harbour talks"
MARCHETTI, FARRO = "Ilse Marchetti", "Lucien Farro"
HOSTILE = '<script>alert("x")</script> & <b onmouseover=alert(1)>'

MINISTER = "Ilka Moren"
FERRY = "The ferry line will open in May. France has agreed to share the costs of the new harbour with us."
FERRY_ANSWER = "We signed the papers in Belgrade last week.\n\nNothing stands in the way of the first ship any more."
GRAIN = "Will the grain corridor stay open through the whole of the coming winter?"
GRAIN_ANSWER = "It will stay open as long as the two sides wish it, and they told me yesterday that they do."
THANKS = "Thank you all for coming to the old customs house today."


def said(text: str, label: str | None = MINISTER, speaker: str | None = "", role: str = "statement", **more) -> ParsedTurn:
    """Return a turn of one who is named in full, unless `speaker` gives the name for which the label stands."""
    return ParsedTurn(label=label, speaker=label if speaker == "" else speaker, role=role, text=text, **more)


def asked(text: str, label: str = "Question", speaker: str | None = None) -> ParsedTurn:
    return ParsedTurn(label=label, speaker=speaker, role="question", text=text)


def answered(text: str, label: str | None = MINISTER, **more) -> ParsedTurn:
    return said(text, label, role="answer", **more)


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


numbers = count(1)


def pairs_of(turns: Iterable[ParsedTurn], first: int = 0) -> tuple[ParsedPair, ...]:
    """Return all questions in a row with all the answers right behind them as pairs. `first` is the place of the first turn."""
    runs = [(role, tuple(at for at, _ in run)) for role, run in groupby(enumerate(turns, first), key=lambda each: each[1].role)]
    both = zip(runs, runs[1:], strict=False)
    return tuple(ParsedPair(one[1], two[1]) for one, two in both if (one[0], two[0]) == ("question", "answer"))


def talk(*turns: ParsedTurn, title: str = HARBOUR_TALKS, state: str = "published", **more) -> Transcript:
    """Import one more transcript of Maravia's ministry, of 18 April 2023 unless another day is given.

    Without turns, an unnamed speaker greets. It is a transcript of its own, however much it is like another.
    """
    number = next(numbers)
    turns = turns or (said("Good morning.", None),)
    fields = {"date": "2023-04-18", "place": "Port Selene", "publisher": MARAVIA}
    fields |= {"source_url": f"https://mea.maravia.example/{number}", **more}
    if isinstance(fields["date"], str):
        fields["date"] = dt.date.fromisoformat(fields["date"])
    parsed = replace(reading(*turns, title=title, **fields), pairs=pairs_of(turns))
    data = f"{title} {number}".encode("utf-8", "replace")
    return import_transcript(data, f"talks-{number}.txt", parsed=parsed, state=state, apart=True).transcript


def add(of: Transcript, *turns: ParsedTurn) -> Record:
    """Import a longer version, with these turns at its end. Return its last record."""
    before = from_dict(of.revisions.latest("number").content)
    pairs = before.pairs + pairs_of(turns, len(before.turns))
    revise(of, f"{of} {next(numbers)}".encode(), parsed=replace(before, turns=before.turns + turns, pairs=pairs))
    return of.records.latest("position")


def revise(of: Transcript, data: bytes, name: str = "", parsed: ParsedTranscript | None = None) -> None:
    """Import a further version; it says what the last one says unless it is given."""
    last = of.revisions.latest("number")
    import_transcript(data, name or last.file_name, parsed=parsed or from_dict(last.content), transcript=of)


def changed(of: Transcript) -> None:
    """Tell the archive that a test has changed the rows of a transcript."""
    with transaction.atomic():
        announce([of.pk])


def person(name: str = MARCHETTI, **fields: str) -> Speaker:
    """Return one who has spoken, with what an editor says of them."""
    found = Speaker.objects.get(name=name)
    for key, value in fields.items():
        setattr(found, key, value)
    found.save()
    return found


def harbour_talks() -> Transcript:
    """Import a news conference: a statement and two answered questions, with Serbia, Belgrade and an organisation mentioned."""
    return talk(
        said("Welcome to Port Selene.\n\nThe talks with Serbia went well.", MARCHETTI, office="Minister"),
        asked("What about the ferry line?"),
        answered("Belgrade has replied. The ferry will sail.", MARCHETTI),
        asked("And the tariffs?", "The Meridian"),
        answered("The tariffs stay. The African Union agrees.", MARCHETTI),
    )


def crowd(size: int) -> None:
    """Import as many more transcripts, each of a person of its own on eight countries, in different years."""
    countries = ("France", "Germany", "Brazil", "Kenya", "Japan", "India", "Chile", "Norway")
    for number in range(size):
        who = {"label": f"Person {number:03}", "office": f"Envoy {number}"}
        words = (said(f"A word about {country}.", **who) for country in countries)
        talk(*words, title=f"Statement number {number}", date=dt.date(2000 + number % 20, 5, 1), kind="statement")


@dataclass(frozen=True)
class Archive:
    """Three published transcripts and their records, by name."""

    conference: Transcript
    interview: Transcript
    undated: Transcript
    marchetti: Speaker
    farro: Speaker
    stability: Record
    grain: Record
    opening: Record
    harbour: Record


def archive() -> Archive:
    """Import a news conference, an interview of the next year and a speech of an unknown day."""
    conference = talk(
        asked("What is left of strategic stability?"),
        answered(
            "We spoke about the weather at length.\n\nStrategic stability is the end of all our talks with Serbia.",
            MARCHETTI,
            office="Minister of External Affairs",
        ),
        asked("And the grain? Does Chad buy?"),
        answered("Grain goes by sea to Serbia and Chad.", FARRO),
        said("Good morning. Talks begin at noon; security comes first.", MARCHETTI),
        title="News conference in Port Selene",
    )
    lantern = (asked("Will the harbour stay open?"), answered("The harbour stays open to Chad.", MARCHETTI))
    interview = talk(*lantern, title="Interview with Radio Lantern", date="2024-01-09", place="Geneva", kind="interview")
    remarks = said("An opening without a day, about stability and security.", FARRO)
    undated = talk(remarks, title="Opening remarks", date=None, place="", kind="speech")
    records = (*conference.records.order_by("position"), interview.records.get())
    return Archive(conference, interview, undated, person(MARCHETTI), person(FARRO), *records)
