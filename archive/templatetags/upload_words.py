"""How sure the parser is, in words."""

from __future__ import annotations

from django import template

from archive.models.sureness import Level, in_words

register = template.Library()


@register.filter
def sureness(confidence: float) -> str:
    """Return the level as a word for a class: sure, fair, unsure."""
    return Level.of(confidence).key


register.filter("sure_words", in_words)


@register.filter
def percent(confidence: float) -> str:
    """Return a confidence in whole per cent."""
    return f"{confidence:.0%}"
