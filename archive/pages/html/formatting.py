"""Values as a page prints them: numbers, days, years, widths, beginnings of texts."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

CUT = " …"  # stands for the words left out


def number(value: int) -> str:
    """Format a whole number with thin spaces between thousands: 12 345."""
    return f"{value:,}".replace(",", "\u202f")


def counted(value: int, noun: str) -> str:
    """Format a number and its noun: `3|counted("record")` is "3 records"; an irregular plural follows a comma."""
    one, _, many = noun.partition(",")
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


@lru_cache(maxsize=10_000)
def day(value: dt.date | None) -> SafeString | str:
    """Format a day as a <time>, or say that none is known."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_format(value, "j F Y")) if value else "undated"


def truncatewords(text: str, length: int) -> str:
    """Return the first words of a plain text, like Django's filter, without splitting the whole text."""
    words = text.split(maxsplit=length)
    cut = " ".join(words[:length])
    return cut if len(words) <= length or cut.endswith(CUT) else cut + CUT


def span(first: dt.date | None, last: dt.date | None) -> str:
    """Format the years between two days: 2018 to 2024, or 2024."""
    years = [str(day.year) for day in (first, last) if day]
    return " to ".join(dict.fromkeys(years))


def bar_width(part: int, whole: int) -> str:
    """Return `part` of `whole` in percent, for the width of a bar. Anything above 0 is at least 1."""
    return f"{max(100 * part / whole, 1):.1f}%" if whole and part else "0%"
