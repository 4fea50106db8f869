"""What the records of one transcript contribute to each figure of the statistics. Pure.

A figure counts in how many records one thing occurs with another: a country with a year, a speaker, another country, its words. A
record counts once for each, however often they occur. All statistics are sums of these (counters.py). Places, which readers
include by choice, have figures of their own.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import nlargest
from typing import NamedTuple

from archive.countries import COUNTED_LAYERS, LAYER_TABLE

NOT_COUNTED = frozenset(key for key, entry in LAYER_TABLE.items() if not entry.counted)
UNDATED = "0000-00-00"
DAY = len(UNDATED)


class Figure(StrEnum):
    """What is counted, and by what. Countries are any entry of the gazetteer, by code; speakers are given by primary key."""

    TRANSCRIPT_YEARS = "transcript-years"  # transcripts of the archive, by year ("" if undated)
    RECORD_YEARS = "record-years"  # records of the archive, by year
    WITH_COUNTRY = "with-country"  # records that mention any country of COUNTED_LAYERS
    COUNTRIES = "countries"  # records of the archive, by country
    PLACES_ONLY = "places-only"  # records that mention a place in a country without counting for it, by country
    COUNTRY_LAYERS = "country-layers"  # of a country, by layer
    COUNTRY_YEARS = "country-years"  # of a country, by year
    COUNTRY_TRANSCRIPTS = "country-transcripts"  # of a country, by place() of the transcript: the highest is the newest
    COUNTRY_SPEAKERS = "country-speakers"  # of a country, by speaker of the record
    COUNTRY_WORDS = "country-words"  # of a country, by layer, space, and words; places included
    TOGETHER = "together"  # of a country, by another of COUNTED_LAYERS mentioned in other words of the record
    SPEAKERS = "speakers"  # records of the archive, by speaker
    SPEAKER_YEARS = "speaker-years"  # of a speaker, by year
    SPEAKER_TRANSCRIPTS = "speaker-transcripts"  # of a speaker, by place() of the transcript
    SPEAKER_COUNTRIES = "speaker-countries"  # of a speaker, by what the record mentions
    SPEAKER_OFFICES = "speaker-offices"  # of a speaker, by day, space, and office


Key = tuple[str, str, str]  # figure, subject, value
Counts = Counter[Key]


class SpokenTurnFacts(NamedTuple):
    """A statement or answer by a known speaker."""

    record: int
    speaker: int
    office: str


class StandingMention(NamedTuple):
    """A mention that no editor rejected."""

    record: int
    turn: int
    start: int
    code: str
    layer: str
    surface: str


@dataclass(slots=True)
class RecordCounts:
    """What one record contributes."""

    said: list[SpokenTurnFacts] = field(default_factory=list)
    mentions: list[StandingMention] = field(default_factory=list)


def place(date: dt.date | None, transcript: int) -> str:
    """Return the sort key of a transcript as in lists: by day, undated ones first, within a day by number."""
    return f"{date.isoformat() if date else UNDATED} {transcript:012d}"


def transcript_of(placed: str) -> int:
    return int(placed[DAY:])


def day_of(text: str | None) -> dt.date | None:
    """Return the day at the beginning of such a text, None if there is none."""
    return dt.date.fromisoformat(text[:DAY]) if text and text[:DAY] != UNDATED else None


def count(
    transcript: int,
    date: dt.date | None,
    records: Iterable[int],
    turns: Iterable[SpokenTurnFacts],
    mentions: Iterable[StandingMention],
) -> Counts:
    """Return what a transcript with these records contributes to the figures."""
    by_record = {record: RecordCounts() for record in records}
    for one in turns:
        by_record[one.record].said.append(one)
    for mention in mentions:
        by_record[mention.record].mentions.append(mention)
    where, year = place(date, transcript), str(date.year) if date else ""
    counts = Counter(key for record in by_record.values() for key in set(keys_of(record, where, year)))
    counts[Figure.TRANSCRIPT_YEARS, "", year] = 1
    return counts


def leading(counts: Mapping[str, int], most: int) -> dict[str, int]:
    """Return the `most` largest counts, and all that equal the last of them."""
    least = min(nlargest(most, counts.values()), default=0)
    return {key: number for key, number in counts.items() if number >= least}


def keys_of(record: RecordCounts, where: str, year: str) -> Iterator[Key]:
    """Yield every key that a record counts for, possibly with repetitions. `where` is the place() of its transcript."""
    people = {str(one.speaker) for one in record.said}
    counted = [mention for mention in record.mentions if mention.layer not in NOT_COUNTED]
    codes = {mention.code for mention in counted}
    yield Figure.RECORD_YEARS, "", year
    for person in people:
        yield Figure.SPEAKERS, "", person
        yield Figure.SPEAKER_YEARS, person, year
        yield Figure.SPEAKER_TRANSCRIPTS, person, where
    for one in record.said:
        if one.office:
            yield Figure.SPEAKER_OFFICES, str(one.speaker), f"{where[:DAY]} {one.office}"
    for code in codes:
        yield Figure.COUNTRIES, "", code
        yield Figure.COUNTRY_YEARS, code, year
        yield Figure.COUNTRY_TRANSCRIPTS, code, where
        for person in people:
            yield Figure.COUNTRY_SPEAKERS, code, person
            yield Figure.SPEAKER_COUNTRIES, person, code
    yield from keys_of_mentions(counted, codes)
    for mention in record.mentions:
        yield Figure.COUNTRY_WORDS, mention.code, f"{mention.layer} {mention.surface}"
        if mention.code not in codes:
            yield Figure.PLACES_ONLY, "", mention.code


def keys_of_mentions(mentions: Iterable[StandingMention], codes: set[str]) -> Iterator[Key]:
    """Yield the keys a record counts for through its counted mentions alone."""
    for mention in mentions:
        yield Figure.COUNTRY_LAYERS, mention.code, mention.layer
        if mention.layer in COUNTED_LAYERS:
            yield Figure.WITH_COUNTRY, "", ""
    for other, never_without in companions(mentions).items():
        for code in codes - never_without:
            yield Figure.TOGETHER, code, other


def companions(mentions: Iterable[StandingMention]) -> dict[str, set[str]]:
    """Return, for each country of COUNTED_LAYERS, the countries whose mentions always begin where its own do, itself included.

    Words that mean two countries at once do not show that the two go together.
    """
    at: dict[tuple[int, int], set[str]] = {}
    for mention in mentions:
        at.setdefault((mention.turn, mention.start), set()).add(mention.code)
    shared: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.layer in COUNTED_LAYERS:
            here = at[mention.turn, mention.start]
            shared[mention.code] = shared[mention.code] & here if mention.code in shared else set(here)
    return shared
