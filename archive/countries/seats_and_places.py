"""An operator's table of seats and places, whose rows are added to the built-in names or replace them."""

from __future__ import annotations

import csv
import io
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path

COLUMNS = ("name", "layer", "code")
# The gazetteer kind of each layer of the table; `none` means that the name is not a mention.
KIND_OF_LAYER = {"seat": "seat", "place": "city", "none": "phrase"}
REPLACEABLE = frozenset({"capital", "seat", "city", "region", "landmark", "phrase"})
LONGEST_NAME = 100


class PlacesTableError(Exception):
    """What is wrong in a table of seats and places, and where."""


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """An operator's entry for a name: its kind in the gazetteer, and the countries it counts for (none for `phrase`)."""

    name: str
    kind: str
    codes: tuple[str, ...]


def read_places(path: Path, kinds: Mapping[str, str], countries: Container[str]) -> tuple[PlaceEntry, ...]:
    """Read a table: CSV in UTF-8, separated by commas, semicolons or tabs, with a header. Raises PlacesTableError.

    `kinds` are the kinds of the known names, `countries` the known codes.
    """
    rows = list(_rows(path))
    entries: dict[str, PlaceEntry] = {}
    for line, row in rows:
        where = f"{path}, line {line}"
        entry = _entry(row, where, countries)
        if entry.name in entries:
            raise PlacesTableError(f"{where}: {entry.name} occurs twice")
        _refuse_other_kinds(entry.name, kinds.get(entry.name, "city"), where)
        entries[entry.name] = entry
    return tuple(entries.values())


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise PlacesTableError(f"{path}: cannot be read ({fault.strerror})") from fault
    except UnicodeDecodeError as fault:
        raise PlacesTableError(f"{path}: is not UTF-8; save it as UTF-8") from fault
    head = text.partition("\n")[0]
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=max("\t;,", key=head.count))
    columns = [(name or "").strip().lower() for name in table.fieldnames or ()]
    missing = [name for name in COLUMNS if name not in columns]
    if missing:
        raise PlacesTableError(f"{path}: the head row lacks {', '.join(missing)}; it must name {', '.join(COLUMNS)}")
    table.fieldnames = columns
    try:
        rows = [(table.line_num, row) for row in table if not str(row[columns[0]] or "").startswith("#")]
    except csv.Error as fault:
        raise PlacesTableError(f"{path}, line {table.line_num}: {fault}") from fault
    cleaned = [(line, {name: " ".join(str(row[name] or "").split()) for name in COLUMNS}) for line, row in rows]
    return [(line, row) for line, row in cleaned if any(row.values())]


def _entry(row: Mapping[str, str], where: str, countries: Container[str]) -> PlaceEntry:
    name, layer, codes = row["name"], row["layer"].lower(), tuple(row["code"].upper().split())
    if not 1 < len(name) <= LONGEST_NAME or not name[0].isalnum():
        raise PlacesTableError(
            f"{where}: “{name}” is not a name; write it as texts print it, with 2 to {LONGEST_NAME} characters"
        )
    if layer not in KIND_OF_LAYER:
        raise PlacesTableError(f"{where}: layer is “{row['layer']}”; it can be {', '.join(KIND_OF_LAYER)}")
    if layer == "none" and codes:
        raise PlacesTableError(f"{where}: {name} has a code but the layer none; leave the code empty")
    if layer != "none" and not codes:
        raise PlacesTableError(f"{where}: {name} has no code; write the country's two letters, several with spaces between")
    if unknown := next((code for code in codes if code not in countries), None):
        raise PlacesTableError(f"{where}: {unknown} is not a country code")
    return PlaceEntry(name, KIND_OF_LAYER[layer], codes)


def _refuse_other_kinds(name: str, kind: str, where: str) -> None:
    if kind == "disputed":
        raise PlacesTableError(f"{where}: {name} is a disputed place; change it in the table of DISPUTED_PLACES")
    if kind not in REPLACEABLE:
        raise PlacesTableError(f"{where}: {name} is a {kind} in the built-in names and neither a seat nor a place; leave it out")
