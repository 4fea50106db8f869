"""A mention of a country, and the layers of mentions in one table: meaning, labels, and whether each counts by default.

All code that shows, counts, filters or stores layers reads this table. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Layer = Literal["named", "seat", "place", "historic", "disputed", "organisation"]


@dataclass(frozen=True, slots=True)
class LayerEntry:
    """One layer.

    `words` label a mention, `kind` an entry of the gazetteer, `plural` a list of entries. `of_country`: its codes are countries.
    `counted`: it counts for its code by default. `filter` is the search parameter for its codes.
    """

    key: Layer
    words: str
    kind: str
    plural: str
    filter: str
    of_country: bool
    counted: bool = True


LAYER_TABLE: Mapping[str, LayerEntry] = MappingProxyType(
    {
        entry.key: entry
        for entry in (
            LayerEntry("named", "named", "Country", "Countries", "country", of_country=True),
            LayerEntry("seat", "seat of government", "Country", "Countries", "country", of_country=True),
            LayerEntry("place", "place", "Country", "Countries", "country", of_country=True, counted=False),
            LayerEntry("historic", "historic state", "Historic state", "Historic states", "historic", of_country=False),
            LayerEntry("disputed", "disputed place", "Disputed place", "Disputed places", "disputed", of_country=False),
            LayerEntry("organisation", "organisation", "Organisation", "Organisations", "org", of_country=False),
        )
    }
)
LAYERS: tuple[Layer, ...] = tuple(entry.key for entry in LAYER_TABLE.values())
COUNTRY_LAYERS: tuple[Layer, ...] = tuple(entry.key for entry in LAYER_TABLE.values() if entry.of_country)
COUNTED_LAYERS: tuple[Layer, ...] = tuple(entry.key for entry in LAYER_TABLE.values() if entry.of_country and entry.counted)


@dataclass(frozen=True, slots=True)
class CountChoice:
    """What may count as mentioning a country: the layers, the option in a form, and a sentence that describes it."""

    value: str
    layers: tuple[Layer, ...]
    label: str
    sentence: str


COUNT_CHOICES: Mapping[str, CountChoice] = MappingProxyType(
    {
        choice.value: choice
        for choice in (
            CountChoice(
                "",
                COUNTED_LAYERS,
                "named and seats",
                "A record counts for a country that it names, or whose capital or seat of government it names.",
            ),
            CountChoice("named", ("named",), "named only", "A record counts for a country only where it names it."),
            CountChoice(
                "place",
                COUNTRY_LAYERS,
                "also places",
                "A record counts for a country that it names, or of which it names a seat of government or any other place.",
            ),
        )
    }
)


def in_words(layer: str) -> str:
    """Return the label of a mention in this layer. An unknown layer is returned unchanged."""
    return LAYER_TABLE[layer].words if layer in LAYER_TABLE else layer


def layer_of_old(rule: str, by_editor: bool) -> Layer:
    """Return the layer of a mention stored as `implied`, which once covered seats and places.

    A mention added by an editor still counts for its country. For others, only a new reading of the text gives the certain layer.
    """
    return "seat" if by_editor or rule in ("capital", "seat", "Salisbury") else "place"


@dataclass(frozen=True, slots=True)
class FoundMention:
    """A country in a text: `text[start:end] == surface` always holds.

    `rule` names what decided: a kind of gazetteer row or a context rule. `code` is ISO 3166-1 alpha-2 (with XK) for named, seat
    and place, and ISO 3166-3 for historic. Disputed places and organisations have their own values.
    """

    code: str
    layer: Layer
    surface: str
    start: int
    end: int
    rule: str = "name"
