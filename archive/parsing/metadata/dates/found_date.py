"""A date found in a text, with all its readings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and its place in the text; of a span the first day.

    `readings` are the possible days, by order of the parts (dmy, mdy, ymd) or by language; several if the form is ambiguous.
    `last` ends the span. `weekday` (0 is Monday) is printed beside it. `is_converted`: the year was assigned to another calendar
    by its size alone. `is_short`: the year has two digits, so its century is a guess.
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
        """Tell whether the form alone is ambiguous."""
        return len(set(self.readings.values())) > 1


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A match of one form: its place, and its readings (none if the date does not exist)."""

    start: int
    end: int
    readings: Mapping[str, dt.date]
    last: dt.date | None = None
    is_converted: bool = False
    is_short: bool = False
