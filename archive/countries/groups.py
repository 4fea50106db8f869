"""Groups of countries: who belonged to which, on which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from archive.countries.gazetteer import gazetteer


class Membership(NamedTuple):
    """A country in a group; an open first or last day is None. The last day is the last of membership."""

    code: str
    first: dt.date | None
    last: dt.date | None


def all_groups() -> Mapping[str, str]:
    """Return every group's value and name: organisations with members, and the continents."""
    return gazetteer().groups


def group_of(word: str) -> str | None:
    """Return the group of this value or name, any case; what a name says in brackets may be left out."""
    folded = word.casefold().replace("-", " ").strip()
    for value, name in all_groups().items():
        said = name.casefold().replace("-", " ")
        if folded in (value.replace("-", " "), said, said.partition(" (")[0]):
            return value
    return None


def memberships(group: str) -> tuple[Membership, ...]:
    """Return who belongs or belonged to a group; nobody for an unknown one."""
    rows = gazetteer().memberships.get(group, ())
    return tuple(Membership(code, day(first), day(last)) for code, first, last in rows)


def members(group: str, date: dt.date | None = None) -> frozenset[str]:
    """Return the members of a group on a day; without a day, everybody who belongs to it today or without end."""
    return frozenset(row.code for row in memberships(group) if belongs(row, date))


def belongs(row: Membership, date: dt.date | None) -> bool:
    """Say whether a membership holds on a day."""
    if date is None:
        return row.last is None
    return (row.first is None or row.first <= date) and (row.last is None or date <= row.last)


def day(text: str) -> dt.date | None:
    """Read an ISO date; an empty text is None."""
    return dt.date.fromisoformat(text) if text else None
