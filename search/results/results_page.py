"""What a results page shows: plain data with labels and addresses ready, so that templates only lay out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from django.utils.safestring import SafeString

from archive.pages.links import PageLink
from search.query.facet_table import NOT
from search.query.problems import Problem

BarUnit = Literal["day", "month", "year"]


class Narrowed(Protocol):
    """A search that can be narrowed and widened: search.query.params.SearchParams."""

    def toggle(self, key: str, value: str) -> Narrowed:
        """Return it with this value chosen, or no longer where it was."""

    def without(self, key: str) -> Narrowed:
        """Return it without one facet's choice."""

    def with_(self, *, page: int) -> Narrowed:
        """Return another page of it."""

    def url(self, name: str = "search", *args: str) -> str:
        """Return its address."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of the facet `key` in a search."""

    key: str
    value: str
    label: str
    count: int
    selected: bool
    search: Narrowed = field(repr=False)
    excluded: bool = False

    @property
    def is_asked(self) -> bool:
        """Tell whether the search says something of it: that it is wanted, or not."""
        return self.selected or self.excluded

    @property
    def url(self) -> str:
        """Return the address that chooses it, or drops it when it is selected; a page shows few of all that there are."""
        return self.search.toggle(self.key, self.value).url()

    @property
    def not_url(self) -> str:
        """Return the address that excludes it, or no longer does."""
        return self.search.toggle(NOT + self.key, self.value).url()


@dataclass(frozen=True, slots=True)
class FacetPanel:
    """A dimension to narrow by.

    `values` are the chosen ones and the most frequent, at most FACET_LENGTH unless more are chosen; `size` counts all that
    occur.
    """

    key: str
    label: str
    values: tuple[FacetValue, ...]
    size: int
    search: Narrowed = field(repr=False)

    @property
    def all_url(self) -> str:
        """Return the address of the page with every value, searchable and sortable."""
        return self.search.with_(page=1).url("search_facet", self.key)

    @property
    def clear_url(self) -> str:
        """Return the address that drops the facet's choice."""
        return self.search.without(self.key).url()

    @property
    def name_url(self) -> str:
        """Return the address of the page with every value, in order of name."""
        every = self.all_url
        return every + ("&" if "?" in every else "?") + "order=name"

    @property
    def asked(self) -> tuple[FacetValue, ...]:
        """Return the values that are chosen or excluded."""
        return tuple(value for value in self.values if value.is_asked)


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows the search, in words, and the address without it."""

    key: str
    label: str
    text: str
    remove_url: str
    excludes: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the histogram: a year, a month of the one year in view, or a day of the one month; `url` narrows to it."""

    label: str
    start: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """Records by time, the dates chosen ignored; `undated` counts those without a day, `wider_url` leads out of a year or month.

    `wider` names where that leads. Both addresses are empty where there is nothing at their end.
    """

    unit: BarUnit
    bars: tuple[Bar, ...]
    undated: int
    undated_url: str
    wider: str
    wider_url: str


@dataclass(frozen=True, slots=True)
class RowSpeaker:
    """Who speaks in a record, with the office at the time (empty where none is printed).

    An unnamed official is called as printed, or by the office, and has no address.
    """

    name: str
    url: str
    office: str


@dataclass(frozen=True, slots=True)
class CountryChip:
    """A country that a record mentions; `why_url` leads to the sentences that say so."""

    code: str
    name: str
    url: str
    why_url: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One record found, as its line on the page; `passage` is safe HTML with <mark> and `url` leads to that paragraph.

    `number` counts all results from 1. `read_url` leads to the paragraph and `read_alone_url` to the record, both with the
    whole search, so that the reader finds back and on to the next result.
    `record_key` is the record's permanent name, `<slug>/<number>`; `fingerprint` tells its words from others.
    `question` and `answer` are how they begin, empty where there is none; `headline` is the question less its courtesies.
    `countries` are those shown, `country_codes` all that count in this search, most often mentioned first,
    `countries_by_layer` all that it mentions, named, by a seat of government, by a place.
    """

    record_id: int
    number: int
    kind: str
    kind_label: str
    url: str
    read_url: str
    read_alone_url: str
    record_key: str
    fingerprint: str
    record_url: str
    title: str
    transcript_url: str
    date: dt.date | None
    place: str
    event_label: str
    source: str
    speakers: tuple[RowSpeaker, ...]
    question: str
    headline: str
    answer: str
    passage: SafeString
    countries: tuple[CountryChip, ...]
    country_codes: tuple[str, ...]
    countries_by_layer: Mapping[str, list[str]]
    score: float

    @property
    def more_countries(self) -> int:
        """Return how many countries it mentions besides those shown."""
        return len(self.country_codes) - len(self.countries)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One thing to drop where nothing was found: what, how many records that would find, and the address that does it."""

    key: str
    label: str
    text: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class SuggestedFilter:
    """A filter that a query typed as words may mean: `Records by Jane Doe`, and the address that searches so."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One search, answered and ready to show.

    `page` is the page shown (from 1), `page_count` how many there are, at least 1; `first` and `last` are the numbers of the
    records shown, 0 where there are none. `behind` counts transcripts that wait to be indexed; `relaxations` is filled where
    nothing was found; `marked_query` is the query with <mark> around what could not be read, empty where all could.
    """

    total: int
    hits: tuple[ResultRow, ...]
    facets: tuple[FacetPanel, ...]
    histogram: Histogram
    chips: tuple[Chip, ...]
    in_words: str
    problems: tuple[Problem, ...]
    also_searched: tuple[str, ...]
    meant: tuple[SuggestedFilter, ...]
    closest: ResultRow | None
    page: int
    page_count: int
    pages: tuple[PageLink, ...]
    first: int
    last: int
    took_ms: float
    behind: int
    clear_url: str
    relaxations: tuple[Relaxation, ...] = ()
    suggested_filters: tuple[SuggestedFilter, ...] = ()
    marked_query: SafeString = field(default_factory=SafeString)
