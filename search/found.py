"""The records of a results page as plain rows: what a page shows of them and nothing else, in three queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from archive.models import Mention, Record, Transcript, Turn
from archive.paragraphs import Paragraph, numbered
from search.search_indexes import COUNTRY_LAYERS


@dataclass
class FoundTurn:
    """One turn of a record found; `speaker` is a name and a slug, both empty where nobody is known."""

    pk: int
    role: str
    text: str
    paragraphs: list[int]
    office: str
    speaker: tuple[str, str]

    @cached_property
    def spoken(self) -> list[Paragraph]:
        """Return its paragraphs; their number is 0 where they have none."""
        return numbered(self.text, self.paragraphs)


class FoundMention(NamedTuple):
    """A country in a turn: `text[start:end]` is `surface`."""

    turn_id: int
    code: str
    surface: str
    start: int
    end: int


@dataclass
class FoundRecord:
    """One record found, with its turns in order and its mentions of countries."""

    pk: int
    number: int
    kind: str
    slug: str
    title: str
    date: dt.date | None
    place: str
    event: str
    source: str
    turns: list[FoundTurn] = field(default_factory=list)
    mentions: list[FoundMention] = field(default_factory=list)


RECORD_FIELDS = ("pk", "number", "kind", "transcript__slug", "transcript__title", "transcript__date", "transcript__place")
EVENT_FIELDS = ("transcript__kind", "transcript__source__name")
TURN_FIELDS = ("record_id", "pk", "role", "text", "paragraphs", "office", "speaker__name", "speaker__slug")


def found_records(keys: Collection[int]) -> dict[int, FoundRecord]:
    """Return the public ones of these records by primary key. Three queries."""
    # The state is asked for, not asked by: a database may else go through all public transcripts to find these few records.
    rows = Record.objects.filter(pk__in=keys).order_by().values_list(*RECORD_FIELDS, *EVENT_FIELDS, "transcript__state")
    records = {row[0]: FoundRecord(*row) for *row, state in rows if state == Transcript.State.PUBLISHED}
    turns = Turn.objects.filter(record__in=records).order_by("position").values_list(*TURN_FIELDS)
    for record, pk, role, text, paragraphs, office, name, slug in turns if records else ():
        records[record].turns.append(FoundTurn(pk, role, text, paragraphs, office, (name or "", slug or "")))
    # In the order of the index, so that the database need not sort them: a long record has hundreds.
    mentions = Mention.objects.filter(record__in=records, rejected=False, layer__in=COUNTRY_LAYERS).order_by("record_id", "pk")
    for record, *place in mentions.values_list("record_id", *FoundMention._fields) if records else ():
        records[record].mentions.append(FoundMention(*place))
    return records
