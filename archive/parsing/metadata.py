"""Title, day, place, kind, language, publisher and address of a transcript, each with where it was found."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.parsing.dates import find_date, find_dates, is_only_date
from archive.parsing.furniture import furniture_reason, is_stage_note
from archive.parsing.lines import Line, Reading
from archive.parsing.patterns import EVENT_WORDS, POSTED, PUBLISHER
from archive.parsing.tidy import squeeze

_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")


@dataclass(slots=True)
class Metadata:
    """What was found, and per field where."""

    title: str | None = None
    date: dt.date | None = None
    place: str | None = None
    language: str = "en"
    published: dt.date | None = None
    source_url: str | None = None
    publisher: str | None = None
    found: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: object, where: str) -> None:
        """Set a field that is still empty and note where it was found."""
        if value and not getattr(self, name):
            setattr(self, name, value)
            self.found[name] = where


def read_metadata(reading: Reading, header: Sequence[Line], footer: Sequence[Line]) -> Metadata:
    """Read what the markup's fields and the lines around the talk say about the document."""
    meta = Metadata()
    _title(meta, reading, header)
    _stamps(meta, [*header, *footer])
    _dateline(meta, header)
    for name in ("title", "place", "publisher", "source_url"):
        if (value := reading.field(name)) is not None:
            meta.put(name, value.value, value.where)
    _stamp_field(meta, reading)
    return meta


def _title(meta: Metadata, reading: Reading, header: Sequence[Line]) -> None:
    if (given := reading.field("title")) is not None:
        meta.put("title", squeeze(given.value), given.where)
        return
    lines = [line for line in header if _may_be_title(line)]
    best = max(lines, key=lambda line: bool(EVENT_WORDS.search(line.text)), default=None)
    if best is not None:
        meta.put("title", best.text, f"line {best.number}")


def _may_be_title(line: Line) -> bool:
    text = line.text
    return (
        not (furniture_reason(text) or is_stage_note(text) or PUBLISHER.match(text) or POSTED.search(text) or is_only_date(text))
        and len(text) < 400
    )


def _stamps(meta: Metadata, lines: Sequence[Line]) -> None:
    for line in lines:
        if line.text.lower().startswith(("source url:", "source:", "direct link:")) and (
            url := re.search(r"\S+\.\S+/\S*|https?://\S+", line.text)
        ):
            meta.put("source_url", url.group(), f"line {line.number}")
        elif (POSTED.search(line.text) or _CLOCK.search(line.text)) and (day := find_date(line.text)):
            meta.put("published", day, f"line {line.number}")
        elif PUBLISHER.match(line.text):
            meta.put("publisher", line.text, f"line {line.number}")


def _dateline(meta: Metadata, header: Sequence[Line]) -> None:
    if meta.title:
        _from_dateline(meta, meta.title, "title")
    for line in header:
        if len(line.text) < 200 and not POSTED.search(line.text) and not _CLOCK.search(line.text):
            _from_dateline(meta, line.text, f"dateline, line {line.number}")


def _from_dateline(meta: Metadata, text: str, where: str) -> None:
    days = list(find_dates(text))
    if not days:
        return
    last = days[-1]
    meta.put("date", last.day, where)
    place = re.search(r"(?:^|, )([A-ZÀ-ÞА-Я][\w'’ .-]{1,40}),\s*$", text[: last.start])
    if place:
        meta.put("place", place.group(1), where)


def _stamp_field(meta: Metadata, reading: Reading) -> None:
    stamp = reading.field("date") or reading.field("stamp")
    if stamp is None or (day := find_date(stamp.value)) is None:
        return
    meta.put("date", day, stamp.where)
    meta.put("published", day, stamp.where)
