"""A draft: a reading, the editor's decisions, one undo step, and how they are stored. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from archive.parsing.parsed import ParsedPair, ParsedTranscript, ParsedTurn, from_dict, to_dict, turn_from_dict
from archive.parsing.speakers.roles import pairs_of

REPEATED = ("label", "speaker", "role", "office", "known_as")
SINGLE = ("text", "line", "confidence")
COLUMNS = (*REPEATED, *SINGLE, "notes")
NEW = "new"


def packed(reading: ParsedTranscript) -> dict[str, Any]:
    """Return a reading as JSON data for `unpacked`."""
    return {
        **to_dict(replace(reading, turns=(), pairs=())),
        "turns": packed_turns(reading.turns),
        "pairs": packed_pairs(reading),
    }


def unpacked(data: Mapping[str, Any]) -> ParsedTranscript:
    """Return the reading stored by `packed`, or by an earlier version turn by turn."""
    if isinstance(data["turns"], list):
        return from_dict(dict(data))
    turns = tuple(unpacked_turns(data["turns"]))
    return replace(from_dict({**data, "turns": [], "pairs": []}), turns=turns, pairs=unpacked_pairs(turns, data["pairs"]))


def packed_pairs(reading: ParsedTranscript) -> list[list[list[int]]] | None:
    """Return the pairs of a reading; None if they follow from the roles."""
    if tuple(pairs_of([turn.role for turn in reading.turns])) == reading.pairs:
        return None
    return [[list(pair.questions), list(pair.answers)] for pair in reading.pairs]


def unpacked_pairs(turns: Sequence[ParsedTurn], kept: Iterable[Sequence[Sequence[int]]] | None) -> tuple[ParsedPair, ...]:
    """Return the pairs stored by `packed_pairs`."""
    if kept is None:
        return tuple(pairs_of([turn.role for turn in turns]))
    return tuple(ParsedPair(tuple(questions), tuple(answers)) for questions, answers in kept)


def packed_turns(turns: Sequence[ParsedTurn], columns: Iterable[str] = COLUMNS) -> dict[str, Any]:
    """Return turns as columns, or only some columns."""
    return {name: _packed_column([getattr(turn, name) for turn in turns], name) for name in columns}


def _packed_column(values: list[Any], name: str) -> Any:
    if name in SINGLE:
        return values
    if name == "notes":  # few turns have any
        return [[index, *notes] for index, notes in enumerate(values) if notes]
    places = {value: place for place, value in enumerate(dict.fromkeys(values))}
    return {"values": list(places), "of": [places[value] for value in values]}


def unpacked_turns(data: Mapping[str, Any]) -> list[ParsedTurn]:
    """Return turns from all columns of `packed_turns`. Columns missing in an earlier version are empty."""
    names = [name for name in COLUMNS if name in data]
    rows = zip(*(_column(data, name, len(data["text"])) for name in names), strict=True)
    return [ParsedTurn(**dict(zip(names, row, strict=True))) for row in rows]


def with_columns(turns: Sequence[ParsedTurn], data: Mapping[str, Any]) -> list[ParsedTurn]:
    """Return turns with some columns replaced from `packed_turns`."""
    names = [name for name in COLUMNS if name in data]
    rows = zip(*(_column(data, name, len(turns)) for name in names), strict=True)
    changed = [dict(zip(names, row, strict=True)) for row in rows] or [{} for _ in turns]
    return [replace(turn, **values) for turn, values in zip(turns, changed, strict=True)]


def _column(data: Mapping[str, Any], name: str, count: int) -> Sequence[Any]:
    kept = data[name]
    if name in SINGLE:
        return kept  # type: ignore[no-any-return]
    if name == "notes":
        notes = {index: tuple(some) for index, *some in kept}
        return [notes.get(index, ()) for index in range(count)]
    values = kept["values"]
    return [values[place] for place in kept["of"]]


def difference(before: ParsedTranscript, now: ParsedTranscript) -> dict[str, Any]:
    """Return what `restored` needs to rebuild `before` from `now`: the differing range of turns, and other fields.

    If turns differ only in their labels, their words are not stored again.
    """
    start = _same_at_start(before.turns, now.turns)
    end = _same_at_end(before.turns[start:], now.turns[start:])
    one, other = before.turns[start : len(before.turns) - end], now.turns[start : len(now.turns) - end]
    old, new = _without_turns(before), _without_turns(now)
    return {
        "at": start,
        "instead_of": len(other),
        "turns": packed_turns(one, _differing(one, other)),
        "pairs": packed_pairs(before),
        "rest": {name: value for name, value in old.items() if value != new[name]},
    }


def restored(now: ParsedTranscript, kept: Mapping[str, Any]) -> ParsedTranscript:
    """Return the earlier reading from the output of `difference`."""
    start, after = kept["at"], kept["at"] + kept["instead_of"]
    turns = (*now.turns[:start], *_turns(kept["turns"], now.turns[start:after]), *now.turns[after:])
    rest = from_dict({**_without_turns(now), **kept["rest"]})
    return replace(rest, turns=turns, pairs=_pairs(turns, kept["pairs"]))


def _differing(one: Sequence[ParsedTurn], other: Sequence[ParsedTurn]) -> list[str]:
    """Return the columns to store: all if the number of turns changed."""
    if len(one) != len(other):
        return list(COLUMNS)
    pairs = list(zip(one, other, strict=True))
    return [name for name in COLUMNS if any(getattr(left, name) != getattr(right, name) for left, right in pairs)]


def _turns(kept: Any, now: Sequence[ParsedTurn]) -> Sequence[ParsedTurn]:
    if isinstance(kept, list):  # format of an earlier version
        return [turn_from_dict(turn) for turn in kept]
    return with_columns(now, kept) if len(kept.get("text", now)) == len(now) else unpacked_turns(kept)


def _pairs(turns: Sequence[ParsedTurn], kept: Any) -> Any:
    if kept and isinstance(kept[0], dict):  # format of an earlier version
        kept = [[pair["questions"], pair["answers"]] for pair in kept]
    return unpacked_pairs(turns, kept)


def _without_turns(reading: ParsedTranscript) -> dict[str, Any]:
    """Return the other fields, including optional ones at their default, so that they can be undone."""
    return {"other_days": [], **to_dict(replace(reading, turns=(), pairs=()))}


def _same_at_start(one: Sequence[ParsedTurn], other: Sequence[ParsedTurn]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (left, right) in pairs if left != right), min(len(one), len(other)))


def _same_at_end(one: Sequence[ParsedTurn], other: Sequence[ParsedTurn]) -> int:
    return _same_at_start(one[::-1], other[::-1])


@dataclass(frozen=True, slots=True)
class Draft:
    """The content of an upload until it is confirmed.

    `speakers` maps a printed name to "new" or the key of a stored speaker as text. `edits` counts the saved changes, to detect a
    stale page in another tab. `apart` is set if an editor said that this is another transcript than the one the archive takes it
    for. `before` stores how the reading differed before the last change of turns (archive/uploads/editing/draft.py), for one step
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
