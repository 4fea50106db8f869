"""What a context rule may look at: the words next to a name, and facts about the text; and how long patterns are written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.countries.gazetteer import Gazetteer, NameRow, Sense

WINDOW = 80  # characters on each side visible to a rule; bounded, so that long texts take linear time


class Verdict(NamedTuple):
    """The senses of a name at one place (none: not a mention), and the rule that decided."""

    senses: tuple[Sense, ...]
    rule: str


def nothing(rule: str) -> Verdict:
    """Return the verdict that a name is not a mention here."""
    return Verdict((), rule)


@dataclass(slots=True)
class TextFacts:
    """A normalised text, with cached answers about it."""

    text: str
    names: Gazetteer
    known: dict[re.Pattern[str], bool] = field(default_factory=dict)

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether the text contains a pattern. Each pattern is searched once a text."""
        if pattern not in self.known:
            self.known[pattern] = pattern.search(self.text) is not None
        return self.known[pattern]


@dataclass(frozen=True, slots=True)
class Spot:
    """A name found in a text, with its place."""

    facts: TextFacts
    row: NameRow
    start: int
    end: int

    @property
    def before(self) -> str:
        """Return up to WINDOW characters before the name."""
        return self.facts.text[max(0, self.start - WINDOW) : self.start]

    @property
    def after(self) -> str:
        """Return up to WINDOW characters after the name."""
        return self.facts.text[self.end : self.end + WINDOW]


def either(words: str) -> str:
    """Return a pattern for any of the given words. They are separated by commas and may be patterns themselves."""
    return "(?:" + "|".join(word.strip() for word in re.split(r",\s+", words.strip())) + ")"


def word(words: str) -> str:
    """Return a pattern for any whole word of a list."""
    return rf"\b{either(words)}\b"


STATES = either(
    """Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware, Florida, Idaho, Illinois,
    Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland, Massachusetts, Michigan, Minnesota, Mississippi,
    Missouri, Montana, Nebraska, Nevada, New Hampshire, New Jersey, New Mexico, New York, North Carolina, North
    Dakota, Ohio, Oklahoma, Oregon, Pennsylvania, Rhode Island, South Carolina, South Dakota, Tennessee, Texas, Utah,
    Vermont, Virginia, Washington, West Virginia, Wisconsin, Wyoming"""
)
