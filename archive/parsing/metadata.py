"""Title, day, place, language, publisher and address of a transcript, each with where it was found."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.parsing import words
from archive.parsing.dates import find_date, find_dates
from archive.parsing.furniture import furniture_reason, is_dateline, is_masthead, is_publisher, place_behind
from archive.parsing.languages import find_language
from archive.parsing.lines import Field, Line, Reading
from archive.parsing.patterns import POSTED
from archive.parsing.places import WEEKDAY, place_after_event, place_before_date, place_in_header
from archive.parsing.tidy import fold, squeeze
from archive.parsing.titles import find_title

# Above the title stand few lines; further down a body's name is not the publisher's.
TOP = 8
LONGEST_FIELD = 150
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")
_ADDRESS = re.compile(r"https?://\S+|\b(?:[\w-]+\.)+[a-z]{2,}/\S*")

_DATE_FIELD = re.compile(r"(?:date|delivered on|event date|date of \w+|datum|fecha|дата|日期)\s*[:：]\s*", re.I)
_PLACE_FIELD = re.compile(r"(?:place|location|venue|ort|lieu|lugar|место|地点)\s*[:：]\s*", re.I)
_SOURCE = re.compile(r"source(?: url)?:|direct link:|permalink:|ссылка на материал:|источник:", re.I)
_BEHIND_AT = re.compile(r".*\bat (?:the )?([^\W\d_a-zа-я][^,]{2,60})$")
_DOORSTOP = re.compile(r"doorstop(?: interview)?\s*[-–—]\s*(.{3,80})$", re.I)
# "Port-Orla, le 4 mai 2018"
_SMALL_END = re.compile(r",?\s+(?:le|on|am|den|el|em|il|dne)$", re.I)
_PART = re.compile(r"^(?:part|часть|teil|partie)\s+\w+[.,:]?\s+", re.I)


@dataclass(slots=True)
class Metadata:
    """What was found, and per field where."""

    title: str | None = None
    date: dt.date | None = None
    place: str | None = None
    language: str = ""
    published: dt.date | None = None
    source_url: str | None = None
    publisher: str | None = None
    found: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: object, where: str) -> None:
        """Set a field that is still empty and note where it was found."""
        if value and not getattr(self, name):
            setattr(self, name, value)
            self.found[name] = where


def read_metadata(
    reading: Reading, around: Sequence[Line], header: Sequence[Line], spoken: str, names: frozenset[str]
) -> Metadata:
    """Read what the markup's fields and the lines around the talk say about the document.

    `header` are the lines above the first turn, `around` all that is nobody's words, `spoken` the words of the talk,
    `names` the folded names of who speaks in it.
    """
    meta = Metadata()
    language, where = find_language(reading, spoken)
    meta.put("language", language, where)
    title = find_title(reading, header, meta.language)
    if title is not None:
        meta.put("title", title.value, title.where)
    _lines(meta, around)
    _days(meta, reading, header, around)
    for name in ("place", "publisher", "source_url"):
        if (value := reading.field(name)) is not None:
            meta.put(name, squeeze(value.value), value.where)
    if meta.title:
        meta.put("place", place_after_event(meta.title), "title")
    if not meta.place and (printed := place_in_header(header, meta.title or "", names)) is not None:
        meta.put("place", printed[0], f"line {printed[1]}")
    return meta


def _lines(meta: Metadata, around: Sequence[Line]) -> None:
    """Read the stamps, links and mastheads among the lines around the talk."""
    for line in around:
        text, where = line.text, f"line {line.number}"
        if _SOURCE.match(text) and (url := _ADDRESS.search(text)):
            meta.put("source_url", url.group(), where)
        elif len(text) < 200 and _is_stamp(text) and (day := find_date(text)):
            meta.put("published", day, where)
        elif is_publisher(text) and len(text) < 150:
            meta.put("publisher", text, where)
    for line in around[:TOP]:
        if line.text != meta.title and is_masthead(line.text):
            meta.put("publisher", line.text, f"line {line.number}")


def _is_stamp(text: str) -> bool:
    """Say whether a line with a day says when the page was posted: in words, or by an hour and no place."""
    return bool(POSTED.search(text)) or (bool(_CLOCK.search(text)) and place_behind(text) is None)


def _days(meta: Metadata, reading: Reading, header: Sequence[Line], around: Sequence[Line]) -> None:
    """Find the day of the event: title, then dateline, what the markup calls the event's, prose, and last a stamp."""
    if meta.title:
        _dateline(meta, meta.title, "title", whole=False)
        if found := _DOORSTOP.match(meta.title):
            meta.put("place", found.group(1), "title")
    _page_fields(meta, around)
    datelines = [
        line for line in around if is_dateline(line.text) and not _CLOCK.search(line.text) and not POSTED.search(line.text)
    ]
    # A dateline with a place is the event's; a bare day may be the page's.
    for line in sorted(datelines, key=lambda line: not _has_place(line.text)):
        _dateline(meta, _PART.sub("", line.text), f"dateline, line {line.number}", whole=True)
    if (given := reading.field("date")) is not None:
        meta.put("date", find_date(given.value), given.where)
    for aside in reading.fields.get("aside", ()):
        _dateline(meta, aside.value, aside.where, whole=False)
    for line in header:
        if (
            40 < len(line.text) < 600
            and not POSTED.search(line.text)
            and furniture_reason(line.text) is None
            and line.kind != "heading"
        ):
            meta.put("date", find_date(line.text), f"header, line {line.number}")
    _stamps(meta, reading)


def _page_fields(meta: Metadata, around: Sequence[Line]) -> None:
    """Read lines such as "Delivered on: 11 March 2019" and "Location: Lake House"."""
    for line in around:
        if len(line.text) > LONGEST_FIELD:
            continue
        where = f"page field, line {line.number}"
        if given := _DATE_FIELD.match(line.text):
            meta.put("date", find_date(line.text[given.end() :]), where)
        elif given := _PLACE_FIELD.match(line.text):
            meta.put("place", line.text[given.end() :].strip(), where)


def _has_place(text: str) -> bool:
    first = next(find_dates(text))
    return any(word.isalpha() for word in re.findall(r"\w{4,}", text[: first.start]))


def _stamps(meta: Metadata, reading: Reading) -> None:
    for name in ("published", "stamp"):
        stamp: Field | None = reading.field(name)
        if stamp is not None and (day := find_date(stamp.value)) is not None:
            meta.put("published", day, stamp.where)
            meta.put("date", day, stamp.where)
    if meta.published and not meta.date:
        meta.put("date", meta.published, "posting stamp")
    # A mail is written after what it tells of; its day is never taken for the event's.
    if (sent := reading.field("sent")) is not None:
        meta.put("published", find_date(sent.value), sent.where)


def _dateline(meta: Metadata, text: str, where: str, whole: bool) -> None:
    """Take day and place from a dateline, or from the end of a title that has one."""
    days = list(find_dates(text))
    if not days:
        return
    meta.put("date", days[-1].day, where)
    if whole and (behind := place_behind(text)) is not None:
        meta.put("place", behind, where)
    elif whole:
        place = _SMALL_END.sub("", WEEKDAY.sub("", text[: days[-1].start]).strip(" (,.–-"))
        meta.put("place", None if fold(place) in words.HEADINGS else place or None, where)
    else:
        meta.put("place", place_before_date(text), where)
