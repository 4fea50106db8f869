"""One writer at a time, and the index's folders. A machine's own index is guarded by a file lock, a shared one by the database.

A file lock ends with its process. On PostgreSQL so does an advisory lock, with the writer's connection; on SQLite a row says
until when the turn is taken, and the writer renews it. A suspended writer may wake up after its turn has passed to another: turns
are numbered, and the engine and the queue refuse writes with an earlier number (Kleppmann, How to do distributed locking, 2016:
fencing tokens).
"""

from __future__ import annotations

import datetime as dt
import errno
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.files import locks
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from archive.models import write_locks
from search.engines.base import FencedOff
from search.models import IndexState

LEASE = dt.timedelta(seconds=60)  # validity of a turn without renewal
SIGN_OF_LIFE = 10.0  # seconds
LOOK = 0.1  # seconds between two tries to get the turn
ADVISORY = 0x63686E6378  # "chncx": not used by any other lock of this database
Item = TypeVar("Item")


def clear_way(path: Path) -> None:
    """Remove what blocks a lock's file: a folder, or a file that this process cannot open."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.exists() and not os.access(path, os.R_OK | os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        path.unlink()


def make_folder(folder: Path) -> None:
    """Create a folder if missing. Raises NotADirectoryError if a file has its name: it may be somebody's, and stays."""
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def locked(path: Path, wait: bool = False) -> Iterator[bool]:
    """Hold the lock of a file until the block or the process ends; gives False if another process holds it.

    With `wait`, wait for it. Raises OSError if the file cannot be created.
    """
    with open(path, "ab") as file:
        yield locks.lock(file, locks.LOCK_EX if wait else locks.LOCK_EX | locks.LOCK_NB)


@dataclass(frozen=True, slots=True)
class WriterTurn:
    """A writer's turn, numbered from 1 for a shared index; 0 for a machine's own."""

    fence: int

    def check(self) -> None:
        """Raise FencedOff if there was a later turn. Within a transaction nobody gets one until its end."""
        if self.fence and not IndexState.objects.filter(pk=1, turn=self.fence).update(turn_until=timezone.now() + LEASE):
            raise FencedOff(f"turn {self.fence} is over")

    def while_passing(self, items: Iterable[Item]) -> Iterator[Item]:
        """Pass items through, renewing the turn meanwhile."""
        checked = time.monotonic()
        for item in items:
            if time.monotonic() - checked > SIGN_OF_LIFE:
                self.check()
                checked = time.monotonic()
            yield item


@contextmanager
def writing_to(shared: bool, wait: bool) -> Iterator[WriterTurn | None]:
    """Hold the writer's turn; gives None if another holds it and `wait` is false."""
    if not shared:
        path = Path(settings.INDEX_DIR)
        lock = path.with_name(path.name + ".lock")
        make_folder(lock.parent)
        clear_way(lock)
        with locked(lock, wait) as mine:
            yield WriterTurn(0) if mine else None
        return
    IndexState.objects.get_or_create(pk=1)
    if connection.vendor == "postgresql":
        with _advisory_locked(wait) as mine:
            yield _next_turn() if mine else None
    else:
        with _row_held(wait) as turn:
            yield turn


@contextmanager
def _advisory_locked(wait: bool) -> Iterator[bool]:
    while True:
        with write_locks.held_while_connected(ADVISORY) as mine:
            if mine or not wait:
                yield mine
                return
        time.sleep(LOOK)


@contextmanager
def _row_held(wait: bool) -> Iterator[WriterTurn | None]:
    while not (turn := _take_row()) and wait:
        time.sleep(LOOK)
    try:
        yield turn
    finally:
        if turn:
            IndexState.objects.filter(pk=1, turn=turn.fence).update(turn_until=None)


def _take_row() -> WriterTurn | None:
    now = timezone.now()
    with transaction.atomic():
        over = Q(turn_until__lt=now) | Q(turn_until__gt=now + 2 * LEASE)  # the clock was set back
        free = IndexState.objects.filter(Q(turn_until=None) | over, pk=1)
        return _next_turn() if free.update(turn_until=now + LEASE) else None


def _next_turn() -> WriterTurn:
    with transaction.atomic():
        IndexState.objects.filter(pk=1).update(turn=F("turn") + 1)
        return WriterTurn(IndexState.objects.values_list("turn", flat=True).get(pk=1))
