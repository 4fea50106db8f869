"""Groups of countries: who belonged to which, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from archive.countries.gazetteer import gazetteer


class Membership(NamedTuple):
    """A country's membership of a group. `None` as the first or last day means open. The last day is included."""

    code: str
    first: dt.date | None
    last: dt.date | None


def all_groups() -> Mapping[str, str]:
    """Return every group's value and name: organisations with members, and the continents."""
    return gazetteer().groups


def group_of(word: str) -> str | None:
    """Return the group with this value or name, in any case. The part of a name in brackets is optional."""
    folded = word.casefold().replace("-", " ").strip()
    for value, name in all_groups().items():
        said = name.casefold().replace("-", " ")
        if folded in (value.replace("-", " "), said, said.partition(" (")[0]):
            return value
    return None


def memberships(group: str) -> tuple[Membership, ...]:
    """Return the past and present members of a group, none for an unknown one."""
    rows = gazetteer().memberships.get(group, ())
    return tuple(Membership(code, day(first), day(last)) for code, first, last in rows)


def members(group: str, date: dt.date | None = None) -> frozenset[str]:
    """Return the members of a group on a day; without a day, its present members."""
    return frozenset(row.code for row in memberships(group) if belongs(row, date))


def belongs(row: Membership, date: dt.date | None) -> bool:
    """Tell whether a membership holds on a day."""
    if date is None:
        return row.last is None
    return (row.first is None or row.first <= date) and (row.last is None or date <= row.last)


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
