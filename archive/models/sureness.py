"""Levels of confidence in words, as pages show them and lists filter by them."""

from __future__ import annotations

from typing import NamedTuple, Self

from django.db.models import Q


class Level(NamedTuple):
    """A level of confidence: its lower bound, its key for addresses and classes, and its label."""

    least: float
    key: str
    words: str

    @classmethod
    def of(cls, confidence: float) -> Self:
        """Return the level of a confidence, 0 to 1."""
        return next(cls(*level) for level in LEVELS if confidence >= level[0])

    @classmethod
    def named(cls, key: str | None) -> Self | None:
        return next((cls(*level) for level in LEVELS if level[1] == key), None)

    @property
    def within(self) -> Q:
        """Return the condition that a row's confidence is at this level."""
        above = min((level[0] for level in LEVELS if level[0] > self.least), default=None)
        least = Q(confidence__gte=self.least)
        return least if above is None else least & Q(confidence__lt=above)


# Highest first. At 0.9 and above, at least 95 of 100 readings are right (docs/parsing.md).
LEVELS = ((0.9, "sure", "Sure"), (0.6, "fair", "Fairly sure"), (0.0, "unsure", "Look closely"))
EVERY_LEVEL = tuple(Level(*level) for level in LEVELS)


def in_words(confidence: float) -> str:
    """Return the level in words and the confidence in per cent."""
    return f"{Level.of(confidence).words} ({confidence:.0%})"
