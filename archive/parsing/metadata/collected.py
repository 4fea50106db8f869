"""Title, day, place, language, publisher and address of a transcript, each with its source."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_dateline, is_masthead, place_behind
from archive.parsing.cleaning import fold, squeeze
from archive.parsing.layout_patterns import EVENT_WORDS, POSTED
from archive.parsing.lines import Field, Line, Reading
from archive.parsing.metadata.dates import EventDay, Evidence, day_in_address, event_day, find_dates, impossible
from archive.parsing.metadata.head_days import LONGEST_STAMP, SOURCE_LINE, is_page_head, is_stamp, ranked
from archive.parsing.metadata.head_words import is_place, names_section
from archive.parsing.metadata.language import find_language
from archive.parsing.metadata.place import (
    NO_PLACE,
    NO_TOWN,
    place_after_event,
    place_before_date,
    place_in_header,
    place_in_title,
    without_weekday,
)
from archive.parsing.metadata.publisher import TOP, find_publisher
from archive.parsing.metadata.title import find_title
from archive.parsing.warning_texts import warning_text

LONGEST_FIELD = 150
_PERSON = 2
_ADDRESS = re.compile(r"https?://\S+|\b(?:[\w-]+\.)+[a-z]{2,}/\S*")

_DATE_FIELD = re.compile(r"(?:date|delivered on|event date|date of \w+|datum|fecha|дата|日期)\s*[:：]\s*", re.I)
_PLACE_FIELD = re.compile(
    r"(?:place|location|venue|ort|lieu|lugar|luogo|local|miejsce|místo|miesto|helyszín|plats|sted|plaats|paikka|τόπος|yer"
    r"|tempat|địa điểm"
    r"|место|місце|място|место одржавања|地点|地點|場所|会場|於|장소|المكان|مکان|محل|מקום|स्थान|สถานที่)\s*[:：]\s*",
    re.I,
)
_BEHIND_AT = re.compile(r".*\bat (?:the )?([^\W\d_a-zа-я][^,]{2,60})$")
_DOORSTOP = re.compile(r"doorstop(?: interview)?\s*[-–—]\s*(.{3,80})$", re.I)
# "Port-Orla, le 4 mai 2018"
_SMALL_END = re.compile(r",?\s+(?:le|on|am|den|el|em|il|dne)$", re.I)
_PART = re.compile(r"^(?:part|часть|teil|partie)\s+\w+[.,:]?\s+", re.I)


@dataclass(slots=True)
class Metadata:
    """The values found, and the source of each."""

    title: str | None = None
    date: dt.date | None = None
    place: str | None = None
    language: str = ""
    published: dt.date | None = None
    source_url: str | None = None
    publisher: str | None = None
    found: dict[str, str] = field(default_factory=dict)
    other_days: tuple[dt.date, ...] = ()
    day_doubts: list[str] = field(default_factory=list)
    day_notes: list[str] = field(default_factory=list)
    impossible_days: list[str] = field(default_factory=list)
    evidence: Evidence = field(default_factory=Evidence)

    def put_day(self, event: EventDay | None, where: str) -> None:
        """Set the day of the event if unknown, with its alternatives and warnings."""
        if event is not None and self.date is None:
            self.put("date", event.day, where)
            self.other_days = event.others
            self.day_doubts += event.doubts
            self.day_notes += event.notes

    def put_stamp(self, text: str, where: str) -> dt.date | None:
        """Set the day of posting to the first date in a text, and return it."""
        found = next(find_dates(text), None)
        if found is None:
            return None
        choice = self.evidence.choose(found)
        if choice.others and self.published is None:
            either = " or ".join(map(str, choice.others))
            self.day_doubts.append(warning_text("date-guessed/two-ways", day=choice.day, either=either))
        self.put("published", choice.day, where)
        return choice.day

    def put(self, name: str, value: object, where: str) -> None:
        """Set an empty field and record its source."""
        if value and not getattr(self, name):
            setattr(self, name, value)
            self.found[name] = where


def read_metadata(
    reading: Reading,
    around: Sequence[Line],
    header: Sequence[Line],
    spoken: str,
    names: frozenset[str],
    today: dt.date = dt.date.max,
) -> Metadata:
    """Read the metadata from the markup's fields and the lines around the talk.

    `header` are the lines above the first turn, `around` all lines outside speech, `spoken` the words of the talk, `names` the
    folded names of its speakers.
    """
    meta = Metadata()
    language, where = find_language(reading, spoken)
    meta.put("language", language, where)
    title = find_title(reading, header, meta.language, names)
    if title is not None:
        meta.put("title", title.field.value, title.field.where)
    _addresses(meta, reading, around)
    found = find_publisher(reading, around, title.field if title else None, title.site if title else "", meta.source_url or "")
    if found is not None:
        meta.put("publisher", found.value, found.where)
    meta.evidence = _evidence(meta, reading, around, today)
    _posted(meta, around)
    for known in reading.fields.get("day as learnt", ()):
        meta.put("date", dt.date.fromisoformat(known.value), known.where)
    _days(meta, reading, header, around)
    if (place := reading.field("place")) is not None:
        meta.put("place", squeeze(place.value), place.where)
    if meta.title:
        meta.put("place", place_after_event(meta.title), "title")
    if meta.place is not None and _is_no_place(meta.place):
        meta.place = None
        del meta.found["place"]
    if meta.title:
        meta.put("place", place_in_title(meta.title), "title")
    if not meta.place and (printed := place_in_header(header, meta.title or "", names)) is not None:
        meta.put("place", printed[0], f"line {printed[1]}")
    return meta


def _is_no_place(text: str) -> bool:
    """Tell whether the text before a day names an event, a section or a kind of paper."""
    return (
        NO_PLACE.search(text) is not None
        or NO_TOWN.match(text) is not None
        or names_section(text)
        or (EVENT_WORDS.search(text) is not None and not is_place(text))
    )


def _is_named_in(place: str, title: str | None) -> bool:
    """Tell whether a name of several words before a day is a person in the title: "SM Tan Wei Jun | 28 July"."""
    words = place.split()
    return len(words) > _PERSON and " ".join(words[-_PERSON:]) in (title or "") and not is_place(place)


def _addresses(meta: Metadata, reading: Reading, around: Sequence[Line]) -> None:
    """Read the document's address: from a line that states it, else from the markup."""
    for line in around:
        if SOURCE_LINE.match(line.text) and (url := _ADDRESS.search(line.text)):
            meta.put("source_url", url.group(), f"line {line.number}")
    for given in reading.fields.get("source_url", ()):
        if _ADDRESS.search(given.value):
            meta.put("source_url", squeeze(given.value), given.where)


def _evidence(meta: Metadata, reading: Reading, around: Sequence[Line], today: dt.date) -> Evidence:
    """Return the evidence for the order of day and month in this document."""
    said = [field.value for name in ("publisher", "source_url") for field in reading.fields.get(name, ())]
    mastheads = [line.text for line in around[:TOP] if line.text != meta.title and is_masthead(line.text)]
    given = [field.value for name in ("published", "stamp") for field in reading.fields.get(name, ())]
    known = (found.day for value in given for found in find_dates(value) if not found.is_ambiguous)
    return Evidence(
        meta.language,
        " | ".join([meta.publisher or "", meta.source_url or "", *said, *mastheads]),
        tuple(line.text for line in reading.lines),
        tuple(line.text for line in around),
        frozenset(known),
        today,
        " | ".join([meta.title or "", *(line.text for line in around[:TOP])]),
    )


def _posted(meta: Metadata, around: Sequence[Line]) -> None:
    """Read stamps of posting among the lines around the talk."""
    for line in around:
        if len(line.text) < LONGEST_STAMP and not is_page_head(line.text) and is_stamp(line.text):
            meta.put_stamp(line.text, f"line {line.number}")


def _days(meta: Metadata, reading: Reading, header: Sequence[Line], around: Sequence[Line]) -> None:
    """Find the day of the event: in the title, the dateline, the markup, prose, and last a stamp."""
    if meta.title:
        _dateline(meta, meta.title, "title", whole=False)
        if found := _DOORSTOP.match(meta.title):
            meta.put("place", found.group(1), "title")
    _page_fields(meta, around)
    _impossible(meta, header)
    sure, beside = ranked(around, header)
    for line in sure:
        _dateline(meta, _PART.sub("", line.text), f"dateline, line {line.number}", whole=is_dateline(line.text))
    if (given := reading.field("date")) is not None:
        meta.put_day(event_day(given.value, meta.evidence, last=False), given.where)
    for line in beside:
        meta.put_day(event_day(line.text, meta.evidence, last=False), f"line {line.number}")
    for given in reading.fields.get("title", ()):
        meta.put_day(event_day(given.value, meta.evidence), given.where)
    for aside in reading.fields.get("aside", ()):
        _dateline(meta, aside.value, aside.where, whole=False)
    for line in header:
        if (
            40 < len(line.text) < 600
            and not POSTED.search(line.text)
            and furniture_reason(line.text) is None
            and line.kind != "heading"
        ):
            meta.put_day(event_day(line.text, meta.evidence, last=False), f"header, line {line.number}")
    _stamps(meta, reading)


def _page_fields(meta: Metadata, around: Sequence[Line]) -> None:
    """Read lines such as "Delivered on: 11 March 2019" and "Location: Lake House"."""
    for line in around:
        if len(line.text) > LONGEST_FIELD:
            continue
        where = f"page field, line {line.number}"
        if given := _DATE_FIELD.match(line.text):
            meta.put_day(event_day(line.text[given.end() :], meta.evidence, last=False), where)
        elif given := _PLACE_FIELD.match(line.text):
            meta.put("place", line.text[given.end() :].strip(), where)


def _impossible(meta: Metadata, header: Sequence[Line]) -> None:
    """Report impossible dates in the title and in the short lines above the talk."""
    for text in dict.fromkeys([meta.title or "", *(line.text for line in header if len(line.text) <= LONGEST_FIELD)]):
        if (said := impossible(text)) is not None and said not in meta.impossible_days:
            meta.impossible_days.append(said)


def _stamps(meta: Metadata, reading: Reading) -> None:
    for name in ("published", "stamp"):
        stamp: Field | None = reading.field(name)
        if stamp is not None and (day := meta.put_stamp(stamp.value, stamp.where)) is not None:
            meta.put("date", day, stamp.where)
    if meta.published and not meta.date:
        meta.put("date", meta.published, "posting stamp")
    if (day := day_in_address(meta.source_url or "")) is not None:
        meta.put("published", day, "address")
        meta.put("date", day, "address")
    # A mail is written after the event it reports; its date is never the event's.
    if (sent := reading.field("sent")) is not None:
        meta.put_stamp(sent.value, sent.where)


def _dateline(meta: Metadata, text: str, where: str, whole: bool) -> None:
    """Take day and place from a dateline, or from a title that ends in one."""
    event = event_day(text, meta.evidence)
    if event is None:
        return
    meta.put_day(event, where)
    if whole and (behind := place_behind(text)) is not None:
        meta.put("place", behind, where)
    elif whole:
        place = _SMALL_END.sub("", without_weekday(text[: event.found.start]).strip(" (,.–—-|[【"))
        meta.put("place", None if fold(place) in lexicon.HEADINGS or _is_named_in(place, meta.title) else place or None, where)
    else:
        meta.put("place", place_before_date(text[: event.found.end]), where)
