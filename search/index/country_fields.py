"""The index fields of a record's countries: by layer, by place, with the speaker's own or without. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from archive.countries import COUNT_CHOICES, all_groups, members

LAYERS = tuple(COUNT_CHOICES)  # "" counts names and seats
PLACES = ("", "question", "answer", "unprompted")
OWNERS = ("", "foreign")


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
    said = "naming {}" if "named" in parts else "mentioning {} or a place there" if "place" in parts else "mentioning {}"
    return said + where + foreign


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
    said = {mention.code for mention in mentions if not mention.asked}
    return {"": asked | said, "question": asked, "answer": said, "unprompted": said - asked}


def groups_of(codes: Collection[str], day: dt.date | None) -> list[str]:
    """Return the groups to which any of these countries belonged on a day; without a day, present ones."""
    return sorted(group for group, belonging in members_on(day).items() if not belonging.isdisjoint(codes)) if codes else []


@lru_cache(maxsize=1024)
def members_on(day: dt.date | None) -> dict[str, frozenset[str]]:
    """Return every group's members on a day. Cached, since records of one event are indexed together."""
    return {group: members(group, day) for group in all_groups()}
