"""When indexing runs: after a commit, in the background, and periodically, since another machine may have published.

Nothing here ever fails a request. What cannot be indexed stays in the queue, and is retried after increasing pauses.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Lock, Thread

from django.conf import settings
from django.db import close_old_connections, connection

from archive.models import Record
from archive.serving.outages import for_operators, outage_of
from archive.signals import is_serving
from search.engines.base import EngineFault
from search.index import consumers
from search.index.queue import drain, engine, is_due, waiting
from search.index.writer_lock import clear_way, locked, make_folder

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds before a retry
INDEXED_WITHIN_REQUEST = 20  # transcripts indexed within a request; more go to a thread
RECORDS_AT_ONCE = 2000  # more records take the index several seconds, too long for a request
SIGN_OF_LIFE = 60.0  # seconds
LOOK = 5.0  # seconds between two checks whether the following process is still there
log = logging.getLogger(__name__)
_background = Lock()


def drain_or_log(wait: bool = False) -> bool:
    """Index everything that waits. On failure the tasks stay in the queue, the log says why, and a server retries."""
    try:
        return drain(wait)
    except Exception as error:
        log_failure(error)
        return not is_serving()


def drain_after_commit() -> None:
    """Index what a request has changed, without ever failing it. Large changes, or a busy index, are left to a thread."""
    if _is_much() or not drain_or_log():
        drain_in_background()


def _is_much() -> bool:
    """Tell whether indexing would take too long for a request or is done elsewhere; also if the engine is unreachable."""
    if is_serving() and not settings.INDEX_IN_SERVER:
        return True
    try:
        return bool(engine().beside().note()) or waiting() > INDEXED_WITHIN_REQUEST or _records_waiting() > RECORDS_AT_ONCE
    except EngineFault as fault:
        log.warning("Indexing is postponed: %s", fault)
        return True


def _records_waiting() -> int:
    """Return the number of records in waiting transcripts."""
    tasks = consumers.tasks_for(consumers.consumer_of(engine()))
    return Record.objects.filter(transcript_id__in=tasks.values("transcript_id")).count()


def drain_in_background() -> None:
    """Index everything that waits in a thread, unless this process already does or must not index."""
    if is_serving() and not settings.INDEX_IN_SERVER:
        return
    if _background.acquire(blocking=False):
        Thread(target=_drain_in_thread, name="indexing", daemon=True).start()


def _drain_in_thread() -> None:
    """Index everything that waits. A serving process retries until it succeeds, doubling the pause."""
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
        while drain(wait=True) and is_due():
            pass
    except Exception as error:
        log_failure(error)
        return False
    return True


def log_failure(error: Exception) -> None:
    """Log why indexing failed; a fault of the machine in one line without traceback."""
    outage = outage_of(error)
    reason = for_operators(outage, error) if outage else f"{type(error).__name__}: {error}."
    known = outage or isinstance(error, EngineFault)
    log.error(
        "Indexing failed: %s Waiting transcripts are kept; the server or index_pending tries again",
        reason,
        exc_info=None if known else error,
    )


def _in_new_process() -> None:
    """Forget the parent's thread after a fork."""
    global _background
    _background = Lock()


os.register_at_fork(after_in_child=_in_new_process)


def follow_in_background() -> None:
    """Index all changes in a thread of this process as long as it lives."""
    if settings.INDEX_IN_SERVER:
        Thread(target=follow, args=(Event(),), name="following", daemon=True).start()


def follow(stop: Event) -> None:
    """Index all changes, from this machine or others, until stopped. One process of a machine does it at a time."""
    while not stop.is_set():
        with _only_one() as mine:
            if mine:
                _follow(stop)
        stop.wait(LOOK)


@contextmanager
def _only_one() -> Iterator[bool]:
    """Hold the follower's lock. If its file is unavailable, follow anyway: the lock only saves work."""
    path = Path(settings.INDEX_DIR).with_name(Path(settings.INDEX_DIR).name + ".following")
    with ExitStack() as held:
        try:
            make_folder(path.parent)
            clear_way(path)
            mine = held.enter_context(locked(path))
        except OSError:
            mine = True
        yield mine


def _follow(stop: Event) -> None:
    pause, last_sign = settings.INDEX_POLL, -SIGN_OF_LIFE
    while not stop.is_set():
        try:
            if is_due():
                drain()
            if time.monotonic() - last_sign > SIGN_OF_LIFE:
                _say_alive()
                last_sign = time.monotonic()
            pause = settings.INDEX_POLL
        except Exception as error:
            log_failure(error)
            connection.close()
            pause = min(max(2 * pause, FIRST_PAUSE), LONGEST_PAUSE)
        close_old_connections()
        stop.wait(pause)
    connection.close()


def _say_alive() -> None:
    for index in (engine(), engine().beside()):
        if consumer := consumers.consumer_of(index):
            consumers.say_alive(consumer)
