"""The order of day and month in a document's numeric dates, and the evidence for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from configparser import ConfigParser
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from archive.parsing.metadata.dates.date_finding import DMY, MDY, YMD, find_dates
from archive.parsing.metadata.dates.date_forms import FoundDate
from archive.parsing.metadata.dates.date_names import folded

# Where English and East Asian languages are written, both orders occur; elsewhere the day comes first.
_EITHER_LANGUAGES = frozenset({"en", "zh", "ja", "ko", ""})
_YEAR_FIRST = frozenset({"hu", "fa", "lt", "zh", "ja", "ko", "mn"})
_BY_EITHER = (DMY, MDY, YMD)
_MOST = 200_000
_NEAR = dt.timedelta(days=10)


def _listed(section: str, closed: bool = True) -> str:
    parser = ConfigParser(delimiters=("=",), interpolation=None)
    parser.read(Path(__file__).with_name("number_order.ini"), encoding="utf-8")
    words = {folded(word.strip(" \n")) for line in parser[section].values() for word in line.split(",")}
    shown = (
        re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True) if word
    )
    return "|".join(f"{word}(?!\\w)" if closed and word[-1:].isascii() else word for word in shown)


RIVALS, RIVALS_BEHIND, SMALL = _listed("rivals"), _listed("rivals_behind"), _listed("small")
_PUBLISHERS = {
    name: re.compile(rf"(?<!\w)(?:{_listed(name, closed=False)})(?!\w)") for name in ("month_first", "either", "day_first")
}


# American time zones and places: "2:19 P.M. EDT", "Aboard Air Force One".
_AMERICAN = re.compile(
    r"\d ?(?:[ap]\.?m\.?|hrs) \(?[ecmp][ds]?t\b"
    r"|white house|air force one|marine one|\bu\.?s\.? department of|american (?:embassy|consulate)"
)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
# A full year within this many years determines the century.
_GENERATION = 30


@dataclass(frozen=True, slots=True)
class DayChoice:
    """A chosen day, its alternatives, and whether there was evidence between them."""

    day: dt.date
    others: tuple[dt.date, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """The evidence for a document's date order: its language, publisher and other dates.

    `publisher` holds lines and addresses of the publisher, `around` lines outside speech, `known` dates from the markup. A date
    after `today` is less likely.
    """

    language: str = ""
    publisher: str = ""
    lines: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    known: frozenset[dt.date] = field(default_factory=frozenset)
    today: dt.date = dt.date.max
    head: str = ""

    def choose(self, found: FoundDate) -> DayChoice:
        """Return the intended day. `others` is empty if it is certain."""
        choice = self._ordered(found)
        return self._of_century(choice) if found.is_short else choice

    def _of_century(self, choice: DayChoice) -> DayChoice:
        """Put a two-digit year into the century of the full years; if none is near, both are possible."""
        if (other := _a_century_off(choice.day)) is None:
            return choice
        near, far = (any(abs(year - day.year) <= _GENERATION for year in self._years) for day in (choice.day, other))
        future = choice.day > self.today, other > self.today
        if near or (future[1] and not future[0]):
            return choice
        taken, left = (other, choice.day) if far or (future[0] and not future[1]) else (choice.day, other)
        return DayChoice(taken, tuple(dict.fromkeys((*choice.others, *(() if far else (left,))))))

    @cached_property
    def _years(self) -> frozenset[int]:
        """Return the four-digit years in the document."""
        text = "\n".join([*self.lines[:2000], self.publisher, self.head])[:_MOST]
        return frozenset(int(year) for year in _YEAR.findall(text)) | {day.year for day in self.known}

    def _ordered(self, found: FoundDate) -> DayChoice:
        if not found.is_ambiguous:
            return DayChoice(found.day)
        readings = found.readings
        if self.language in readings:
            return DayChoice(readings[self.language])
        named = {day for day in readings.values() if day in self._worded}
        if len(named) == 1:
            return DayChoice(named.pop())
        if (way := self._certain_order) in readings and (way != DMY or len(readings) < 3 or YMD not in self._likely_orders):
            return DayChoice(readings[way])
        day = self._likeliest(readings)
        return DayChoice(day, tuple(dict.fromkeys(other for other in readings.values() if other != day)))

    def _likeliest(self, readings: Mapping[str, dt.date]) -> dt.date:
        past = {way: day for way, day in readings.items() if day <= self.today}
        readings = past or readings
        near = [day for day in readings.values() if any(dt.timedelta(0) <= one - day <= _NEAR for one in self.known)]
        if len(set(near)) == 1:
            return near[0]
        guess = next((way for way in self._likely_orders if way in readings), None)
        return readings[guess] if guess else next(iter(readings.values()))

    @cached_property
    def _all(self) -> tuple[FoundDate, ...]:
        size = 0
        found: list[FoundDate] = []
        for line in self.lines:
            size += len(line)
            if size > _MOST:
                break
            found += find_dates(line)
        return tuple(found)

    @cached_property
    def _worded(self) -> frozenset[dt.date]:
        """Return unambiguous dates around the talk."""
        found = (found for line in self.around for found in find_dates(line))
        return frozenset(one.day for one in found if not one.is_ambiguous) | self.known

    @cached_property
    def _certain_order(self) -> str:
        """Return the certain order, "" if there is none."""
        printed = {way for found in self._all if len(found.readings) == 1 for way in found.readings if way in (DMY, MDY)}
        if len(printed) == 1:
            return printed.pop()
        if printed:
            return ""
        return self._by_publisher or (DMY if self.language not in _EITHER_LANGUAGES | _YEAR_FIRST else "")

    @cached_property
    def _likely_orders(self) -> tuple[str, ...]:
        """Return the orders, most likely first."""
        if self.language in _YEAR_FIRST:
            return (YMD, DMY, MDY)
        return _BY_EITHER

    @cached_property
    def _by_publisher(self) -> str:
        if self.language not in _EITHER_LANGUAGES:
            return ""
        said = {name for name, pattern in _PUBLISHERS.items() if pattern.search(folded(self.publisher))}
        told = {frozenset({"month_first"}): MDY, frozenset({"day_first"}): DMY}.get(frozenset(said), "")
        return told or (MDY if not said and _AMERICAN.search(folded(self.head)) else "")


def _a_century_off(day: dt.date) -> dt.date | None:
    """Return the day a hundred years earlier or later, None for a missing 29 February."""
    try:
        return day.replace(year=day.year + (-100 if day.year >= 2000 else 100))
    except ValueError:
        return None
