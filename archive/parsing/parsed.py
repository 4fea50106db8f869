"""The result of reading a transcript: frozen, plain data, no Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

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
