"""The steps of a draft page's buttons: `merge:3`, `split:3:2`, `alike:3`, `leave:3`, `back:0`, `undo`, `again`.

The numbers are indexes of turns, or of skipped parts (`back`, `titled`, `dated`). `again:with` and `again:without` read the file
with or without the learnt layout of its source. `mark:3` declares what a line of a turn is, in fields of its own.
`day:2021-03-07` picks one of the days that the text may mean. `save` only saves, and so does navigation
(archive/uploads/editing/navigation.py). `apart` and `together` say whether a draft is another transcript than the one the archive
takes it for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import QueryDict

from archive.models import Transcript
from archive.parsing import TranscriptError
from archive.parsing.parsed import ParsedTranscript
from archive.text.numbers import read_int
from archive.uploads.editing import edits, line_marks
from archive.uploads.editing.draft import Draft
from archive.uploads.editing.draft_fingerprints import Base, Places, digest
from archive.uploads.editor_forms import days_offered, of_day

PUBLISH = {"publish": Transcript.State.PUBLISHED, "keep": Transcript.State.DRAFT}
DECIDED = {
    "apart": "It will be stored as a separate transcript.",
    "together": "It will be stored as a new revision of that transcript.",
}
GOING = ("save", "page", "turn", "find", "changes", "left")
Reread = Callable[[str], ParsedTranscript]


@dataclass(frozen=True, slots=True)
class Step:
    """The draft after a step, the turn to show, and a message. `state` is set if it is to be published in that state."""

    draft: Draft
    turn: int | None = None
    said: str = "Saved."
    error: str = ""
    state: str = ""


def take(do: str, draft: Draft, reread: Reread, before: Draft) -> Step:
    """Carry out a button's step. `reread` reads the file again; `before` is the draft before the typed changes."""
    name, *places = do.split(":")
    if name in PUBLISH:
        return Step(draft, said="", state=PUBLISH[name])
    if name == "undo":
        return Step(draft.step_back(), said="The last change of turns was undone.")
    if name == "again":
        return _again(draft, reread, places[0] if places else "")
    if name in ("apart", "together"):
        return Step(replace(draft, apart=name == "apart"), said=DECIDED[name])
    if name == "day":
        return _day(draft, places)
    if name not in _ON_TURNS and name != "alike":
        return Step(draft)
    gone = Step(draft, error="That turn no longer exists. Everything else was saved.")
    numbers = [number for place in places if (number := read_int(place)) is not None]
    try:
        if name == "alike":
            return _alike(draft, before, *numbers)
        return _ON_TURNS[name](draft, *numbers) if len(numbers) == len(places) else gone
    except line_marks.BadMark as fault:
        return Step(draft, error=str(fault))
    except (IndexError, ValueError, TypeError):
        return gone


def _day(draft: Draft, places: list[str]) -> Step:
    """Pick one of the days that the text may mean."""
    offered = {day.isoformat(): day for day in days_offered(draft.reading)}
    day = offered.get(places[0]) if places else None
    if day is None:
        return Step(draft, error="That day is no longer offered. Everything else was saved.")
    return Step(draft.with_reading(of_day(draft.reading, day)), said=f"The day of the event is {day}.")


def _again(draft: Draft, reread: Reread, how: str) -> Step:
    try:
        reading = reread(how)
    except TranscriptError as error:
        return Step(draft, error=f"The file cannot be read: {error}")
    fresh = replace(draft.with_reading(reading), speakers={})
    return Step(fresh, said="Read again from the file; your corrections were discarded. “Undo” restores them.")


def _merge(draft: Draft, index: int) -> Step:
    return Step(draft.with_reading(edits.merge_with_previous(draft.reading, index)), index - 1, "Merged with the previous turn.")


def _split(draft: Draft, index: int, paragraph: int) -> Step:
    return Step(draft.with_reading(edits.split(draft.reading, index, paragraph)), index + 1, "Split in two turns.")


def _alike(draft: Draft, before: Draft, index: int) -> Step:
    """Give one turn's present values to every turn with its previous label."""
    label = before.reading.turns[index].label
    count = sum(turn.label == label for turn in draft.reading.turns)
    reading = edits.label_alike(draft.reading, label, index)
    return Step(draft.with_reading(reading), index, f"Done for this turn and {count} more labelled “{label or ''}”.")


def _leave(draft: Draft, index: int) -> Step:
    reading = edits.leave_out(draft.reading, index)
    last = min(index, len(reading.turns) - 1)
    return Step(draft.with_reading(reading), max(last, 0), "Left out. You can put it back under “Left out”.")


def _back(draft: Draft, index: int) -> Step:
    reading = edits.put_back(draft.reading, index)
    place = next(n for n, turn in enumerate(reading.turns) if turn not in draft.reading.turns)
    return Step(draft.with_reading(reading), place, "Put back as a turn of its own. Say who speaks.")


def _titled(draft: Draft, index: int) -> Step:
    return Step(draft.with_reading(line_marks.titled(draft.reading, _left_out(draft, index))), said="That line is the title.")


def _dated(draft: Draft, index: int) -> Step:
    reading = line_marks.dated(draft.reading, _left_out(draft, index))
    return Step(draft.with_reading(reading), said=f"The day of the event is {reading.date}.")


def _left_out(draft: Draft, index: int) -> str:
    if index < 0:
        raise IndexError(index)
    return draft.reading.skipped[index].text


_ON_TURNS: dict[str, Callable[..., Step]] = {
    "merge": _merge,
    "split": _split,
    "leave": _leave,
    "back": _back,
    "titled": _titled,
    "dated": _dated,
}


def take_mark(do: str, draft: Draft, post: QueryDict) -> Step:
    """Treat a line of a turn as its fields declare."""
    _, _, place = do.partition(":")
    index, line = read_int(place), read_int(post.get(f"mark-{place}-line"))
    what, label = post.get(f"mark-{place}-is", ""), post.get(f"mark-{place}-label", "")
    try:
        reading = line_marks.mark(draft.reading, -1 if index is None else index, -1 if line is None else line, what, label)
    except line_marks.BadMark as fault:
        return Step(draft, index, error=str(fault))
    except IndexError:
        return Step(draft, error="That line no longer exists. Everything else was saved.")
    here = min(index or 0, max(len(reading.turns) - 1, 0))
    return Step(draft.with_reading(reading), here, f"Done: that line {line_marks.MARKS[what]}.")


def follow(do: str, reading: ParsedTranscript, post: QueryDict) -> str | None:
    """Return a stale page's button as it is to be read now; None if it needs review.

    A step on a turn follows the turn to its present place, if its words are those that the page showed.
    """
    name, *places = do.split(":")
    if name in GOING:
        return do
    posted_index = read_int(places[0]) if places else None
    if name not in ("merge", "split", "leave", "alike") or posted_index is None:
        return None
    base = Base.read(post.get(f"turn-{posted_index}-was", ""))
    place = Places(reading.turns).find(posted_index, base)
    if place is None or digest(reading.turns[place].text) != base.words:
        return None
    return ":".join([name, str(place), *places[1:]])
