"""One undo step, stored as the difference to the present reading instead of a second copy. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from archive.parsing.parsed import ParsedTranscript, ParsedTurn
from archive.parsing.serialisation import from_dict, to_dict, turn_from_dict
from archive.uploads.editing.draft_storage import (
    COLUMNS,
    packed_pairs,
    packed_turns,
    unpacked_pairs,
    unpacked_turns,
    with_columns,
)


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
