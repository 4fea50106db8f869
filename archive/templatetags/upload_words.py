"""How sure the parser is, in words."""

from __future__ import annotations

from django import template

register = template.Library()
LEVELS = ((0.9, "sure", "Sure"), (0.6, "fair", "Fairly sure"), (0.0, "unsure", "Look closely"))


def _level(confidence: float) -> tuple[str, str]:
    return next((key, words) for least, key, words in LEVELS if confidence >= least)


@register.filter
def sureness(confidence: float) -> str:
    """Return the level as a word for a class: sure, fair, unsure."""
    return _level(confidence)[0]


@register.filter
def sure_words(confidence: float) -> str:
    """Return the level in words and the confidence in per cent."""
    return f"{_level(confidence)[1]} ({confidence:.0%})"
