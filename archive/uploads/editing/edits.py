"""An editor's corrections, each a plain function from one reading to the next. Pure.

Words are never lost: what leaves a turn goes to another turn or to `skipped`. Pairs are rebuilt after every change. An invalid
index raises IndexError.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from archive.parsing.parsed import ParsedTranscript, ParsedTurn, Skipped
from archive.parsing.speakers.roles import pairs_of
from archive.text.paragraphs import paragraphs_of
from archive.uploads.editing.labelling import lift_label

BY_EDITOR = "left out by an editor"
GAP = "\n\n"
LONGEST_LABEL = 300


def with_turns(reading: ParsedTranscript, turns: Sequence[ParsedTurn]) -> ParsedTranscript:
    """Return the reading with other turns and their pairs."""
    return replace(reading, turns=tuple(turns), pairs=tuple(pairs_of([turn.role for turn in turns])))


def change_turns(reading: ParsedTranscript, changes: Mapping[int, Mapping[str, Any]]) -> ParsedTranscript:
    """Return the reading with changed fields of some turns (`label`, `speaker`, `office`, `role`).

    A renamed person loses the identity given by the authority table.
    """
    if not changes:
        return reading
    turns = list(reading.turns)
    for index, changed in changes.items():
        turn = replace(turns[index], **changed)
        turns[index] = turn if turn.speaker == turns[index].speaker else replace(turn, known_as=changed.get("known_as"))
    return reading if tuple(turns) == reading.turns else with_turns(reading, turns)


def label_alike(reading: ParsedTranscript, label: str | None, index: int) -> ParsedTranscript:
    """Return the reading with one turn's label, person, office and role given to every turn with `label`."""
    model = _turn(reading, index)
    told = {name: getattr(model, name) for name in ("label", "speaker", "office", "role", "known_as")}
    return change_turns(reading, {n: told for n, turn in enumerate(reading.turns) if turn.label == label})


def merge_with_previous(reading: ParsedTranscript, index: int) -> ParsedTranscript:
    """Return the reading with a turn merged into the one before. If its label differs, it stays as words."""
    if not 0 < index < len(reading.turns):
        raise IndexError(index)
    before, turn = reading.turns[index - 1 : index + 1]
    text = turn.text if _is_same_voice(before, turn) else with_label(turn)
    merged = replace(before, text=before.text + GAP + text, notes=tuple(dict.fromkeys(before.notes + turn.notes)))
    return with_turns(reading, [*reading.turns[: index - 1], merged, *reading.turns[index + 1 :]])


def _is_same_voice(one: ParsedTurn, other: ParsedTurn) -> bool:
    return one.label == other.label or (one.speaker is not None and one.speaker == other.speaker)


def with_label(turn: ParsedTurn) -> str:
    """Return a turn's words as in the file, label first."""
    return f"{turn.label}: {turn.text}" if turn.label else turn.text


def split(reading: ParsedTranscript, index: int, paragraph: int) -> ParsedTranscript:
    """Return the reading with a turn split before the given paragraph (from 1).

    A label at the head of that paragraph becomes the label of the new turn; otherwise the new turn keeps the old one's speaker
    and role.
    """
    turn = _turn(reading, index)
    parts = paragraphs_of(turn.text)
    if not 0 < paragraph < len(parts):
        raise IndexError(paragraph)
    cut = parts[paragraph].start
    first = replace(turn, text=turn.text[:cut].rstrip())
    second = lift_label(replace(turn, text=turn.text[cut:], notes=()), reading)
    return with_turns(reading, [*reading.turns[:index], first, second, *reading.turns[index + 1 :]])


def leave_out(reading: ParsedTranscript, index: int) -> ParsedTranscript:
    """Return the reading with a turn moved to `skipped`, including its label."""
    turn = _turn(reading, index)
    skipped = (*reading.skipped, Skipped(with_label(turn), turn.line, BY_EDITOR))
    kept = [*reading.turns[:index], *reading.turns[index + 1 :]]
    return replace(with_turns(reading, kept), skipped=skipped)


def put_back(reading: ParsedTranscript, index: int) -> ParsedTranscript:
    """Return the reading with a skipped part turned into a turn, in the place of its line."""
    if index < 0:
        raise IndexError(index)
    skipped = reading.skipped[index]
    turn = lift_label(ParsedTurn(None, None, "statement", skipped.text, line=skipped.line), reading)
    place = next((n for n, other in enumerate(reading.turns) if other.line > skipped.line), len(reading.turns))
    rest = (*reading.skipped[:index], *reading.skipped[index + 1 :])
    return replace(with_turns(reading, [*reading.turns[:place], turn, *reading.turns[place:]]), skipped=rest)


def _turn(reading: ParsedTranscript, index: int) -> ParsedTurn:
    if index < 0:
        raise IndexError(index)
    return reading.turns[index]
