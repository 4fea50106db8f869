"""The steps that the buttons of a draft's page ask for: `merge:3`, `split:3:2`, `leave:3`, `back:0`, `undo`, `again`, `save`.

`apart` and `together` say whether a draft is another transcript than the one that the archive takes it for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from archive.models import Transcript
from archive.numbers import read_int
from archive.parsing import TranscriptError
from archive.parsing.types import ParsedTranscript
from archive.uploads import edits
from archive.uploads.draft import Draft

PUBLISH = {"publish": Transcript.State.PUBLISHED, "keep": Transcript.State.DRAFT}
DECIDED = {
    "apart": "It will be stored as a transcript of its own.",
    "together": "It will be stored as a new revision of the transcript that it is a version of.",
}
Reread = Callable[[], ParsedTranscript]


@dataclass(frozen=True, slots=True)
class Step:
    """The draft after a step, the turn to look at, what to say; `state` is set where it is to be published in that state."""

    draft: Draft
    turn: int | None = None
    said: str = "Saved."
    error: str = ""
    state: str = ""

    @property
    def anchor(self) -> str:
        """Return the fragment of the page that leads to the turn."""
        return "" if self.turn is None else f"#turn-{self.turn}"


def take(do: str, draft: Draft, reread: Reread) -> Step:
    """Do what a button says; `reread` reads the file again from its bytes."""
    name, *places = do.split(":")
    if name in PUBLISH:
        return Step(draft, said="", state=PUBLISH[name])
    if name == "undo":
        return Step(draft.step_back(), said="The last change of turns is undone.")
    if name == "again":
        return _again(draft, reread)
    if name in ("apart", "together"):
        return Step(replace(draft, apart=name == "apart"), said=DECIDED[name])
    if name not in _ON_TURNS:
        return Step(draft)
    gone = Step(draft, error="That turn is not there any longer. Everything else was saved; look again.")
    numbers = [number for place in places if (number := read_int(place)) is not None]
    try:
        return _ON_TURNS[name](draft, *numbers) if len(numbers) == len(places) else gone
    except (IndexError, ValueError, TypeError):
        return gone


def _again(draft: Draft, reread: Reread) -> Step:
    try:
        reading = reread()
    except TranscriptError as error:
        return Step(draft, error=f"The file cannot be read: {error}")
    fresh = replace(draft.with_reading(reading), speakers={})
    return Step(fresh, said="Read again from the file; your corrections are gone. “Undo” brings them back.")


def _merge(draft: Draft, index: int) -> Step:
    return Step(draft.with_reading(edits.merge_with_previous(draft.reading, index)), index - 1, "Merged with the turn before.")


def _split(draft: Draft, index: int, paragraph: int) -> Step:
    return Step(draft.with_reading(edits.split(draft.reading, index, paragraph)), index + 1, "Split in two turns.")


def _leave(draft: Draft, index: int) -> Step:
    reading = edits.leave_out(draft.reading, index)
    last = min(index, len(reading.turns) - 1)
    return Step(draft.with_reading(reading), max(last, 0), "Left out. It stands under “Left out” and can be put back.")


def _back(draft: Draft, index: int) -> Step:
    reading = edits.put_back(draft.reading, index)
    place = next(n for n, turn in enumerate(reading.turns) if turn not in draft.reading.turns)
    return Step(draft.with_reading(reading), place, "Put back as a turn of its own. Say who speaks.")


_ON_TURNS: dict[str, Callable[..., Step]] = {"merge": _merge, "split": _split, "leave": _leave, "back": _back}
