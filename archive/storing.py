"""The rows of one transcript, written so that records and paragraphs that stay keep their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.alignment import Alignment, align
from archive.marks import Mark, marks_of, mentions_of
from archive.models import Mention, Record, RetiredRecord, Transcript, Turn
from archive.paragraphs import paragraphs_of
from archive.parsing.types import ParsedTranscript
from archive.parting import Cast
from archive.planning import PlannedRecord, plan_records


@dataclass(frozen=True, slots=True)
class Stored:
    """What a transcript says before it is revised; empty for a new one."""

    records: list[Record] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    paragraphs: list[tuple[int, str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


def stored(transcript: Transcript) -> Stored:
    """Return what a transcript says now. Three queries."""
    records = list(transcript.records.order_by("position").prefetch_related("turns__mentions"))
    turns = [turn for record in records for turn in record.turns.all()]
    return Stored(
        records=records,
        texts=[_whole(turn.text for turn in record.turns.all()) for record in records],
        paragraphs=[(part.number, part.text) for turn in turns for part in turn.numbered_paragraphs()],
        marks=marks_of(turns),
    )


def shares_text(before: Stored, reading: ParsedTranscript) -> bool:
    """Say whether a reading has any paragraph that continues one of those stored."""
    return bool(align([text for _, text in before.paragraphs], _paragraphs(reading)).kept)


def store(transcript: Transcript, reading: ParsedTranscript, cast: Cast, before: Stored) -> int:
    """Write records, turns and mentions in place of what is there; return how many records there are now.

    Records and paragraphs that continue an old one keep its number, others get the next ones; a record that nothing continues is
    retired with what replaced it. Saves the transcript's counters and warnings. Raises ValueError where the pairs are impossible.
    """
    plan = plan_records(reading)
    Turn.objects.filter(transcript=transcript).delete()
    records = _store_records(transcript, reading, plan, before)
    turns = _turns(transcript, reading, cast)
    for planned, record in zip(plan, records, strict=True):
        for index in planned.turns:
            turns[index].record = record
    _number_paragraphs(transcript, turns, before)
    Turn.objects.bulk_create(turns)
    Mention.objects.bulk_create(mentions_of(turns, before.marks))
    transcript.save(update_fields=["next_record", "next_paragraph", "warnings"])
    return len(records)


def _store_records(
    transcript: Transcript, reading: ParsedTranscript, plan: Sequence[PlannedRecord], before: Stored
) -> list[Record]:
    texts = [_whole(reading.turns[index].text for index in planned.turns) for planned in plan]
    alignment = align(before.texts, texts)
    records = []
    for index, planned in enumerate(plan):
        old = alignment.kept.get(index)
        record = Record(transcript=transcript, number=_next_record(transcript)) if old is None else before.records[old]
        record.kind, record.position = planned.kind, index + 1
        records.append(record)
    Record.objects.bulk_update([record for record in records if record.pk], ["kind", "position"])
    Record.objects.bulk_create([record for record in records if not record.pk])
    _retire(transcript, before.records, records, alignment)
    return records


def _retire(transcript: Transcript, old: Sequence[Record], new: Sequence[Record], alignment: Alignment) -> None:
    kept = set(alignment.kept.values())
    for index, record in enumerate(old):
        if index in kept:
            continue
        successor = new[alignment.replaced[index]] if index in alignment.replaced else None
        RetiredRecord.objects.filter(replaced_by=record).update(replaced_by=successor)
        RetiredRecord.objects.create(transcript=transcript, number=record.number, replaced_by=successor)
        record.delete()


def _turns(transcript: Transcript, reading: ParsedTranscript, cast: Cast) -> list[Turn]:
    return [
        Turn(
            transcript=transcript,
            position=position,
            role=turn.role,
            label=turn.label or "",
            speaker=cast.speaker_of(turn),
            office=turn.office or "",
            text=turn.text,
            notes=list(turn.notes),
        )
        for position, turn in enumerate(reading.turns, start=1)
    ]


def _number_paragraphs(transcript: Transcript, turns: Sequence[Turn], before: Stored) -> None:
    texts = [[part.text for part in paragraphs_of(turn.text)] for turn in turns]
    kept = align([text for _, text in before.paragraphs], [text for some in texts for text in some]).kept
    index = 0
    for turn, some in zip(turns, texts, strict=True):
        turn.paragraphs = []
        for _ in some:
            old = kept.get(index)
            turn.paragraphs.append(_next_paragraph(transcript) if old is None else before.paragraphs[old][0])
            index += 1


def _next_record(transcript: Transcript) -> int:
    transcript.next_record += 1
    return transcript.next_record - 1


def _next_paragraph(transcript: Transcript) -> int:
    transcript.next_paragraph += 1
    return transcript.next_paragraph - 1


def _paragraphs(reading: ParsedTranscript) -> list[str]:
    return [part.text for turn in reading.turns for part in paragraphs_of(turn.text)]


def _whole(texts: Iterable[str]) -> str:
    return "\n\n".join(texts)
