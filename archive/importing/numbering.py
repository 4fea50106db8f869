"""Permanent numbers of records and paragraphs: how a reading gets them, and which an earlier one had. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.importing.alignment import align
from archive.importing.grouping import plan_records
from archive.parsing.parsed import ParsedTranscript
from archive.text.paragraphs import paragraphs_of

Numbered = Sequence[tuple[int, str]]


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
