"""Days, months and years as typed and as compared."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from archive.text.numbers import ascii_digits

PART = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?")
MONTHS = tuple(calendar.month_name)


def read_date(typed: str) -> str | None:
    """Return `2023`, `2023-03` or `2023-03-15` from text with any Unicode digits, None if it is no date."""
    match = PART.fullmatch(ascii_digits(typed.strip()))
    if match is None or match[1] == "0000":
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        dt.date(year or 1, month or 1, day or 1)
    except ValueError:
        return None
    return "-".join([match[1], *(f"{part:02d}" for part in (month, day) if part is not None)])


def first_day(part: str) -> str:
    """Return the first day of a year, month or day."""
    return (part + "-01-01")[:10] if len(part) == 4 else (part + "-01")[:10]


def last_day(part: str) -> str:
    """Return the last day of a year, month or day."""
    if len(part) == 4:
        return f"{part}-12-31"
    if len(part) == 7:
        return f"{part}-{calendar.monthrange(int(part[:4]), int(part[5:]))[1]:02d}"
    return part


def date_in_words(part: str) -> str:
    """Return `2023`, `March 2023` or `15 March 2023`."""
    pieces = part.split("-")
    words = [pieces[0]]
    if len(pieces) > 1:
        words.insert(0, MONTHS[int(pieces[1])])
    if len(pieces) > 2:
        words.insert(0, str(int(pieces[2])))
    return " ".join(words)


def span_in_words(first: str, last: str) -> str:
    """Return a date range in words: `2023–2024`, `since March 2023`, `until 2024`, `2023`; empty if open."""
    if not first and not last:
        return ""
    if not last:
        return f"since {date_in_words(first)}"
    if not first:
        return f"until {date_in_words(last)}"
    if first == last or (first_day(first) == first_day(last) and last_day(first) == last_day(last)):
        return date_in_words(first)
    if len(first) == len(last) == 4:
        return f"{first}–{last}"
    return f"{date_in_words(first)} to {date_in_words(last)}"


def days_in_words(first: str | None, last: str | None) -> str:
    """Return a range of days in words, as whole years or months if possible."""
    start, end = first or "", last or ""
    for length in (4, 7):
        whole = (not start or first_day(start[:length]) == start) and (not end or last_day(end[:length]) == end)
        if whole:
            return span_in_words(start[:length], end[:length])
    return span_in_words(start, end)


def one_month(first: str, last: str) -> str:
    """Return the month of both ends, empty if they differ."""
    return first[:7] if len(first) > 4 and first[:7] == last[:7] else ""


def one_year(first: str, last: str) -> str:
    """Return the year of both ends, empty if they differ."""
    return first[:4] if first and first[:4] == last[:4] else ""
