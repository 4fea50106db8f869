"""Which date in a line is the event's, and warnings about it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.parsing.metadata.dates.date_finding import find_dates, impossible_dates
from archive.parsing.metadata.dates.date_forms import FoundDate
from archive.parsing.metadata.dates.date_names import WEEKDAY, folded, gregorian
from archive.parsing.metadata.dates.number_order import RIVALS, RIVALS_BEHIND, SMALL, Evidence
from archive.parsing.warning_texts import warning_text

# Publishers in the east may be a day ahead.
AHEAD = dt.timedelta(days=1)
EARLIEST = 1800
_WINDOW = 60
_BEFORE = re.compile(
    rf"(?<![^\W\d_])(?:{RIVALS})(?:[\s:：,.(（]+(?:(?:{SMALL})(?!\w)|(?:{WEEKDAY})|\d\d?[:.]\d\d(?:\s?[ap]\.?m\.?)?))*[\s:：,.(（–—-]*$"
)
_BEHIND = re.compile(rf"\s*(?:[(\[（–—-]\s*)?(?:{RIVALS_BEHIND})(?!\w)")


@dataclass(frozen=True, slots=True)
class EventDay:
    """The day of an event, its alternatives, warnings for the editor, and notes on the other days of the line."""

    day: dt.date
    found: FoundDate
    others: tuple[dt.date, ...] = ()
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def rivals(text: str, days: Sequence[FoundDate]) -> list[FoundDate]:
    """Return the dates in a text of its posting, correction or release."""
    text = folded(text)
    result = []
    for index, found in enumerate(days):
        until = days[index + 1].start if index + 1 < len(days) else len(text)
        since = days[index - 1].end if index else 0
        before = _BEFORE.search(text[max(since, found.start - _WINDOW) : found.start])
        behind = _BEHIND.match(text[found.end : until])
        followed = behind is not None and index + 1 < len(days) and not re.search(r"[)\]）]", text[found.end : until])
        if before or (behind and not followed):
            result.append(found)
    return result


def is_all_rivals(text: str) -> bool:
    """Tell whether a text has dates, and all are of posting or correction."""
    days = list(find_dates(text))
    return bool(days) and len(rivals(text, days)) == len(days)


def event_day(text: str, evidence: Evidence, last: bool = True) -> EventDay | None:
    """Return the day of the event in a text: the last date or (`last` false) the first; None if there is none.

    A date of posting or correction counts only if nothing calls it that.
    """
    days = list(find_dates(text))
    late = rivals(text, days)
    days = [found for found in days if found not in late]
    if not days:
        return None
    found = days[-1] if last else days[0]
    choice = evidence.choose(found)
    doubts = [_which(text, found, choice.day, choice.others)] if choice.others else []
    others = list(choice.others)
    if other := _another(days, found, choice.day):
        others.append(other)
        doubts.append(warning_text("date-guessed/two-days", day=choice.day, other=other))
    doubts += _of_form(text, found, choice.day)
    notes = tuple(_of_other_days(found, choice.day, late))
    return EventDay(choice.day, found, tuple(dict.fromkeys(others)), tuple(doubts), notes)


def _of_other_days(taken: FoundDate, day: dt.date, late: Sequence[FoundDate]) -> Iterator[str]:
    """Yield what was read of a span's last day, and of days of posting or correction."""
    if taken.last is not None and taken.last != day:
        yield warning_text("several-days/span", day=day, last=taken.last)
    for other in dict.fromkeys(found.day for found in late):
        if other != day:
            yield warning_text("several-days/later", day=day, other=other)


def _which(text: str, found: FoundDate, day: dt.date, others: Sequence[dt.date]) -> str:
    printed = text[found.start : found.end]
    either = " or ".join(str(one) for one in [day, *others])
    return warning_text("date-guessed/forms", printed=printed, either=either, day=day)


def _another(days: Sequence[FoundDate], taken: FoundDate, day: dt.date) -> dt.date | None:
    """Return another date of the line that may be the event's; the same day in another calendar does not count."""
    for found in days:
        if found is not taken and all(abs(one - day) > AHEAD for one in [found.day, *found.readings.values()]):
            return found.day
    return None


def _of_form(text: str, found: FoundDate, day: dt.date) -> Iterator[str]:
    printed = text[found.start : found.end]
    if found.weekdays and day.weekday() not in found.weekdays:
        yield warning_text("date-guessed/weekday", printed=printed, day=day)
    if found.is_converted:
        yield warning_text("date-guessed/calendar", printed=printed, day=day)


def implausible(day: dt.date, today: dt.date) -> str | None:
    """Return why a date is implausible for an event, None if it is plausible."""
    if day > today + AHEAD:
        return warning_text("date-unlikely/future", day=day)
    if day.year < EARLIEST:
        return warning_text("date-unlikely/early", day=day, earliest=EARLIEST)
    return None


def impossible(text: str) -> str | None:
    """Return an impossible date in a text."""
    printed = impossible_dates(text)
    return warning_text("date-unlikely/none", printed=printed[0]) if printed else None


_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_/]?)(0?[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01]|[1-9](?=[/_-]))(?!\d)")


def day_in_address(address: str) -> dt.date | None:
    """Return the date in an address or file name: "/2021/06/16/", "20210616"; None if there is none or two."""
    found = {parts for parts in _IN_ADDRESS.findall(address) if parts[1] or len(parts[2] + parts[3]) == len("0616")}
    days = {day for year, _, month, day_of in found if (day := gregorian(int(year), int(month), int(day_of))) is not None}
    return days.pop() if len(days) == 1 else None
