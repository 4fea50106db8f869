"""Evidence in a turn of how well it was read: named numbers from 0 to 1."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from archive.parsing.confidence.document_evidence import (
    ASKS,
    BRACKETS,
    CLOSED,
    ENDS,
    LONG,
    LOOKED_AT,
    OPENING,
    PAGE,
    SET_OFF,
    STRAY,
    asks_anywhere,
    asks_within,
    ends_in,
    is_short,
    much,
)
from archive.parsing.labels.candidates import key_of
from archive.parsing.parsed import ParsedTranscript, ParsedTurn


def turn_evidence(reading: ParsedTranscript) -> list[dict[str, float]]:
    """Return the evidence for each turn, beside that for the whole."""
    turns = reading.turns
    if not turns:
        return []
    times = Counter(key_of(turn.label) for turn in turns if turn.label)
    usual = sum(len(turn.text) for turn in turns) / max(1, len(turns))
    starts = [turn.line for turn in turns[1:]] + [0]
    warned = sorted({warning.line for warning in reading.warnings if warning.line})
    return [
        _of_turn(turn, before, after, times, usual, _within(warned, turn.line, end))
        for turn, before, after, end in zip(turns, (None, *turns[:-1]), (*turns[1:], None), starts, strict=True)
    ]


def _within(lines: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(lines, start)
    return at < len(lines) and (not end or lines[at] < max(end, start + 1))


def _of_turn(
    turn: ParsedTurn, before: ParsedTurn | None, after: ParsedTurn | None, times: Mapping[str, int], usual: float, warned: bool
) -> dict[str, float]:
    parts = turn.text.split("\n\n")
    key = key_of(turn.label) if turn.label else ""
    return {
        "turn unlabelled": float(not key),
        "turn's label seen once": float(times.get(key, 0) == 1),
        "turn's label often": much(times.get(key, 0), 4),
        "turn warned": float(warned),
        "turn opens with brackets": float(turn.text[:1] in OPENING and bool(turn.text)),
        "turn closes with brackets": float(turn.text[-1:] in CLOSED and bool(turn.text)),
        "turn holds brackets": float(bool(BRACKETS.search(turn.text[:LOOKED_AT]))),
        "turn holds stray signs": float(bool(STRAY.search(turn.text[:LOOKED_AT]))),
        "turn repeats": float(before is not None and before.label == turn.label),
        "turn is repeated": float(after is not None and after.label == turn.label),
        "turn is first": float(before is None),
        "turn is last": float(after is None),
        "turn tiny": float(len(turn.text) < 12),
        "turn long": float(len(turn.text) > 4 * usual),
        "turn in small letters": float(turn.text[:1].islower()),
        "turn unfinished": float(turn.text[-1:] not in ENDS),
        "turn begins unfinished": float(parts[0][-1:] not in ENDS),
        "turn after unfinished": float(before is not None and before.text[-1:] not in ENDS),
        "turn asks within": float(asks_within(turn)),
        "turn holds short lines": float(any(map(is_short, parts[1:]))),
        "turn holds what is set off": much(sum(bool(SET_OFF.match(part[:60])) for part in parts[1:]), 2),
        "turn's paragraphs": much(len(parts) - 1, 4),
        "turn ends in page words": float(bool(PAGE.search(parts[-1][-LONG:])) and len(parts[-1]) < LONG),
        "turn answers asking": float(turn.role == "answer" and ends_in(turn.text, ASKS)),
        "turn states asking": float(turn.role == "statement" and ends_in(turn.text, ASKS)),
        "turn's question asks": float(turn.role == "question" and asks_anywhere(turn.text)),
    }
