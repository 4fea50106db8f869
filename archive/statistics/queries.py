"""Queries on the sums of counters.py, whose time hardly grows with the archive, and which countries are mentioned together.

Mentioned together more often than expected: the number of records that mention both, divided by the number if mentions were
independent. It is the association ratio of Church and Hanks ("Word Association Norms, Mutual Information, and Lexicography",
Computational Linguistics 16(1), 1990) without its logarithm.

Small numbers make large ratios by accident, so a pair needs LEAST_RECORDS and a log-likelihood ratio of at least SIGNIFICANT
(Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", Computational Linguistics 19(1), 1993): chi-squared
with one degree of freedom exceeds it by chance in one of a hundred pairs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import log
from typing import Any

from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Substr

from archive.countries import COUNTED_LAYERS, country_name
from archive.models import Mention, Record, Speaker, Tally, Transcript, Turn
from archive.statistics.definitions import DAY, NOT_COUNTED, Figure, day_of, leading, transcript_of

NEWEST = 6
SPOKEN = (Turn.Role.STATEMENT, Turn.Role.ANSWER)
LEAST_RECORDS = 3
SIGNIFICANT = 6.63


@dataclass(frozen=True, slots=True)
class Totals:
    """The size of the archive, and its first and last day."""

    transcripts: int
    records: int
    speakers: int
    countries: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class CountryFigure:
    """How many records mention an entry of the gazetteer. `layer` says what kind it is."""

    code: str
    name: str
    records: int
    layer: str


@dataclass(frozen=True, slots=True)
class PersonFigure:
    """How many of some records a person speaks in."""

    slug: str
    name: str
    records: int


@dataclass(frozen=True, slots=True)
class SpeakerFigure:
    """How many records a person speaks in, and the first and last day."""

    slug: str
    name: str
    records: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class OfficeFigure:
    """An office printed with a person's name, and the first and last event it was printed at."""

    office: str
    first: dt.date | None
    last: dt.date | None
    records: int


@dataclass(frozen=True, slots=True)
class WordFigure:
    """Words read as a country, the layer, and the number of records."""

    surface: str
    layer: str
    records: int


YearCounts = tuple[tuple[int, int], ...]


Numbers = Mapping[str, int]  # number of records by value


def sums(of: str, *figures: Figure) -> dict[Figure, dict[str, int]]:
    """Return some figures of one subject. One query."""
    found: dict[Figure, dict[str, int]] = {figure: {} for figure in figures}
    for figure, by, number in Tally.objects.filter(of=of, figure__in=figures).order_by().values_list("figure", "by", "number"):
        found[Figure(figure)][by] = number
    return found


def tallies(figure: Figure, of: str = "") -> QuerySet[Tally]:
    """Return one figure of one subject."""
    return Tally.objects.filter(figure=figure, of=of).order_by()


def years_of(numbers: Numbers) -> YearCounts:
    """Return numbers per year, including empty years, without undated ones."""
    counts = {int(year): number for year, number in numbers.items() if year}
    return tuple((year, counts.get(year, 0)) for year in range(min(counts), max(counts) + 1)) if counts else ()


def find_totals(transcripts: int, records: int, countries: Iterable[CountryFigure]) -> Totals:
    """Return the totals, and the first and last day."""
    days = Transcript.objects.published().filter(date__isnull=False).order_by("date").values_list("date", flat=True)
    named = sum(1 for country in countries if country.layer in COUNTED_LAYERS)
    return Totals(transcripts, records, tallies(Figure.SPEAKERS).count(), named, days.first(), days.last())


def find_countries(counts: Numbers) -> tuple[CountryFigure, ...]:
    """Return records per entry of the gazetteer, most first. The layer is the alphabetically first it was read in."""
    layers = dict(Tally.objects.filter(figure=Figure.COUNTRY_LAYERS).values_list("of").annotate(Min("by")).order_by())
    pairs = ((code, number) for code, number in counts.items() if code in layers)
    found = (CountryFigure(code, country_name(code), number, layers[code]) for code, number in pairs)
    return tuple(sorted(found, key=lambda country: (-country.records, country.name)))


def find_speaker_countries(counts: Numbers, known: Iterable[CountryFigure]) -> tuple[CountryFigure, ...]:
    """Return a person's records per entry of the gazetteer, most first."""
    found = (CountryFigure(one.code, one.name, counts[one.code], one.layer) for one in known if one.code in counts)
    return tuple(sorted(found, key=lambda country: (-country.records, country.name)))


def find_speakers(**only: str) -> tuple[SpeakerFigure, ...]:
    """Return records per person, most first, with the first and last day; of everybody, or only `by`."""
    dated = Tally.objects.filter(figure=Figure.SPEAKER_TRANSCRIPTS, of=OuterRef("by"), by__gte="0001").values("by")
    first, last = Subquery(dated.order_by("by")[:1]), Subquery(dated.order_by("-by")[:1])
    counted = tallies(Figure.SPEAKERS).filter(**only).annotate(first=first, last=last)
    rows = list(counted.values_list("by", "number", "first", "last"))
    known = people(only.values())
    found = (SpeakerFigure(*known[by], records, day_of(first), day_of(last)) for by, records, first, last in rows if by in known)
    return tuple(sorted(found, key=lambda speaker: (-speaker.records, speaker.name)))


def people(keys: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return slug and name of these people (or of everybody) by primary key as a string."""
    wanted = Speaker.objects.filter(pk__in=keys) if keys else Speaker.objects.all()
    return {str(key): (slug, name) for key, slug, name in wanted.order_by().values_list("pk", "slug", "name")}


def find_offices(speaker: Speaker) -> tuple[OfficeFigure, ...]:
    """Return the offices printed with a person's name, and when."""
    offices = tallies(Figure.SPEAKER_OFFICES, str(speaker.pk)).values(office=Substr("by", DAY + 2))
    dated = Q(by__gte="0001")
    rows = offices.annotate(records=Sum("number"), first=Min("by", filter=dated), last=Max("by", filter=dated))
    found = (OfficeFigure(row["office"], day_of(row["first"]), day_of(row["last"]), row["records"]) for row in rows)
    return tuple(sorted(found, key=lambda office: (office.first or dt.date.max, office.office)))


def newest_offices(slugs: Collection[str]) -> dict[str, str]:
    """Return the latest printed office of each of these people, by slug. People without one are left out. Two queries."""
    people_of = {str(pk): slug for pk, slug in Speaker.objects.filter(slug__in=slugs).order_by().values_list("pk", "slug")}
    dated_offices = Tally.objects.filter(figure=Figure.SPEAKER_OFFICES, of__in=people_of, number__gt=0).order_by()
    return {people_of[of]: by[DAY + 1 :] for of, by in dated_offices.values_list("of").annotate(Max("by"))}


def find_country_speakers(counts: Numbers, most: int) -> tuple[PersonFigure, ...]:
    """Return the people in most records that mention this, at most `most`; ties by name."""
    chosen = leading(counts, most)
    known = people(chosen) if chosen else {}
    found = (PersonFigure(*known[key], records) for key, records in chosen.items() if key in known)
    return tuple(sorted(found, key=lambda person: (-person.records, person.name))[:most])


def find_words(counts: Numbers) -> tuple[WordFigure, ...]:
    """Return records per wording read as this entry."""
    rows = ((by.partition(" "), records) for by, records in counts.items())
    found = (WordFigure(surface, layer, records) for (layer, _, surface), records in rows)
    return tuple(sorted(found, key=lambda word: (-word.records, word.surface, word.layer)))


def find_newest_on(code: str) -> tuple[int, ...]:
    """Return the primary keys of the newest records that count for this, undated ones last."""
    mentions = Mention.objects.filter(record=OuterRef("pk"), code=code, rejected=False).exclude(layer__in=NOT_COUNTED)
    return newest_of(tallies(Figure.COUNTRY_TRANSCRIPTS, code), mentions)


def find_newest_by(speaker: Speaker) -> tuple[int, ...]:
    """Return the primary keys of the newest records in which a person speaks, undated ones last."""
    turns = Turn.objects.filter(record=OuterRef("pk"), speaker=speaker, role__in=SPOKEN)
    return newest_of(tallies(Figure.SPEAKER_TRANSCRIPTS, str(speaker.pk)), turns)


def newest_of(placed: QuerySet[Tally], wanted: QuerySet[Any]) -> tuple[int, ...]:
    """Return the newest records of these transcripts that fulfil `wanted`. Two queries."""
    transcripts = [transcript_of(by) for by in placed.order_by("-by").values_list("by", flat=True)[:NEWEST]]
    records = Record.objects.published().filter(Exists(wanted), transcript__in=transcripts)
    newest_first = records.order_by(F("transcript__date").desc(nulls_last=True), "-transcript_id", "position")
    return tuple(newest_first.values_list("pk", flat=True)[:NEWEST])


@dataclass(frozen=True, slots=True)
class Association:
    """A country mentioned with another: the observed and the expected number of records."""

    code: str
    records: int
    expected: float

    @property
    def ratio(self) -> float:
        return self.records / self.expected


def associations(total: int, of: int, others: Mapping[str, int], together: Mapping[str, int]) -> tuple[Association, ...]:
    """Return what is mentioned together with a country that `of` records mention, highest ratio first.

    `total` counts the records that mention any country, `others` those of each, `together` those that mention both.
    """
    found = [Association(code, both, of * others[code] / total) for code, both in together.items() if both >= LEAST_RECORDS]
    telling = [one for one in found if one.ratio > 1 and log_likelihood(total, of, others[one.code], one.records) >= SIGNIFICANT]
    return tuple(sorted(telling, key=lambda one: (-one.ratio, one.code)))


def log_likelihood(total: int, one: int, other: int, both: int) -> float:
    """Return Dunning's G² of two things, given how many records have one, the other, and both."""
    observed = (both, one - both, other - both, total - one - other + both)
    rows, columns = (one, one, total - one, total - one), (other, total - other, other, total - other)
    cells = zip(observed, rows, columns, strict=True)
    return 2 * sum(count * log(count * total / (row * column)) for count, row, column in cells if count > 0)
