"""The two collections that were judged, as the search index prepares them: the samples, and part of ../shared.

A record is known by its key: file and number within it ("2023-04-18_quill_regular_press_conference/4"), or, for the passages,
document and number within that ("corpus/1207/3"). Nothing here touches the database.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from archive.countries import find_mentions
from archive.importing.numbering import plan_records, spoken
from archive.parsing import parse_transcript
from archive.parsing.parsed import ParsedTranscript, ParsedTurn
from search import facets
from search.engines.base import Document
from tests.house import ROOT

SAMPLES = ROOT / "fixtures" / "samples"
SHARED = ROOT.parent / "shared"
FILES = SHARED / "transcripts" / "files"
PASSAGES = SHARED / "corpus" / "passages.jsonl.xz"
EVERY = 4  # one document of the passages in so many is taken: what is judged, and what distracts from it
QUESTION_WORDS = 90  # a turn of the passages up to this long that ends in a question mark is a question


@dataclass(frozen=True)
class Entry:
    """One record: its key, and its words by field."""

    key: str
    title: str
    date: str | None
    event: str
    question: list[str] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)
    speakers: set[str] = field(default_factory=set)

    def document(self, pk: int, transcript: int) -> Document:
        """Return what the engine indexes."""
        asked, said = "\n\n".join(self.question), "\n\n".join(self.answer)
        made: dict[str, Any] = {key: [] for key in facets.TABLE.fields}
        made |= {"id": f"archive.record.{pk}", "django_ct": "archive.record", "django_id": str(pk), "transcript": transcript}
        made |= {"title": self.title, "question": asked, "answer": said, "text": "\n\n".join(filter(None, (asked, said)))}
        made |= {"date": self.date, "event": [self.event], "kind": ["qa_pair" if asked else "statement"]}
        made |= {"speaker": sorted(map(slugify, self.speakers)), "country": countries_in(f"{asked}\n\n{said}")}
        return made | {"fingerprint": self.key[-16:]}


def countries_in(text: str) -> list[str]:
    """Return the codes of the countries that a text names or implies."""
    return sorted({found.code for found in find_mentions(text) if found.layer in ("named", "seat")})


def samples() -> list[Entry]:
    """Return the records of the samples."""
    return [entry for path in sorted(SAMPLES.iterdir()) for entry in read(path)]


def shared() -> list[Entry]:
    """Return the records of the real transcripts, and those of one document of the passages in four."""
    files = [path for path in sorted(FILES.iterdir()) if path.suffix != ".tsv"]
    return [entry for path in files for entry in read(path)] + list(passages())


def read(path: Path) -> Iterator[Entry]:
    """Yield the records of a transcript as importing it would lay them out."""
    reading = spoken(parse_transcript(path.read_bytes(), path.name))
    for number, plan in enumerate(plan_records(reading), 1):
        yield entry_of(f"{path.stem}/{number}", reading, [reading.turns[turn] for turn in plan.turns])


def entry_of(key: str, reading: ParsedTranscript, turns: list[ParsedTurn]) -> Entry:
    """Return one record of a reading."""
    entry = Entry(key, reading.title or "", reading.date.isoformat() if reading.date else None, reading.kind)
    for turn in turns:
        (entry.question if turn.role == "question" else entry.answer).append(turn.text)
        if turn.role != "question" and turn.speaker:
            entry.speakers.add(turn.speaker)
    return entry


def passages() -> Iterator[Entry]:
    """Yield the records that the passages of every fourth document make, grouped as for the benchmarks."""
    with lzma.open(PASSAGES, "rt", encoding="utf-8") as file:
        lines = map(json.loads, file)
        for document, found in groupby(lines, key=lambda line: line["document"]):
            if document % EVERY == 0:
                yield from grouped(document, list(found))


def grouped(document: int, lines: list[dict[str, Any]]) -> Iterator[Entry]:
    """Yield the records of one document: an answer with the questions before it, or a statement."""
    number, question = 1, list[str]()
    for speaker, turn in groupby(lines, key=lambda line: line["speaker"]):
        said = [line["text"] for line in turn]
        if said[-1].rstrip().endswith("?") and sum(len(text.split()) for text in said) <= QUESTION_WORDS:
            question += said
            continue
        first = lines[0]
        yield Entry(f"corpus/{document}/{number}", first["title"], first["date"], "speech", question, said, {speaker or ""})
        number, question = number + 1, []
