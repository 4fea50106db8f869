"""Which lines above a talk give the day of the event, most certain first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from archive.parsing.boilerplate import furniture_reason, is_dateline, place_behind
from archive.parsing.layout_patterns import EVENT_WORDS, POSTED
from archive.parsing.lines import Line
from archive.parsing.metadata.dates import FoundDate, find_dates, rivals
from archive.parsing.metadata.head_words import names_event

LONGEST_STAMP = 200
# Lines above the talk that may mention its day in passing.
_HEAD = 25
_LONGEST = 150
CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")
_LEAD, _MOST_LEAD, _LATER = 40, 600, 3  # characters of a lead; days
SOURCE_LINE = re.compile(r"source(?: url)?:|direct link:|permalink:|ссылка на материал:|источник:", re.I)
_NO_YEAR = re.compile(
    r"(?P<before>[^\W\d_]+)[ \u00a0](?P<day>\d{1,2})(?:st|nd|rd|th)?\.?[ \u00a0]?(?P<after>[^\W\d_]*)(?![\d./:-])"
)
# Two words of four letters, or one East Asian character, beside a date are more than a month's name.
_WORDS = re.compile(r"[^\W\d_]{4,}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")


def is_page_head(text: str) -> bool:
    """Tell whether a line is a link or a printed page's head, whose date is that of printing."""
    return bool(SOURCE_LINE.match(text)) or furniture_reason(text) == "running head"


def is_stamp(text: str) -> bool:
    """Tell whether a line with a date is a stamp of posting: in words, or by a time without weekday and place."""
    days = list(find_dates(text))
    if not days:
        return False
    late = rivals(text, days)
    if late and {found.day for found in days} != {found.day for found in late}:
        return False
    if len(late) == len(days) or POSTED.search(text):
        return True
    return bool(CLOCK.search(text)) and place_behind(text) is None and not _agrees(days[0])


def _agrees(found: FoundDate) -> bool:
    """Tell whether the correct weekday is printed beside a date, as is usual for events."""
    return found.day.weekday() in found.weekdays


def ranked(around: Sequence[Line], header: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines with dates, most likely first: those certainly of the event, and those that may be the page's."""
    head = {id(line) for line in header[:_HEAD]}
    rated = [(rank, line) for line in around if (rank := _rank(line, id(line) in head)) is not None]
    rated.sort(key=lambda pair: pair[0])
    sure = [line for rank, line in rated if rank <= _SURE]
    told = _told_in_lead(header, sure[0]) if sure else None
    return [told, *sure] if told else sure, [line for rank, line in rated if rank > _SURE]


def _told_in_lead(header: Sequence[Line], sure: Line) -> Line | None:
    """Return the sentence above a talk that tells its day where the page's own day is a little later: that of posting.

    The page's day is bare, or stands below the talk.
    """
    days = list(find_dates(sure.text))
    if len(days) != 1 or (_rank(sure, in_head=True) != _BARE and sure in header):
        return None
    for line in header:
        if _LEAD < len(line.text) < _MOST_LEAD and line.kind != "heading" and names_event(line.text):
            whole = line if any(find_dates(line.text)) else replace(line, text=_with_year(line.text, days[0].day))
            told = {found.day for found in find_dates(whole.text)}
            if len(told) == 1 and not POSTED.search(line.text):
                return whole if 0 < (days[0].day - told.pop()).days <= _LATER else None
    return None


def _with_year(text: str, posted: dt.date) -> str:
    """Return the days that a sentence tells by day and month alone, with the year in which they come before the posting."""
    told = dict.fromkeys(f"{match['before']} {match['day']} {match['after']}" for match in _NO_YEAR.finditer(text))
    found = (day for part in told for year in (posted.year, posted.year - 1) for day in _days_in(part, year) if day < posted)
    return ", ".join(str(day) for day in dict.fromkeys(found) if (posted - day).days <= _LATER)


def _days_in(part: str, year: int) -> list[dt.date]:
    """Return the days that three words give with a year behind them: "on 24 February", "May 3 the"."""
    before, day, after = part.split(" ")
    return [found.day for form in (f"{day} {after} {year}", f"{before} {day}, {year}") for found in find_dates(form)]


_EVENT, _PLACE, _WEEKDAY, _BARE, _BESIDE, _SURE = 0, 1, 2, 3, 4, 3


def _rank(line: Line, in_head: bool) -> int | None:
    """Rank a line: event with date, place with date, weekday, bare date, date beside other words."""
    text = line.text
    if len(text) > _LONGEST or is_page_head(text) or is_stamp(text):
        return None
    days = list(find_dates(text))
    if not days:
        return None
    named = EVENT_WORDS.search(text) or names_event(text)
    if in_head and named and _at_edge(text, days) and text[-1:] not in ".?!":
        return _EVENT
    if is_dateline(text) and not CLOCK.search(text):
        return _PLACE if _has_place(text, days[0]) else _WEEKDAY if _agrees(days[0]) else _BARE
    if in_head and _agrees(days[0]) and _at_edge(text, days):
        return _WEEKDAY
    return _BESIDE if in_head and _at_edge(text, days) and text[-1:] not in ".?!;" else None


def _at_edge(text: str, days: Sequence[FoundDate]) -> bool:
    """Tell whether a line begins or ends with a date, ignoring brackets, time and weekday."""
    before = _WORDS.findall(text[: days[0].start])
    return len(before) <= 1 or len(_WORDS.findall(text[days[-1].end :])) <= 1


def _has_place(text: str, first: FoundDate) -> bool:
    return any(word.isalpha() for word in re.findall(r"\w{4,}", text[: first.start]))
