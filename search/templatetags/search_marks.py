"""Where the words that were searched stand on a page."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from archive.reading import ReadRecord

register = template.Library()


@register.simple_tag
def find_hits(query: str, records: Sequence[ReadRecord]) -> None:
    """Find the places that a search matched."""
    return None
