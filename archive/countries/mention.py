"""What a mention of a country is: plain data, no Django."""

from __future__ import annotations

from dataclasses import dataclass

from archive.countries.layers import Layer


@dataclass(frozen=True, slots=True)
class FoundMention:
    """A country in a text: `text[start:end] == surface` always.

    `rule` names what decided (a kind of gazetteer row or a context rule). `code` is ISO 3166-1 alpha-2 with XK for named,
    seat and place, ISO 3166-3 for historic; disputed places and organisations have values of their own.
    """

    code: str
    layer: Layer
    surface: str
    start: int
    end: int
    rule: str = "name"
