"""Words and links that several templates need."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from django import template
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.template.loader_tags import IncludeNode, do_include
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from archive import links
from archive.quick_templates import included, written
from archive.reading import Hit, Paragraph, marked_up

register = template.Library()


class QuickInclude(Node):
    """A fragment, written by archive/quick_templates.py; by Django itself while templates are being worked on (DEBUG)."""

    def __init__(self, include: IncludeNode) -> None:
        self.include, self.write = include, included(include)

    def render(self, context: Context) -> SafeString:
        """Write the fragment."""
        if context.template is not None and context.template.engine.debug:
            return mark_safe(self.include.render(context))
        return written(self.write, context)


@register.tag
def include_quickly(parser: Parser, token: Token) -> QuickInclude:
    """Do what `include` does, several times quicker; for fragments that a page repeats."""
    include = do_include(parser, token)
    include.token = token  # as the parser does with the nodes that it is given
    if parser.origin is not None:
        include.origin = parser.origin
    return QuickInclude(include)


@register.simple_tag
def search_url(**filters: object) -> str:
    """Return the search that these filters ask for."""
    return links.search_url(**filters)


@register.simple_tag
def spoken(paragraph: Paragraph, hits: Any = None) -> SafeString:
    """Write a paragraph's words with countries marked, and with hits where `hits.of(paragraph)` finds some."""
    found: tuple[Hit, ...] = hits.of(paragraph) if hits else ()
    return marked_up(paragraph, found)


@register.filter
def number(value: int) -> str:
    """Write a whole number with thin spaces between thousands: 12 345."""
    return f"{value:,}".replace(",", "\u202f")


@register.filter
def counted(value: int, noun: str) -> str:
    """Write a number and its noun: `3|counted:"record"` is "3 records"; an irregular plural follows a comma."""
    one, _, many = noun.partition(",")
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


@register.filter
@lru_cache(maxsize=10_000)
def day(value: dt.date | None) -> SafeString | str:
    """Write a day as a <time>, or that none is known."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_format(value, "j F Y")) if value else "undated"


@register.simple_tag
def span(first: dt.date | None, last: dt.date | None) -> str:
    """Write the years from one day to another: 2018 to 2024, or 2024."""
    years = [str(day.year) for day in (first, last) if day]
    return " to ".join(dict.fromkeys(years))


@register.simple_tag
def share(part: int, whole: int) -> str:
    """Return `part` of `whole` in percent, for the width of a bar; anything at all is at least 1."""
    return f"{max(100 * part / whole, 1):.1f}%" if whole and part else "0%"
