"""A mention of a country as plain data, without Django."""

from __future__ import annotations

from dataclasses import dataclass

from archive.countries.layers import Layer


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
