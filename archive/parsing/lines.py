"""The output of every reader: the lines of a document with their marks, and the fields named by its markup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.parsing.parsed import ParseWarning, Role, Skipped

LineKind = Literal["text", "heading", "section", "quoted"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line (text formats) or one paragraph (markup) of a document.

    `number` counts source lines from 1. `gap`: a blank line or a block's edge precedes it. `bold` is the number of leading
    characters in bold. `slanted`: all of it is in italics. `short` (if geometry tells): it ends well before the right margin.
    `label`, `person` and `role` are set if the markup names the speaker. `blank` counts the blank lines above it in plain text.
    """

    text: str
    number: int
    gap: bool = True
    kind: LineKind = "text"
    bold: int = 0
    indent: int = 0
    short: bool | None = None
    label: str | None = None
    person: str | None = None
    role: Role | None = None
    slanted: bool = False
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """A piece of metadata named by the markup: its value and where it was."""

    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as its reader saw it.

    `flowing` is true if every line is a whole paragraph, false if lines may be hard-wrapped. `fields` holds values by name
    (title, date, stamp, published, place, language, publisher, source_url, names), most trusted first; `date` is a day the markup
    assigns to the event, `stamp` one that may be the posting's.
    """

    lines: tuple[Line, ...]
    format: str
    flowing: bool
    fields: dict[str, tuple[Field, ...]]
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[ParseWarning, ...] = ()

    def field(self, name: str) -> Field | None:
        """Return the most trusted value of a field, if any."""
        values = self.fields.get(name, ())
        return values[0] if values else None
