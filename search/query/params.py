"""A search as it stands in the address: frozen, no I/O. Every search address is made here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import starmap
from operator import itemgetter
from typing import Any, cast
from urllib.parse import urlencode

from django.http import QueryDict

from archive.pages.links import address_of
from search import facets
from search.query.dates import first_day, last_day, span_in_words
from search.query.describe import search_in_words
from search.query.facet_table import NOT
from search.query.params_parser import Chosen, ParamsParser
from search.query.problems import Problem
from search.query.request import Choice, Sort
from search.query.syntax import parse


@dataclass(frozen=True)
class SearchParams:
    """One search as the address says it.

    `chosen` holds the facets' values in facet order, `excluded` those that no result may have. `date_from` and `date_to` are
    `2023`, `2023-03` or `2023-03-15`, empty if open. `sort` is empty for the default (relevance with words, else newest). `size`
    is records a page, 0 for the default. `country_mode` is `all` if every chosen country must be mentioned. `layer` is `named` if
    only named countries count, `place` if their places count too. `country_in` is where they must be mentioned (`question`,
    `answer`, or `unprompted`: never in the question). `own` is `hidden` if the speaker's own country does not count. All are
    empty by default. `view` is `compact` for results without passages. `unreadable` are filters that cannot be read
    (`from=soon`): such a search finds nothing. `typed` is the query as typed, if filters were read out of it.
    """

    q: str = ""
    chosen: Chosen = ()
    excluded: Chosen = ()
    date_from: str = ""
    date_to: str = ""
    sort: str = ""
    page: int = 1
    size: int = 0
    country_mode: str = ""
    layer: str = ""
    country_in: str = ""
    own: str = ""
    view: str = ""
    unreadable: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    typed: str = field(default="", compare=False)

    @classmethod
    def from_querydict(cls, querydict: QueryDict) -> SearchParams:
        """Read an address. Unreadable parameters become their default and a problem, never an error."""
        return cls(**ParamsParser(querydict).read())

    def values(self, key: str) -> tuple[str, ...]:
        """Return the chosen values of one facet, or the excluded ones: `not_speaker`."""
        table = self.excluded if key.startswith(NOT) else self.chosen
        return dict(table).get(key.removeprefix(NOT), ()) if table else ()

    def named(self) -> dict[str, tuple[str, ...]]:
        """Return the values that need names, by facet: chosen and excluded ones."""
        keys = dict.fromkeys(key for key, _ in (*self.chosen, *self.excluded))
        return {key: (*self.values(key), *self.values(NOT + key)) for key in keys}

    @property
    def effective_sort(self) -> Sort:
        """Return the effective order: relevance if there are words, else newest first."""
        return cast(Sort, self.sort) if self.sort else ("relevance" if self.q else "newest")

    @property
    def first_day(self) -> str | None:
        """Return the first day of the range, None if open."""
        return first_day(self.date_from) if self.date_from else None

    @property
    def last_day(self) -> str | None:
        """Return the last day of the range, None if open."""
        return last_day(self.date_to) if self.date_to else None

    def typed_date(self, key: str) -> str:
        """Return the date in the field `from` or `to`, even if invalid."""
        return dict(self.unreadable).get(key) or {"from": self.date_from, "to": self.date_to}[key]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is asked for."""
        return not (self.q or self.chosen or self.excluded or self.date_from or self.date_to or self.unreadable)

    def choices(self) -> tuple[Choice, ...]:
        """Return the chosen and excluded values for an engine."""
        wanted = (
            Choice(self.indexed_key(key), values, any_of=not facets.TABLE[key].may_need_all or self.country_mode != "all")
            for key, values in self.chosen
        )
        return (*wanted, *(Choice(self.indexed_key(key), values, excluded=True) for key, values in self.excluded))

    def indexed_key(self, key: str) -> str:
        """Return the index field of a facet, which depends on what counts as mentioning a country."""
        return facets.TABLE[key].field(self)

    def with_(self, **changes: Any) -> SearchParams:
        """Return a copy with other fields or facets; page 1 unless `page` is given.

        `country=("RS",)` sets a facet's chosen values, `not_country=("RS",)` its excluded ones.
        """
        chosen, excluded = changed(self.chosen, changes, ""), changed(self.excluded, changes, NOT)
        if "date_from" in changes or "date_to" in changes:
            changes.setdefault("unreadable", ())
        return replace(self, **{"page": 1, "chosen": chosen, "excluded": excluded, **changes})

    def toggle(self, key: str, value: str) -> SearchParams:
        """Return a copy with this value toggled: chosen (or excluded: `not_country`), or removed if it was."""
        values, other = self.values(key), key.removeprefix(NOT) if key.startswith(NOT) else NOT + key
        if value in values:
            return self.with_(**{key: set(values) - {value}})
        return self.with_(**{key: {*values, value}, other: set(self.values(other)) - {value}})

    def without(self, key: str) -> SearchParams:
        """Return a copy without one facet's choice or exclusion, the words, the dates (`dates`, `from`, `to`) or the order."""
        emptied: Mapping[str, dict[str, Any]] = {
            "q": {"q": ""},
            "from": {"date_from": ""},
            "to": {"date_to": ""},
            "dates": {"date_from": "", "date_to": ""},
            "sort": {"sort": ""},
        }
        return self.with_(**emptied.get(key, {key: ()}))

    def pairs(self) -> list[tuple[str, str]]:
        """Return the address's parameters in canonical order, without defaults."""
        dates = [("from", self.date_from), ("to", self.date_to), *self.unreadable]
        return [(key, value) for key, value in (*self._before_dates(), *dates, *self._after_dates()) if value]

    def _before_dates(self) -> list[tuple[str, str]]:
        """Return the parameters before the dates."""
        chosen = [(key, value) for key, values in self.chosen for value in values]
        return [("q", self.q), *chosen, *((NOT + key, value) for key, values in self.excluded for value in values)]

    def _after_dates(self) -> list[tuple[str, str]]:
        """Return the parameters after the dates."""
        found = [("sort", self.sort), ("country_mode", self.country_mode), ("layer", self.layer)]
        found += [("country_in", self.country_in), ("own", self.own), ("view", self.view)]
        return [*found, ("page", str(self.page) if self.page > 1 else ""), ("size", str(self.size) if self.size else "")]

    def query_string(self) -> str:
        """Return the query string, empty if there are no parameters."""
        return joined(self.pairs())

    def dated_urls(self) -> Callable[[str], str]:
        """Return a function from a year or month to the address that narrows to it; the rest is built once."""
        first_page = self.with_()
        before, after = (
            joined(filter(itemgetter(1), pairs)) for pairs in (first_page._before_dates(), first_page._after_dates())
        )
        path = address_of("search")
        return lambda part: f"{path}?{'&'.join(filter(None, (before, f'from={part}&to={part}', after)))}"

    def url(self, name: str = "search", *args: str) -> str:
        """Return the address of this search. `name` may be another page with the same parameters."""
        query = self.query_string()
        return address_of(name, *args) + (f"?{query}" if query else "")

    def in_words(self, labels: Mapping[tuple[str, str], str] | None = None) -> str:
        """Return the search in words. `labels` names the values by (facet, value)."""
        return search_in_words(parse(self.q).said, self.choices(), self.dates_in_words, labels or {})

    @property
    def dates_in_words(self) -> str:
        """Return the date range in words, empty if open."""
        return span_in_words(self.date_from, self.date_to)


def changed(chosen: Chosen, changes: dict[str, Any], prefix: str) -> Chosen:
    """Return the facets' values updated by the changes under this prefix, which are removed from the changes."""
    keys = facets.TABLE.filters
    named = [key for key in keys if prefix + key in changes]
    if not named:
        return chosen
    values = {**dict(chosen), **{key: tuple(sorted(set(changes.pop(prefix + key)))) for key in named}}
    return tuple((key, values[key]) for key in keys if values.get(key))


def joined(pairs: Iterable[tuple[str, str]]) -> str:
    """Return parameters as a query string."""
    return "&".join(starmap(encoded, pairs))


@lru_cache(maxsize=1000)
def encoded(key: str, value: str) -> str:
    """Return one encoded parameter. Cached: a page repeats the same few in hundreds of addresses."""
    return urlencode({key: value})
