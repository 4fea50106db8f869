"""Read a search out of an address: what cannot be read becomes its default and a problem that says so."""

from __future__ import annotations

import re
from typing import Any, get_args

from django.conf import settings
from django.http import QueryDict

from archive.countries import all_countries, code_of, group_of
from archive.parsing.types import EVENT_KINDS
from search.country_fields import PLACES
from search.dates import first_day, last_day, read_date
from search.request import FACET_KEYS, Sort
from search.results import Problem

KINDS = ("statement", "qa_pair")
SORTS: tuple[str, ...] = get_args(Sort)
CHOICE_KEYS = (*FACET_KEYS, "asker", "office", "language")
CODE_KEYS = ("org", "disputed", "historic")
COUNTRY_PLACES = PLACES[1:]
SLUG = re.compile(r"[\w-]{1,200}")
PAGE_LIMIT = 1_000_000
SIZE_LIMIT = 100
VALUES_LIMIT = 100
Chosen = tuple[tuple[str, tuple[str, ...]], ...]


class Reader:
    """One reading of an address, collecting problems on the way."""

    def __init__(self, querydict: QueryDict) -> None:
        self.given = querydict
        self.problems: list[Problem] = []

    def read(self) -> dict[str, Any]:
        """Return the fields of SearchParams."""
        first, last = self.dates()
        return {
            "q": self.query(),
            "chosen": self.chosen(),
            "date_from": first,
            "date_to": last,
            "sort": self.one_of("sort", SORTS),
            "page": self.number("page", PAGE_LIMIT) or 1,
            "size": self.number("size", SIZE_LIMIT),
            "country_mode": self.one_of("country_mode", ("any", "all")).replace("any", ""),
            "layer": self.one_of("layer", ("all", "named")).replace("all", ""),
            "country_in": self.one_of("country_in", ("anywhere", *COUNTRY_PLACES)).replace("anywhere", ""),
            "own": self.one_of("own", ("shown", "hidden")).replace("shown", ""),
            "problems": tuple(self.problems),
        }

    def doubt(self, message: str) -> None:
        """Note what could not be read."""
        self.problems.append(Problem(message=message, start=0, end=0))

    def query(self) -> str:
        """Return the words typed, without control characters and cut at the limit."""
        typed = " ".join("".join(c if c.isprintable() else " " for c in self.given.get("q", "")).split())
        limit = settings.QUERY_LENGTH_LIMIT
        if len(typed) > limit:
            self.doubt(f"The query is longer than {limit} characters; only its beginning is searched.")
        return typed[:limit].rstrip()

    def chosen(self) -> Chosen:
        """Return the facets' chosen values in the order of CHOICE_KEYS, each value once."""
        found = ((key, self.values(key)) for key in CHOICE_KEYS)
        return tuple((key, values) for key, values in found if values)

    def values(self, key: str) -> tuple[str, ...]:
        """Return the readable values of one facet in the order given."""
        typed = [value.strip() for value in self.given.getlist(key) if value.strip()]
        if len(typed) > VALUES_LIMIT:
            self.doubt(f"Only the first {VALUES_LIMIT} values of {key} are searched.")
        read = [self.value(key, value) for value in typed[:VALUES_LIMIT]]
        return tuple(sorted({value for value in read if value}))

    def value(self, key: str, typed: str) -> str:
        """Return one value as it is indexed, or nothing with a problem."""
        value = read_value(key, typed)
        if not value:
            self.doubt(f"“{typed[:60]}” is not a {key} known here, so it is left out.")
        return value

    def dates(self) -> tuple[str, str]:
        """Return the first and the last date; ends the wrong way round are turned."""
        first, last = self.date("from"), self.date("to")
        if first and last and first_day(first) > last_day(last):
            self.doubt(f"The dates were the wrong way round; {last} to {first} is searched.")
            return last, first
        return first, last

    def date(self, key: str) -> str:
        """Return one date, empty where none is given or it cannot be read."""
        typed = self.given.get(key, "").strip()
        date = read_date(typed)
        if typed and date is None:
            self.doubt(f"“{typed[:60]}” is not a date (write 2023, 2023-03 or 2023-03-15), so “{key}” is left open.")
        return date or ""

    def one_of(self, key: str, known: tuple[str, ...]) -> str:
        """Return one of the known words, empty where none is given or it is not known."""
        typed = self.given.get(key, "").strip()
        if typed and typed not in known:
            self.doubt(f"“{typed[:60]}” is not a {key} known here ({', '.join(known)}), so the usual one is used.")
        return typed if typed in known else ""

    def number(self, key: str, limit: int) -> int:
        """Return a whole number from 1 to the limit, 0 where none is given or it cannot be read."""
        typed = self.given.get(key, "").strip()
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
        if typed and not 1 <= number <= limit:
            self.doubt(f"“{typed[:60]}” is not a {key} from 1 to {limit}, so the usual one is used.")
        return number if number <= limit else 0


def read_value(key: str, typed: str) -> str:
    """Return a facet's value as it is indexed (slug, code, kind), empty where it cannot be one."""
    if key == "country":
        code = code_of(typed) or ""
        return code if code in all_countries() else ""
    if key in CODE_KEYS:
        return code_of(typed) or ""
    if key == "group":
        return group_of(typed) or ""
    low = typed.lower().replace("-", "_") if key in ("kind", "event") else typed.lower()
    known = {"kind": KINDS, "event": EVENT_KINDS}.get(key)
    return low if (low in known if known else SLUG.fullmatch(low)) else ""
