"""Sums of the contributions of public transcripts, updated in the transaction of every change.

The contribution of each public transcript is stored beside it (Counted). When it changes, the old contribution is subtracted and
the new one added. So the sums are exact whatever the change was, and reading a figure takes no longer in a large archive.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence

from django.db import connection, transaction

from archive.models import Counted, Mention, Record, Tally, Transcript, Turn, archive_version, write_locks
from archive.statistics.definitions import Counts, Key, SpokenTurnFacts, StandingMention, count

# Raise this number when definitions.py changes what is counted. The next start then counts everything again.
COUNTING_VERSION = 2
BATCH_SIZE = 50  # transcripts read in one batch
SUMS_IN_MEMORY = 200_000  # sums held in memory before they are written in bulk

# Django has no upsert that adds to a row. SQLite (3.24) and PostgreSQL both understand this one.
ADD = (
    'INSERT INTO archive_tally ("figure", "of", "by", "number") VALUES (%s, %s, %s, %s) '
    'ON CONFLICT ("figure", "of", "by") DO UPDATE SET "number" = archive_tally."number" + excluded."number"'
)
TAKE_OFF = 'UPDATE archive_tally SET "number" = "number" - %s WHERE "figure" = %s AND "of" = %s AND "by" = %s'
DROP = 'DELETE FROM archive_tally WHERE "figure" = %s AND "of" = %s AND "by" = %s AND "number" = 0'


def recount(transcript_id: int) -> None:
    """Update the sums for a transcript as it is now. Call it in the transaction that changes it.

    It is counted before others have to wait: nobody else changes a transcript whose row is locked.
    """
    write_locks.beside()
    Transcript.objects.select_for_update().filter(pk=transcript_id).values_list("pk").first()
    _replace(transcript_id, counts_of([transcript_id]).get(transcript_id))


def forget(transcript_id: int) -> None:
    """Subtract a transcript's contribution. Call it in the transaction that deletes it."""
    write_locks.alone()
    _replace(transcript_id, None)


def catch_up() -> int:
    """Count public transcripts that are not counted yet, or all if the version differs; return how many."""
    if Counted.objects.exclude(way=COUNTING_VERSION).exists():
        return count_anew()
    missing = Transcript.objects.published().filter(counted=None).order_by("pk")
    if not missing.exists():
        return 0
    with transaction.atomic():
        write_locks.alone()
        return _count(list(missing.values_list("pk", flat=True)))


def count_anew() -> int:
    """Recount every public transcript; return how many there are."""
    with transaction.atomic():
        write_locks.alone()
        Tally.objects.all().delete()
        Counted.objects.all().delete()
        return _count(list(Transcript.objects.published().order_by("pk").values_list("pk", flat=True)))


def counted(transcript_id: int) -> Counts:
    """Return a transcript's stored contribution, empty if there is none. One query."""
    row = Counted.objects.filter(transcript=transcript_id).first()
    return unpacked(row.counts) if row else Counts()


def counts_of(transcript_ids: Sequence[int]) -> dict[int, Counts]:
    """Return the present contributions of transcripts, without those that are not public. Four queries."""
    public = Transcript.objects.published().filter(pk__in=transcript_ids)
    dates = dict(public.values_list("pk", "date"))
    records: dict[int, list[int]] = {one: [] for one in dates}
    for one, record in Record.objects.filter(transcript__in=dates).order_by().values_list("transcript", "pk"):
        records[one].append(record)
    turn_facts: dict[int, list[SpokenTurnFacts]] = {one: [] for one in dates}
    turns = Turn.objects.filter(transcript__in=dates, speaker__isnull=False).exclude(role=Turn.Role.QUESTION)
    for one, *row in turns.order_by().values_list("transcript", *SpokenTurnFacts._fields):
        turn_facts[one].append(SpokenTurnFacts(*row))
    mentions: dict[int, list[StandingMention]] = {one: [] for one in dates}
    standing = Mention.objects.filter(record__transcript__in=dates, rejected=False)
    for one, *fields in standing.order_by().values_list("record__transcript", *StandingMention._fields):
        mentions[one].append(StandingMention(*fields))
    return {one: count(one, dates[one], records[one], turn_facts[one], mentions[one]) for one in dates}


def difference(now: Counts, before: Counts) -> Counts:
    changed = Counts(now)
    changed.subtract(before)
    return Counts({key: number for key, number in changed.items() if number})


def packed(counts: Mapping[Key, int]) -> bytes:
    """Return counts in their stored form."""
    nested: dict[str, dict[str, dict[str, int]]] = {}
    for (figure, of, by), number in counts.items():
        nested.setdefault(figure, {}).setdefault(of, {})[by] = number
    return zlib.compress(json.dumps(nested, ensure_ascii=False, separators=(",", ":")).encode())


def unpacked(data: bytes | memoryview) -> Counts:
    nested = json.loads(zlib.decompress(data))
    return Counts(
        {(figure, of, by): number for figure, some in nested.items() for of, more in some.items() for by, number in more.items()}
    )


def _replace(transcript_id: int, now: Counts | None) -> None:
    """Replace a transcript's contribution. None removes it."""
    before = counted(transcript_id)
    if now is None:
        Counted.objects.filter(transcript=transcript_id).delete()
    elif now != before:
        _keep({transcript_id: now})
    if changed := difference(now or Counts(), before):
        archive_version.hold()
        _add(changed)


def _count(transcript_ids: Sequence[int]) -> int:
    sums = Counts()
    for start in range(0, len(transcript_ids), BATCH_SIZE):
        found = counts_of(transcript_ids[start : start + BATCH_SIZE])
        _keep(found)
        for counts in found.values():
            sums.update(counts)
        if len(sums) > SUMS_IN_MEMORY:
            _add(sums)
            sums.clear()
    _add(sums)
    archive_version.bump()
    return len(transcript_ids)


def _keep(counts: Mapping[int, Counts]) -> None:
    rows = [Counted(transcript_id=one, way=COUNTING_VERSION, counts=packed(found)) for one, found in counts.items()]
    Counted.objects.bulk_create(rows, update_conflicts=True, unique_fields=["transcript"], update_fields=["way", "counts"])


def _add(changed: Mapping[Key, int]) -> None:
    """Add to the sums, creating missing ones. Negative counts subtract; sums of zero are deleted."""
    rows = sorted((*key, number) for key, number in changed.items())
    less = [row for row in rows if row[3] < 0]
    with connection.cursor() as cursor:
        cursor.executemany(ADD, [row for row in rows if row[3] > 0])
        cursor.executemany(TAKE_OFF, [(-number, *key) for *key, number in less])
        cursor.executemany(DROP, [key for *key, _ in less])
