"""A parsed transcript as plain JSON data and back."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, fields
from typing import Any

from archive.parsing.parsed import ParsedPair, ParsedTranscript, ParsedTurn, ParseWarning, Skipped

_PLAIN = ("title", "place", "language", "kind", "source_url", "publisher", "confidence", "format", "body")
_DAYS = ("date", "published")
# Written only if set.
_SELDOM = ("known_as",)
_TURN = tuple(field.name for field in fields(ParsedTurn) if field.name not in _SELDOM)


def to_dict(parsed: ParsedTranscript) -> dict[str, Any]:
    """Return a transcript as JSON data; days as YYYY-MM-DD, line numbers from 1."""
    data: dict[str, Any] = {name: getattr(parsed, name) for name in _PLAIN}
    for name in _DAYS:
        day = getattr(parsed, name)
        data[name] = day.isoformat() if day else None
    if parsed.other_days:
        data["other_days"] = [day.isoformat() for day in parsed.other_days]
    data["turns"] = [turn_to_dict(turn) for turn in parsed.turns]
    data["pairs"] = [{"questions": list(pair.questions), "answers": list(pair.answers)} for pair in parsed.pairs]
    data["warnings"] = [asdict(warning) for warning in parsed.warnings]
    data["skipped"] = [asdict(piece) for piece in parsed.skipped]
    data["found"] = dict(parsed.found)
    return data


def turn_to_dict(turn: ParsedTurn) -> dict[str, Any]:
    """Return a turn as JSON data; several times as fast as `asdict`, which copies each value."""
    data: dict[str, Any] = {name: getattr(turn, name) for name in _TURN}
    data["notes"] = list(turn.notes)
    data |= {name: value for name in _SELDOM if (value := getattr(turn, name)) is not None}
    return data


def turn_from_dict(data: dict[str, Any]) -> ParsedTurn:
    return ParsedTurn(**{**data, "notes": tuple(data["notes"])})


def from_dict(data: dict[str, Any]) -> ParsedTranscript:
    """Return the transcript written by to_dict. Raises KeyError, TypeError or ValueError for other data.

    Revisions are kept for ever, so fields missing from older ones get their default.
    """
    days: dict[str, Any] = {name: dt.date.fromisoformat(data[name]) if data[name] else None for name in _DAYS}
    return ParsedTranscript(
        **{name: data[name] for name in _PLAIN if name in data},
        **days,
        turns=tuple(turn_from_dict(turn) for turn in data["turns"]),
        pairs=tuple(ParsedPair(tuple(pair["questions"]), tuple(pair["answers"])) for pair in data["pairs"]),
        warnings=tuple(ParseWarning(**warning) for warning in data["warnings"]),
        skipped=tuple(Skipped(**piece) for piece in data["skipped"]),
        found=dict(data["found"]),
        other_days=tuple(map(dt.date.fromisoformat, data.get("other_days", ()))),
    )
