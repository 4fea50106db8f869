"""The statistics shown on pages.

They are read from sums updated with every change (counters.py), so a page costs the same whatever the size of the archive, and
cached under the archive's version. A speaker's records are those in which the person makes a statement or answers.
"""

from __future__ import annotations

from collections.abc import Mapping

from archive.models import Speaker
from archive.statistics.definitions import Figure
from archive.statistics.queries import (
    NEWEST,
    CountryFigure,
    OfficeFigure,
    PersonFigure,
    SpeakerFigure,
    Totals,
    WordFigure,
    YearCounts,
    find_countries,
    find_country_speakers,
    find_newest_by,
    find_newest_on,
    find_offices,
    find_speaker_countries,
    find_speakers,
    find_totals,
    find_words,
    sums,
    years_of,
)
from archive.statistics.version_cache import VersionCache

__all__ = ["NEWEST", "CountryFigure", "Figures", "SpeakerFigure", "YearCounts"]

OF_ALL = (Figure.TRANSCRIPT_YEARS, Figure.RECORD_YEARS, Figure.COUNTRIES, Figure.PLACES_ONLY, Figure.WITH_COUNTRY)
OF_A_SPEAKER = (Figure.SPEAKER_YEARS, Figure.SPEAKER_COUNTRIES)
OF_A_COUNTRY = (Figure.COUNTRY_YEARS, Figure.COUNTRY_SPEAKERS, Figure.COUNTRY_WORDS, Figure.TOGETHER)


class Figures:
    """The current statistics. Queries the archive's version once, and each figure once."""

    def __init__(self) -> None:
        self.cache = VersionCache()

    def totals(self) -> Totals:
        """Return the totals."""
        transcripts = sum(self.of_all(Figure.TRANSCRIPT_YEARS).values())
        return self.cache.get("totals", lambda: find_totals(transcripts, self.records(), self.countries()))

    def records(self) -> int:
        """Return the number of records."""
        return sum(self.of_all(Figure.RECORD_YEARS).values())

    def records_with_country(self) -> int:
        """Return the number of records that mention any country."""
        return sum(self.of_all(Figure.WITH_COUNTRY).values())

    def years(self) -> YearCounts:
        """Return records per year."""
        return years_of(self.of_all(Figure.RECORD_YEARS))

    def transcript_years(self) -> tuple[int, ...]:
        """Return the years of public transcripts, newest first."""
        return tuple(year for year, number in reversed(years_of(self.of_all(Figure.TRANSCRIPT_YEARS))) if number)

    def countries(self) -> tuple[CountryFigure, ...]:
        """Return every mentioned entry of the gazetteer, most mentioned first."""
        return self.cache.get("countries", lambda: find_countries(self.of_all(Figure.COUNTRIES)))

    def places_only(self, code: str) -> int:
        """Return how many records mention a place in this country without counting for it."""
        return self.of_all(Figure.PLACES_ONLY).get(code, 0)

    def speakers(self) -> tuple[SpeakerFigure, ...]:
        """Return everyone who makes statements or answers, most active first."""
        return self.cache.get("speakers", find_speakers)

    def speaker(self, speaker: Speaker) -> SpeakerFigure | None:
        """Return a person's number of records; None for someone who only asks."""
        found = self.cache.get(f"speaker:{speaker.pk}", lambda: find_speakers(by=str(speaker.pk)))
        return found[0] if found else None

    def speaker_years(self, speaker: Speaker) -> YearCounts:
        """Return a person's records per year."""
        return years_of(self.of_speaker(speaker, Figure.SPEAKER_YEARS))

    def speaker_countries(self, speaker: Speaker) -> tuple[CountryFigure, ...]:
        """Return what a person's records mention, each in the layer it has in the whole archive."""
        return find_speaker_countries(self.of_speaker(speaker, Figure.SPEAKER_COUNTRIES), self.countries())

    def speaker_offices(self, speaker: Speaker) -> tuple[OfficeFigure, ...]:
        """Return the offices printed with a person's name, oldest first."""
        return self.cache.get(f"speaker:{speaker.pk}:offices", lambda: find_offices(speaker))

    def speaker_newest(self, speaker: Speaker) -> tuple[int, ...]:
        """Return a person's newest records, by primary key."""
        return self.cache.get(f"speaker:{speaker.pk}:newest", lambda: find_newest_by(speaker))

    def country_years(self, code: str) -> YearCounts:
        """Return the records per year that mention this."""
        return years_of(self.of_country(code, Figure.COUNTRY_YEARS))

    def country_speakers(self, code: str, most: int) -> tuple[PersonFigure, ...]:
        """Return the people in most records that mention this, at most `most`."""
        counts = self.of_country(code, Figure.COUNTRY_SPEAKERS)
        return self.cache.get(f"country:{code}:speakers:{most}", lambda: find_country_speakers(counts, most))

    def country_words(self, code: str) -> tuple[WordFigure, ...]:
        """Return the words read as this, including places, most frequent first."""
        return find_words(self.of_country(code, Figure.COUNTRY_WORDS))

    def country_together(self, code: str) -> Mapping[str, int]:
        """Return the records by other entries mentioned. Words that mean both at once do not count."""
        return self.of_country(code, Figure.TOGETHER)

    def country_newest(self, code: str) -> tuple[int, ...]:
        """Return the newest records that mention this, by primary key."""
        return self.cache.get(f"country:{code}:newest", lambda: find_newest_on(code))

    def of_all(self, figure: Figure) -> Mapping[str, int]:
        """Return a figure of the whole archive, one of OF_ALL."""
        return self.cache.get("all", lambda: sums("", *OF_ALL))[figure]

    def of_speaker(self, speaker: Speaker, figure: Figure) -> Mapping[str, int]:
        """Return a figure of a person, one of OF_A_SPEAKER."""
        return self.cache.get(f"speaker:{speaker.pk}:sums", lambda: sums(str(speaker.pk), *OF_A_SPEAKER))[figure]

    def of_country(self, code: str, figure: Figure) -> Mapping[str, int]:
        """Return a figure of an entry of the gazetteer, one of OF_A_COUNTRY."""
        return self.cache.get(f"country:{code}:sums", lambda: sums(code, *OF_A_COUNTRY))[figure]
