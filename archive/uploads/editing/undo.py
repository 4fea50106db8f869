"""One step back: how a reading differed from the present one, kept as the difference and not as a second copy. Pure."""

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
    """Return what `restored` needs to make `before` of `now`: the turns from the first to the last that differ, other fields.

    Of turns that only have other labels, as where all of a label were corrected, the words are not kept once more.
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
    """Return the reading of which `difference` told how it differed from `now`."""
    start, after = kept["at"], kept["at"] + kept["instead_of"]
    turns = (*now.turns[:start], *_turns(kept["turns"], now.turns[start:after]), *now.turns[after:])
    rest = from_dict({**_without_turns(now), **kept["rest"]})
    return replace(rest, turns=turns, pairs=_pairs(turns, kept["pairs"]))


def _differing(one: Sequence[ParsedTurn], other: Sequence[ParsedTurn]) -> list[str]:
    """Return the columns to keep: all where turns were added or taken away."""
    if len(one) != len(other):
        return list(COLUMNS)
    pairs = list(zip(one, other, strict=True))
    return [name for name in COLUMNS if any(getattr(left, name) != getattr(right, name) for left, right in pairs)]


def _turns(kept: Any, now: Sequence[ParsedTurn]) -> Sequence[ParsedTurn]:
    if isinstance(kept, list):  # as an earlier version wrote them
        return [turn_from_dict(turn) for turn in kept]
    return with_columns(now, kept) if len(kept.get("text", now)) == len(now) else unpacked_turns(kept)


def _pairs(turns: Sequence[ParsedTurn], kept: Any) -> Any:
    if kept and isinstance(kept[0], dict):  # as an earlier version wrote them
        kept = [[pair["questions"], pair["answers"]] for pair in kept]
    return unpacked_pairs(turns, kept)


def _without_turns(reading: ParsedTranscript) -> dict[str, Any]:
    """Return the other fields; one that is written only where it is set is written here, so that it can be taken back."""
    return {"other_days": [], **to_dict(replace(reading, turns=(), pairs=()))}


def _same_at_start(one: Sequence[ParsedTurn], other: Sequence[ParsedTurn]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (left, right) in pairs if left != right), min(len(one), len(other)))


def _same_at_end(one: Sequence[ParsedTurn], other: Sequence[ParsedTurn]) -> int:
    return _same_at_start(one[::-1], other[::-1])
