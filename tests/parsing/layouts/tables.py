"""The axes and their values, read from axes/*.toml and languages/*.toml, and how one value of each is drawn."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.parsing.layouts.model import Unable, Value

HERE = Path(__file__).parent
# What decides most is drawn first.
AXES = (
    "language",
    "kind",
    "container",
    "encoding",
    "label",
    "asker",
    "session",
    "name",
    "setting",
    "notes",
    "topics",
    "head",
    "day",
    "dayplace",
    "foot",
)
TRIES = 300
CASED = {"Latn", "Cyrl", "Grek"}


@cache
def axes() -> dict[str, tuple[Value, ...]]:
    """Return the values of every axis."""
    read = {axis: tuple(_values(axis)) for axis in AXES if axis != "language"}
    return {"language": tuple(_languages()), **read}


def _values(axis: str) -> Iterator[Value]:
    data = tomllib.loads((HERE / "axes" / f"{axis}.toml").read_text(encoding="utf-8"))
    return (_value(axis, entry) for entry in data[axis])


def _languages() -> Iterator[Value]:
    for path in sorted((HERE / "languages").glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        yield _value("language", {**data, "name": path.stem, "tags": sorted(_language_tags(data))})


def _language_tags(data: Mapping[str, Any]) -> set[str]:
    """Return what other axes may ask of a language: its script, whether it has capitals, what its table gives."""
    cased = data["script"] in CASED
    two = {"two words"} if len(data["person"]) > 1 else set()
    given = {f"has:{key}" for key in data} | {f"title:{key}" for key in data["titles"]}
    return {data["script"], "cased" if cased else "caseless", *data.get("tags", ())} | two | given


def _value(axis: str, entry: Mapping[str, Any]) -> Value:
    return Value(
        axis,
        entry["name"],
        entry,
        frozenset(entry.get("tags", [])),
        entry.get("weight", 1.0),
        entry.get("held_out", False),
        {key: frozenset(names) for key, names in entry.get("when", {}).items()},
        {key: frozenset(names) for key, names in entry.get("unless", {}).items()},
    )


def find(axis: str, name: str) -> Value:
    """Return a value by its name; raises KeyError that lists those there are."""
    for value in axes()[axis]:
        if value.name == name:
            return value
    raise KeyError(f"no {axis} is called {name!r}; there are: {', '.join(value.name for value in axes()[axis])}")


def draw_layout(chance: random.Random, fixed: Mapping[str, Value], held_out: bool) -> dict[str, Value]:
    """Return one value of each axis that bear one another.

    Held-out values are drawn only if `held_out` says so or where they are fixed. Raises Unable where the fixed values cannot
    stand together.
    """
    order = [axis for axis in AXES if axis in fixed] + [axis for axis in AXES if axis not in fixed]
    for _ in range(TRIES):
        chosen: dict[str, Value] = {}
        for axis in order:
            open_to = [fixed[axis]] if axis in fixed else [v for v in axes()[axis] if held_out or not v.held_out]
            able = [value for value in open_to if all(value.bears(other) and other.bears(value) for other in chosen.values())]
            if not able:
                break
            chosen[axis] = chance.choices(able, [value.weight for value in able])[0]
        else:
            return chosen
    raise Unable(f"no layout has {', '.join(value.name for value in fixed.values())}")
