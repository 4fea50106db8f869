"""Dates as printed, in many languages, calendars and digits, with all possible readings."""

from archive.parsing.metadata.dates.date_finding import find_date, find_dates, is_only_date
from archive.parsing.metadata.dates.date_forms import FoundDate
from archive.parsing.metadata.dates.event_date import (
    EventDay,
    day_in_address,
    event_day,
    implausible,
    impossible,
    is_all_rivals,
    rivals,
)
from archive.parsing.metadata.dates.number_order import Evidence

__all__ = [
    "EventDay",
    "Evidence",
    "FoundDate",
    "day_in_address",
    "event_day",
    "find_date",
    "find_dates",
    "implausible",
    "impossible",
    "is_all_rivals",
    "is_only_date",
    "rivals",
]
