"""Grouping of turns into records: each Q&A pair and each statement is one. Pure.

A question without an answer is a pair without answers. Consecutive answers without a question are a pair without questions. Every
turn belongs to exactly one record. A document without speakers is one statement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from archive.parsing.parsed import ParsedTranscript, ParsedTurn

RecordKind = Literal["statement", "qa_pair"]


@dataclass(frozen=True, slots=True)
class PlannedRecord:
    """A record to be created: its kind and the indexes of its turns, in order."""

    kind: RecordKind
    turns: tuple[int, ...]


def spoken(reading: ParsedTranscript) -> ParsedTranscript:
    """Return the reading; a document without speakers becomes one statement by nobody."""
    if reading.turns or not reading.body.strip():
        return reading
    return replace(reading, turns=(ParsedTurn(label=None, speaker=None, role="statement", text=reading.body),))


def plan_records(reading: ParsedTranscript) -> list[PlannedRecord]:
    """Return the records of a reading in order of their first turns.

    Raises ValueError if a pair names a missing turn or a turn is in two pairs.
    """
    paired = [tuple(sorted({*pair.questions, *pair.answers})) for pair in reading.pairs]
    taken = [index for turns in paired for index in turns]
    if len(taken) != len(set(taken)) or any(not 0 <= index < len(reading.turns) for index in taken):
        raise ValueError("The pairs of a reading must name existing turns, each once.")
    records = [PlannedRecord("qa_pair", turns) for turns in paired if turns]
    records += _unpaired(reading.turns, set(taken))
    return sorted(records, key=lambda record: record.turns[0])


def _unpaired(turns: tuple[ParsedTurn, ...], taken: set[int]) -> list[PlannedRecord]:
    records: list[PlannedRecord] = []
    for index, turn in enumerate(turns):
        if index in taken:
            continue
        last = records[-1] if records else None
        if turn.role == "statement":
            records.append(PlannedRecord("statement", (index,)))
        elif last and last.kind == "qa_pair" and last.turns[-1] == index - 1 and turns[index - 1].role == turn.role:
            records[-1] = PlannedRecord("qa_pair", (*last.turns, index))
        else:
            records.append(PlannedRecord("qa_pair", (index,)))
    return records
