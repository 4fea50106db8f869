"""Groups turns into records (a Q&A pair or a statement each), and numbers records and paragraphs permanently. Pure.

A question without an answer is a pair without answers. Consecutive answers without a question are a pair without questions. Every
turn belongs to exactly one record. A document without speakers is one statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archive.importing.alignment import align
from archive.parsing.parsed import ParsedTranscript, ParsedTurn
from archive.text.paragraphs import paragraphs_of

RecordKind = Literal["statement", "qa_pair"]
Numbered = Sequence[tuple[int, str]]


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
    placed = [index for turns in paired for index in turns]
    if len(placed) != len(set(placed)) or any(not 0 <= index < len(reading.turns) for index in placed):
        raise ValueError("The pairs of a reading must name existing turns, each once.")
    records = [PlannedRecord("qa_pair", turns) for turns in paired if turns]
    records += _unpaired(reading.turns, set(placed))
    return sorted(records, key=lambda record: record.turns[0])


def _unpaired(turns: tuple[ParsedTurn, ...], placed: set[int]) -> list[PlannedRecord]:
    records: list[PlannedRecord] = []
    for index, turn in enumerate(turns):
        if index in placed:
            continue
        last = records[-1] if records else None
        if turn.role == "statement":
            records.append(PlannedRecord("statement", (index,)))
        elif last and last.kind == "qa_pair" and last.turns[-1] == index - 1 and turns[index - 1].role == turn.role:
            records[-1] = PlannedRecord("qa_pair", (*last.turns, index))
        else:
            records.append(PlannedRecord("qa_pair", (index,)))
    return records


@dataclass(frozen=True, slots=True)
class GivenNumbers:
    """The numbers of a reading's records in order, and of its paragraphs in turn order."""

    records: tuple[int, ...]
    paragraphs: tuple[int, ...]


def record_texts(reading: ParsedTranscript) -> list[str]:
    return ["\n\n".join(reading.turns[index].text for index in planned.turns) for planned in plan_records(reading)]


def paragraph_texts(reading: ParsedTranscript) -> list[str]:
    return [part.text for turn in reading.turns for part in paragraphs_of(turn.text)]


def continue_numbers(old: Numbered, new: Sequence[str], following: int) -> tuple[int, ...]:
    """Return the number of each new text: that of the old text it continues, or the next one from `following` on."""
    kept = align([text for _, text in old], new).kept
    numbers = []
    for index in range(len(new)):
        numbers.append(old[kept[index]][0] if index in kept else following)
        following += index not in kept
    return tuple(numbers)


def replay(readings: Iterable[tuple[ParsedTranscript, GivenNumbers | None]]) -> GivenNumbers:
    """Return the numbers of the last of these consecutive readings. Known numbers are used, the others derived."""
    records: Numbered = ()
    paragraphs: Numbered = ()
    most_records = most_paragraphs = 0
    for reading, known in readings:
        texts, parts = record_texts(reading), paragraph_texts(reading)
        numbers = known or GivenNumbers(
            continue_numbers(records, texts, most_records + 1), continue_numbers(paragraphs, parts, most_paragraphs + 1)
        )
        most_records = max((most_records, *numbers.records))
        most_paragraphs = max((most_paragraphs, *numbers.paragraphs))
        records, paragraphs = list(zip(numbers.records, texts, strict=True)), list(zip(numbers.paragraphs, parts, strict=True))
    return GivenNumbers(tuple(number for number, _ in records), tuple(number for number, _ in paragraphs))
