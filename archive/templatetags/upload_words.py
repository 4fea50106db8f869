from __future__ import annotations

from django import template

from archive.models.sureness import Level, in_words

register = template.Library()


@register.filter
def sureness(confidence: float) -> str:
    return Level.of(confidence).key


register.filter("sure_words", in_words)


@register.filter
def percent(confidence: float) -> str:
    return f"{confidence:.0%}"
