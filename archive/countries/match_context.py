"""What a context rule may look at: the words beside a name, and facts about the whole text, each found once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.countries.gazetteer import Gazetteer, NameRow, Sense

WINDOW = 80  # characters each side that a rule can see; bounded, so that long texts stay linear


class Verdict(NamedTuple):
    """What a name says where it stands (nothing: no mention), and what decided."""

    senses: tuple[Sense, ...]
    rule: str


def nothing(rule: str) -> Verdict:
    """Return the verdict that a name is no mention here."""
    return Verdict((), rule)


@dataclass(slots=True)
class TextFacts:
    """A normalised text and what has been asked about it so far."""

    text: str
    names: Gazetteer
    known: dict[re.Pattern[str], bool] = field(default_factory=dict)

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Say whether the text holds a pattern; each pattern is looked for once a text."""
        if pattern not in self.known:
            self.known[pattern] = pattern.search(self.text) is not None
        return self.known[pattern]


@dataclass(frozen=True, slots=True)
class Spot:
    """A name found at a place of a text."""

    facts: TextFacts
    row: NameRow
    start: int
    end: int

    @property
    def before(self) -> str:
        """Return what stands before the name, up to WINDOW characters."""
        return self.facts.text[max(0, self.start - WINDOW) : self.start]

    @property
    def after(self) -> str:
        """Return what stands after the name, up to WINDOW characters."""
        return self.facts.text[self.end : self.end + WINDOW]
