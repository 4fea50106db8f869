"""The stored form of a draft's reading: turns column by column, frequent values written once. Pure.

A draft is read and written with each step. Stored turn by turn, 25,000 turns are 40,000 small objects, which cost Python several
times as much as their text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from archive.parsing.parsed import ParsedPair, ParsedTranscript, ParsedTurn
from archive.parsing.serialisation import from_dict, to_dict
from archive.parsing.speakers.roles import pairs_of

REPEATED = ("label", "speaker", "role", "office", "known_as")
SINGLE = ("text", "line", "confidence")
COLUMNS = (*REPEATED, *SINGLE, "notes")


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
