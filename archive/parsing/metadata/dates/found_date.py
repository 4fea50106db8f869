"""A day as it was found in a text, with every day that it may be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day and where it stands in its text; of a span the first day.

    `readings` are the days that it may be, by the order of its parts (dmy, mdy, ymd) or by language; more than one where its
    form does not tell. `last` ends the span. `weekday` (0 is Monday) is printed beside it. `is_converted` says that a number
    was taken for a year of another calendar by its size alone, `is_short` that the year has two digits:
    its century is a guess.
    """

    day: dt.date
    start: int
    end: int
    readings: Mapping[str, dt.date] = field(default_factory=dict)
    last: dt.date | None = None
    weekdays: frozenset[int] = frozenset()
    is_converted: bool = False
    is_short: bool = False

    @property
    def is_ambiguous(self) -> bool:
        """Say whether the form alone leaves more than one day."""
        return len(set(self.readings.values())) > 1


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A match of one form: where it stands, and the days it may be (none where the calendar has no such day)."""

    start: int
    end: int
    readings: Mapping[str, dt.date]
    last: dt.date | None = None
    is_converted: bool = False
    is_short: bool = False
