"""A draft: a reading, the editor's decisions, and one undo step. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from archive.parsing.parsed import ParsedTranscript
from archive.uploads.editing.draft_storage import packed, unpacked
from archive.uploads.editing.undo import difference, restored

NEW = "new"


@dataclass(frozen=True, slots=True)
class Draft:
    """The content of an upload until it is confirmed.

    `speakers` maps a printed name to "new" or the key of a stored speaker as text. `edits` counts the saved changes, to detect a
    stale page in another tab. `apart` is set if an editor said that this is another transcript than the one the archive takes it
    for. `before` stores how the reading differed before the last change of turns (archive/uploads/editing/undo.py), for one step
    back.
    """

    reading: ParsedTranscript
    speakers: Mapping[str, str] = field(default_factory=dict)
    edits: int = 0
    before: Mapping[str, Any] | None = None
    apart: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the value of Upload.draft."""
        return {
            "reading": packed(self.reading),
            "speakers": dict(self.speakers),
            "edits": self.edits,
            "before": self.before,
            "apart": self.apart,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Draft:
        """Return the draft stored in Upload.draft."""
        reading, before = unpacked(kept["reading"]), kept["before"]
        if before and "at" not in before:  # a draft of an earlier version stores the whole reading
            before = difference(unpacked(before), reading)
        return cls(reading, kept["speakers"], kept["edits"], before, kept.get("apart", False))

    def with_reading(self, reading: ParsedTranscript) -> Draft:
        """Return the draft with another reading, keeping the present one for undo."""
        return self if reading == self.reading else replace(self, reading=reading, before=difference(self.reading, reading))

    def step_back(self) -> Draft:
        """Return the draft before the last change of turns. Undoing twice redoes."""
        return self if self.before is None else self.with_reading(restored(self.reading, self.before))


def names_in(reading: ParsedTranscript) -> list[str]:
    """Return the persons' names in a reading, once each, in order of appearance."""
    return list(dict.fromkeys(turn.speaker for turn in reading.turns if turn.speaker))
