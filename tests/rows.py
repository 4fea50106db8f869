"""Database rows for what no import creates: mentions and statistics as a test needs them; and archives of them."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from itertools import count

from django.db import transaction
from django.utils.text import slugify

from archive.models import Mention, Original, Record, Revision, Source, Speaker, Transcript, Turn, archive_version
from archive.statistics import counters

HOSTILE = '<script>alert("x")</script> & <b onmouseover=alert(1)>'
numbers = count(1)


def source(name: str = "Ministry of External Affairs of Maravia") -> Source:
    """Return a publisher, made once."""
    slug = name.lower().replace(" ", "-")[:100]
    return Source.objects.get_or_create(name=name, defaults={"slug": slug})[0]


def speaker(name: str = "Ilse Marchetti", **fields: str) -> Speaker:
    """Return a person, made once."""
    slug = slugify(name) or "hostile"
    return Speaker.objects.get_or_create(slug=slug, defaults={"name": name, **fields})[0]


def transcript(title: str = "News conference on the harbour talks", **fields: object) -> Transcript:
    """Make a published transcript of 18 April 2023, with its file."""
    number = next(numbers)
    values: dict[str, object] = {"slug": f"talks-{number}", "date": dt.date(2023, 4, 18), "place": "Port Selene"}
    values |= {"kind": "news_conference", "state": "published", "source_url": f"https://mea.maravia.example/{number}"}
    made = Transcript.objects.create(title=title, source=source(), **(values | fields))
    keep_file(made, f"talks-{number}.txt", f"{title} {number}".encode())
    changed(made)
    return made


def changed(of: Transcript) -> None:
    """Update a transcript's contribution to the statistics, as the archive does after each change."""
    with transaction.atomic():
        counters.recount(of.pk)
    archive_version.bump()


def keep_file(of: Transcript, name: str, data: bytes) -> Revision:
    """Keep these bytes as the next revision."""
    digest = hashlib.sha256(data).hexdigest()
    original, _ = Original.objects.get_or_create(sha256=digest, defaults={"data": data, "size": len(data)})
    number = of.revisions.count() + 1
    return Revision.objects.create(transcript=of, number=number, original=original, file_name=name, content={})


def record(of: Transcript, *turns: Turn, kind: str = "") -> Record:
    """Make the next record of a transcript from turns that are not saved yet."""
    number = of.records.count() + 1
    kind = kind or ("statement" if turns[0].role == "statement" else "qa_pair")
    made = Record.objects.create(transcript=of, number=number, position=number, kind=kind)
    position = of.turns.count()
    for place, turn in enumerate(turns, position + 1):
        turn.transcript, turn.record, turn.position = of, made, place
        size = len(turn.text.split("\n\n"))
        turn.paragraphs = list(range(of.next_paragraph, of.next_paragraph + size))
        of.next_paragraph += size
        turn.save()
    of.save()
    changed(of)
    return made


def statement(text: str, by: Speaker | None = None, **fields: object) -> Turn:
    """Return a turn outside question and answer."""
    return Turn(role="statement", text=text, speaker=by, label=by.name if by else "", **fields)


def question(text: str, label: str = "Question") -> Turn:
    """Return a turn that asks."""
    return Turn(role="question", text=text, label=label)


def answer(text: str, by: Speaker, **fields: object) -> Turn:
    """Return a turn that answers."""
    return Turn(role="answer", text=text, speaker=by, label=by.name, **fields)


def mention(turn: Turn, surface: str, code: str, layer: str = "named", **fields: object) -> Mention:
    """Mark the first place where these words stand."""
    start = turn.text.index(surface)
    place = {"start": start, "end": start + len(surface), "surface": surface}
    made = Mention.objects.create(turn=turn, record=turn.record, code=code, layer=layer, rule="name", **place, **fields)
    changed(turn.transcript)
    return made


def harbour_talks() -> Transcript:
    """Make a news conference: a statement and two answered questions, with Serbia, Belgrade and an organisation mentioned."""
    minister, of = speaker(), transcript()
    opening = statement("Welcome to Port Selene.\n\nThe talks with Serbia went well.", minister, office="Minister")
    first = (question("What about the ferry line?"), answer("Belgrade has replied. The ferry will sail.", minister))
    second = (question("And the tariffs?", "The Meridian"), answer("The tariffs stay. The African Union agrees.", minister))
    record(of, opening)
    record(of, *first)
    record(of, *second)
    mention(opening, "Serbia", "RS")
    mention(first[1], "Belgrade", "RS", "seat")
    mention(second[1], "African Union", "african-union", "organisation")
    return of


def crowd(size: int) -> None:
    """Make as many more transcripts, each with people and countries of its own, in different years."""
    codes = ("FR", "DE", "BR", "KE", "JP", "IN", "CL", "NO")
    names = ("France", "Germany", "Brazil", "Kenya", "Japan", "India", "Chile", "Norway")
    for number in range(size):
        person = speaker(f"Person {number:03}")
        of = transcript(f"Statement number {number}", date=dt.date(2000 + number % 20, 5, 1), kind="statement")
        for country, code in zip(names, codes, strict=True):
            turn = statement(f"A word about {country}.", person, office=f"Envoy {number}")
            record(of, turn)
            mention(turn, country, code)


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
    """Make the archive."""
    marchetti, farro = speaker("Ilse Marchetti"), speaker("Lucien Farro")
    conference = transcript("News conference in Port Selene", date=dt.date(2023, 4, 18), place="Port Selene")
    interview = transcript("Interview with Radio Lantern", date=dt.date(2024, 1, 9), place="Geneva", kind="interview")
    undated = transcript("Opening remarks", date=None, place="", kind="speech")
    stability = record(
        conference,
        question("What is left of strategic stability?"),
        answer(
            "We spoke about the weather at length.\n\nStrategic stability is the end of all our talks with Serbia.",
            marchetti,
            office="Minister of External Affairs",
        ),
    )
    grain = record(conference, question("And the grain? Does Chad buy?"), answer("Grain goes by sea to Serbia and Chad.", farro))
    opening = record(conference, statement("Good morning. Talks begin at noon; security comes first.", marchetti))
    harbour = record(interview, question("Will the harbour stay open?"), answer("The harbour stays open to Chad.", marchetti))
    record(undated, statement("An opening without a day, about stability and security.", farro))
    for said, surface, code in (
        (stability, "Serbia", "RS"),
        (grain, "Serbia", "RS"),
        (grain, "Chad", "TD"),
        (harbour, "Chad", "TD"),
    ):
        mention(said.turns.filter(text__contains=surface).latest("position"), surface, code)
    return Archive(conference, interview, undated, marchetti, farro, stability, grain, opening, harbour)


def without_records() -> Transcript:
    """Make a transcript in which nobody speaks: an import refuses it today, and archives of before have some."""
    return transcript("Note on the harbour talks", kind="document")


def person(name: str, slug: str = "") -> Speaker:
    """Add a person as an editor does in the admin, of whom no transcript tells yet."""
    return Speaker.objects.create(name=name, slug=slug or slugify(name))
