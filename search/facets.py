"""The facets in one table: their labels, how a value is typed, named and described, and the values of a record.

Everything else follows from it: the fields of the index, the choices in addresses and queries, the panels of the search page, and
searches in words. Names known only to the archive are looked up by search/index/facet_labels.py. Pure.

A new facet is one entry here, its row in docs/researchers.md and a test. The index is then rebuilt by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from archive.countries import LAYER_TABLE, all_groups, country_name
from archive.parsing.parsed import EVENT_KINDS
from search.index.record_facts import COUNTRY_FIELDS, GROUP_FIELDS, GROUP_PHRASES, RecordFacts, country_phrase, field_name
from search.query import facet_values as values
from search.query.facet_table import Facet, FacetTable, IndexField, field


def codes_in(name: str, facts: RecordFacts) -> Iterable[str]:
    """Return a record's countries in one of the fields of countries."""
    return facts.countries[name]


def groups_in(layer: str, facts: RecordFacts) -> Iterable[str]:
    """Return a record's groups of countries in one layer."""
    return facts.groups(layer)


def layer_facet(layer: str, known_as: tuple[str, ...] = ()) -> Facet:
    """Return the facet of a layer whose codes are not countries."""
    entry = LAYER_TABLE[layer]
    return Facet(
        key=entry.filter,
        label=entry.kind,
        called=entry.words,
        aliases=known_as,
        fields=field(entry.filter, "mentioning {}", lambda facts: facts.codes(layer)),
        read=values.read_code,
        name=country_name,
    )


SPEAKER = Facet(
    key="speaker",
    label="Speaker",
    aliases=("by",),
    fields=field("speaker", "by {}", lambda facts: facts.speakers),
    looked_up=True,
    names_from="people",
)
COUNTRY = Facet(
    key="country",
    label="Country mentioned",
    fields=tuple(IndexField(name, country_phrase(name), partial(codes_in, name)) for name in COUNTRY_FIELDS),
    field_for=lambda counting: field_name(counting.layer, counting.country_in, "foreign" if counting.own else ""),
    read=values.read_country,
    known=values.known_countries,
    name=country_name,
    may_need_all=True,
)
KIND = Facet(
    key="kind",
    label="Kind of record",
    called="kind of record",
    fields=field("kind", "only {}", lambda facts: (facts.kind,), "other than {}"),
    read=values.one_of(values.RECORD_KINDS),
    read_in_query=values.kind_in_query,
    known=values.known_kinds,
    name=values.kind_name,
    in_sentence=values.kind_in_sentence,
)
EVENT = Facet(
    key="event",
    label="Kind of event",
    called="kind of event",
    fields=field("event", "from {}", lambda facts: (facts.event,)),
    read=values.one_of(EVENT_KINDS),
    read_in_query=values.event_in_query,
    known=values.known_events,
    name=values.kind_name,
    in_sentence=values.kind_in_sentence,
)
SOURCE = Facet(
    key="source",
    label="Source",
    fields=field("source", "published by {}", lambda facts: (facts.source,)),
    looked_up=True,
    names_from="sources",
)
PLACE = Facet(
    key="place",
    label="Place",
    fields=field("place", "in {}", lambda facts: (facts.place,)),
    looked_up=True,
    names_from="places",
)
GROUP = Facet(
    key="group",
    label="Group of countries",
    called="group of countries",
    fields=tuple(IndexField(name, GROUP_PHRASES[layer], partial(groups_in, layer)) for layer, name in GROUP_FIELDS.items()),
    field_for=lambda counting: GROUP_FIELDS[counting.layer],
    read=values.read_group,
    known=values.known_groups,
    name=lambda value: all_groups().get(value, value),
)
SPEAKER_COUNTRY = Facet(
    key="speaker_country",
    label="Speaker’s country",
    called="country",
    fields=field("speaker_country", "by a representative of {}", lambda facts: facts.spoken_for),
    read=values.read_country,
    known=values.known_countries,
    name=country_name,
)
ASKER = Facet(
    key="asker",
    label="Asked by",
    fields=field("asker", "asked by {}", lambda facts: facts.askers),
    use="filter",
    looked_up=True,
    names_from="people",
)
OFFICE = Facet(
    key="office",
    label="Office",
    fields=field("office", "speaking as {}", lambda facts: facts.offices),
    use="filter",
    looked_up=True,
    name=values.office_name,
)
LANGUAGE = Facet(
    key="language",
    label="Language",
    fields=field("language", "in {}", lambda facts: (facts.language.lower(),)),
    use="filter",
    name=values.language_name,
)
DATED = Facet(
    key="dated",
    label="Date",
    called="value of “dated”",
    fields=field("dated", "{}", lambda facts: () if facts.day else ("no",), "with a date"),
    use="filter",
    read=values.one_of(("no",)),
    name=lambda value: "not known" if value == "no" else value,
    in_sentence=lambda value, name: "without a date",
)
YEAR = Facet(key="year", label="Year", fields=field("year", "in {}", lambda facts: (facts.iso_day[:4],)), use="count")
MONTH = Facet(key="month", label="Month", fields=field("month", "in {}", lambda facts: (facts.iso_day[:7],)), use="count")

TABLE = FacetTable(
    (
        SPEAKER,
        COUNTRY,
        KIND,
        EVENT,
        SPEAKER_COUNTRY,
        SOURCE,
        PLACE,
        layer_facet("organisation", known_as=("organisation", "organization")),
        GROUP,
        layer_facet("disputed"),
        layer_facet("historic"),
        ASKER,
        OFFICE,
        LANGUAGE,
        DATED,
        YEAR,
        MONTH,
    )
)
