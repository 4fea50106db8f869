"""The facts about a record from which every facet takes its values, its countries by layer, place and owner among them. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import product
from typing import NamedTuple

from archive.countries import COUNT_CHOICES, COUNTRY_LAYERS, all_groups, members

LAYERS = tuple(COUNT_CHOICES)  # "" counts names and seats
PLACES = ("", "question", "answer", "unprompted")
OWNERS = ("", "foreign")
# Events at which only the publisher's own people speak; elsewhere there are guests.
OWN_EVENTS = ("interview", "briefing", "speech", "statement")


class MentionedIn(NamedTuple):
    """A country in a record: its layer, and whether in a question."""

    code: str
    layer: str
    asked: bool


@cache
def field_name(layer: str = "", place: str = "", owner: str = "") -> str:
    """Return a field's name: `country`, `country_named_answer`, `country_place_foreign` ...; `layer` is one of COUNT_CHOICES."""
    return "_".join(part for part in ("country", layer, place, owner) if part)


GROUP_FIELDS = {layer: f"group_{layer}" if layer else "group" for layer in LAYERS}
COUNTRY_FIELDS: tuple[str, ...] = tuple(field_name(*parts) for parts in product(LAYERS, PLACES, OWNERS))

GROUP_PHRASES = {
    "": "mentioning a member of {}",
    "named": "naming a member of {}",
    "place": "mentioning a member of {} or a place there",
}


def country_phrase(field: str) -> str:
    """Return the phrase for a choice of countries in this field."""
    parts = field.split("_")
    places = {"question": " in the question", "answer": " in the answer", "unprompted": ", never in the question"}
    where = next((places[part] for part in parts if part in places), "")
    foreign = ", not the speaker’s own country" if "foreign" in parts else ""
    phrase = "naming {}" if "named" in parts else "mentioning {} or a place there" if "place" in parts else "mentioning {}"
    return phrase + where + foreign


def codes_by_field(mentions: Iterable[MentionedIn], own: frozenset[str]) -> dict[str, set[str]]:
    """Return every field's codes. `own` are the countries of the record's speakers."""
    found = tuple(mentions)
    by_field: dict[str, set[str]] = {}
    for layer in LAYERS:
        counted = [mention for mention in found if mention.layer in COUNT_CHOICES[layer].layers]
        for place, codes in codes_by_place(counted).items():
            by_field[field_name(layer, place)] = codes
            by_field[field_name(layer, place, "foreign")] = codes - own
    return by_field


def codes_by_place(mentions: list[MentionedIn]) -> dict[str, set[str]]:
    """Return the codes mentioned at each place. `unprompted` are those that no question mentions."""
    asked = {mention.code for mention in mentions if mention.asked}
    answered = {mention.code for mention in mentions if not mention.asked}
    return {"": asked | answered, "question": asked, "answer": answered, "unprompted": answered - asked}


def groups_of(codes: Collection[str], day: dt.date | None) -> list[str]:
    """Return the groups to which any of these countries belonged on a day; without a day, present ones."""
    return sorted(group for group, belonging in members_on(day).items() if not belonging.isdisjoint(codes)) if codes else []


@lru_cache(maxsize=1024)
def members_on(day: dt.date | None) -> dict[str, frozenset[str]]:
    """Return every group's members on a day. Cached, since records of one event are indexed together."""
    return {group: members(group, day) for group in all_groups()}


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
