"""Mentioned countries: text -> mentions. Pure: no Django, no database, no network."""

from archive.countries.disputed import DisputedPlace, DisputedTableError
from archive.countries.gazetteer import use_disputed_table
from archive.countries.groups import all_groups, group_of, members
from archive.countries.matching import find_mentions
from archive.countries.names import all_countries, code_of, country_name, disputed_in_words, disputed_places, organisations
from archive.countries.types import LAYERS, FoundMention, Layer

__all__ = [
    "LAYERS",
    "DisputedPlace",
    "DisputedTableError",
    "FoundMention",
    "Layer",
    "all_countries",
    "all_groups",
    "code_of",
    "country_name",
    "disputed_in_words",
    "disputed_places",
    "find_mentions",
    "group_of",
    "members",
    "organisations",
    "use_disputed_table",
]
