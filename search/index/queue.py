"""Keep the index in step with the database: durable queue -> batches -> index.

A task is deleted only after the index that has its transcript is on disk, so a process may be killed at any point and
nothing is lost: what is done twice comes out the same. One process writes at a time, by a file lock that dies with it.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Thread
from typing import Any, cast

from django.conf import settings
from django.core.files import locks
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from haystack import connections

from archive.models import Record, Transcript
from archive.serving.outages import for_operators, outage_of
from archive.signals import is_serving
from search.engines.base import Document, SearchEngine
from search.index import rebuilding
from search.index.locks import clear_way, make_folder
from search.index.phrases import PhraseCounter, counting, keep
from search.models import IndexState, IndexTask
from search.search_indexes import SCHEMA_VERSION, whole_records

BATCH = 200  # transcripts a commit
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds before what failed is tried again
AT_ONCE = 20  # transcripts that a request indexes itself; more are left to a thread
RECORDS_AT_ONCE = 2000  # more take the index several seconds, and whoever publishes would wait for them
log = logging.getLogger(__name__)
_background = Lock()


def engine() -> SearchEngine:
    """Return the engine that the settings name."""
    return cast(SearchEngine, connections["default"])


def queue(transcript_ids: Iterable[int]) -> None:
    """Note that transcripts must be looked at again, as part of the caller's transaction."""
    IndexTask.objects.bulk_create([IndexTask(transcript_id=pk) for pk in transcript_ids], batch_size=1000)


def waiting() -> int:
    """Return how many transcripts wait to be indexed."""
    return IndexTask.objects.values("transcript_id").distinct().count()


def waiting_for() -> float:
    """Return for how many seconds the transcript that has waited longest has, 0 where none does."""
    oldest = IndexTask.objects.order_by("pk").values_list("created_at", flat=True).first()
    return max(0.0, (timezone.now() - oldest).total_seconds()) if oldest else 0.0


def drain(wait: bool = False) -> bool:
    """Index all that waits now; tell whether that is done.

    Where another process is at it, `wait` for it or leave the tasks in the queue. What is queued meanwhile is done along
    with the rest, but not waited for: its own process sees to it, so nobody indexes for others without end.
    """
    last = IndexTask.objects.aggregate(last=Max("pk"))["last"] or 0
    while IndexTask.objects.filter(pk__lte=last).exists() or engine().stamp() != stamp():
        with writing(wait) as mine:
            if not mine:
                return False
            last = max(last, renew_if_unusable())
            if batch := list(IndexTask.objects.order_by("pk").values_list("pk", "transcript_id")[:BATCH]):
                index_batch(batch)
    rebuilding.end_if_done()
    return True


def drain_or_log(wait: bool = False) -> bool:
    """Index all that waits now; where that fails, the tasks stay in the queue, the log says why, and a server tries again."""
    try:
        return drain(wait)
    except Exception as error:
        log_failure(error)
        return not is_serving()


def drain_after_commit() -> None:
    """Index what a request has changed, without ever failing it; a lot, or another's turn, is left to a thread."""
    if waiting() > AT_ONCE or _records_waiting() > RECORDS_AT_ONCE or not drain_or_log():
        drain_in_background()


def _records_waiting() -> int:
    """Return how many records the transcripts that wait have."""
    return Record.objects.filter(transcript_id__in=IndexTask.objects.values("transcript_id")).count()


def drain_in_background() -> None:
    """Index all that waits in a thread of its own, unless this process has one at it."""
    if _background.acquire(blocking=False):
        Thread(target=_drain_in_thread, name="indexing", daemon=True).start()


def _drain_in_thread() -> None:
    """Index all that waits. A process that serves tries again until it succeeds, each time after twice as long a pause."""
    lock, pause = _background, FIRST_PAUSE
    try:
        while not _drain_or_tell() and is_serving():
            connection.close()
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
    finally:
        lock.release()
        connection.close()


def _drain_or_tell() -> bool:
    try:
        while drain(wait=True) and IndexTask.objects.exists():
            pass
    except Exception as error:
        log_failure(error)
        return False
    return True


def log_failure(error: Exception) -> None:
    """Say in the log why what waits is not indexed; a fault of the machine in one line, without where it came up."""
    outage = outage_of(error)
    reason = for_operators(outage, error) if outage else f"{type(error).__name__}: {error}."
    log.error(
        "Indexing failed: %s What waits is kept, and tried again by the server or by index_pending",
        reason,
        exc_info=None if outage else error,
    )


def _in_new_process() -> None:
    """Forget the thread of the process that this one was made of: it is not here."""
    global _background
    _background = Lock()


os.register_at_fork(after_in_child=_in_new_process)


def index_batch(batch: list[tuple[int, int]]) -> None:
    """Bring the index in step with some transcripts in one commit, then forget their tasks."""
    transcripts = {transcript for _, transcript in batch}
    said = PhraseCounter()
    engine().replace(transcripts, counting(documents(transcripts), said))
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


@contextmanager
def writing(wait: bool) -> Iterator[bool]:
    """Be the one writer; gives False where another is and `wait` is not wanted. The lock dies with its process."""
    path = Path(settings.INDEX_DIR)
    make_folder(path.parent)
    lock = path.with_name(path.name + ".lock")
    clear_way(lock)
    with open(lock, "ab") as file:
        yield locks.lock(file, locks.LOCK_EX if wait else locks.LOCK_EX | locks.LOCK_NB)


def stamp() -> str:
    """Return what an index of this database, made by this code, carries."""
    state, _ = IndexState.objects.get_or_create(pk=1)
    return f"{state.database} {type(engine()).__name__} {SCHEMA_VERSION}"


def renew_if_unusable() -> int:
    """Start anew where the index is missing, damaged, or of another database, engine or version.

    Returns the last task queued for that, 0 where the index is used on.
    """
    ours, found = stamp(), engine().stamp()
    if found == ours:
        return 0
    log.info("The index is %s: it is built anew", "missing or damaged" if found is None else "not this database's")
    rebuilding.begin()
    with transaction.atomic():
        IndexTask.objects.all().delete()  # what waits already is queued with the rest; twice would be done twice
        queue(Transcript.objects.published().values_list("pk", flat=True))
    last = IndexTask.objects.aggregate(last=Max("pk"))["last"] or 0
    rebuilding.note_queued(last)
    engine().reset(ours)
    return last
