"""Who takes in what changes: each machine's own index, an index that all machines share, an index that is built beside one.

A change writes one task for nobody in particular. Whoever indexes next gives it to every consumer, under the lock of one row, by
which consumers are registered too: so a consumer gets what was committed after it was registered, and is built from the rest.
A consumer forgets its tasks alone. Which consumer an index is stands in its note, with a mark that changes with every batch.
"""

from __future__ import annotations

import datetime as dt
import socket
import uuid
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from archive.models import Transcript
from search.engines.base import SearchEngine
from search.models import IndexConsumer, IndexState, IndexTask

AT_ONCE = 5000  # tasks given out in one transaction
LOOKS = 3  # at a note that changes while it is compared
BUILDING = "building"  # ends the note of an index in which not everything is
Found = TypeVar("Found")


class LostStep(Exception):
    """Say that another index goes by the same note: one of the two is a copy."""


def consumer_of(index: SearchEngine) -> IndexConsumer | None:
    """Return the consumer that an index is; None where it is not registered, was forgotten, or is not the one that was marked."""
    return _looked_up(index, lambda consumers: consumers.first())


def waiting_for(index: SearchEngine) -> int | None:
    """Return how many transcripts an index has still to look at, None where it is no consumer. One query."""
    tasks = IndexTask.objects.filter(Q(consumer=OuterRef("pk")) | Q(consumer=None)).order_by().annotate(every=Value(1))
    number = tasks.values("every").annotate(number=Count("transcript_id", distinct=True)).values("number")
    told = Coalesce(Subquery(number), 0)
    return _looked_up(index, lambda consumers: consumers.values_list(told, flat=True).first())


def tasks_for(consumer: IndexConsumer | None) -> QuerySet[IndexTask]:
    """Return what waits for a consumer, given out or not; of None only what nobody was given."""
    return IndexTask.objects.filter(Q(consumer=consumer) | Q(consumer=None))


def _looked_up(index: SearchEngine, look: Callable[[QuerySet[IndexConsumer]], Found | None]) -> Found | None:
    """Look the consumer of an index up. A batch may be finished between a look at its note and one at its row."""
    for _ in range(LOOKS):
        note = index.note()
        pk, marks = _read(note)
        found = look(IndexConsumer.objects.filter(pk=pk, mark__in=marks)) if pk else None
        if found is not None or note == index.note():
            return found
    return None


def _read(note: str) -> tuple[uuid.UUID | None, list[str]]:
    """Return the consumer's key, and the marks of which its row has one: a kill may come between note and row."""
    words = note.split()
    try:
        return uuid.UUID(words[0]), words[1:3]
    except (IndexError, ValueError):
        return None, []


def written(consumer: IndexConsumer, mark: str) -> str:
    """Return the note of an index that was brought to `mark`."""
    return f"{consumer.pk} {mark} {consumer.mark} {BUILDING if consumer.until else ''}".rstrip()


def is_built(index: SearchEngine) -> bool:
    """Tell whether everything that was there when an index was begun is in it. Asks the index alone."""
    return bool(note := index.note()) and not note.endswith(BUILDING)


def end_building(index: SearchEngine, consumer: IndexConsumer) -> None:
    """Note that everything is in an index that was begun anew."""
    consumer.refresh_from_db()
    consumer.until = 0
    index.keep_note(written(consumer, consumer.mark))
    IndexConsumer.objects.filter(pk=consumer.pk).update(until=0)


def new_mark() -> str:
    """Return a mark that no other batch has."""
    return uuid.uuid4().hex


def lock_consumers() -> IndexState:
    """Let one transaction at a time register consumers or give out tasks, from here to its end."""
    return IndexState.locked()


def register(index: SearchEngine, stamp: str, place: str, instead: IndexConsumer | None = None) -> IndexConsumer:
    """Begin an index anew, as a consumer to which all that is published is queued; `instead` is one that goes."""
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


def adopt(index: SearchEngine, place: str) -> IndexConsumer | None:
    """Take an index of before there were consumers for the only one, as it is; None where there are others already."""
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
    """Return where an index lies, for operators."""
    return f"shared by all machines ({type(index).__name__})" if index.shared else f"{socket.gethostname()}:{settings.INDEX_DIR}"


def give_out(mine: IndexConsumer) -> None:
    """Give every consumer what has changed, and forget those that were not seen for long."""
    while IndexTask.objects.filter(consumer=None).exists():
        with transaction.atomic():
            lock_consumers()
            _lost().exclude(pk=mine.pk).delete()
            _give_out_some()


def _lost() -> QuerySet[IndexConsumer]:
    """Return consumers for which tasks wait that nobody has looked at for long; nothing more is kept for them."""
    long_ago = timezone.now() - dt.timedelta(hours=settings.INDEX_FORGET_HOURS)
    old = IndexTask.objects.filter(consumer=OuterRef("pk"), created_at__lt=long_ago)
    return IndexConsumer.objects.filter(Exists(old), seen_at__lt=long_ago)


def _give_out_some() -> bool:
    """Give tasks that are nobody's to every consumer; tell whether there were any. Where there is no consumer they go.

    Only what was seen is given out: another transaction may commit a task with a lower number at any time.
    """
    found = list(IndexTask.objects.filter(consumer=None).order_by("pk").values_list("pk", "transcript_id")[:AT_ONCE])
    consumers = list(IndexConsumer.objects.all())
    for consumer in consumers[1:]:
        queue_for(consumer, dict.fromkeys(transcript for _, transcript in found))
    tasks = IndexTask.objects.filter(pk__in=[pk for pk, _ in found])
    if consumers:
        tasks.update(consumer=consumers[0])
    else:
        tasks.delete()
    return bool(found)


def queue_for(consumer: IndexConsumer, transcripts: Iterable[int]) -> None:
    """Note that one consumer must look at transcripts again."""
    tasks = [IndexTask(transcript_id=pk, consumer=consumer) for pk in transcripts]
    IndexTask.objects.bulk_create(tasks, batch_size=1000)


def say_alive(consumer: IndexConsumer) -> None:
    """Say that a consumer is there, though nothing has changed."""
    IndexConsumer.objects.filter(pk=consumer.pk).update(seen_at=timezone.now())
