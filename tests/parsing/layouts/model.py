"""What a draw is made of: persons, acts of a talk, items of a page, and the gold reading."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Unable(Exception):
    """Say that a layout cannot hold this talk, or cannot be: another is drawn."""


@dataclass(frozen=True)
class Value:
    """One value of an axis, as its table gives it.

    `when` and `unless` name values or tags of other axes that this one needs or cannot stand.
    """

    axis: str
    name: str
    data: Mapping[str, Any]
    tags: frozenset[str] = frozenset()
    weight: float = 1.0
    held_out: bool = False
    when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unless: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def bears(self, other: Value) -> bool:
        """Say whether this value may stand beside another."""
        names = other.tags | {other.name}
        wanted = self.when.get(other.axis)
        return (wanted is None or bool(wanted & names)) and not self.unless.get(other.axis, frozenset()) & names


@dataclass(frozen=True)
class Person:
    """Somebody invented. `eastern` names have the family name first; `family` may be empty (one name alone)."""

    given: str
    family: str
    sex: str = "m"
    eastern: bool = False
    joined: bool = False
    office: Mapping[str, str] = field(default_factory=dict)
    outlet: str = ""
    group: str = ""
    middle: str = ""

    @property
    def full(self) -> str:
        """The name as a title prints it."""
        parts = [self.family, self.given] if self.eastern else [self.given, self.family]
        return ("" if self.joined else " ").join(part for part in parts if part)

    @property
    def surname(self) -> str:
        """The name that stands behind Mr or Ms."""
        return (self.family or self.given).lstrip("·・")


@dataclass
class Act:
    """What one speaker says without a break; `note` is a stage note at its end."""

    who: str
    role: str
    paragraphs: list[str]
    notes: list[str] = field(default_factory=list)


@dataclass
class Shown:
    """A label as printed, without its sign, and what a reader makes of it.

    `full` is who it is if that name is printed anywhere, `speaker` what a reader has to be content with otherwise; `trail` stands
    behind the words; `vague` says that readers may differ about who it is.
    """

    printed: str | None
    full: str | None = None
    speaker: str | None = None
    post: str = ""
    trail: str = ""
    vague: bool = False


@dataclass
class Item:
    """A piece of the page in reading order.

    `kind` is one of title, line, nav, turn, body, heading, foot, link. `role` of a turn decides how an unlabelled one is set;
    `behind` is a note behind the label, `trail` what stands behind the words and names who asked.
    """

    kind: str
    paragraphs: list[str]
    label: str | None = None
    role: str = ""
    post: str = ""
    number: int = 0
    clock: str = ""
    trail: str = ""
    behind: str = ""


@dataclass
class Page:
    """A rendered talk before its container: items, fields of the metadata, and the gold reading."""

    items: list[Item]
    fields: dict[str, str]
    gold: dict[str, Any]
    language: Value
    layout: Mapping[str, Value]
    chance: random.Random
    day: dt.date


class Rendered(NamedTuple):
    """The bytes of a draw, the name of its file, the gold reading and the layout it was drawn with."""

    seed: int
    name: str
    data: bytes
    gold: dict[str, Any]
    layout: dict[str, str]
    held_out: bool
