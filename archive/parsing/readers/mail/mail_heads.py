"""Headers of mails in running text, in many languages and at any quoting depth; the words of mail.ini."""

from __future__ import annotations

import re
from collections.abc import Sequence
from configparser import ConfigParser
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from archive.parsing.cleaning import fold
from archive.parsing.lines import Field, Line
from archive.parsing.metadata.dates import find_date


def _sections() -> ConfigParser:
    parser = ConfigParser(delimiters=("=",), interpolation=None, comment_prefixes=("#",))
    parser.read(Path(__file__).with_name("mail.ini"), encoding="utf-8")
    return parser


def _whole(rows: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(row for row in rows.splitlines() if row) + ")$", re.I)


_ALL = _sections()

# Printed field name, folded, to its meaning: from, sent, to, subject, other.
HEADS = {fold(word): name for name, words in _ALL["heads"].items() for word in words.split(",")}
MARKER = _whole(_ALL["lines"]["marker"])
QUOTING = _whole(_ALL["lines"]["quoting"])
GREETING = _whole(_ALL["lines"]["greeting"])
COVER = _whole(_ALL["lines"]["cover"])
SIGNOFF = _whole(_ALL["lines"]["signoff"])
DEVICE = _whole(_ALL["lines"]["device"])


_FIELD = re.compile(r"[*_\s]*([^\W\d_][^:：<>@]{0,30}?)[*_\s]*[:：][*_\s]*(.*)$")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_REPLY = re.compile(r"(?:re|aw|sv|vs|antw|fw|fwd|wg|tr|rv|enc|i|vb|вн|пер|转发|答复|回复)(?:\[\d+\])?\s*[:：]", re.I)
# A value may run over this many lines; lists of recipients are longer, but recognisable by their addresses.
VALUE_LINES = 2
LIST_LINES = 40
# A memorandum opens with such a header too.
AT_TOP = 6
QUOTING_LINES = 3
LONGEST_QUOTING = 400


@dataclass(frozen=True, slots=True)
class Head:
    """Lines [start, stop) of a mail's header. `sent` is its ISO date, if there is one."""

    start: int
    stop: int
    sent: Field | None


def find_heads(lines: Sequence[Line]) -> list[Head]:
    """Return the mail headers in a text, including the forwarding program's line above."""
    heads: list[Head] = []
    at = 0
    while at < len(lines):
        head = _head(lines, at) or _quoting(lines, at)
        if head is None:
            at += 1
            continue
        heads.append(_with_marker(lines, head, heads[-1].stop if heads else 0))
        at = head.stop
    return heads


def field_of(line: Line) -> tuple[str, str] | None:
    """Return the header field of a line, and its value."""
    return _field_in(line.text[:2000])


# Every line is examined again by each of the lines shortly before it.
@lru_cache(maxsize=256)
def _field_in(text: str) -> tuple[str, str] | None:
    found = _FIELD.match(text)
    name = HEADS.get(fold(found.group(1))) if found else None
    return (name, found.group(2).strip()) if found and name else None


def _head(lines: Sequence[Line], start: int) -> Head | None:
    first = field_of(lines[start])
    if first is None or first[0] == "other":
        return None
    values: dict[str, str] = {}
    at = start
    while at < len(lines) and (given := field_of(lines[at])) is not None:
        name, value = given
        if name in values and name != "other":
            break
        stop = _value_end(lines, at, open_ended=not value)
        values[name] = " ".join([value, *(line.text for line in lines[at + 1 : stop])])
        at = stop
    if not _is_mail(lines, start, at, values):
        return None
    return Head(start, at, _sent(values, memo=not _is_electronic(values)))


def _value_end(lines: Sequence[Line], at: int, open_ended: bool) -> int:
    """Return where the value of the field at `at` ends: it continues over indented lines, addresses, and up to the next field."""
    stop = at + 1
    if open_ended and stop < len(lines) and field_of(lines[stop]) is None:
        stop += 1
    while stop < min(len(lines), at + LIST_LINES) and not lines[stop].gap and _runs_on(lines[at], lines[stop]):
        stop += 1
    for ahead in range(stop, min(len(lines), stop + VALUE_LINES + 1)):
        if lines[ahead].gap:
            return stop
        if field_of(lines[ahead]) is not None:
            return ahead
    return stop


def _runs_on(first: Line, line: Line) -> bool:
    return field_of(line) is None and ("@" in line.text or line.indent > first.indent)


def _is_mail(lines: Sequence[Line], start: int, stop: int, values: dict[str, str]) -> bool:
    known = values.keys() & {"from", "sent", "to", "subject"}
    if "from" in known and len(known) > 1:
        return start < AT_TOP or _is_electronic(values) or (start > 0 and bool(MARKER.match(lines[start - 1].text)))
    return len(known) > 2 and (start < AT_TOP or _is_electronic(values))


def _is_electronic(values: dict[str, str]) -> bool:
    """Tell whether a header is a mail's rather than a memorandum's: with an address, a time, or a reply subject."""
    addressed = any("@" in values.get(name, "") for name in ("from", "to", "other"))
    return addressed or bool(_CLOCK.search(values.get("sent", ""))) or bool(_REPLY.match(values.get("subject", "")))


def _sent(values: dict[str, str], memo: bool) -> Field | None:
    day = find_date(values.get("sent", ""))
    return Field(day.isoformat(), "memorandum head" if memo else "mail head") if day else None


def _quoting(lines: Sequence[Line], at: int) -> Head | None:
    """Find "On Thursday, 11 March 2021, Newsroom <news@…> wrote:", on one line or wrapped."""
    if not lines[at].gap and at:
        return None
    text = ""
    for stop in range(at, min(len(lines), at + QUOTING_LINES)):
        if stop > at and lines[stop].gap:
            return None
        text = f"{text} {lines[stop].text}".strip()
        if (
            text.endswith((":", "："))
            and len(text) < LONGEST_QUOTING
            and QUOTING.match(text)
            and ("@" in text or find_date(text))
        ):
            day = find_date(text)
            return Head(at, stop + 1, Field(day.isoformat(), "mail head") if day else None)
    return None


def _with_marker(lines: Sequence[Line], head: Head, earliest: int) -> Head:
    above = head.start
    while above > earliest and head.start - above < 2 and MARKER.match(lines[above - 1].text):
        above -= 1
    return Head(above, head.stop, head.sent)
