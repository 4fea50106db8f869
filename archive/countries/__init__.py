"""Mentioned countries: text -> mentions. Pure: no Django, no database, no network."""

from archive.countries.disputed import DisputedPlace, DisputedTableError
from archive.countries.gazetteer import use_disputed_table
from archive.countries.matching import find_mentions
from archive.countries.names import all_countries, code_of, country_name
from archive.countries.types import LAYERS, FoundMention, Layer

__all__ = [
    "LAYERS",
    "DisputedPlace",
    "DisputedTableError",
    "FoundMention",
    "Layer",
    "all_countries",
    "code_of",
    "country_name",
    "find_mentions",
    "use_disputed_table",
]
