"""Where title and day stand in a source's files: learnt from a correction, read in the next file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.parsing.cleaning import squeeze
from archive.parsing.lines import Field, Line, Reading
from archive.parsing.metadata.dates import find_dates
from archive.parsing.parsed import ParsedTranscript
from archive.parsing.profile.comparing import letters_of
from archive.parsing.profile.profile_rules import LayoutRule, Profile, StatedPlace

WHERE = "as learnt from a correction"
HEAD, FOOT = 40, 15  # lines
LONGEST_TITLE, LONGEST_LEAD, LONGEST_DAY_LINE = 400, 60, 200
MOST_TOGETHER = 4  # lines of one title
_TITLE_FIELDS = ("title", "summary", "section")


def places_of(
    reading: Reading, lines: Sequence[Line], read: ParsedTranscript, corrected: ParsedTranscript
) -> Iterator[LayoutRule]:
    """Yield where title and day stand, if they were corrected and occur in the file."""
    if corrected.title and letters_of(corrected.title) != letters_of(read.title or ""):
        place = next(_title_places(reading, lines, letters_of(corrected.title)), None)
        if place is not None:
            yield LayoutRule("title", place.text)
    if corrected.date and corrected.date != read.date:
        place = next(_day_places(reading, lines, corrected.date), None)
        if place is not None:
            yield LayoutRule("day", place.text)


def _title_places(reading: Reading, lines: Sequence[Line], title: str) -> Iterator[StatedPlace]:
    for field in reading.fields.get("title", ()):
        if letters_of(field.value) == title and not any(map(str.isdigit, field.where)):
            yield StatedPlace("field", 0, field.where)
    headings = _headings(lines)
    yield from (StatedPlace("heading", number) for number, text in enumerate(headings, 1) if letters_of(text) == title)
    for number in range(1, min(HEAD, len(lines)) + 1):
        if letters_of(lines[number - 1].text) == title:
            yield StatedPlace("line", number)
        elif letters_of(_lines_from(lines, number - 1)) == title:
            yield StatedPlace("lines from", number)


def _headings(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines if line.kind in ("heading", "section")]


def _lines_from(lines: Sequence[Line], index: int) -> str:
    """Return a title over several lines, up to the next gap."""
    stop = index + 1
    while stop < min(len(lines), index + MOST_TOGETHER) and not lines[stop].gap:
        stop += 1
    return " ".join(line.text for line in lines[index:stop])


def _day_places(reading: Reading, lines: Sequence[Line], day: dt.date) -> Iterator[StatedPlace]:
    for name in ("date", "stamp", "published"):
        for field in reading.fields.get(name, ()):
            if _day_in(field.value, day) and not any(map(str.isdigit, field.where)):
                yield StatedPlace("field", 0, field.where)
    top = [index for index, line in enumerate(lines[:HEAD]) if _day_in(line.text, day)]
    below = [index for index in range(max(HEAD, len(lines) - FOOT), len(lines)) if _day_in(lines[index].text, day)]
    for index in [*top, *below]:
        lead = squeeze(lines[index].text[: next(find_dates(lines[index].text)).start])
        if 2 < len(lead) <= LONGEST_LEAD and "“" not in lead and "”" not in lead and not any(map(str.isdigit, lead)):
            yield StatedPlace("behind", 0, lead)
    yield from (StatedPlace("line", index + 1) for index in top)
    yield from (StatedPlace("line from the end", len(lines) - index) for index in below)


def _day_in(text: str, day: dt.date) -> bool:
    return len(text) <= LONGEST_DAY_LINE and any(found.day == day for found in find_dates(text))


def with_places(reading: Reading, lines: Sequence[Line], profile: Profile) -> Reading:
    """Return the reading with the title and the day at the places a profile gives."""
    fields = dict(reading.fields)
    for text in profile.texts("title"):
        title = _read_title(reading, lines, StatedPlace.read(text))
        if title and len(title) <= LONGEST_TITLE:
            fields["title"] = (Field(squeeze(title), WHERE), *fields.get("title", ()))
    for text in profile.texts("day"):
        day = _read_day(reading, lines, StatedPlace.read(text))
        if day is not None:
            fields["day as learnt"] = (Field(day.isoformat(), WHERE),)
    return replace(reading, fields=fields)


def _read_title(reading: Reading, lines: Sequence[Line], place: StatedPlace) -> str | None:
    if place.how == "field":
        return next((field.value for field in reading.fields.get("title", ()) if field.where == place.words), None)
    if place.how == "behind":
        found = next((line.text for line in lines[:HEAD] if line.text.startswith(place.words)), None)
        return found and found[len(place.words) :]
    if place.how == "heading":
        headings = _headings(lines)
        return headings[place.number - 1] if 0 < place.number <= len(headings) else None
    index = len(lines) - place.number if place.how == "line from the end" else place.number - 1
    if not 0 <= index < len(lines):
        return None
    return _lines_from(lines, index) if place.how == "lines from" else lines[index].text


def _read_day(reading: Reading, lines: Sequence[Line], place: StatedPlace) -> dt.date | None:
    if place.how == "field":
        names = ("date", "stamp", "published")
        values = [field.value for name in names for field in reading.fields.get(name, ()) if field.where == place.words]
        return _first_day(values)
    if place.how == "behind":
        lead = place.words.casefold()
        return _first_day(squeeze(line.text)[len(lead) :] for line in lines if squeeze(line.text).casefold().startswith(lead))
    index = len(lines) - place.number if place.how == "line from the end" else place.number - 1
    return _first_day([lines[index].text]) if 0 <= index < len(lines) and place.how != "heading" else None


def _first_day(texts: Iterator[str] | Sequence[str]) -> dt.date | None:
    return next((found.day for text in texts if len(text) <= LONGEST_DAY_LINE for found in find_dates(text)), None)
