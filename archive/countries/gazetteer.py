"""The names known to the matcher, loaded from the built data and indexed by their first word."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from archive.countries.disputed import DisputedPlace, DisputedTableError, read_disputed
from archive.countries.layers import Layer
from archive.countries.seats_and_places import read_places

BUILT = Path(__file__).parent / "data" / "gazetteer.json"
DISPUTED = Path(__file__).parent / "data" / "disputed.json"
SHORTEST_NAME = 4  # letters from which a name is also matched in capitals
ACRONYMS = frozenset("NARA PERM PISA TANF TEMA MONS SANA KARS".split())  # in capitals these are not towns
RULES_VERSION = 3  # increase it when a context rule or a layer changes, so that archives find their mentions again
LAYER_OF_KIND: Mapping[str, Layer | None] = MappingProxyType(
    {
        "name": "named",
        "abbreviation": "named",
        "demonym": "named",
        "former": "named",
        "capital": "seat",
        "seat": "seat",
        "city": "place",
        "region": "place",
        "landmark": "place",
        "historic": "historic",
        "organisation": "organisation",
        "disputed": "disputed",
        "phrase": None,
    }
)


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a name: a code in a layer."""

    code: str
    layer: Layer


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name as the matcher sees it. A row without senses is not a mention. `check` names its context rule, if any."""

    surface: str
    kind: str
    senses: tuple[Sense, ...]
    check: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """All names, indexed by first word, longest first. `capitals` holds the same in capital letters.

    Compared by identity, so that caches can be keyed by it.
    """

    rows: tuple[NameRow, ...]
    heads: Mapping[str, tuple[NameRow, ...]]
    capitals: Mapping[str, tuple[NameRow, ...]]
    countries: Mapping[str, str]
    values: Mapping[str, str]
    organisations: Mapping[str, str]
    iso3: Mapping[str, str]
    given_names: frozenset[str]
    disputed: Mapping[str, DisputedPlace]
    groups: Mapping[str, str]
    memberships: Mapping[str, tuple[tuple[str, str, str], ...]]


def first_word(surface: str) -> str:
    """Return the letters and digits with which a surface begins."""
    end = next((i for i, c in enumerate(surface) if not c.isalnum()), len(surface))
    return surface[:end]


def by_first_word(rows: Iterable[tuple[str, NameRow]]) -> dict[str, tuple[NameRow, ...]]:
    """Group rows by the first word of their surface, longest first."""
    found: dict[str, list[NameRow]] = {}
    for surface, row in rows:
        found.setdefault(first_word(surface), []).append(row)
    return {head: tuple(sorted(group, key=lambda r: -len(r.surface))) for head, group in found.items()}


def in_capitals(rows: Iterable[NameRow]) -> list[tuple[str, NameRow]]:
    """Return rows in capital letters, without short ones that may be other words."""
    known = {row.surface for row in rows}
    pairs = [(row.surface.upper(), row) for row in rows]
    return [
        (upper, NameRow(upper, row.kind, row.senses, row.check))
        for upper, row in pairs
        if upper not in known and (len(upper) > SHORTEST_NAME or (len(upper) == SHORTEST_NAME and _is_sure(row)))
    ]


def _is_sure(row: NameRow) -> bool:
    """Tell whether a name of four letters cannot be another word in capitals."""
    if row.kind in ("name", "demonym"):
        return True
    return row.kind in ("capital", "city", "region") and not row.check and row.surface.upper() not in ACRONYMS


def senses_of(kind: str, codes: Iterable[str]) -> tuple[Sense, ...]:
    layer = LAYER_OF_KIND[kind]
    return () if layer is None else tuple(Sense(code, layer) for code in codes)


def disputed_rows(places: Iterable[DisputedPlace]) -> list[NameRow]:
    """Return a row for each name of a disputed place."""
    return [
        NameRow(name, "disputed", disputed_senses(place, name), "document" if name in place.cities else "")
        for place in places
        for name in place.names
    ]


def disputed_senses(place: DisputedPlace, name: str) -> tuple[Sense, ...]:
    """Return the senses of one name of a disputed place: its value, its own code if it has one, and the place it counts for.

    It never stands for a government: whose seat a disputed city is, is what the dispute is about.
    """
    own_layer: Layer = "place" if name in place.cities else "named"
    own = (Sense(place.own_code, own_layer),) if place.own_code else ()
    reading = place.stated.get(name, place.reading)
    return (Sense(place.value, "disputed"), *own, *(Sense(code, "place") for code in reading))


def refuse_unknown_codes(places: Iterable[DisputedPlace], known: Iterable[str], path: Path) -> None:
    """Raise DisputedTableError if a place is read as a country without a code."""
    codes = {"", *known}
    for place in places:
        stated = (code for reading in place.stated.values() for code in reading)
        for code in (place.own_code, *place.reading, *place.sides, *stated):
            if code not in codes:
                raise DisputedTableError(f"{path}, {place.value}: {code} is not a country code")


def load(disputed: Path = DISPUTED, own_places: Path | None = None) -> Gazetteer:
    """Load the built data with a table of disputed places (by default, as the United Nations sees them).

    `own_places` is an operator's table of seats and places. Its rows are added to the built-in ones or replace them.
    """
    built = json.loads(BUILT.read_text(encoding="utf-8"))
    places = read_disputed(disputed)
    refuse_unknown_codes(places, built["countries"], disputed)
    contested = disputed_rows(places)
    contested_surfaces = {row.surface for row in contested}
    plain = [
        NameRow(surface, kind, senses_of(kind, codes), check)
        for surface, kind, codes, check in built["rows"]
        if surface not in contested_surfaces
    ]
    rows = (*_with_own(plain, contested, own_places, built["countries"]), *contested)
    return Gazetteer(
        rows=rows,
        heads=MappingProxyType(by_first_word((row.surface, row) for row in rows)),
        capitals=MappingProxyType(by_first_word(in_capitals(rows))),
        countries=MappingProxyType(built["countries"]),
        values=MappingProxyType(
            built["historic"] | built["organisations"] | built["groups"] | {place.value: place.name for place in places}
        ),
        organisations=MappingProxyType(built["organisations"]),
        iso3=MappingProxyType(built["iso3"]),
        given_names=frozenset(built["given_names"]),
        disputed=MappingProxyType({place.value: place for place in places}),
        groups=MappingProxyType(built["groups"]),
        memberships=MappingProxyType({group: tuple(map(tuple, rows)) for group, rows in built["memberships"].items()}),
    )


def _with_own(
    plain: Sequence[NameRow], contested: Iterable[NameRow], own_places: Path | None, countries: Container[str]
) -> list[NameRow]:
    """Merge an operator's rows into the built-in ones. A replaced row keeps its context rule."""
    if own_places is None:
        return list(plain)
    checks = {row.surface: row.check for row in plain}
    kinds = {row.surface: row.kind for row in (*plain, *contested)}
    own = {
        entry.name: NameRow(entry.name, entry.kind, senses_of(entry.kind, entry.codes), checks.get(entry.name, ""))
        for entry in read_places(own_places, kinds, countries)
    }
    return [*(own.pop(row.surface, row) for row in plain), *own.values()]


@dataclass(slots=True)
class _TablesInUse:
    """The operator's tables: disputed places and, optionally, seats and places."""

    disputed: Path = DISPUTED
    own_places: Path | None = None


_in_use = _TablesInUse()


def fingerprint() -> str:
    """Return 16 hexadecimal digits that change with the names, the operator's tables, or the rules."""
    digest = hashlib.sha256(str(RULES_VERSION).encode())
    for path in filter(None, (BUILT, _in_use.disputed, _in_use.own_places)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the current gazetteer, loaded once."""
    return load(_in_use.disputed, _in_use.own_places)


def use_disputed_table(path: Path) -> None:
    """Use the operator's table of disputed places. Raises DisputedTableError if it is unusable."""
    load(path)
    _in_use.disputed = path
    gazetteer.cache_clear()


def use_places_table(path: Path | None) -> None:
    """Use the operator's table of seats and places (None: built in). Raises PlacesTableError if it is unusable."""
    load(_in_use.disputed, path)
    _in_use.own_places = path
    gazetteer.cache_clear()
