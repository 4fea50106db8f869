"""Mentioned countries: text -> mentions. Pure: no Django, no database, no network."""

from archive.countries.country_names import (
    all_countries,
    all_groups,
    code_of,
    country_name,
    disputed_in_words,
    disputed_places,
    group_of,
    members,
    organisations,
)
from archive.countries.disputed import DisputedPlace, DisputedTableError
from archive.countries.gazetteer import fingerprint, use_disputed_table, use_places_table
from archive.countries.layers import (
    COUNT_CHOICES,
    COUNTED_LAYERS,
    COUNTRY_LAYERS,
    LAYER_TABLE,
    LAYERS,
    FoundMention,
    Layer,
)
from archive.countries.matching import find_mentions
from archive.countries.seats_and_places import PlacesTableError

__all__ = [
    "COUNTED_LAYERS",
    "COUNTRY_LAYERS",
    "COUNT_CHOICES",
    "LAYERS",
    "LAYER_TABLE",
    "DisputedPlace",
    "DisputedTableError",
    "FoundMention",
    "Layer",
    "PlacesTableError",
    "all_countries",
    "all_groups",
    "code_of",
    "country_name",
    "disputed_in_words",
    "disputed_places",
    "find_mentions",
    "fingerprint",
    "group_of",
    "members",
    "organisations",
    "use_disputed_table",
    "use_places_table",
]
