"""Dates as printed in transcripts, in the languages of their publishers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from archive.parsing.metadata.dates import date_forms, date_names
from archive.parsing.metadata.dates.date_forms import DateMatch, FoundDate
from archive.parsing.metadata.dates.date_names import HIJRI, MONTHS, SOLAR_HIJRI, WEEKDAYS, folded

DMY, MDY, YMD, DOTTED = "dmy", "mdy", "ymd", "dotted"
FIRST_YEAR, LAST_YEAR = 1000, 2999
# A two-digit year is of this century up to here, of the last one above.
_PIVOT = 50
_LONG = 20_000
_NEAR = 40


def find_dates(text: str) -> Iterator[FoundDate]:
    """Yield the dates in a text (its first 20,000 characters), by place."""
    for found in scan(text):
        if isinstance(found, FoundDate):
            yield found


def impossible_dates(text: str) -> list[str]:
    """Return text with the form of a date that does not exist, as printed: "31 February 2021"."""
    return [text[found.start : found.end] for found in scan(text) if isinstance(found, DateMatch)]


def find_date(text: str) -> dt.date | None:
    """Return the first date in a text."""
    return next((found.day for found in find_dates(text)), None)


def is_only_date(text: str) -> bool:
    """Tell whether a line is only a date, perhaps with the weekday."""
    first = next(find_dates(text), None)
    if first is None:
        return False
    rest = re.sub(r"[^\W\d_]*day\b|года|г\.|[()\[\],.|–—-]", " ", text[: first.start] + text[first.end :], flags=re.I)
    return len(rest.split()) <= 1 and not any(char.isdecimal() for char in rest)


def scan(text: str) -> list[FoundDate | DateMatch]:
    """Return every date, by place; impossible ones as Parts."""
    text = folded(text[:_LONG])
    if date_forms.MAYBE.search(text) is None:
        return []
    found = [parts for read in _READERS for parts in read(text)]
    found.sort(key=lambda parts: (not parts.readings, parts.start, -parts.end))
    kept: list[DateMatch] = []
    for parts in found:
        if all(parts.end <= other.start or other.end <= parts.start for other in kept):
            kept.append(parts)
    kept.sort(key=lambda parts: parts.start)
    return _joined(text, [_dated(text, parts) if parts.readings else parts for parts in kept])


def _dated(text: str, parts: DateMatch) -> FoundDate:
    days = _weekdays(text, parts)
    fitting = {way: day for way, day in parts.readings.items() if day.weekday() in days}
    readings = fitting or parts.readings
    first = next(iter(readings.values()))
    return FoundDate(first, parts.start, parts.end, readings, parts.last, days, parts.is_converted, parts.is_short)


def _weekdays(text: str, parts: DateMatch) -> frozenset[int]:
    beside = date_forms.WEEKDAY_BEFORE.search(text[max(0, parts.start - _NEAR) : parts.start])
    beside = beside or date_forms.WEEKDAY_AFTER.match(text[parts.end : parts.end + _NEAR])
    return WEEKDAYS[beside["day"]] if beside else frozenset()


def _joined(text: str, found: list[FoundDate | DateMatch]) -> list[FoundDate | DateMatch]:
    """Join two whole dates with a dash or "to" between them."""
    result: list[FoundDate | DateMatch] = []
    for one in found:
        before = result[-1] if result else None
        if (
            isinstance(before, FoundDate)
            and isinstance(one, FoundDate)
            and date_forms.FULL_SPAN.fullmatch(text[before.end : one.start])
            and (later := _later(before, one)) is not None
        ):
            result[-1] = later
        else:
            result.append(one)
    return result


def _later(first: FoundDate, last: FoundDate) -> FoundDate | None:
    """Return the span of two dates; of ambiguous ones, the readings that form a span."""
    ways = {way for way, day in last.readings.items() if way in first.readings and first.readings[way] < day}
    if first.is_ambiguous or last.is_ambiguous:
        if not ways:
            ways = {way for way, day in first.readings.items() if day < last.day} if not last.is_ambiguous else set()
        readings = {way: day for way, day in first.readings.items() if way in ways}
    else:
        readings = dict(first.readings) if first.day < last.day else {}
    if not readings:
        return None
    return replace(first, day=next(iter(readings.values())), readings=readings, end=last.end, last=last.last or last.day)


def _named(text: str) -> Iterator[DateMatch]:
    for match in date_forms.DAY_FIRST.finditer(text):
        found = _span(match, match["m"], match.group("m1"), match.start())
        yield _with_its_ten(text, match, found)
    for match in date_forms.MONTH_FIRST.finditer(text):
        start = max(0, match.start() - _NEAR)
        before = date_forms.MONTH_BEFORE.search(text[start : match.start()])
        if before is not None:
            first = before["m"]
            yield _span(match, match["m"] or first, first if match["m"] else None, start + before.start())
    for match in chain(date_forms.YEAR_FIRST.finditer(text), date_forms.YEAR_THEN_DAY.finditer(text)):
        yield _span(match, match["m"], None, match.start())


def _with_its_ten(text: str, match: re.Match[str], found: DateMatch) -> DateMatch:
    """Return a date with the digit that scanning separated: "2 2 July 1994"."""
    ten = date_forms.SET_APART.search(text[max(0, match.start() - 3) : match.start()])
    if ten is None or len(match["d"]) > 1 or match["d2"] or match["m1"]:
        return found
    year = next((day.year for day in found.readings.values()), 0)
    readings = _readings(year, match["m"], int(ten[1] + match["d"]))
    return replace(found, start=match.start() - len(ten[0]), readings=readings) if readings else found


def _span(match: re.Match[str], month: str, first_month: str | None, start: int) -> DateMatch:
    """Return the date of a match with a month in words, or the first day of its span."""
    got = match.groupdict()
    year, converted = _year(got, text_of_month=month)
    day, last_day = int(got["d"]), got.get("d2")
    last: dt.date | None = None
    if last_day:
        last = next(iter(_readings(year, month, int(last_day)).values()), None)
        first_year = int(got["y1"]) if got.get("y1") else year - (first_month is not None and _after(first_month, month))
        readings = _readings(first_year, first_month or month, day)
        if last is not None and not any(one < last for one in readings.values()):
            # "No. 12 - 7 March 2021" is not a span: it would run backwards.
            start, readings, last = match.start("d2"), _readings(year, month, int(last_day)), None
            if first_month and match.re is date_forms.MONTH_FIRST:
                start = match.start("m")
    else:
        readings = _readings(year, month, day)
    return DateMatch(start, match.end(), readings, last, converted, _is_short(got))


def _is_short(got: Mapping[str, str | None]) -> bool:
    """Tell whether the year has two digits and no era."""
    return len(got.get("y") or got.get("yy") or "0000") <= 2 and not (got.get("era") or got.get("era2") or got.get("after"))


def _after(first: str, second: str) -> bool:
    return MONTHS[first][0].number > MONTHS[second][0].number


def _year(got: Mapping[str, str | None], text_of_month: str) -> tuple[int, bool]:
    """Return the year, and whether only its size determined the calendar."""
    short = got.get("yy") or got.get("ye") or got.get("yh") or got.get("ys")
    year = int(got.get("y") or short or 0)
    era = re.sub(r"[\s.]", "", got.get("era") or got.get("era2") or "")
    after = re.sub(r"[\s.]", "", got.get("after") or "")
    if era in date_names.ERAS and year < 100:
        return year + date_names.ERAS[era], False
    if era in ("พศ", "be") or after == "be":
        return year - date_names.BUDDHIST, False
    if year < 100 and _is_short(got):  # "March 7, 0021" is a typing error, not a year of this century
        return year + (2000 if year < _PIVOT else 1900), False
    if any("\u0e00" <= char <= "\u0e7f" for char in text_of_month) and year > 2400:
        return year - date_names.BUDDHIST, False
    return year, False


def _readings(year: int, month: str, day: int) -> dict[str, dt.date]:
    """Return the readings of a month in words by language; one entry if all languages agree."""
    result: dict[str, dt.date] = {}
    for number, language in MONTHS[month]:
        if (made := _in_calendar(language, year, number, day)) is not None:
            result[language] = made
    return result if len(set(result.values())) > 1 else dict(list(result.items())[:1])


def _in_calendar(language: str, year: int, month: int, day: int) -> dt.date | None:
    if language == HIJRI:
        return date_names.hijri(year, month, day)
    if language == SOLAR_HIJRI:
        return date_names.solar_hijri(year, month, day)
    return _plausible(year, month, day)


def _plausible(year: int, month: int, day: int) -> dt.date | None:
    return date_names.gregorian(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None


def _cjk(text: str) -> Iterator[DateMatch]:
    for match in date_forms.CJK.finditer(text):
        numbers = [date_names.han_number(match[name]) for name in ("y", "m", "d")]
        year, month, day = (number or 0 for number in numbers)
        year += date_names.ERAS.get(match["era"] or "", 0)
        if year >= FIRST_YEAR:
            yield DateMatch(match.start(), match.end(), _one(YMD, _plausible(year, month, day)))


def _iso(text: str) -> Iterator[DateMatch]:
    if (alone := date_forms.COMPACT.match(text)) is not None:
        compact = _plausible(int(alone["y"]), int(alone["m"]), int(alone["d"]))
        yield DateMatch(alone.start("y"), alone.end("d"), _one(YMD, compact))
    for match in date_forms.ISO.finditer(text):
        year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
        if (made := _by_size(year, month, day)) is not None:
            yield DateMatch(match.start(), match.end(), {YMD: made}, is_converted=True)
        elif FIRST_YEAR <= year <= LAST_YEAR and (month <= 12 or day <= 31):
            yield DateMatch(match.start(), match.end(), _one(YMD, _plausible(year, month, day)))


def _by_size(year: int, month: int, day: int) -> dt.date | None:
    """Return the date of a year that is Iranian, Islamic or Buddhist by its size; None for any other."""
    if 2440 <= year <= 2640:
        return date_names.gregorian(year - date_names.BUDDHIST, month, day)
    if not 1300 <= year <= 1500:
        return None
    return date_names.solar_hijri(year, month, day) if year <= 1410 else date_names.hijri(year, month, day)


def _numeric(text: str) -> Iterator[DateMatch]:
    for match in date_forms.NUMERIC.finditer(text):
        if _is_too_short(match):
            continue
        readings = _orders(match["a"], match["b"], match["y"], match["s"])
        last, short = None, len(match["y"]) == 2
        first, month = match["a0"], match["b0"]
        if first and readings:
            last = next(iter(readings.values()))
            spans = _orders(first, month or match["b"], match["y"], match["s"])
            if month is None and match["s"] == "/":
                spans.pop(MDY, None)
            dotted = readings.get(DOTTED) or readings.get(DMY)
            ends = {DMY: dotted, DOTTED: dotted, **readings} if dotted and match["s"] == "." else readings
            earlier = {way: day for way, day in spans.items() if way in ends and day < ends[way]}
            if earlier:
                yield DateMatch(match.start(), match.end(), earlier, last, is_short=short)
                continue
        yield DateMatch(match.start("a"), match.end(), readings, is_short=short)


def _is_too_short(match: re.Match[str]) -> bool:
    """Tell whether a two-digit year rather belongs to a version or section number: "1.2.10"."""
    return len(match["y"]) == 2 and match["s"] == "." and (len(match["a"]) < 2 or len(match["b"]) < 2)


def _orders(a: str, b: str, y: str, separator: str) -> dict[str, dt.date]:
    """Return the readings of a numeric date by order of its parts; with dots, the day always comes first."""
    first, second, year = int(a), int(b), int(y)
    if len(y) == 2:
        year += 2000 if year < _PIVOT else 1900
    if 2440 <= year <= 2640:
        year -= date_names.BUDDHIST
    ways: dict[str, dt.date | None] = {DMY: _plausible(year, second, first), MDY: _plausible(year, first, second)}
    if separator == "." and ways[DMY] is not None and ways[MDY] is not None:
        ways = {DOTTED: ways[DMY]}
    if len(y) == 2 and len(a) == 2:
        ways[YMD] = _plausible(first + (2000 if first < _PIVOT else 1900), second, int(y))
    return {way: day for way, day in ways.items() if day is not None}


def _roman(text: str) -> Iterator[DateMatch]:
    numerals = "i ii iii iv v vi vii viii ix x xi xii".split()
    for match in date_forms.ROMAN.finditer(text):
        day = _plausible(int(match["y"]), numerals.index(match["m"]) + 1, int(match["d"]))
        yield DateMatch(match.start(), match.end(), _one("roman", day))


def _one(way: str, day: dt.date | None) -> dict[str, dt.date]:
    return {} if day is None else {way: day}


_READERS: tuple[Callable[[str], Iterator[DateMatch]], ...] = (_named, _cjk, _iso, _numeric, _roman)
