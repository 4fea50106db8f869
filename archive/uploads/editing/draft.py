"""A draft: a reading, what an editor has decided about it, and the step before. Pure."""

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
    """What an upload holds until it is confirmed.

    `speakers` says per printed person name who that is: "new" or the key of a stored speaker as text. `edits` counts the
    changes saved, so that a page grown stale in another tab is noticed. `apart` is set where an editor has said that this is
    another transcript than the one that the archive takes it for. `before` says how the reading differed
    ahead of the last change of turns (archive/uploads/editing/undo.py), for one step back.
    """

    reading: ParsedTranscript
    speakers: Mapping[str, str] = field(default_factory=dict)
    edits: int = 0
    before: Mapping[str, Any] | None = None
    apart: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return what Upload.draft keeps."""
        return {
            "reading": packed(self.reading),
            "speakers": dict(self.speakers),
            "edits": self.edits,
            "before": self.before,
            "apart": self.apart,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Draft:
        """Return the draft that Upload.draft holds."""
        reading, before = unpacked(kept["reading"]), kept["before"]
        if before and "at" not in before:  # a draft of an earlier version keeps the whole reading
            before = difference(unpacked(before), reading)
        return cls(reading, kept["speakers"], kept["edits"], before, kept.get("apart", False))

    def with_reading(self, reading: ParsedTranscript) -> Draft:
        """Return the draft with another reading, the present one remembered for a step back."""
        return self if reading == self.reading else replace(self, reading=reading, before=difference(self.reading, reading))

    def step_back(self) -> Draft:
        """Return the draft as it was before the last change of turns; going back twice goes forward again."""
        return self if self.before is None else self.with_reading(restored(self.reading, self.before))


def names_in(reading: ParsedTranscript) -> list[str]:
    """Return the names of persons in a reading, each once, in order of first words."""
    return list(dict.fromkeys(turn.speaker for turn in reading.turns if turn.speaker))
