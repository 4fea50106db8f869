"""What the archive can count about itself.

Figures are kept under the archive's version, so a page costs the same however much the archive holds; they are counted
anew after each public change. A speaker's records are those in which the person makes a statement or answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import Count, F, Max, Min, QuerySet
from django.db.models.functions import ExtractYear

from archive import versions
from archive.countries import country_name
from archive.models import Mention, Record, Speaker, Transcript, Turn
from archive.querysets import RecordQuerySet

T = TypeVar("T")
COUNTRY_LAYERS = ("named", "implied")
KEEP_SECONDS = 24 * 60 * 60
NEWEST = 6


@dataclass(frozen=True, slots=True)
class Totals:
    """How much is in the archive, and from when to when."""

    transcripts: int
    records: int
    speakers: int
    countries: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class CountryFigure:
    """How many records mention a country (or another entry of the gazetteer: see `layer`)."""

    code: str
    name: str
    records: int
    layer: str


@dataclass(frozen=True, slots=True)
class SpeakerFigure:
    """How many records a person speaks in, and from when to when."""

    slug: str
    name: str
    records: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class OfficeFigure:
    """An office printed with a person's name, and the events of the first and last day it was printed at."""

    office: str
    first: dt.date | None
    last: dt.date | None
    records: int


@dataclass(frozen=True, slots=True)
class WordFigure:
    """Words that were read as a country, how, and in how many records."""

    surface: str
    layer: str
    records: int


YearCounts = tuple[tuple[int, int], ...]


class Figures:
    """The figures of the archive as it is now; asks for its version once."""

    def __init__(self) -> None:
        self.version = versions.current()

    def kept(self, name: str, count: Callable[[], T]) -> T:
        """Return what was counted for this version, counting it if nobody has."""
        found: T | None = cache.get_or_set(f"figures:{self.version}:{name}", count, KEEP_SECONDS)
        return count() if found is None else found

    def totals(self) -> Totals:
        """Return how much there is."""
        return self.kept("totals", lambda: count_totals(self.speakers(), self.countries()))

    def years(self) -> YearCounts:
        """Return records per year."""
        return self.kept("years", lambda: count_years(Record.objects.published()))

    def countries(self) -> tuple[CountryFigure, ...]:
        """Return every entry of the gazetteer that is mentioned, most mentioned first."""
        return self.kept("countries", lambda: count_countries(public_mentions()))

    def speakers(self) -> tuple[SpeakerFigure, ...]:
        """Return everyone who makes statements or answers, who speaks most first."""
        return self.kept("speakers", lambda: count_speakers(_turns()))

    def speaker_years(self, speaker: Speaker) -> YearCounts:
        """Return a person's records per year."""
        return self.kept(f"speaker:{speaker.pk}:years", lambda: count_years(Record.objects.published().by(speaker)))

    def speaker_countries(self, speaker: Speaker) -> tuple[CountryFigure, ...]:
        """Return what countries are mentioned in a person's records."""
        records = Record.objects.by(speaker).values("pk")
        return self.kept(f"speaker:{speaker.pk}:countries", lambda: count_countries(public_mentions().filter(record__in=records)))

    def speaker_offices(self, speaker: Speaker) -> tuple[OfficeFigure, ...]:
        """Return the offices printed with a person's name, oldest first."""
        return self.kept(f"speaker:{speaker.pk}:offices", lambda: count_offices(speaker))

    def speaker_newest(self, speaker: Speaker) -> tuple[int, ...]:
        """Return a person's newest records, by primary key."""
        return self.kept(f"speaker:{speaker.pk}:newest", lambda: find_newest(Record.objects.published().by(speaker)))

    def country_newest(self, code: str) -> tuple[int, ...]:
        """Return the newest records that mention this, by primary key."""
        return self.kept(f"country:{code}:newest", lambda: find_newest(mentioning(code)))

    def transcript_years(self) -> tuple[int, ...]:
        """Return the years of public transcripts, newest first."""
        return self.kept("transcript_years", find_transcript_years)

    def country_years(self, code: str) -> YearCounts:
        """Return records per year that mention this."""
        return self.kept(f"country:{code}:years", lambda: count_years(mentioning(code)))

    def country_speakers(self, code: str) -> tuple[SpeakerFigure, ...]:
        """Return who speaks in the records that mention this."""
        records = mentioning(code).values("pk")
        return self.kept(f"country:{code}:speakers", lambda: count_speakers(_turns().filter(record__in=records)))

    def country_words(self, code: str) -> tuple[WordFigure, ...]:
        """Return the words that were read as this, most frequent first."""
        return self.kept(f"country:{code}:words", lambda: count_words(code))


def mentioning(code: str) -> RecordQuerySet[Record]:
    """Return the public records that mention this entry of the gazetteer, whatever its layer."""
    return Record.objects.published().filter(mentions__code=code, mentions__rejected=False).distinct()


def public_mentions() -> QuerySet[Mention]:
    """Return the mentions that the public sees: not rejected, of published transcripts."""
    return Mention.objects.filter(rejected=False, record__transcript__state="published").order_by()


def _turns() -> QuerySet[Turn]:
    said = Turn.objects.filter(transcript__state="published", speaker__isnull=False)
    return said.exclude(role="question").order_by()


def count_totals(speakers: tuple[SpeakerFigure, ...], countries: tuple[CountryFigure, ...]) -> Totals:
    """Count transcripts and records, and find the span of their dates."""
    span = Transcript.objects.published().aggregate(number=Count("pk"), first=Min("date"), last=Max("date"))
    named = sum(1 for country in countries if country.layer in COUNTRY_LAYERS)
    return Totals(span["number"], Record.objects.published().count(), len(speakers), named, span["first"], span["last"])


def count_years(records: RecordQuerySet[Any]) -> YearCounts:
    """Count records per year of the event, years without any included, undated ones left out."""
    dated = records.filter(transcript__date__isnull=False).order_by()
    rows = dated.values(year=ExtractYear("transcript__date")).annotate(number=Count("pk", distinct=True))
    counts = {row["year"]: row["number"] for row in rows}
    return tuple((year, counts.get(year, 0)) for year in range(min(counts), max(counts) + 1)) if counts else ()


def find_newest(records: RecordQuerySet[Any]) -> tuple[int, ...]:
    """Return the primary keys of the newest records, undated ones last."""
    newest_first = records.order_by(F("transcript__date").desc(nulls_last=True), "-transcript_id", "position")
    return tuple(newest_first.values_list("pk", flat=True)[:NEWEST])


def find_transcript_years() -> tuple[int, ...]:
    """Return the years of public transcripts, newest first."""
    years = Transcript.objects.published().filter(date__isnull=False).order_by().values_list(ExtractYear("date"), flat=True)
    return tuple(sorted(years.distinct(), reverse=True))


def count_countries(mentions: QuerySet[Mention]) -> tuple[CountryFigure, ...]:
    """Count records per entry of the gazetteer, most first."""
    rows = mentions.values("code").annotate(number=Count("record", distinct=True), kind=Min("layer"))
    found = (CountryFigure(row["code"], country_name(row["code"]), row["number"], row["kind"]) for row in rows)
    return tuple(sorted(found, key=lambda country: (-country.records, country.name)))


def count_speakers(turns: QuerySet[Turn]) -> tuple[SpeakerFigure, ...]:
    """Count records per person, most first."""
    rows = turns.values("speaker__slug", "speaker__name").annotate(
        number=Count("record", distinct=True), first=Min("transcript__date"), last=Max("transcript__date")
    )
    found = (SpeakerFigure(row["speaker__slug"], row["speaker__name"], row["number"], row["first"], row["last"]) for row in rows)
    return tuple(sorted(found, key=lambda speaker: (-speaker.records, speaker.name)))


def count_offices(speaker: Speaker) -> tuple[OfficeFigure, ...]:
    """Find the offices printed with a person's name and when."""
    held = _turns().filter(speaker=speaker).exclude(office="")
    rows = held.values("office").annotate(
        first=Min("transcript__date"), last=Max("transcript__date"), number=Count("record", distinct=True)
    )
    found = (OfficeFigure(row["office"], row["first"], row["last"], row["number"]) for row in rows)
    return tuple(sorted(found, key=lambda office: (office.first or dt.date.max, office.office)))


def count_words(code: str) -> tuple[WordFigure, ...]:
    """Count records per wording that was read as this entry."""
    rows = public_mentions().filter(code=code).values("surface", "layer").annotate(number=Count("record", distinct=True))
    found = (WordFigure(row["surface"], row["layer"], row["number"]) for row in rows)
    return tuple(sorted(found, key=lambda word: (-word.records, word.surface)))
