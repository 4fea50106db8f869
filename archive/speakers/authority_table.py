"""The archive's authority table: its rows in the database, or the built-in table if there are none."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from archive.models import OfficeHolder
from archive.parsing.speakers.offices.authority import (
    SHIPPED,
    Authority,
    Holder,
    read_authority,
    shipped_authority,
    write_authority,
)
from archive.speakers.names import Kind, fold, kind_of

FIELDS = ("person", "aliases", "office", "country", "start", "end", "source", "checked")


def stored_holders() -> list[Holder]:
    """Return the rows of the database. One query."""
    rows = OfficeHolder.objects.values_list(*FIELDS)
    return [Holder(person, _split(aliases), *rest) for person, aliases, *rest in rows]


def table_text() -> str | None:
    """Return the archive's own table as CSV, None if it has none. One query."""
    holders = stored_holders()
    return write_authority(holders) if holders else None


def authority() -> Authority:
    """Return the current table. One query."""
    holders = stored_holders()
    return Authority(holders) if holders else shipped_authority()


def load(text: str) -> int:
    """Replace the archive's table with a CSV file; return its number of rows. Raises AuthorityError."""
    holders = list(dict.fromkeys(read_authority(text)))
    rows = [
        OfficeHolder(**{**{name: getattr(who, name) for name in FIELDS}, "aliases": "; ".join(who.aliases)}) for who in holders
    ]
    with transaction.atomic():
        OfficeHolder.objects.all().delete()
        OfficeHolder.objects.bulk_create(rows)
    return len(rows)


def save() -> str:
    """Return the current table as CSV, for editing and loading again."""
    return table_text() or SHIPPED.read_text(encoding="utf-8")


def usual_names(names: Iterable[str]) -> dict[str, str]:
    """Return the usual form of each full name that the table knows in another form, except names of two persons. One query."""
    asked = {name: fold(name) for name in names if kind_of(name) is Kind.FULL}
    if not asked:
        return {}
    persons: dict[str, set[str]] = {}
    for who in authority().holders:
        for name in who.names:
            persons.setdefault(fold(name), set()).add(who.person)
    usual = {name: next(iter(persons[key])) for name, key in asked.items() if len(persons.get(key, ())) == 1}
    return {name: person for name, person in usual.items() if person != name}


def known_to_authority(names: Iterable[str]) -> frozenset[str]:
    """Return which of these names the table knows. One query."""
    asked = list(names)
    known = {fold(name) for who in authority().holders for name in who.names} if asked else set()
    return frozenset(name for name in asked if fold(name) in known)


def _split(aliases: str) -> tuple[str, ...]:
    return tuple(alias.strip() for alias in aliases.split(";") if alias.strip())
