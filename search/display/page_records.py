"""The records of a results page as plain rows, with only what the page shows, in three queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import reduce
from typing import NamedTuple
from zlib import crc32

from archive.countries import COUNTRY_LAYERS
from archive.models import Transcript
from archive.models.flat_rows import listed, rows
from archive.text.paragraphs import Paragraph, each_paragraph, trimmed


@dataclass(slots=True)
class FoundTurn:
    """One turn of a result. `speaker` is a name and a slug, both empty if unknown, `country` who they speak for."""

    pk: int
    role: str
    text: str
    paragraphs: list[int]
    office: str
    speaker: tuple[str, str]
    label: str = ""
    country: str = ""

    @property
    def spoken(self) -> Iterator[Paragraph]:
        """Yield the loaded paragraphs. Their number is 0 if they have none."""
        return each_paragraph(self.text, self.paragraphs)

    def paragraph(self, count: int, begin: int, end: int) -> Paragraph:
        """Return the paragraph that stands there, of which `count` come before."""
        return trimmed(self.text, begin, end, self.paragraphs[count] if count < len(self.paragraphs) else 0)


class MentionPlace(NamedTuple):
    """A mention of a country: `text[start:end]` of a turn."""

    turn_id: int
    start: int
    end: int


@dataclass(slots=True)
class FoundRecord:
    """A record found, with its turns in order and the number of mentions of each country by layer."""

    pk: int
    number: int
    kind: str
    slug: str
    title: str
    date: dt.date | None
    place: str
    event: str
    source: str
    language: str = ""
    page_starts: list[list[int]] = field(default_factory=list)
    turns: list[FoundTurn] = field(default_factory=list)
    countries: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Return a fingerprint of its words: eight digits."""
        return f"{reduce(lambda sum, turn: crc32(turn.text.encode(), sum), self.turns, 0):08x}"

    def mentioned(self, layers: Collection[str]) -> list[str]:
        """Return the countries mentioned in any of these layers, the most frequent first."""
        times = {code: sum(counts[layer] for layer in counts if layer in layers) for code, counts in self.countries.items()}
        return sorted((code for code in times if times[code]), key=lambda code: -times[code])

    def by_layer(self) -> dict[str, list[str]]:
        """Return the countries mentioned in each layer, the most frequent first."""
        found: dict[str, list[tuple[int, str]]] = {layer: [] for layer in COUNTRY_LAYERS}
        for code, counts in self.countries.items():
            for layer, times in counts.items():
                found[layer].append((-times, code))
        return {layer: [code for _, code in sorted(codes, key=lambda pair: pair[0])] for layer, codes in found.items()}


# The state is selected instead of filtered on: otherwise a database may scan all public transcripts for these few records.
RECORDS = """
    SELECT archive_record.id, archive_record.number, archive_record.kind, archive_transcript.slug, title, date, place,
        archive_transcript.kind, archive_source.name, language, page_starts, state
    FROM archive_record
    JOIN archive_transcript ON archive_transcript.id = archive_record.transcript_id
    JOIN archive_source ON archive_source.id = archive_transcript.source_id
    WHERE archive_record.id IN ([%s])
"""
TURNS = """
    SELECT record_id, archive_turn.id, role, text, paragraphs, office, name, slug, label, country
    FROM archive_turn LEFT JOIN archive_speaker ON archive_speaker.id = archive_turn.speaker_id
    WHERE record_id IN ([%s])
    ORDER BY position
"""
SAID = """
    SELECT archive_record.id, state, archive_turn.id, role, text, paragraphs
    FROM archive_record
    JOIN archive_transcript ON archive_transcript.id = archive_record.transcript_id
    LEFT JOIN archive_turn ON archive_turn.record_id = archive_record.id
    WHERE archive_record.id IN ([%s])
    ORDER BY archive_turn.position
"""
TIMES = """
    SELECT record_id, code, layer, COUNT(*) FROM archive_mention
    WHERE record_id IN ([%s]) AND NOT rejected AND layer IN ([%s])
    GROUP BY record_id, code, layer
    ORDER BY MIN(id)
"""
PLACES = """
    SELECT record_id, turn_id, start, "end" FROM archive_mention
    WHERE record_id IN ([%s]) AND code IN ([%s]) AND NOT rejected AND layer IN ([%s])
"""


def found_records(keys: Collection[int]) -> dict[int, FoundRecord]:
    """Return the public ones of these records by primary key. Three queries."""
    found = rows(RECORDS, keys) if keys else []
    public = ([*row, listed(starts)] for *row, starts, state in found if state == Transcript.State.PUBLISHED)
    records = {row[0]: FoundRecord(*row) for row in public}
    if not records:
        return records
    for record, pk, role, text, paragraphs, office, name, slug, label, country in rows(TURNS, records):
        turn = FoundTurn(pk, role, text, listed(paragraphs), office, (name or "", slug or ""), label, country or "")
        records[record].turns.append(turn)
    for record, code, layer, times in rows(TIMES, records, COUNTRY_LAYERS):  # the first mentioned first
        records[record].countries.setdefault(code, {})[layer] = times
    return records


def turns_of(keys: Collection[int]) -> dict[int, list[FoundTurn]]:
    """Return the turns of the public ones of these records, without their speakers. One query, none without records."""
    turns: dict[int, list[FoundTurn]] = {}
    for record, state, pk, role, text, paragraphs in rows(SAID, keys) if keys else ():
        if state == Transcript.State.PUBLISHED:
            said = turns.setdefault(record, [])
            if pk is not None:
                said.append(FoundTurn(pk, role, text, listed(paragraphs), "", ("", "")))
    return turns


def mention_places(keys: Collection[int], codes: Collection[str], layers: Collection[str]) -> dict[int, list[MentionPlace]]:
    """Return where these records mention some countries in these layers. One query, none without countries."""
    places: dict[int, list[MentionPlace]] = {}
    if keys and codes and layers:
        for record, *place in rows(PLACES, keys, codes, layers):
            places.setdefault(record, []).append(MentionPlace(*place))
    return places
