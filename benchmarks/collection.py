"""A whole archive for page benchmarks: database, index and static files, from the passages of benchmarks/corpus.py.

Built once for each number of records and kept under var/bench. The rows are those of an import (except editors' data: signatures,
and the readings of revisions); mentions are found once for each paragraph of the passages.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from benchmarks.corpus import ASKERS, HOMES, KEPT, ROOT, SOURCES, SPEAKERS, base_records, documents

FOUND = KEPT.with_name("base-mentions.json")
OFFICES = ("Minister for Foreign Affairs", "Deputy Minister", "Spokesperson", "Ambassador at Large", "Director of Press", "")
FOUND_FIELDS = ("code", "layer", "surface", "start", "end", "rule")


def folder_of(records: int) -> Path:
    """Return where an archive of so many records is kept."""
    return KEPT.parent / f"pages-{records}"


def environment_of(folder: Path) -> dict[str, str]:
    """Return the environment in which Chancery serves only that archive."""
    own = {"DATA_DIR": str(folder), "INDEX_DIR": str(folder / "index"), "STATIC_ROOT": str(folder / "static")}
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEBUG", "HTTPS", "CACHE_URL")}
    return {**kept, **own, "DJANGO_SETTINGS_MODULE": "archive.settings"}


def built(records: int) -> Path:
    """Return the folder of an archive, building it the first time (minutes for 100,000 records).

    An archive made by another version of the code is migrated, and its index rebuilt.
    """
    folder = folder_of(records)
    is_filled = (folder / "built").exists()
    if not is_filled:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for command in (["manage.py", "migrate", "-v0"], ["manage.py", "collectstatic", "--no-input", "-v0"]):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment_of(folder), check=True)
    if not is_filled:
        filling = [sys.executable, "-m", "benchmarks.pages", "--fill", str(records)]
        subprocess.run(filling, cwd=ROOT, env=environment_of(folder), check=True)
        (folder / "built").touch()
    subprocess.run([sys.executable, "manage.py", "index_pending", "-v0"], cwd=ROOT, env=environment_of(folder), check=True)
    if not (folder / "laid-out").exists():
        laying_out = [sys.executable, "-c", "from benchmarks.collection import lay_out_all; lay_out_all()"]
        subprocess.run(laying_out, cwd=ROOT, env=environment_of(folder), check=True)
        (folder / "laid-out").touch()
    return folder


def lay_out_all() -> None:
    """Store where the pages of every transcript begin, as an import does."""
    import django

    django.setup()
    from archive.models import Transcript
    from archive.pages.transcript_pages import lay_out

    for key in Transcript.objects.values_list("pk", flat=True):
        lay_out(key)


class Filling:
    """The rows of an archive, transcript by transcript."""

    def __init__(self) -> None:
        self.mentions = mentions_by_paragraph()
        self.turns = 0

    @cached_property
    def sources(self) -> dict[str, Any]:
        """Make the sources; return them by slug."""
        from archive.models import Source

        made = [Source(name=f"Source {number}", slug=f"source-{number}", country="") for number in range(SOURCES)]
        return {source.slug: source for source in Source.objects.bulk_create(made)}

    @cached_property
    def people(self) -> dict[str, Any]:
        """Make the speakers and askers; return them by slug."""
        from archive.models import Speaker

        numbered = [(kind, number) for kind, size in (("Speaker", SPEAKERS), ("Asker", ASKERS)) for number in range(size)]
        made = [
            Speaker(name=f"{kind} {number}", slug=f"{kind.lower()}-{number}", country=HOMES[number % len(HOMES)])
            for kind, number in numbered
        ]
        return {speaker.slug: speaker for speaker in Speaker.objects.bulk_create(made)}

    def transcript(self, number: int, said: list[dict[str, Any]]) -> None:
        """Write one transcript of these documents."""
        from django.db import transaction

        from archive.models import Mention, Record, Turn

        one = self._transcript(number, said)
        records = [
            Record(pk=int(document["django_id"]), transcript=one, number=place, kind=document["kind"][0], position=place)
            for place, document in enumerate(said, 1)
        ]
        turns = list(self._turns(one, records, said))
        with transaction.atomic():
            self._kept(one, said)
            Record.objects.bulk_create(records)
            Turn.objects.bulk_create(turns)
            Mention.objects.bulk_create([mention for turn in turns for mention in self._mentions(turn)])
            one.save()

    def _transcript(self, number: int, said: list[dict[str, Any]]) -> Any:
        from archive.models import Transcript

        first = said[0]
        return Transcript(
            pk=number,
            source=self.sources[first["source"][0]],
            slug=f"{first['date']}-transcript-{number}",
            title=first["title"],
            date=dt.date.fromisoformat(first["date"]),
            place=first["place"][0].replace("-", " ").capitalize(),
            kind=first["event"][0],
            state="published",
            source_url=f"https://source.example/{number}",
            next_record=len(said) + 1,
        )

    def _kept(self, one: Any, said: list[dict[str, Any]]) -> None:
        from archive.models import Original, Revision

        data = "\n\n".join(document["text"] for document in said).encode()
        one.save()
        digest = hashlib.sha256(data + str(one.pk).encode()).hexdigest()
        original = Original.objects.create(sha256=digest, data=data, size=len(data))
        Revision.objects.create(transcript=one, number=1, original=original, file_name=f"{one.slug}.txt", content={})

    def _turns(self, one: Any, records: list[Any], said: list[dict[str, Any]]) -> Iterator[Any]:
        position = 0
        for record, document in zip(records, said, strict=True):
            role = "answer" if document["question"] else "statement"
            for part, text, who in (("question", document["question"], "asker"), (role, document["answer"], "speaker")):
                if text:
                    position += 1
                    yield self._turn(record, part, text, document[who][0], position)

    def _turn(self, record: Any, role: str, text: str, who: str, position: int) -> Any:
        from archive.models import Turn
        from archive.text.paragraphs import paragraphs_of

        one, person = record.transcript, self.people[who]
        self.turns += 1
        first = one.next_paragraph
        one.next_paragraph += len(paragraphs_of(text))
        return Turn(
            pk=self.turns,
            transcript=one,
            record=record,
            position=position,
            role=role,
            label=person.name,
            speaker=person,
            office="" if role == "question" else OFFICES[person.pk % len(OFFICES)],
            text=text,
            paragraphs=list(range(first, one.next_paragraph)),
        )

    def _mentions(self, turn: Any) -> Iterator[Any]:
        from archive.models import Mention

        at, places = 0, set()
        for paragraph in turn.text.split("\n\n"):
            for found in self.mentions.get(paragraph, ()):
                fields = dict(zip(FOUND_FIELDS, found, strict=True))
                fields["start"], fields["end"] = fields["start"] + at, fields["end"] + at
                place = (fields["start"], fields["end"], fields["code"])
                if place not in places:
                    places.add(place)
                    yield Mention(turn=turn, record_id=turn.record_id, **fields)
            at += len(paragraph) + 2


def mentions_by_paragraph() -> dict[str, list[tuple[Any, ...]]]:
    """Return the mentions in each paragraph of the passages, cached after the first time."""
    if not FOUND.exists():
        from archive.countries import find_mentions

        every = {text for record in base_records() for text, _ in (*record.question, *record.answer)}
        found = {
            paragraph: [tuple(getattr(one, name) for name in FOUND_FIELDS) for one in find_mentions(paragraph)]
            for text in every
            for paragraph in text.split("\n\n")
        }
        FOUND.write_text(json.dumps(found), encoding="utf-8")
    told: dict[str, list[tuple[Any, ...]]] = json.loads(FOUND.read_text(encoding="utf-8"))
    return told


def fill(records: int) -> None:
    """Fill the database and index named by the settings."""
    from archive.statistics import counters
    from search.index.queue import drain, queue

    filling, numbers = Filling(), []
    for number, said in by_transcript(documents(records)):
        filling.transcript(number, said)
        numbers.append(number)
    counters.catch_up()
    queue(numbers)
    drain(wait=True)


def by_transcript(found: Iterable[dict[str, Any]]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Yield documents in their transcripts."""
    for number, said in groupby(found, key=lambda document: int(document["transcript"])):
        yield number, list(said)
