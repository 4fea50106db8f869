"""The result of reading a transcript: frozen, plain data, no Django; as JSON data and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

Role = Literal["statement", "question", "answer"]
EventKind = Literal["interview", "news_conference", "briefing", "speech", "statement", "meeting", "debate", "document"]

EVENT_KINDS: tuple[EventKind, ...] = (
    "interview",
    "news_conference",
    "briefing",
    "speech",
    "statement",
    "meeting",
    "debate",
    "document",
)


class TranscriptError(Exception):
    """What in a file cannot be read, where, and what to do about it."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message if line is None else f"line {line}: {message}")
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True)
class ParseWarning:
    """A warning about one place of the file. `line` counts from 1, None if no line can be named."""

    code: str
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Text of the file that is neither turn nor metadata (navigation, junk, publisher's notes)."""

    text: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ParsedTurn:
    """One speaker's uninterrupted words.

    `label` is the name as printed (no colon, no bracketed notes), None if unlabelled. `speaker` is the person's name without
    office, None for anonymous askers. `office` is the title printed with the name, if any. `text` has paragraphs separated by one
    blank line and no label. `line` is the source line (from 1) where the turn begins. `known_as` is the authority table's full
    name if the document prints only a surname ("PRESIDENT VARGA"). `confidence`, 0 to 1, is how certain it is that these are the
    words of one turn.
    """

    label: str | None
    speaker: str | None
    role: Role
    text: str
    office: str | None = None
    notes: tuple[str, ...] = ()
    line: int = 0
    known_as: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class ParsedPair:
    """A question-and-answer pair as indexes into the transcript's turns."""

    questions: tuple[int, ...]
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ParsedTranscript:
    """One published document, read.

    `date` is the day of the event, `published` the day of posting. `found` gives the source of each metadata field ("title",
    "dateline", "page field", ...). `confidence` is 0 to 1 for the whole document. `body` is the text of a document without
    speakers (kind "document", no turns), with paragraphs separated by a blank line; "" in all others. `other_days` are
    alternatives to `date` if the text is ambiguous.
    """

    title: str | None
    date: dt.date | None
    place: str | None
    language: str
    kind: EventKind
    published: dt.date | None
    source_url: str | None
    publisher: str | None
    turns: tuple[ParsedTurn, ...]
    pairs: tuple[ParsedPair, ...]
    warnings: tuple[ParseWarning, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    found: Mapping[str, str] = field(default_factory=dict)
    confidence: float = 1.0
    format: str = "text"
    body: str = ""
    other_days: tuple[dt.date, ...] = ()

    @property
    def full_names(self) -> dict[str, str]:
        """Return, by speaker as printed, the full names that the authority table has for mere surnames."""
        return {turn.speaker: turn.known_as for turn in self.turns if turn.speaker and turn.known_as}


_PLAIN = ("title", "place", "language", "kind", "source_url", "publisher", "confidence", "format", "body")
_DAYS = ("date", "published")
# Written only if set.
_SELDOM = ("known_as",)
_TURN = tuple(field.name for field in fields(ParsedTurn) if field.name not in _SELDOM)


def to_dict(parsed: ParsedTranscript) -> dict[str, Any]:
    """Return a transcript as JSON data; days as YYYY-MM-DD, line numbers from 1."""
    data: dict[str, Any] = {name: getattr(parsed, name) for name in _PLAIN}
    for name in _DAYS:
        day = getattr(parsed, name)
        data[name] = day.isoformat() if day else None
    if parsed.other_days:
        data["other_days"] = [day.isoformat() for day in parsed.other_days]
    data["turns"] = [turn_to_dict(turn) for turn in parsed.turns]
    data["pairs"] = [{"questions": list(pair.questions), "answers": list(pair.answers)} for pair in parsed.pairs]
    data["warnings"] = [asdict(warning) for warning in parsed.warnings]
    data["skipped"] = [asdict(piece) for piece in parsed.skipped]
    data["found"] = dict(parsed.found)
    return data


def turn_to_dict(turn: ParsedTurn) -> dict[str, Any]:
    """Return a turn as JSON data; several times as fast as `asdict`, which copies each value."""
    data: dict[str, Any] = {name: getattr(turn, name) for name in _TURN}
    data["notes"] = list(turn.notes)
    data |= {name: value for name in _SELDOM if (value := getattr(turn, name)) is not None}
    return data


def turn_from_dict(data: dict[str, Any]) -> ParsedTurn:
    return ParsedTurn(**{**data, "notes": tuple(data["notes"])})


def from_dict(data: dict[str, Any]) -> ParsedTranscript:
    """Return the transcript written by to_dict. Raises KeyError, TypeError or ValueError for other data.

    Revisions are kept for ever, so fields missing from older ones get their default.
    """
    days: dict[str, Any] = {name: dt.date.fromisoformat(data[name]) if data[name] else None for name in _DAYS}
    return ParsedTranscript(
        **{name: data[name] for name in _PLAIN if name in data},
        **days,
        turns=tuple(turn_from_dict(turn) for turn in data["turns"]),
        pairs=tuple(ParsedPair(tuple(pair["questions"]), tuple(pair["answers"])) for pair in data["pairs"]),
        warnings=tuple(ParseWarning(**warning) for warning in data["warnings"]),
        skipped=tuple(Skipped(**piece) for piece in data["skipped"]),
        found=dict(data["found"]),
        other_days=tuple(map(dt.date.fromisoformat, data.get("other_days", ()))),
    )
