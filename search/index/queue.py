"""Keeps the index in step with the database: durable queue -> batches -> index.

A task is deleted only after its transcript is on disk in the index, so a process may be killed at any point: repeated work gives
the same result. One process writes at a time (`writer_lock`), and each index has its own tasks (`consumers`). An unusable index
is rebuilt: in its place if it cannot be searched, otherwise beside it, replacing it when complete.
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
BATCH_BESIDE = 50  # so many more of an index beside than of the live one: few, so that changes come in between
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fed:
    """An index to be written, with its consumer. `beside`: it does not answer searches yet."""

    index: SearchEngine
    consumer: IndexConsumer
    beside: bool

    def tasks(self) -> QuerySet[IndexTask]:
        """Return the tasks waiting for it."""
        return IndexTask.objects.filter(consumer=self.consumer)


def engine() -> SearchEngine:
    """Return the engine that the settings name."""
    return cast(SearchEngine, connections["default"])


def queue(transcript_ids: Iterable[int]) -> None:
    """Queue transcripts for indexing, as part of the caller's transaction."""
    IndexTask.objects.bulk_create([IndexTask(transcript_id=pk) for pk in transcript_ids], batch_size=1000)


def waiting() -> int:
    """Return how many transcripts in this machine's index may be out of date."""
    return rebuilding.behind(engine())


def writing(wait: bool) -> AbstractContextManager[WriterTurn | None]:
    """Hold the writer's lock; gives None if another holds it and `wait` is false."""
    return writing_to(engine().shared, wait)


def stamp() -> str:
    """Return the stamp of an index made from this database by this code."""
    state, _ = IndexState.objects.get_or_create(pk=1)
    return f"{state.database} {type(engine()).__name__} {SCHEMA_VERSION}"


def waiting_for() -> float:
    """Return how many seconds the oldest task of this machine's index has waited, 0 if there is none."""
    oldest = consumers.tasks_for(consumer_of(engine())).order_by("pk").values_list("created_at", flat=True).first()
    return max(0.0, (timezone.now() - oldest).total_seconds()) if oldest else 0.0


def drain(wait: bool = False) -> bool:
    """Index everything that waits now; tell whether that is done.

    If another process is indexing, `wait` for it or leave the tasks in the queue. Tasks queued in the meantime may be included,
    but are not waited for, so nobody indexes for others without end.
    """
    last = _last_waiting()
    while is_due(last):
        if not drain_once(wait):
            return False
    return True


def drain_once(wait: bool = False) -> bool:
    """Index one batch; tell whether this process got the lock."""
    with writing(wait) as turn:
        try:
            return turn is not None and _step(turn)
        except (LostStep, FencedOff) as lost:
            log.warning("Another writer came first (%s); the queue is checked again", lost)
            return True


def _last_waiting() -> int:
    consumer = consumer_of(engine())
    if consumer:
        consumers.give_out(consumer)
    return IndexTask.objects.aggregate(last=Max("pk"))["last"] or 0


def is_due(last: int | None = None) -> bool:
    """Tell whether there are tasks up to `last` (None: any), or an index is to be rebuilt."""
    live = engine()
    consumer = consumer_of(live)
    if consumer is None or consumer.until or is_built_beside(live) or live.stamp() != stamp():
        return True
    tasks = consumers.tasks_for(consumer)
    return (tasks if last is None else tasks.filter(pk__lte=last)).exists()


def _step(turn: WriterTurn) -> bool:
    """Process a batch of each index; tell whether there is anything left."""
    indexes, live = fed(), 0
    for one in indexes:
        consumers.give_out(one.consumer)
        most = BATCH_BESIDE + live if one.beside else BATCH  # it catches up however much is published meanwhile
        if batch := list(one.tasks().order_by("pk").values_list("pk", "transcript_id")[:most]):
            index_batch(one, batch, turn)
        live = len(batch)
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
    log.info("The index built beside the old one has replaced it")


def index_batch(one: Fed, batch: list[tuple[int, int]], turn: WriterTurn) -> None:
    """Update an index for some transcripts in one commit, then delete their tasks."""
    index, consumer = one.index, one.consumer
    transcripts, counter = {transcript for _, transcript in batch}, PhraseCounter()
    index.replace(transcripts, counting(turn.while_passing(documents(transcripts)), counter), turn.fence)
    mark = consumer.mark if index.shared else consumers.new_mark()
    if not index.shared:
        index.keep_note(consumers.written(consumer, mark))
    with transaction.atomic():
        consumers.lock_consumers()
        turn.check()
        in_step = IndexConsumer.objects.filter(pk=consumer.pk, mark=consumer.mark)
        if not in_step.update(mark=mark, seen_at=timezone.now()):
            raise LostStep(f"the index is a copy of {consumer}, or was given up")
        keep(transcripts, counter)
        IndexTask.objects.filter(pk__in=[pk for pk, _ in batch]).delete()


def documents(transcripts: Iterable[int] | None = None) -> Iterator[Document]:
    """Yield the documents of these transcripts' public records, or of all."""
    records = whole_records(Record.objects.published())
    if transcripts is not None:
        records = records.filter(transcript_id__in=list(transcripts))
    index: Any = connections["default"].get_unified_index().get_index(Record)
    for record in records.order_by("transcript_id", "position").iterator(chunk_size=500):
        yield index.full_prepare(record)


def fed() -> list[Fed]:
    """Return the indexes to be written, the live one first. An unusable one is replaced by an empty one.

    Only the writer may call this. If a shared index was made by a later version, nothing is returned: that version's machines
    write it.
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
    log.info("The index is %s: it is rebuilt", "missing or damaged" if found is None else "not this database's")
    return [Fed(live, _registered(live, consumers.place_of(live), consumer), False)]


def is_built_beside(live: SearchEngine) -> bool:
    """Tell whether an index is being built beside that this version writes. Machines of a later version write their own."""
    beside = live.beside()
    return bool(beside.note()) and not (live.shared and _is_later(beside.stamp(), stamp()))


def _built_beside(live: SearchEngine, ours: str) -> list[Fed]:
    """Return the index being built beside; an obsolete one is deleted, unless a later version builds it."""
    if not is_built_beside(live):
        return []
    beside = live.beside()
    consumer = consumer_of(beside) if beside.stamp() == ours else None
    if consumer is None:
        beside.reset(ours)
        return []
    return [Fed(beside, consumer, True)]


def begin_beside() -> Fed:
    """Begin an index beside that replaces the live one when complete."""
    live = engine()
    log.info("The index is rebuilt beside the one that answers")
    place = f"{consumers.place_of(live)}, built beside"
    return Fed(live.beside(), _registered(live.beside(), place), True)


def _registered(index: SearchEngine, place: str, instead: IndexConsumer | None = None) -> IndexConsumer:
    """Begin an index. If machines share it, nothing more is kept for those that it replaces."""
    live, made = engine(), consumers.register(index, stamp(), place, instead)
    if live.shared:
        consumers.forget_others(consumers.place_of(live), [made, consumer_of(live), consumer_of(live.beside())])
    return made


def is_of_this_archive(found: str | None) -> bool:
    """Tell whether a stamp belongs to this database and engine, in any version."""
    return (found or "").split()[:2] == stamp().split()[:2]


def _is_later(found: str | None, ours: str) -> bool:
    """Tell whether a stamp belongs to this database and engine, in a later version."""
    *theirs, version = (found or "0").split()
    return theirs == ours.split()[:2] and int(version) > SCHEMA_VERSION
