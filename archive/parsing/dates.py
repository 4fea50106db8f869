"""Days as printed in transcripts, in the languages of their publishers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = {
    1: "january jan января январь janvier januar jänner enero janeiro gennaio січня stycznia ocak يناير januari",
    2: "february feb февраля февраль février fevrier februar febrero fevereiro febbraio лютого lutego şubat فبراير februari",
    3: "march mar марта март mars märz marz marzo março березня marca mart مارس maart",
    4: "april apr апреля апрель avril abril aprile квітня kwietnia nisan أبريل",
    5: "may мая май mai mayo maio maggio травня maja mayıs مايو mei",
    6: "june jun июня июнь juin juni junio junho giugno червня czerwca haziran يونيو",
    7: "july jul июля июль juillet juli julio julho luglio липня lipca temmuz يوليو",
    8: "august aug августа август août aout agosto серпня sierpnia ağustos أغسطس augustus",
    9: "september sept sep сентября сентябрь septembre septiembre setiembre setembro settembre вересня września eylül سبتمبر",
    10: "october oct октября октябрь octobre oktober octubre outubro ottobre жовтня października ekim أكتوبر",
    11: "november nov ноября ноябрь novembre noviembre novembro листопада listopada kasım نوفمبر",
    12: "december dec декабря декабрь décembre decembre dezember diciembre dezembro dicembre грудня grudnia aralık ديسمبر",
}
_NUMBER = {name: number for number, names in _MONTHS.items() for name in names.split()}
_MONTH = "|".join(sorted(_NUMBER, key=len, reverse=True))
_SPAN = r"(?:\s?(?:-|–|—|and|to|et|und|y|и)\s?\d{1,2}(?:st|nd|rd|th)?)?"
_FORMS = (
    re.compile(rf"\b(?P<m>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_SPAN},?\s+(?P<y>\d{{4}})\b", re.I),
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?{_SPAN}(?:\s+(?:of|de|d'))?\s+(?P<m>{_MONTH})\.?,?(?:\s+(?:de|del))?\s+(?P<y>\d{{4}})\b",
        re.I,
    ),
    re.compile(r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]"),
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"),
    re.compile(r"\b(?P<d>\d{2})\.(?P<m>\d{2})\.(?P<y>\d{4})\b"),
    re.compile(r"\b(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})\b"),
)
_LONG = 20_000
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day and where it stands in its text."""

    day: dt.date
    start: int
    end: int


def find_dates(text: str) -> Iterator[FoundDate]:
    """Yield the days named in a text (its first 20,000 characters), by place."""
    text = text[:_LONG]
    if _YEAR.search(text) is None:
        return
    found = [date for form in _FORMS for match in form.finditer(text) if (date := _date(match)) is not None]
    yield from sorted(found, key=lambda date: date.start)


def find_date(text: str) -> dt.date | None:
    """Return the first day named in a text."""
    return next((found.day for found in find_dates(text)), None)


def is_only_date(text: str) -> bool:
    """Say whether a line is nothing but a day, perhaps with the day of the week."""
    first = next(find_dates(text), None)
    if first is None:
        return False
    rest = re.sub(r"[^\W\d_]*day\b|года|г\.|[()\[\],.|–—-]", " ", text[: first.start] + text[first.end :], flags=re.I)
    return len(rest.split()) <= 1 and not any(char.isdecimal() for char in rest)


def _date(match: re.Match[str]) -> FoundDate | None:
    month, day, year = match["m"].lower(), int(match["d"]), int(match["y"])
    number = int(month) if month.isdecimal() else _NUMBER[month]
    if number > 12 and "/" in match.group():
        number, day = day, number
    try:
        return FoundDate(dt.date(year, number, day), match.start(), match.end()) if 1700 <= year <= 2199 else None
    except ValueError:
        return None
