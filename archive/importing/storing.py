"""Writes the rows of one transcript: what stays keeps its number, and metadata that editors changed is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import connection

from archive.importing.alignment import Alignment, align
from archive.importing.numbering import GivenNumbers, PlannedRecord, continue_numbers, paragraph_texts, plan_records, record_texts
from archive.mentions.editor_marks import EditorMark, FoundAhead, marks_in, mentions_of
from archive.models import Mention, Record, RetiredRecord, Transcript, Turn
from archive.parsing.parsed import ParsedTranscript
from archive.parsing.warning_texts import stored_warning
from archive.speakers.splitting import Cast
from archive.text.paragraphs import paragraphs_of

BATCH_SIZE = 2000
FIELDS = ("title", "date", "place", "kind", "language", "published", "source_url")
TITLE_LENGTH, PLACE_LENGTH, LANGUAGE_LENGTH, URL_LENGTH = 1000, 300, 12, 2000
Warnings = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Stored:
    """The content of a transcript before a revision; empty for a new one."""

    records: list[Record] = field(default_factory=list)
    turns: list[list[Turn]] = field(default_factory=list)  # by record
    texts: list[str] = field(default_factory=list)
    paragraphs: list[tuple[int, str]] = field(default_factory=list)
    marks: list[EditorMark] = field(default_factory=list)


def stored(transcript: Transcript) -> Stored:
    """Return the present content of a transcript. Three queries."""
    records = list(transcript.records.order_by("position"))
    turns = turns_of(transcript, records)
    every = [turn for record_turns in turns for turn in record_turns]
    return Stored(
        records=records,
        turns=turns,
        texts=[_whole(turn.text for turn in record_turns) for record_turns in turns],
        paragraphs=[(part.number, part.text) for turn in every for part in turn.numbered_paragraphs()],
        marks=marks_in(transcript, every),
    )


def turns_of(transcript: Transcript, records: Sequence[Record]) -> list[list[Turn]]:
    """Return the turns of each record. One query; `prefetch_related` would make a QuerySet for each of thousands of records."""
    by_record: dict[int, list[Turn]] = {record.pk: [] for record in records}
    for turn in transcript.turns.order_by("position"):
        by_record[turn.record_id].append(turn)
    return list(by_record.values())


def store(
    transcript: Transcript,
    reading: ParsedTranscript,
    cast: Cast,
    before: Stored,
    numbers: GivenNumbers | None = None,
    ahead: FoundAhead | None = None,
) -> int:
    """Replace the stored records, turns and mentions of a transcript; return the number of records.

    Records and paragraphs that continue an old one keep its number; others get the next free ones, unless `numbers` gives the
    ones they had before. A record that disappears is retired, with a link to what replaced it. Saves the transcript's counters
    and warnings. `ahead` holds mentions already found. Raises ValueError for impossible pairs.
    """
    plan = plan_records(reading)
    numbers = numbers or _numbers(transcript, reading, before)
    Turn.objects.filter(transcript=transcript).delete()
    records = _store_records(transcript, reading, plan, before, numbers.records)
    turns = _turns(transcript, reading, cast)
    for planned, record in zip(plan, records, strict=True):
        for index in planned.turns:
            turns[index].record = record
    _number_paragraphs(turns, numbers.paragraphs)
    _count_on(transcript, numbers)
    Turn.objects.bulk_create(turns)
    _insert_mentions(mentions_of(turns, before.marks, ahead))
    transcript.save(update_fields=["next_record", "next_paragraph", "warnings"])
    return len(records)


def _numbers(transcript: Transcript, reading: ParsedTranscript, before: Stored) -> GivenNumbers:
    records = [(record.number, text) for record, text in zip(before.records, before.texts, strict=True)]
    return GivenNumbers(
        continue_numbers(records, record_texts(reading), transcript.next_record),
        continue_numbers(before.paragraphs, paragraph_texts(reading), transcript.next_paragraph),
    )


def _count_on(transcript: Transcript, numbers: GivenNumbers) -> None:
    transcript.next_record = max((transcript.next_record, *(number + 1 for number in numbers.records)))
    transcript.next_paragraph = max((transcript.next_paragraph, *(number + 1 for number in numbers.paragraphs)))


def _insert_mentions(mentions: Iterable[Mention]) -> None:
    """Insert mentions with one prepared statement. A long transcript has 90,000, and `bulk_create` takes three times as long."""
    fields = [field for field in Mention._meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    names = [str(field.attname) for field in fields]
    with connection.cursor() as cursor:
        rows = (tuple(getattr(mention, name) for name in names) for mention in mentions)
        while some := list(islice(rows, BATCH_SIZE)):  # in chunks: all rows would be many MB
            cursor.executemany(f"INSERT INTO {quote(Mention._meta.db_table)} ({columns}) VALUES ({places})", some)


def _store_records(
    transcript: Transcript, reading: ParsedTranscript, plan: Sequence[PlannedRecord], before: Stored, numbers: Sequence[int]
) -> list[Record]:
    old = {record.number: record for record in before.records}
    records = []
    for index, (planned, number) in enumerate(zip(plan, numbers, strict=True)):
        record = old.get(number) or Record(transcript=transcript, number=number)
        record.kind, record.position = planned.kind, index + 1
        records.append(record)
    RetiredRecord.objects.filter(transcript=transcript, number__in=numbers).delete()
    Record.objects.bulk_update([record for record in records if record.pk], ["kind", "position"])
    Record.objects.bulk_create([record for record in records if not record.pk])
    _retire(transcript, before, records, align(before.texts, record_texts(reading)))
    return records


def _retire(transcript: Transcript, before: Stored, new: Sequence[Record], alignment: Alignment) -> None:
    kept = {record.number for record in new}
    heirs = {**alignment.replaced, **{old: index for index, old in alignment.kept.items()}}
    for index, record in enumerate(before.records):
        if record.number in kept:
            continue
        successor = new[heirs[index]] if index in heirs else None
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


def _number_paragraphs(turns: Sequence[Turn], numbers: Sequence[int]) -> None:
    left = iter(numbers)
    for turn in turns:
        turn.paragraphs = [next(left) for _ in paragraphs_of(turn.text)]


def _whole(texts: Iterable[str]) -> str:
    return "\n\n".join(texts)


def describe(transcript: Transcript, reading: ParsedTranscript, title: str, previous: ParsedTranscript | None) -> None:
    """Set the metadata from a reading. A value unchanged since the previous reading keeps what the transcript has now."""
    warnings: Warnings = [asdict(each) for each in reading.warnings]
    values = {
        "title": _cut(title, TITLE_LENGTH, "title", warnings),
        "date": reading.date,
        "place": _cut(" ".join((reading.place or "").split()), PLACE_LENGTH, "place", warnings),
        "kind": reading.kind,
        "language": (reading.language or "en")[:LANGUAGE_LENGTH],
        "published": reading.published,
        "source_url": usable_url(reading.source_url, warnings),
    }
    if not (reading.title or "").strip():
        warnings.append(stored_warning("title-from-file-name"))
    for name in FIELDS:
        if previous is None or getattr(previous, name) != getattr(reading, name):
            setattr(transcript, name, values[name])
    transcript.confidence = reading.confidence
    transcript.warnings = warnings


def usable_url(url: str | None, warnings: Warnings | None = None) -> str:
    """Return an address that can be linked to, or nothing (with a warning) if the file's address is unusable."""
    address = (url or "").strip()
    if not address or _is_url(address):
        return address
    if warnings is not None:
        warnings.append(stored_warning("source-url", address=address[:200]))
    return ""


def _is_url(address: str) -> bool:
    try:
        URLValidator(["http", "https"])(address)
    except ValidationError:
        return False
    return len(address) <= URL_LENGTH


def _cut(text: str, length: int, what: str, warnings: Warnings) -> str:
    if len(text) <= length:
        return text
    warnings.append(stored_warning(f"{what}-cut", length=length))
    return text[: length - 1].rpartition(" ")[0] + "…"
