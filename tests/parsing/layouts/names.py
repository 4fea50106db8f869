"""Draws persons from the tables of cultures and of languages."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.parsing.layouts.model import Person, Unable, Value

HERE = Path(__file__).parent
FOREIGN = 0.25


@cache
def cultures() -> dict[str, dict[str, Any]]:
    """Return the naming cultures by name."""
    return tomllib.loads((HERE / "cultures.toml").read_text(encoding="utf-8"))


def draw_people(chance: random.Random, language: Value, count: int) -> list[Person]:
    """Return persons of whom no two share a part of their names."""
    found: list[Person] = []
    used: set[str] = set()
    for _ in range(200):
        person = _draw(chance, _culture(chance, language))
        parts = {part.casefold() for part in (person.given, person.family) if part}
        if not parts & used:
            found.append(person)
            used |= parts
        if len(found) == count:
            return found
    raise Unable(f"{language.name}: fewer than {count} persons without a name in common")


def _culture(chance: random.Random, language: Value) -> Mapping[str, Any]:
    script = language.data["script"]
    own = language.data.get("people")
    others = [culture for culture in cultures().values() if culture["script"] == script]
    if own and (not others or chance.random() > FOREIGN):
        return own
    return chance.choice(others)


def _draw(chance: random.Random, culture: Mapping[str, Any]) -> Person:
    sex = chance.choice("mf")
    pick = lambda key: chance.choice(culture.get(f"{key}_{sex}") or culture.get(f"{key}_m") or [""])  # noqa: E731
    return Person(
        given=pick("given"),
        family=pick("family"),
        sex=sex,
        eastern=culture.get("eastern", False),
        joined=culture.get("joined", False),
        middle=pick("middle"),
    )
