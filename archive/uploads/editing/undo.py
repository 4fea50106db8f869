"""One step back: how a reading differed from the present one, kept as the difference and not as a second copy. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from archive.parsing.parsed import ParsedPair, ParsedTranscript, ParsedTurn
from archive.parsing.serialisation import from_dict, to_dict, turn_from_dict, turn_to_dict
from archive.parsing.speakers.roles import pairs_of


def difference(before: ParsedTranscript, now: ParsedTranscript) -> dict[str, Any]:
    """Return what `restored` needs to make `before` of `now`: the turns from the first to the last that differ, other fields."""
    start = _same_at_start(before.turns, now.turns)
    end = _same_at_end(before.turns[start:], now.turns[start:])
    old, new = _without_turns(before), _without_turns(now)
    return {
        "at": start,
        "instead_of": len(now.turns) - start - end,
        "turns": [turn_to_dict(turn) for turn in before.turns[start : len(before.turns) - end]],
        "pairs": None if _follow(before) else to_dict(before)["pairs"],
        "rest": {name: value for name, value in old.items() if value != new[name]},
    }


def restored(now: ParsedTranscript, kept: Mapping[str, Any]) -> ParsedTranscript:
    """Return the reading of which `difference` told how it differed from `now`."""
    start, after = kept["at"], kept["at"] + kept["instead_of"]
    turns = (*now.turns[:start], *(turn_from_dict(turn) for turn in kept["turns"]), *now.turns[after:])
    rest = from_dict({**_without_turns(now), **kept["rest"]})
    return replace(rest, turns=turns, pairs=_pairs(turns, kept["pairs"]))


def _pairs(turns: Sequence[ParsedTurn], kept: Sequence[Mapping[str, Any]] | None) -> tuple[ParsedPair, ...]:
    if kept is None:
        return tuple(pairs_of([turn.role for turn in turns]))
    return tuple(ParsedPair(tuple(pair["questions"]), tuple(pair["answers"])) for pair in kept)


def _follow(reading: ParsedTranscript) -> bool:
    """Say whether the pairs are those that the roles make."""
    return tuple(pairs_of([turn.role for turn in reading.turns])) == reading.pairs


def _without_turns(reading: ParsedTranscript) -> dict[str, Any]:
    """Return the other fields; one that is written only where it is set is written here, so that it can be taken back."""
    return {"other_days": [], **to_dict(replace(reading, turns=(), pairs=()))}


def _same_at_start(one: Sequence[ParsedTurn], other: Sequence[ParsedTurn]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (left, right) in pairs if left != right), min(len(one), len(other)))


def _same_at_end(one: Sequence[ParsedTurn], other: Sequence[ParsedTurn]) -> int:
    return _same_at_start(one[::-1], other[::-1])
