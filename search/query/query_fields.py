"""What may stand before a colon: text fields, filters, dates. Pure. Names of people, places and sources come from `Names`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Protocol, get_args

from search import facets
from search.query.dates import first_day, last_day, read_date
from search.query.tree import Dates, Filter, Node, Nothing, Or, TextField
from search.text.spellings import closest

TEXT_FIELDS: tuple[str, ...] = get_args(TextField)
DATE_FIELDS = ("date", "before", "after")
LAST = re.compile(r"last\s+(\d{1,4})\s+(day|week|month|year)s?\b", re.IGNORECASE)
UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


class Names(Protocol):
    """Looks up values that only the index has."""

    def find(self, key: str, typed: str) -> tuple[str, ...]:
        """Return the values of a facet that have all these words in their name."""
        ...

    def close(self, key: str, typed: str) -> str:
        """Return the most likely name if none has these words, empty if none is close."""
        ...


@dataclass(frozen=True, slots=True)
class FieldReading:
    """The meaning of what follows a colon.

    An unknown value is a filter that matches nothing: dropping it would show far more than was asked for. Then `message` says so,
    and `instead` is a suggestion.
    """

    node: Node
    message: str = ""
    instead: str = ""


def field_names() -> tuple[str, ...]:
    """Return every word allowed before a colon."""
    return (*TEXT_FIELDS, *facets.TABLE.words, *DATE_FIELDS)


def read_field(name: str, typed: str, names: Names | None) -> FieldReading:
    """Read what follows `name:`, if that is not a text field."""
    if name in DATE_FIELDS:
        return read_dates(name, typed)
    key = facets.TABLE.words[name]
    values = values_of(key, typed, names)
    if values:
        filters = tuple(Filter(*value) for value in values)
        return FieldReading(filters[0] if len(filters) == 1 else Or(filters))
    near = close_name(key, typed, names)
    hint = f" Did you mean {near}?" if near else ""
    return FieldReading(Filter(key, typed), f"No {facets.TABLE[key].noun} “{typed}”.{hint}", quoted(near))


def values_of(key: str, typed: str, names: Names | None) -> tuple[tuple[str, str], ...]:
    """Return the facets and values with a name."""
    facet = facets.TABLE[key]
    if facet.looked_up:
        return tuple((key, value) for value in names.find(key, typed)) if names else ((key, typed.casefold().replace(" ", "-")),)
    if facet.read_in_query:
        return facet.read_in_query(typed)
    value = facet.read(typed)
    return ((key, value),) if value else ()


def close_name(key: str, typed: str, names: Names | None) -> str:
    """Return the most likely name, empty if none is close."""
    if facets.TABLE[key].looked_up:
        return names.close(key, typed) if names else ""
    folded = {name.casefold(): name for name in facets.TABLE[key].known()}
    near = closest(typed.casefold(), folded, 0.8)
    return folded[near] if near else ""


def quoted(name: str) -> str:
    """Return a name as it is typed after a colon."""
    return f'"{name}"' if " " in name else name


def read_dates(name: str, typed: str) -> FieldReading:
    """Read `date:2023`, `date:2023-03..2024-01`, `before:2024`, `after:2023-05`; ends are included, `before` and `after` not."""
    first, dots, last = typed.partition("..")
    ends = [read_date(end) if end else "" for end in (first, last if dots else first)]
    if None in ends or not any(ends) or (name != "date" and dots):
        return FieldReading(Nothing(), f"“{typed}” is not a date. Write {name}:2023, {name}:2023-03 or {name}:2023-03-15.")
    start, end = ends[0] or "", ends[1] or ""
    if name == "before":
        return FieldReading(Dates(None, moved(first_day(start), -1)))
    if name == "after":
        return FieldReading(Dates(moved(last_day(end), 1), None))
    if start and end and first_day(start) > last_day(end):
        return FieldReading(Nothing(), f"{start} is after {end}.", f"{end}..{start}")
    return FieldReading(Dates(first_day(start) if start else None, last_day(end) if end else None))


def moved(day: str, days: int) -> str:
    """Return a day shifted by this many days, within the calendar's limits."""
    try:
        return (dt.date.fromisoformat(day) + dt.timedelta(days)).isoformat()
    except OverflowError:
        return day


def last_days(match: re.Match[str], today: dt.date) -> Dates:
    """Return the range of `last 90 days`. A month is 30 days, a year 365."""
    days = int(match[1]) * UNIT_DAYS[match[2].lower()]
    return Dates(moved(today.isoformat(), -min(days, 365_000)), today.isoformat())
