"""Reads a search from an address.

An unknown value is kept, so that it finds nothing, and reported as a problem: dropping it would show far more than was asked for.
Parameters that do not filter (order, page, size) become their default.
"""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import QueryDict

from archive.text.numbers import read_int
from archive.text.typed_input import printable
from search import facets
from search.index.record_facts import PLACES
from search.query.dates import first_day, last_day, read_date
from search.query.facet_table import NOT
from search.query.problems import Problem
from search.query.request import Sort
from search.text.scripts import cleaned

SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")  # "latest" is for feeds only
COUNTRY_PLACES = PLACES[1:]
VALUE_LENGTH = 200  # characters of an unknown value
# Values of `layer` in an address and their meaning. `all` and `implied` date from before seats and places were separated.
LAYER_VALUES = {"seat": "", "named": "named", "place": "place", "all": "place", "implied": "place"}
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
PAGE_LIMIT = 1_000_000
SIZE_LIMIT = 100
VALUES_LIMIT = 100  # of all filters together: each is named, counted and linked on the page
Chosen = tuple[tuple[str, tuple[str, ...]], ...]


class ParamsParser:
    """Reads one address, collecting problems."""

    def __init__(self, querydict: QueryDict) -> None:
        self.given = querydict
        self.problems: list[Problem] = []
        self.unreadable: list[tuple[str, str]] = []
        self.values_left = VALUES_LIMIT

    def read(self) -> dict[str, Any]:
        """Return the fields of SearchParams."""
        first, last = self.dates()
        return {
            "q": self.query(),
            "chosen": self.chosen(),
            "excluded": self.chosen(NOT),
            "date_from": first,
            "date_to": last,
            "sort": self.one_of("sort", SORTS),
            "page": self.page(),
            "size": self.number("size", SIZE_LIMIT),
            "country_mode": self.one_of("country_mode", ("any", "all")).replace("any", ""),
            "layer": LAYER_VALUES.get(self.one_of("layer", tuple(LAYER_VALUES)), ""),
            "country_in": self.one_of("country_in", ("anywhere", *COUNTRY_PLACES)).replace("anywhere", ""),
            "own": self.one_of("own", ("shown", "hidden")).replace("shown", ""),
            "view": self.one_of("view", ("full", "compact")).replace("full", ""),
            "unreadable": tuple(self.unreadable),
            "problems": tuple(self.problems),
        }

    def doubt(self, message: str) -> None:
        """Record a problem."""
        self.problems.append(Problem(message=message, start=0, end=0))

    def query(self) -> str:
        """Return the words without control characters, cut at the limit."""
        typed = printable(cleaned(CONTROLS.sub(" ", self.given.get("q", ""))))
        limit = settings.QUERY_LENGTH_LIMIT
        if len(typed) > limit:
            self.doubt(f"The query is longer than {limit} characters; only its beginning was searched.")
        return typed[:limit].rstrip()

    def chosen(self, prefix: str = "") -> Chosen:
        """Return the facets' chosen values in table order, without repetitions; with `not_` the excluded ones."""
        found = ((key, self.values(key, prefix)) for key in facets.TABLE.filters)
        return tuple((key, values) for key, values in found if values)

    def values(self, key: str, prefix: str) -> tuple[str, ...]:
        """Return the values of one facet, without repetitions, in canonical order."""
        typed = [value for raw in self.given.getlist(prefix + key) if (value := printable(raw))]
        if len(typed) > self.values_left:
            more = len(typed) - self.values_left
            self.doubt(f"At most {VALUES_LIMIT} filter values can be combined; the last {more} of {prefix}{key} were ignored.")
        read = {self.value(key, value) for value in typed[: self.values_left]}
        self.values_left -= len(read)
        return tuple(sorted(read))

    def value(self, key: str, typed: str) -> str:
        """Return one value as indexed. An unreadable one stays as typed, with a problem."""
        facet = facets.TABLE[key]
        value = facet.read(typed)
        if not value:
            self.doubt(f"No {facet.noun} “{typed[:60]}”.")
        return value or typed[:VALUE_LENGTH]

    def dates(self) -> tuple[str, str]:
        """Return the first and last date, swapped if they are the wrong way round."""
        first, last = self.date("from"), self.date("to")
        if first and last and first_day(first) > last_day(last):
            self.doubt(f"The dates were the wrong way round; {last} to {first} was searched.")
            return last, first
        return first, last

    def date(self, key: str) -> str:
        """Return one date, empty if absent. An invalid one is recorded as unreadable."""
        typed = printable(self.given.get(key, ""))[:VALUE_LENGTH]
        date = read_date(typed)
        if typed and date is None:
            self.doubt(f"“{typed[:60]}” is not a date. Write 2023, 2023-03 or 2023-03-15.")
            self.unreadable.append((key, typed))
        return date or ""

    def one_of(self, key: str, known: tuple[str, ...]) -> str:
        """Return one of the known words, empty if absent or unknown."""
        typed = self.given.get(key, "").strip()
        if typed and typed not in known:
            self.doubt(f"“{typed[:60]}” is not a value of “{key}”. Use {', '.join(known)}. The default is used.")
        return typed if typed in known else ""

    def number(self, key: str, limit: int) -> int:
        """Return a whole number from 1 to the limit, 0 if absent or invalid."""
        typed = self.given.get(key, "").strip()
        number = read_int(typed) or 0
        if typed and not 1 <= number <= limit:
            self.doubt(f"“{typed[:60]}” is not a {key} from 1 to {limit}. The default is used.")
        return number if number <= limit else 0

    def page(self) -> int:
        """Return the requested page, from 1. One beyond the limit becomes the limit."""
        asked = read_int(self.given.get("page", "")) or 0
        return PAGE_LIMIT if asked > PAGE_LIMIT else self.number("page", PAGE_LIMIT) or 1
