"""The consumers of changes: each machine's own index, an index shared by all machines, an index built beside one.

A change writes one task without a consumer. The next indexing process distributes it to every consumer, under the row lock that
also guards the registration of consumers. So a consumer gets everything committed after its registration, and is built from the
rest. Each consumer deletes its own tasks. An index stores its consumer in its note, with a mark that changes with every batch.
"""

from __future__ import annotations

import datetime as dt
import socket
import uuid
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from archive.models import Transcript
from archive.models.flat_rows import rows
from search.engines.base import SearchEngine
from search.models import IndexConsumer, IndexState, IndexTask

BATCH_SIZE = 5000  # tasks distributed in one transaction
LOOKS = 3  # tries to read a note that changes during comparison
WAITING = """
    SELECT (
        SELECT COUNT(DISTINCT transcript_id) FROM search_indextask
        WHERE consumer_id = search_indexconsumer.id OR consumer_id IS NULL
    ) FROM search_indexconsumer WHERE id = %s AND mark IN ([%s])
"""
BUILDING = "building"  # ends the note of an incomplete index
Found = TypeVar("Found")


class LostStep(Exception):
    """Another index has the same note: one of the two is a copy."""


def consumer_of(index: SearchEngine) -> IndexConsumer | None:
    """Return the consumer of an index; None if it is unregistered, was forgotten, or the mark differs."""
    return _looked_up(index, lambda pk, marks: IndexConsumer.objects.filter(pk=pk, mark__in=marks).first())


def waiting_for(index: SearchEngine) -> int | None:
    """Return how many transcripts wait for an index, None if it is no consumer. One query."""
    return _looked_up(index, _waiting_for)


def _waiting_for(pk: uuid.UUID, marks: list[str]) -> int | None:
    found = rows(WAITING, IndexConsumer._meta.pk.get_db_prep_value(pk, connection), marks)
    return int(found[0][0]) if found else None


def tasks_for(consumer: IndexConsumer | None) -> QuerySet[IndexTask]:
    """Return the tasks of a consumer, distributed or not; for None only undistributed ones."""
    return IndexTask.objects.filter(Q(consumer=consumer) | Q(consumer=None))


def _looked_up(index: SearchEngine, look: Callable[[uuid.UUID, list[str]], Found | None]) -> Found | None:
    """Look up the consumer of an index. A batch may finish between reading its note and its row."""
    for _ in range(LOOKS):
        note = index.note()
        pk, marks = _read(note)
        found = look(pk, marks) if pk and marks else None
        if found is not None or note == index.note():
            return found
    return None


def _read(note: str) -> tuple[uuid.UUID | None, list[str]]:
    """Return the consumer's key, and the marks one of which its row has: a kill may come between note and row."""
    words = note.split()
    try:
        return uuid.UUID(words[0]), words[1:3]
    except (IndexError, ValueError):
        return None, []


def written(consumer: IndexConsumer, mark: str) -> str:
    """Return the note of an index brought to `mark`."""
    return f"{consumer.pk} {mark} {consumer.mark} {BUILDING if consumer.until else ''}".rstrip()


def is_built(index: SearchEngine) -> bool:
    """Tell whether an index is complete. Reads the index alone."""
    return bool(note := index.note()) and not note.endswith(BUILDING)


def end_building(index: SearchEngine, consumer: IndexConsumer) -> None:
    """Record that a new index is complete."""
    consumer.refresh_from_db()
    consumer.until = 0
    index.keep_note(written(consumer, consumer.mark))
    IndexConsumer.objects.filter(pk=consumer.pk).update(until=0)


def new_mark() -> str:
    """Return a unique mark."""
    return uuid.uuid4().hex


def lock_consumers() -> IndexState:
    """Let one transaction at a time register consumers or distribute tasks, until it ends."""
    return IndexState.locked()


def register(index: SearchEngine, stamp: str, place: str, instead: IndexConsumer | None = None) -> IndexConsumer:
    """Register a new index as a consumer and queue everything published for it. `instead` is the consumer it replaces."""
    with transaction.atomic():
        lock_consumers()
        if instead:
            instead.delete()
        while _give_out_some():
            pass
        consumer = _created(place)
        published = list(Transcript.objects.published().order_by("pk").values_list("pk", flat=True))
        queue_for(consumer, published)
        consumer.total = len(published)
        consumer.until = consumer.tasks.aggregate(last=Max("pk"))["last"] or 0
        consumer.save(update_fields=["total", "until"])
    index.reset(stamp)
    index.keep_note(written(consumer, consumer.mark))
    return consumer


def forget_others(place: str, kept: Iterable[IndexConsumer | None]) -> None:
    """Delete the consumers of indexes that machines shared at a place and that are gone, with what waits for them."""
    known = [consumer.pk for consumer in kept if consumer]
    IndexConsumer.objects.filter(place__startswith=place).exclude(pk__in=known).delete()


def adopt(index: SearchEngine, place: str) -> IndexConsumer | None:
    """Adopt an index from before consumers existed as the only one; None if there are others already."""
    with transaction.atomic():
        lock_consumers()
        if index.note() or IndexConsumer.objects.exists():
            return None
        consumer = _created(place)
        index.keep_note(written(consumer, consumer.mark))
        return consumer


def _created(place: str) -> IndexConsumer:
    now = timezone.now()
    return IndexConsumer.objects.create(place=place[:300], mark=new_mark(), seen_at=now, begun_at=now)


def place_of(index: SearchEngine) -> str:
    """Return the location of an index, for operators."""
    return f"shared by all machines ({type(index).__name__})" if index.shared else f"{socket.gethostname()}:{settings.INDEX_DIR}"


def give_out(mine: IndexConsumer) -> None:
    """Distribute changes to every consumer, and delete consumers not seen for long."""
    while IndexTask.objects.filter(consumer=None).exists():
        with transaction.atomic():
            lock_consumers()
            _lost().exclude(pk=mine.pk).delete()
            _give_out_some()


def _lost() -> QuerySet[IndexConsumer]:
    """Return consumers with waiting tasks that have not been seen for long."""
    long_ago = timezone.now() - dt.timedelta(hours=settings.INDEX_FORGET_HOURS)
    old = IndexTask.objects.filter(consumer=OuterRef("pk"), created_at__lt=long_ago)
    return IndexConsumer.objects.filter(Exists(old), seen_at__lt=long_ago)


def _give_out_some() -> bool:
    """Distribute a batch of tasks to every consumer; tell whether there were any. Without consumers they are deleted.

    Only tasks that were read are distributed: another transaction may commit one with a lower number at any time.
    """
    waiting = list(IndexTask.objects.filter(consumer=None).order_by("pk").values_list("pk", "transcript_id")[:BATCH_SIZE])
    consumers = list(IndexConsumer.objects.all())
    for consumer in consumers[1:]:
        queue_for(consumer, dict.fromkeys(transcript for _, transcript in waiting))
    tasks = IndexTask.objects.filter(pk__in=[pk for pk, _ in waiting])
    if consumers:
        tasks.update(consumer=consumers[0])
    else:
        tasks.delete()
    return bool(waiting)


def queue_for(consumer: IndexConsumer, transcripts: Iterable[int]) -> None:
    """Queue transcripts for one consumer."""
    tasks = [IndexTask(transcript_id=pk, consumer=consumer) for pk in transcripts]
    IndexTask.objects.bulk_create(tasks, batch_size=1000)


def say_alive(consumer: IndexConsumer) -> None:
    """Record that a consumer is alive, though nothing has changed."""
    IndexConsumer.objects.filter(pk=consumer.pk).update(seen_at=timezone.now())
