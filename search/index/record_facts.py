"""The facts about a record from which every facet takes its values. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from archive.countries import COUNTRY_LAYERS
from search.index.country_fields import MentionedIn, codes_by_field, field_name, groups_of

# Events at which only the publisher's own people speak; elsewhere there are guests.
OWN_EVENTS = ("interview", "briefing", "speech", "statement")


@dataclass(frozen=True)
class RecordFacts:
    """One record: its kind and its transcript's, its speakers and mentions.

    `speakers`, `askers` and `offices` are slugs; `own` are the speakers' countries as far as known, `home` is the publisher's.
    """

    kind: str
    event: str
    source: str
    place: str
    language: str
    day: dt.date | None
    speakers: tuple[str, ...]
    offices: tuple[str, ...]
    askers: tuple[str, ...]
    mentions: tuple[MentionedIn, ...]
    own: frozenset[str]
    home: str = ""

    @property
    def spoken_for(self) -> frozenset[str]:
        """Return the countries the speakers represent: their own, else the publisher's at its own events."""
        return self.own or frozenset({self.home} if self.home and self.speakers and self.event in OWN_EVENTS else ())

    @cached_property
    def iso_day(self) -> str:
        """Return the day of the event, `2023-04-18`, empty if unknown."""
        return self.day.isoformat() if self.day else ""

    @cached_property
    def countries(self) -> Mapping[str, set[str]]:
        """Return the countries mentioned, by index field."""
        return codes_by_field((mention for mention in self.mentions if mention.layer in COUNTRY_LAYERS), self.own)

    def codes(self, layer: str) -> list[str]:
        return [mention.code for mention in self.mentions if mention.layer == layer]

    def groups(self, layer: str) -> list[str]:
        """Return the groups of which a member is mentioned. `layer` is one of COUNT_CHOICES."""
        return groups_of(self.countries[field_name(layer)], self.day)
