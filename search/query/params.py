"""What a reader asks for, as it stands in the address: frozen, no I/O. Every search address is made here."""

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

    `chosen` holds the facets' values in the order of the facets, `excluded` those that no record found may have;
    `date_from` and `date_to` are `2023`, `2023-03` or `2023-03-15`, empty where open; `sort` is empty for the default (relevance
    with words, else newest); `size` is records a page, 0 for the default. `country_mode` is `all` where every chosen country must
    be mentioned, `layer` is `named` where only countries that are named count, `place` where their places do too, `country_in`
    where they must stand (`question`, `answer`, or `unprompted`: never in the question), `own` is `hidden` where the speaker's
    own does not count; all are empty by default. `view` is `compact` where results are shown without their passages.
    `unreadable` are parameters that narrow but cannot be read (`from=soon`): such a search finds nothing.
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

    @classmethod
    def from_querydict(cls, querydict: QueryDict) -> SearchParams:
        """Read an address; what cannot be read becomes its default and a problem, never an error."""
        return cls(**ParamsParser(querydict).read())

    def values(self, key: str) -> tuple[str, ...]:
        """Return the chosen values of one facet, or the excluded ones: `not_speaker`."""
        return dict(self.excluded if key.startswith(NOT) else self.chosen).get(key.removeprefix(NOT), ())

    def named(self) -> dict[str, tuple[str, ...]]:
        """Return the values that need names, by facet: those chosen and those excluded."""
        keys = dict.fromkeys(key for key, _ in (*self.chosen, *self.excluded))
        return {key: (*self.values(key), *self.values(NOT + key)) for key in keys}

    @property
    def effective_sort(self) -> Sort:
        """Return the order in force: relevance where there are words to be relevant to, else the newest first."""
        return cast(Sort, self.sort) if self.sort else ("relevance" if self.q else "newest")

    @property
    def first_day(self) -> str | None:
        """Return the first day searched, None where open."""
        return first_day(self.date_from) if self.date_from else None

    @property
    def last_day(self) -> str | None:
        """Return the last day searched, None where open."""
        return last_day(self.date_to) if self.date_to else None

    def typed_date(self, key: str) -> str:
        """Return the date in the field `from` or `to`, also one that cannot be read."""
        return dict(self.unreadable).get(key) or {"from": self.date_from, "to": self.date_to}[key]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all is asked for."""
        return not (self.q or self.chosen or self.excluded or self.date_from or self.date_to or self.unreadable)

    def choices(self) -> tuple[Choice, ...]:
        """Return the chosen and the excluded values as an engine is asked for them."""
        wanted = (
            Choice(self.indexed_key(key), values, any_of=not facets.TABLE[key].may_need_all or self.country_mode != "all")
            for key, values in self.chosen
        )
        return (*wanted, *(Choice(self.indexed_key(key), values, excluded=True) for key, values in self.excluded))

    def indexed_key(self, key: str) -> str:
        """Return the name under which a facet is indexed: what counts as mentioning a country decides which field is asked."""
        return facets.TABLE[key].field(self)

    def with_(self, **changes: Any) -> SearchParams:
        """Return a copy with other fields or facets; back to the first page unless `page` is given.

        `country=("RS",)` are a facet's chosen values, `not_country=("RS",)` its excluded ones.
        """
        chosen, excluded = changed(self.chosen, changes, ""), changed(self.excluded, changes, NOT)
        if "date_from" in changes or "date_to" in changes:
            changes.setdefault("unreadable", ())
        return replace(self, **{"page": 1, "chosen": chosen, "excluded": excluded, **changes})

    def toggle(self, key: str, value: str) -> SearchParams:
        """Return a copy with this value chosen (or excluded: `not_country`) and not the other way, or no longer where it was."""
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
        """Return the address's parameters in their one order, defaults left out."""
        dates = [("from", self.date_from), ("to", self.date_to), *self.unreadable]
        return [(key, value) for key, value in (*self._wanted(), *dates, *self._shown()) if value]

    def _wanted(self) -> list[tuple[str, str]]:
        """Return the parameters that stand before the dates."""
        chosen = [(key, value) for key, values in self.chosen for value in values]
        return [("q", self.q), *chosen, *((NOT + key, value) for key, values in self.excluded for value in values)]

    def _shown(self) -> list[tuple[str, str]]:
        """Return the parameters that stand after the dates."""
        found = [("sort", self.sort), ("country_mode", self.country_mode), ("layer", self.layer)]
        found += [("country_in", self.country_in), ("own", self.own), ("view", self.view)]
        return [*found, ("page", str(self.page) if self.page > 1 else ""), ("size", str(self.size) if self.size else "")]

    def query_string(self) -> str:
        """Return the parameters as they stand after the question mark, empty where there are none."""
        return joined(self.pairs())

    def dated_urls(self) -> Callable[[str], str]:
        """Return a function from a year or month to the address that narrows to it; all else in it is written once."""
        first_page = self.with_()
        before, after = (joined(filter(itemgetter(1), pairs)) for pairs in (first_page._wanted(), first_page._shown()))
        path = address_of("search")
        return lambda part: f"{path}?{'&'.join(filter(None, (before, f'from={part}&to={part}', after)))}"

    def url(self, name: str = "search", *args: str) -> str:
        """Return the address of this search; `name` may be another page that takes the same parameters."""
        query = self.query_string()
        return address_of(name, *args) + (f"?{query}" if query else "")

    def in_words(self, labels: Mapping[tuple[str, str], str] | None = None) -> str:
        """Return the search as a reader would say it; `labels` name the values by (facet, value)."""
        return search_in_words(parse(self.q).said, self.choices(), self.dates_in_words, labels or {})

    @property
    def dates_in_words(self) -> str:
        """Return the span of dates in words, empty where it is open."""
        return span_in_words(self.date_from, self.date_to)


def changed(chosen: Chosen, changes: dict[str, Any], prefix: str) -> Chosen:
    """Return the facets' values with those that changes name under this prefix, which are taken out of the changes."""
    keys = facets.TABLE.filters
    values = {**dict(chosen), **{key: tuple(sorted(set(changes.pop(prefix + key)))) for key in keys if prefix + key in changes}}
    return tuple((key, values[key]) for key in keys if values.get(key))


def joined(pairs: Iterable[tuple[str, str]]) -> str:
    """Return parameters as they stand after the question mark."""
    return "&".join(starmap(encoded, pairs))


@lru_cache(maxsize=1000)
def encoded(key: str, value: str) -> str:
    """Return one parameter as an address has it; a page repeats the same few in hundreds of addresses."""
    return urlencode({key: value})
