"""What a results page shows: plain data with labels and addresses, so that templates only lay it out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from django.utils.safestring import SafeString

from archive.pages.links import PageLink, address_of
from search.display.record_cards import CountryChip, MentionedCountries, RecordCard, RowSpeaker
from search.query.facet_table import NOT
from search.query.problems import Problem

BarUnit = Literal["day", "month", "year"]


class Narrowed(Protocol):
    """The interface of search.query.params.SearchParams used here."""

    def toggle(self, key: str, value: str) -> Narrowed:
        """Return it with this value toggled."""

    def without(self, key: str) -> Narrowed:
        """Return it without one facet's choice."""

    def url(self) -> str:
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
        """Tell whether the search chooses or excludes it."""
        return self.selected or self.excluded

    @property
    def url(self) -> str:
        """Return the link that chooses it, or removes it if chosen. Computed lazily, since a page shows few values."""
        return self.search.toggle(self.key, self.value).url()

    @property
    def not_url(self) -> str:
        """Return the link that excludes it, or removes the exclusion."""
        return self.search.toggle(NOT + self.key, self.value).url()


@dataclass(frozen=True, slots=True)
class FacetPanel:
    """A facet's panel.

    `values` are the chosen and most frequent ones, at most FACET_LENGTH unless more are chosen; `size` counts all. `query` holds
    the parameters of the search's first page.
    """

    key: str
    label: str
    values: tuple[FacetValue, ...]
    size: int
    query: str
    search: Narrowed = field(repr=False)

    @property
    def all_url(self) -> str:
        """Return the link to the page with every value, searchable and sortable."""
        return address_of("search_facet", self.key) + (f"?{self.query}" if self.query else "")

    @property
    def clear_url(self) -> str:
        """Return the link that clears the facet's choice."""
        return self.search.without(self.key).url()

    @property
    def name_url(self) -> str:
        """Return the link to the page with every value, by name."""
        every = self.all_url
        return every + ("&" if "?" in every else "?") + "order=name"

    @property
    def asked(self) -> tuple[FacetValue, ...]:
        """Return the values that are chosen or excluded."""
        return tuple(value for value in self.values if value.is_asked)


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter of the search in words, and the link without it."""

    key: str
    label: str
    text: str
    remove_url: str
    excludes: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the histogram: a year, or a month or day of the period in view. `url` narrows to it."""

    label: str
    start: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """Records by time, ignoring the chosen dates.

    `undated` counts those without a day. `wider_url` leads to the longer period named in `wider`. Addresses are empty if there is
    nothing to show.
    """

    unit: BarUnit
    bars: tuple[Bar, ...]
    undated: int
    undated_url: str
    wider: str
    wider_url: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A record on the results page: its card, and what depends on the search.

    `number` counts all results from 1. `passage` is safe HTML with <mark>, and `url` leads to that paragraph. `read_url` leads to
    the paragraph and `read_alone_url` to the record, both with the whole search, for the links back and to the next result.
    `mentioned` are the countries that count in this search.
    """

    card: RecordCard
    number: int
    passage: SafeString
    url: str
    read_url: str
    read_alone_url: str
    mentioned: MentionedCountries
    score: float

    @property
    def record_id(self) -> int:
        return self.card.record.pk

    @property
    def record_key(self) -> str:
        """Return the permanent name, `<slug>/<number>`."""
        return self.card.key

    @property
    def fingerprint(self) -> str:
        """Return what identifies its words."""
        return self.card.fingerprint

    @property
    def record_url(self) -> str:
        return self.card.url

    @property
    def kind(self) -> str:
        return self.card.record.kind

    @property
    def kind_label(self) -> str:
        return self.card.kind_label

    @property
    def title(self) -> str:
        return self.card.record.title

    @property
    def date(self) -> dt.date | None:
        return self.card.record.date

    @property
    def place(self) -> str:
        return self.card.record.place

    @property
    def event_label(self) -> str:
        return self.card.event_label

    @property
    def source(self) -> str:
        return self.card.record.source

    @property
    def speakers(self) -> tuple[RowSpeaker, ...]:
        return self.card.speakers

    @property
    def question(self) -> str:
        return self.card.question

    @property
    def headline(self) -> str:
        return self.card.headline

    @property
    def answer(self) -> str:
        return self.card.answer

    @property
    def countries(self) -> tuple[CountryChip, ...]:
        """Return the countries shown."""
        return self.mentioned.chips

    @property
    def country_codes(self) -> tuple[str, ...]:
        """Return all countries that count in this search, most mentioned first."""
        return self.mentioned.codes

    @property
    def more_countries(self) -> int:
        """Return the number of countries not shown."""
        return len(self.mentioned.codes) - len(self.mentioned.shown)

    @property
    def countries_by_layer(self) -> Mapping[str, list[str]]:
        """Return all that are mentioned: named, as a seat of government, as a place."""
        return self.card.record.by_layer()


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One condition to drop if nothing was found: its label, the resulting count, and the link."""

    key: str
    label: str
    text: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class SuggestedFilter:
    """A filter that a query in plain words may mean: `Records by Jane Doe`, and the link."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One search, answered and ready to show.

    `page` is the page shown (from 1), `page_count` the number of pages, at least 1; `first` and `last` are the numbers of the
    records shown, 0 if there are none. `behind` counts transcripts waiting to be indexed. `relaxations` is filled if nothing was
    found. `marked_query` is the query with <mark> around unreadable parts, empty if there are none. If `counted` is False, there
    was no time for facets and histogram, which are empty.
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
    counted: bool = True
