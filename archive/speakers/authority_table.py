"""The authority table of this archive: its rows in the database, or where there are none the table that comes with Chancery."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from archive.models import OfficeHolder
from archive.parsing.speakers.authority import SHIPPED, Authority, Holder, read_authority, shipped_authority, write_authority
from archive.speakers.names import Kind, fold, kind_of

FIELDS = ("person", "aliases", "office", "country", "start", "end", "source", "checked")


def stored_holders() -> list[Holder]:
    """Return the rows of the database. One query."""
    rows = OfficeHolder.objects.values_list(*FIELDS)
    return [Holder(person, _split(aliases), *rest) for person, aliases, *rest in rows]


def table_text() -> str | None:
    """Return the archive's own table as CSV, None where it has none of its own. One query."""
    holders = stored_holders()
    return write_authority(holders) if holders else None


def authority() -> Authority:
    """Return the table in use. One query."""
    holders = stored_holders()
    return Authority(holders) if holders else shipped_authority()


def load(text: str) -> int:
    """Replace the archive's table by that of a CSV file; return how many rows it has. Raises AuthorityError."""
    holders = list(dict.fromkeys(read_authority(text)))
    rows = [
        OfficeHolder(**{**{name: getattr(who, name) for name in FIELDS}, "aliases": "; ".join(who.aliases)}) for who in holders
    ]
    with transaction.atomic():
        OfficeHolder.objects.all().delete()
        OfficeHolder.objects.bulk_create(rows)
    return len(rows)


def save() -> str:
    """Return the table in use as CSV, to be edited and loaded again."""
    return table_text() or SHIPPED.read_text(encoding="utf-8")


def usual_names(names: Iterable[str]) -> dict[str, str]:
    """Return the usual name of each full name that the table knows in another form; a name of two persons is left out.

    One query.
    """
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
