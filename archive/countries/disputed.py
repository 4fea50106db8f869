"""Disputed places: one table, which an operator can replace."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class DisputedTableError(Exception):
    """What is wrong in a table of disputed places, and where."""


@dataclass(frozen=True, slots=True)
class DisputedPlace:
    """A place that more than one party claims.

    `value` is its slug. `reading` lists the countries it counts for: by default as the United Nations sees it, or every side
    where that is open. `own_code` is the ISO 3166 code of the place itself, if it has one. `sides` lists every party to the
    dispute, `cities` those of its names that are towns ("Yalta agreements" names none). `stated` gives the reading of names that
    imply a side ("Azad Kashmir"). `note` is one neutral sentence.
    """

    value: str
    name: str
    names: tuple[str, ...]
    reading: tuple[str, ...]
    sides: tuple[str, ...]
    note: str
    own_code: str = ""
    cities: tuple[str, ...] = ()
    stated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_disputed(path: Path) -> tuple[DisputedPlace, ...]:
    """Read a table (JSON: a list of objects with the fields of DisputedPlace). Raises DisputedTableError."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DisputedTableError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise DisputedTableError(f"{path}: is not JSON ({error})") from error
    if not isinstance(rows, list):
        raise DisputedTableError(f"{path}: must be a list of places")
    places = tuple(place(row, f"{path}, place {number}") for number, row in enumerate(rows, 1))
    refuse_repeats(places, path)
    return places


def place(row: Any, where: str) -> DisputedPlace:
    """Read one place. Raises DisputedTableError naming the faulty field."""
    if not isinstance(row, dict):
        raise DisputedTableError(f"{where}: must be an object")
    names = texts(row, "names", where)
    if not names:
        raise DisputedTableError(f"{where}: names is empty, so it would never be found")
    return DisputedPlace(
        value=text(row, "value", where),
        name=text(row, "name", where),
        names=names,
        reading=texts(row, "reading", where),
        sides=texts(row, "sides", where),
        note=text(row, "note", where),
        own_code=str(row.get("own_code", "")),
        cities=texts(row, "cities", where),
        stated=stated_readings(row.get("stated", {}), names, where),
    )


def text(row: dict[str, Any], key: str, where: str) -> str:
    """Read a required field. Raises DisputedTableError."""
    found = row.get(key)
    if not isinstance(found, str) or not found:
        raise DisputedTableError(f"{where}: {key} must be given, as text")
    return found


def texts(row: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    """Read an optional list of texts. Raises DisputedTableError."""
    found = row.get(key, [])
    if not isinstance(found, list) or not all(isinstance(item, str) and item for item in found):
        raise DisputedTableError(f"{where}: {key} must be a list of texts")
    return tuple(found)


def stated_readings(readings: Any, names: tuple[str, ...], where: str) -> dict[str, tuple[str, ...]]:
    """Read the names that imply a side. Raises DisputedTableError if one is not among the place's names."""
    if not isinstance(readings, dict):
        raise DisputedTableError(f"{where}: stated must be an object of names and their lists of countries")
    strange = sorted(set(readings) - set(names))
    if strange:
        raise DisputedTableError(f"{where}: stated has {strange[0]}, which is not among the names")
    return {name: texts(readings, name, f"{where}: stated") for name in readings}


def refuse_repeats(places: tuple[DisputedPlace, ...], path: Path) -> None:
    """Raise DisputedTableError if a name or a value occurs twice."""
    seen: set[str] = set()
    for found in places:
        for text in (f"value {found.value}", *found.names):
            if text in seen:
                raise DisputedTableError(f"{path}: {text} occurs twice")
            seen.add(text)
