"""The records of a results page as plain rows, with only what the page shows, in three queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import reduce
from typing import NamedTuple
from zlib import crc32

from django.db.models import Count, Min

from archive.countries import COUNTRY_LAYERS
from archive.models import Mention, Record, Transcript, Turn
from archive.text.paragraphs import Paragraph, each_paragraph


@dataclass
class FoundTurn:
    """One turn of a result. `speaker` is a name and a slug, both empty if unknown."""

    pk: int
    role: str
    text: str
    paragraphs: list[int]
    office: str
    speaker: tuple[str, str]
    label: str = ""

    @property
    def spoken(self) -> Iterator[Paragraph]:
        """Yield the loaded paragraphs. Their number is 0 if they have none."""
        return each_paragraph(self.text, self.paragraphs)


class MentionPlace(NamedTuple):
    """A mention of a country: `text[start:end]` of a turn."""

    turn_id: int
    start: int
    end: int


@dataclass
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


RECORD_FIELDS = ("pk", "number", "kind", "transcript__slug", "transcript__title", "transcript__date", "transcript__place")
EVENT_FIELDS = ("transcript__kind", "transcript__source__name", "transcript__language", "transcript__page_starts")
TURN_FIELDS = ("record_id", "pk", "role", "text", "paragraphs", "office", "speaker__name", "speaker__slug", "label")


def found_records(keys: Collection[int]) -> dict[int, FoundRecord]:
    """Return the public ones of these records by primary key. Three queries."""
    # The state is selected instead of filtered on: otherwise a database may scan all public transcripts for these few records.
    rows = Record.objects.filter(pk__in=keys).order_by().values_list(*RECORD_FIELDS, *EVENT_FIELDS, "transcript__state")
    records = {row[0]: FoundRecord(*row) for *row, state in rows if state == Transcript.State.PUBLISHED}
    turns = Turn.objects.filter(record__in=records).order_by("position").values_list(*TURN_FIELDS)
    for record, pk, role, text, paragraphs, office, name, slug, label in turns if records else ():
        records[record].turns.append(FoundTurn(pk, role, text, paragraphs, office, (name or "", slug or ""), label))
    for record, code, layer, count in times_mentioned(records) if records else ():
        records[record].countries.setdefault(code, {})[layer] = count
    return records


def times_mentioned(keys: Collection[int]) -> Iterator[tuple[int, str, str, int]]:
    """Yield record, country, layer and number of mentions, in order of first mention. Reads only an index."""
    mentions = Mention.objects.filter(record__in=keys, rejected=False, layer__in=COUNTRY_LAYERS).order_by()
    counted = mentions.values_list("record_id", "code", "layer").annotate(times=Count("pk"), first=Min("pk"))
    yield from (row[:4] for row in sorted(counted, key=lambda row: row[4]))


def mention_places(keys: Collection[int], codes: Collection[str], layers: Collection[str]) -> dict[int, list[MentionPlace]]:
    """Return where these records mention some countries in these layers. One query, none without countries."""
    places: dict[int, list[MentionPlace]] = {}
    if keys and codes:
        mentions = Mention.objects.filter(record__in=keys, code__in=codes, rejected=False, layer__in=layers).order_by()
        for record, *place in mentions.values_list("record_id", *MentionPlace._fields):
            places.setdefault(record, []).append(MentionPlace(*place))
    return places
