"""Keep the index in step with the database: durable queue -> batches -> index.

A task is deleted only after the index that has its transcript is on disk, so a process may be killed at any point and
nothing is lost: what is done twice comes out the same. One process writes at a time (`writer_lock`), and each index has tasks
of its own (`consumers`). An index that cannot be used any more is built anew: in its place where it cannot be asked either,
otherwise beside, and takes its place when all is in.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, cast

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from haystack import connections

from archive.models import Record
from search.engines.base import Document, FencedOff, SearchEngine
from search.index import consumers, rebuilding
from search.index.consumers import LostStep, consumer_of
from search.index.phrases import PhraseCounter, counting, keep
from search.index.writer_lock import WriterTurn, writing_to
from search.models import IndexConsumer, IndexState, IndexTask
from search.search_indexes import SCHEMA_VERSION, whole_records

BATCH = 200  # transcripts a commit
BATCH_BESIDE = 50  # the same for an index that nobody asks yet: what changes in the one that answers comes in between
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fed:
    """An index that is to be written, with the consumer that it is; `beside` says that it does not answer yet."""

    index: SearchEngine
    consumer: IndexConsumer
    beside: bool

    def tasks(self) -> QuerySet[IndexTask]:
        """Return what waits for it."""
        return IndexTask.objects.filter(consumer=self.consumer)


def engine() -> SearchEngine:
    """Return the engine that the settings name."""
    return cast(SearchEngine, connections["default"])


def queue(transcript_ids: Iterable[int]) -> None:
    """Note that transcripts must be looked at again, as part of the caller's transaction."""
    IndexTask.objects.bulk_create([IndexTask(transcript_id=pk) for pk in transcript_ids], batch_size=1000)


def waiting() -> int:
    """Return how many transcripts the index that this machine asks may not have as they are now."""
    return rebuilding.behind(engine())


def writing(wait: bool) -> AbstractContextManager[WriterTurn | None]:
    """Be the one writer; gives None where another is and `wait` is not wanted."""
    return writing_to(engine().shared, wait)


def stamp() -> str:
    """Return what an index of this database, made by this code, carries."""
    state, _ = IndexState.objects.get_or_create(pk=1)
    return f"{state.database} {type(engine()).__name__} {SCHEMA_VERSION}"


def waiting_for() -> float:
    """Return for how many seconds the transcript that has waited longest for this machine's index has, 0 where none does."""
    oldest = consumers.tasks_for(consumer_of(engine())).order_by("pk").values_list("created_at", flat=True).first()
    return max(0.0, (timezone.now() - oldest).total_seconds()) if oldest else 0.0


def drain(wait: bool = False) -> bool:
    """Index all that waits now; tell whether that is done.

    Where another process is at it, `wait` for it or leave the tasks in the queue. What is queued meanwhile is done along
    with the rest, but not waited for: its own process sees to it, so nobody indexes for others without end.
    """
    last = _last_waiting()
    while is_due(last):
        if not drain_once(wait):
            return False
    return True


def drain_once(wait: bool = False) -> bool:
    """Index a batch of what waits; tell whether it was this process's turn."""
    with writing(wait) as turn:
        try:
            return turn is not None and _step(turn)
        except (LostStep, FencedOff) as lost:
            log.warning("Another writer came first (%s); what waits is looked at again", lost)
            return True


def _last_waiting() -> int:
    consumer = consumer_of(engine())
    if consumer:
        consumers.give_out(consumer)
    return IndexTask.objects.aggregate(last=Max("pk"))["last"] or 0


def is_due(last: int | None = None) -> bool:
    """Tell whether there is anything to do, in tasks up to `last` (None: any), or because an index is to be built."""
    live = engine()
    consumer = consumer_of(live)
    if consumer is None or consumer.until or live.beside().note() or live.stamp() != stamp():
        return True
    tasks = consumers.tasks_for(consumer)
    return (tasks if last is None else tasks.filter(pk__lte=last)).exists()


def _step(turn: WriterTurn) -> bool:
    """Do a batch of each index that is to be written; tell whether there is any."""
    indexes = fed()
    for one in indexes:
        consumers.give_out(one.consumer)
        if batch := list(one.tasks().order_by("pk").values_list("pk", "transcript_id")[: BATCH_BESIDE if one.beside else BATCH]):
            index_batch(one, batch, turn)
        if one.consumer.until and not one.tasks().filter(pk__lte=one.consumer.until).exists():
            consumers.end_building(one.index, one.consumer)
        if one.beside and not one.tasks().exists():
            _swap(turn)
    return bool(indexes)


def _swap(turn: WriterTurn) -> None:
    live = engine()
    old = consumer_of(live)
    turn.check()
    live.swap()
    if old:
        old.delete()
    log.info("The index that was built beside the other has taken its place")


def index_batch(one: Fed, batch: list[tuple[int, int]], turn: WriterTurn) -> None:
    """Bring an index in step with some transcripts in one commit, then forget their tasks."""
    index, consumer = one.index, one.consumer
    transcripts, said = {transcript for _, transcript in batch}, PhraseCounter()
    index.replace(transcripts, counting(turn.while_passing(documents(transcripts)), said), turn.fence)
    mark = consumer.mark if index.shared else consumers.new_mark()
    if not index.shared:
        index.keep_note(consumers.written(consumer, mark))
    with transaction.atomic():
        consumers.lock_consumers()
        turn.check()
        in_step = IndexConsumer.objects.filter(pk=consumer.pk, mark=consumer.mark)
        if not in_step.update(mark=mark, seen_at=timezone.now()):
            raise LostStep(f"the index is a copy of {consumer}, or was taken for lost")
        keep(transcripts, said)
        IndexTask.objects.filter(pk__in=[pk for pk, _ in batch]).delete()


def documents(transcripts: Iterable[int] | None = None) -> Iterator[Document]:
    """Yield the documents of these transcripts' public records, or of all there are."""
    records = whole_records(Record.objects.published())
    if transcripts is not None:
        records = records.filter(transcript_id__in=list(transcripts))
    index: Any = connections["default"].get_unified_index().get_index(Record)
    for record in records.order_by("transcript_id", "position").iterator(chunk_size=500):
        yield index.full_prepare(record)


def fed() -> list[Fed]:
    """Return the indexes that are to be written, the one that answers first; one that cannot be used on is begun anew.

    Only the writer may ask. None are returned where the index that machines share was made by a later version: that one's
    machines write it.
    """
    live, ours = engine(), stamp()
    found, consumer = live.stamp(), consumer_of(live)
    if found == ours:
        consumer = consumer or consumers.adopt(live, consumers.place_of(live))
    built = _built_beside(live, ours)
    if found == ours and consumer:
        return [Fed(live, consumer, False), *built]
    if built or (live.shared and _is_later(found, ours)):
        return built
    if is_of_this_archive(found):
        return [begin_beside()]
    log.info("The index is %s: it is built anew", "missing or damaged" if found is None else "not this database's")
    return [Fed(live, consumers.register(live, ours, consumers.place_of(live), consumer), False)]


def _built_beside(live: SearchEngine, ours: str) -> list[Fed]:
    """Return the index that is being built beside; what is no use any more goes."""
    beside = live.beside()
    if not beside.note():
        return []
    consumer = consumer_of(beside) if beside.stamp() == ours else None
    if consumer is None:
        beside.reset(ours)
        return []
    return [Fed(beside, consumer, True)]


def begin_beside() -> Fed:
    """Begin an index that takes the place of the one that answers when all is in it."""
    live = engine()
    log.info("The index is built anew beside the one that answers")
    place = f"{consumers.place_of(live)}, built beside"
    return Fed(live.beside(), consumers.register(live.beside(), stamp(), place), True)


def is_of_this_archive(found: str | None) -> bool:
    """Tell whether a stamp is of this database and engine, whatever its version."""
    return (found or "").split()[:2] == stamp().split()[:2]


def _is_later(found: str | None, ours: str) -> bool:
    """Tell whether a stamp is of this database and engine, and of a later version."""
    *theirs, version = (found or "0").split()
    return theirs == ours.split()[:2] and int(version) > SCHEMA_VERSION
