"""Country codes to names and back, and groups of countries: who belonged to which, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from archive.countries.disputed import DisputedPlace
from archive.countries.gazetteer import Gazetteer, gazetteer


def country_name(code: str) -> str:
    """Return the display name of a code in any layer. An unknown code is returned unchanged."""
    names = gazetteer()
    return names.countries.get(code) or names.values.get(code) or code


def all_countries() -> Mapping[str, str]:
    """Return every country's code (ISO 3166-1 alpha-2 and XK) and the name shown for it."""
    return gazetteer().countries


def disputed_places() -> Mapping[str, DisputedPlace]:
    """Return the current table of disputed places, by value."""
    return gazetteer().disputed


class DisputedInWords(NamedTuple):
    """A disputed place as a page shows it: whom it counts for (empty for nobody), and who disputes it."""

    name: str
    counted: str
    sides: str
    note: str


def disputed_in_words() -> list[DisputedInWords]:
    """Return the current table of disputed places in words, sorted by name."""
    return sorted(
        DisputedInWords(
            place.name,
            ", ".join(map(country_name, filter(None, (place.own_code, *place.reading)))),
            ", ".join(sorted(map(country_name, place.sides))),
            place.note,
        )
        for place in disputed_places().values()
    )


def organisations() -> Mapping[str, str]:
    """Return every organisation's value and name."""
    return gazetteer().organisations


def code_of(word: str) -> str | None:
    """Return the code of a country, historic state, disputed place or organisation, or None.

    `word` is its name, a demonym, an ISO code of two or three letters, or its value, in any case. Countries take precedence.
    """
    return known_words(gazetteer()).get(fold(word))


def fold(word: str) -> str:
    return " ".join(word.replace("\u2019", "'").split()).casefold()


@lru_cache(maxsize=1)
def known_words(names: Gazetteer) -> dict[str, str]:
    """Map every folded word to its code: codes first, then country names, then the other layers."""
    codes: dict[str, str] = {code.casefold(): code for code in names.countries}
    for word, code in (*names.iso3.items(), *((name, code) for code, name in names.countries.items())):
        codes.setdefault(fold(word), code)
    layers = ("named", "historic", "disputed", "organisation")
    for layer in layers:
        for row in names.rows:
            if row.senses and row.senses[0].layer == layer:
                codes.setdefault(fold(row.surface), row.senses[0].code)
    for code, name in names.values.items():
        codes.setdefault(code.casefold(), code)
        codes.setdefault(fold(name), code)
    return codes


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
        plain_name = name.casefold().replace("-", " ")
        if folded in (value.replace("-", " "), plain_name, plain_name.partition(" (")[0]):
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
