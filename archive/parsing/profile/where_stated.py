"""Where title and day stand in a source's files: learnt from a correction, and read there in the next file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.parsing.cleaning import squeeze
from archive.parsing.lines import Field, Line, Reading
from archive.parsing.metadata.dates import find_dates
from archive.parsing.parsed import ParsedTranscript
from archive.parsing.profile.placing import letters_of
from archive.parsing.profile.profile_rules import Place, Profile, Rule

WHERE = "as learnt from a correction"
HEAD, FOOT = 40, 15  # lines
LONGEST_TITLE, LONGEST_LEAD, LONGEST_DAY_LINE = 400, 60, 200
MOST_TOGETHER = 4  # lines that a title breaks over
_TITLE_FIELDS = ("title", "summary", "section")


def places_of(reading: Reading, lines: Sequence[Line], read: ParsedTranscript, corrected: ParsedTranscript) -> Iterator[Rule]:
    """Yield where title and day stand, as far as they were corrected and the file has them."""
    if corrected.title and letters_of(corrected.title) != letters_of(read.title or ""):
        place = next(_title_places(reading, lines, letters_of(corrected.title)), None)
        if place is not None:
            yield Rule("title", place.text)
    if corrected.date and corrected.date != read.date:
        place = next(_day_places(reading, lines, corrected.date), None)
        if place is not None:
            yield Rule("day", place.text)


def _title_places(reading: Reading, lines: Sequence[Line], title: str) -> Iterator[Place]:
    for field in reading.fields.get("title", ()):
        if letters_of(field.value) == title and not any(map(str.isdigit, field.where)):
            yield Place("field", 0, field.where)
    headings = _headings(lines)
    yield from (Place("heading", number) for number, text in enumerate(headings, 1) if letters_of(text) == title)
    for number in range(1, min(HEAD, len(lines)) + 1):
        if letters_of(_title_from(lines, number - 1, letters_of(lines[number - 1].text) == title)) == title:
            yield Place("line", number)


def _headings(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines if line.kind in ("heading", "section")]


def _title_from(lines: Sequence[Line], index: int, one_line: bool = False) -> str:
    """Return a title that begins on a line: the lines up to the next gap, or that one alone."""
    stop = index + 1
    while not one_line and stop < min(len(lines), index + MOST_TOGETHER) and not lines[stop].gap:
        stop += 1
    return " ".join(line.text for line in lines[index:stop])


def _day_places(reading: Reading, lines: Sequence[Line], day: dt.date) -> Iterator[Place]:
    for name in ("date", "stamp", "published"):
        for field in reading.fields.get(name, ()):
            if _day_in(field.value, day) and not any(map(str.isdigit, field.where)):
                yield Place("field", 0, field.where)
    top = [index for index, line in enumerate(lines[:HEAD]) if _day_in(line.text, day)]
    below = [index for index in range(max(HEAD, len(lines) - FOOT), len(lines)) if _day_in(lines[index].text, day)]
    for index in [*top, *below]:
        lead = squeeze(lines[index].text[: next(find_dates(lines[index].text)).start])
        if 2 < len(lead) <= LONGEST_LEAD and "“" not in lead and "”" not in lead and not any(map(str.isdigit, lead)):
            yield Place("behind", 0, lead)
    yield from (Place("line", index + 1) for index in top)
    yield from (Place("line from the end", len(lines) - index) for index in below)


def _day_in(text: str, day: dt.date) -> bool:
    return len(text) <= LONGEST_DAY_LINE and any(found.day == day for found in find_dates(text))


def with_places(reading: Reading, lines: Sequence[Line], profile: Profile) -> Reading:
    """Return the reading with the title and the day that stand where a profile says."""
    fields = dict(reading.fields)
    for text in profile.texts("title"):
        title = _read_title(reading, lines, Place.read(text))
        if title and len(title) <= LONGEST_TITLE:
            fields["title"] = (Field(squeeze(title), WHERE), *fields.get("title", ()))
    for text in profile.texts("day"):
        day = _read_day(reading, lines, Place.read(text))
        if day is not None:
            fields["day as learnt"] = (Field(day.isoformat(), WHERE),)
    return replace(reading, fields=fields)


def _read_title(reading: Reading, lines: Sequence[Line], place: Place) -> str | None:
    if place.how == "field":
        return next((field.value for field in reading.fields.get("title", ()) if field.where == place.words), None)
    if place.how == "behind":
        found = next((line.text for line in lines[:HEAD] if line.text.startswith(place.words)), None)
        return found and found[len(place.words) :]
    if place.how == "heading":
        headings = _headings(lines)
        return headings[place.number - 1] if 0 < place.number <= len(headings) else None
    index = place.number - 1 if place.how == "line" else len(lines) - place.number
    return _title_from(lines, index) if 0 <= index < len(lines) else None


def _read_day(reading: Reading, lines: Sequence[Line], place: Place) -> dt.date | None:
    if place.how == "field":
        names = ("date", "stamp", "published")
        values = [field.value for name in names for field in reading.fields.get(name, ()) if field.where == place.words]
        return _first_day(values)
    if place.how == "behind":
        lead = place.words.casefold()
        return _first_day(squeeze(line.text)[len(lead) :] for line in lines if squeeze(line.text).casefold().startswith(lead))
    index = place.number - 1 if place.how == "line" else len(lines) - place.number
    return _first_day([lines[index].text]) if 0 <= index < len(lines) and place.how != "heading" else None


def _first_day(texts: Iterator[str] | Sequence[str]) -> dt.date | None:
    return next((found.day for text in texts if len(text) <= LONGEST_DAY_LINE for found in find_dates(text)), None)
