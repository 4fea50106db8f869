"""What a facet is, and what follows from a table of facets. Pure. The table itself is search/facets.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

from search.index.record_facts import RecordFacts
from search.query import facet_values as values

NOT = "not_"  # before a facet's key: excluded values
Use = Literal["panel", "filter", "count"]
NameTable = Literal["people", "sources", "places"]


class Counting(Protocol):
    """What counts as mentioning a country in a search: see SearchParams."""

    @property
    def layer(self) -> str:
        """Return which layers count, one of COUNT_CHOICES."""
        ...

    @property
    def country_in(self) -> str:
        """Return the required place in the record: `question`, `answer` or `unprompted`; empty for any."""
        ...

    @property
    def own(self) -> str:
        """Return `hidden` if the speaker's own country does not count."""
        ...


@dataclass(frozen=True, slots=True)
class IndexField:
    """A field of the index: a record's values, and the phrase for a choice of them, with `{}` for their names.

    `denial` is the phrase for exclusion; by default `not` and the phrase.
    """

    name: str
    phrase: str
    values: Callable[[RecordFacts], Iterable[str]]
    denial: str = ""

    @property
    def denied(self) -> str:
        """Return the phrase for excluded values."""
        return self.denial or (f"without those {self.phrase}" if "," in self.phrase else f"not {self.phrase}")


@dataclass(frozen=True)
class Facet:
    """One dimension to filter by.

    `key` names it in addresses and queries, `aliases` in queries too; `label` heads it on a page; `called` names one value in a
    message. `fields` hold its values, the default one first; `field_for` picks one for a search. `use` is a `panel` of the search
    page, a `filter` without panel, or only a `count`. `read` turns typed text into a value, empty if invalid; `read_in_query`
    does so in a query if more is understood there; `known` are names to suggest for unknown ones. If only the archive knows the
    names, `names_from` says which table has them, and a value missing there is not public; names of `looked_up` facets are
    searched in the index. Otherwise `name` gives a value's name. `in_sentence` phrases a value, from value and name.
    `may_need_all`: a reader may require all chosen values.
    """

    key: str
    label: str
    fields: tuple[IndexField, ...]
    called: str = ""
    aliases: tuple[str, ...] = ()
    use: Use = "panel"
    read: Callable[[str], str] = values.read_slug
    read_in_query: Callable[[str], values.Pairs] | None = None
    known: Callable[[], list[str]] = values.nothing_known
    looked_up: bool = False
    names_from: NameTable | None = None
    name: Callable[[str], str] = str
    in_sentence: Callable[[str, str], str] = lambda value, name: name
    field_for: Callable[[Counting], str] | None = None
    may_need_all: bool = False

    @property
    def noun(self) -> str:
        """Return the word for one value in a message."""
        return self.called or self.key

    def field(self, counting: Counting) -> str:
        """Return the field that a search uses."""
        return self.field_for(counting) if self.field_for else self.fields[0].name


def field(name: str, phrase: str, get: Callable[[RecordFacts], Iterable[str]], denial: str = "") -> tuple[IndexField, ...]:
    return (IndexField(name, phrase, get, denial),)


class FacetTable:
    """Facets in page order, and what follows from them."""

    def __init__(self, entries: Iterable[Facet]) -> None:
        self.entries = tuple(entries)

    def __getitem__(self, key: str) -> Facet:
        return self._by_key[key]

    def with_(self, *entries: Facet) -> FacetTable:
        return FacetTable((*self.entries, *entries))

    @cached_property
    def _by_key(self) -> Mapping[str, Facet]:
        return {facet.key: facet for facet in self.entries}

    @cached_property
    def panels(self) -> tuple[str, ...]:
        """Return the facets shown and counted on the search page."""
        return tuple(facet.key for facet in self.entries if facet.use == "panel")

    @cached_property
    def filters(self) -> tuple[str, ...]:
        """Return the facets that an address may filter by, in its order."""
        return tuple(facet.key for facet in self.entries if facet.use != "count")

    @cached_property
    def looked_up(self) -> tuple[str, ...]:
        """Return the facets whose names are looked up in the index."""
        return tuple(facet.key for facet in self.entries if facet.looked_up)

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Return the facet for each word allowed before a colon in a query."""
        chosen = [self[key] for key in self.filters]
        return {word: facet.key for facet in chosen for word in (facet.key, *facet.aliases)}

    @cached_property
    def fields(self) -> Mapping[str, IndexField]:
        """Return every index field with values of a facet."""
        return {field.name: field for facet in self.entries for field in facet.fields}

    @cached_property
    def by_field(self) -> Mapping[str, Facet]:
        """Return the facet of each index field."""
        return {field.name: facet for facet in self.entries for field in facet.fields}
