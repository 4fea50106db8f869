"""The tables of a country's page: records by year, and countries mentioned together with it."""

from __future__ import annotations

from django.http import HttpRequest

from archive.countries import country_name
from archive.pages.links import search_url
from archive.pages.tables import SortableTable, TableCell, table
from archive.statistics.associations import Association, associations
from archive.statistics.overview import Figures

SHOWN = 20


def year_table(request: HttpRequest, figures: Figures, code: str, key: str) -> SortableTable:
    """Count a country's records by year, and their share of the year's records. `key` is its filter."""
    every = dict(figures.years())
    rows = [
        (
            TableCell(str(year), year, search_url(**{key: code, "from": year, "to": year}) if number else ""),
            TableCell(f"{number:,}".replace(",", "\u202f"), number),
            TableCell(percent(number, every.get(year, 0)), number / (every.get(year) or 1)),
        )
        for year, number in figures.country_years(code)
    ]
    return table(request, "years", "Year by year", (("year", "Year"), ("records", "Records"), ("share", "Share")), rows, "year")


def percent(part: int, whole: int) -> str:
    """Return `part` of `whole` in per cent, with one decimal below ten."""
    share = 100 * part / whole if whole else 0.0
    return f"{share:.1f} %" if 0 < share < 10 else f"{share:.0f} %"


def together_table(request: HttpRequest, figures: Figures, code: str, key: str) -> SortableTable:
    """List the countries mentioned together with this one more often than expected. `key` is its filter."""
    found = find_together(figures, code)[:SHOWN]
    rows = [
        (
            TableCell(country_name(one.code), country_name(one.code).casefold(), together_url(key, code, one.code)),
            TableCell(str(one.records), one.records),
            TableCell(f"{one.expected:.1f}", one.expected),
            TableCell(f"{one.ratio:.1f} ×", one.ratio),
        )
        for one in found
    ]
    labels = (("name", "Country"), ("records", "Together"), ("expected", "Expected"), ("ratio", "Ratio"))
    return table(request, "together", "Often mentioned together", labels, rows, "ratio")


def together_url(key: str, code: str, other: str) -> str:
    """Return the search for records that mention both."""
    if key == "country":
        return search_url(country=[code, other], country_mode="all")
    return search_url(**{key: code, "country": other})


def find_together(figures: Figures, code: str) -> tuple[Association, ...]:
    """Return the countries mentioned together with this one, among records that mention any country."""
    others = {figure.code: figure.records for figure in figures.countries()}
    total = figures.records_with_country()
    return associations(total, others.get(code, 0), others, figures.country_together(code)) if total else ()
