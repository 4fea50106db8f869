"""Work that takes longer than a request should: done by one thread of a process, and claimed, so that no two do the same.

Who does it says so every while in `claimed_at`. Where a process was killed, another goes on some minutes later.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from threading import Lock, Thread
from typing import TypeAlias

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from archive.models import Publication, UploadBatch

STALE = dt.timedelta(minutes=3)  # nothing that is done between two signs of life takes as long
log = logging.getLogger(__name__)
Claimed: TypeAlias = UploadBatch | Publication


class BackgroundWork:
    """One kind of work, of which a process does one piece at a time."""

    def __init__(self, name: str, do_all: Callable[[], None]) -> None:
        self.name, self._do_all = name, do_all
        self._busy = Lock()

    def start(self) -> None:
        """Do whatever waits, in a thread of its own, unless this process is at it."""
        if self._busy.acquire(blocking=False):
            Thread(target=self._run, name=self.name, daemon=True).start()

    def _run(self) -> None:
        try:
            self._do_all()
        except Exception:
            log.exception("%s failed; it goes on when its page is next looked at", self.name.capitalize())
        finally:
            self._busy.release()
            connection.close()


def claim(row: Claimed) -> bool:
    """Say that this process does it; tell whether no other does."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - STALE)
    return bool(type(row).objects.filter(free, pk=row.pk).update(claimed_at=timezone.now()))


def say_alive(row: Claimed, **done: int) -> bool:
    """Say that this process is still at it; tell whether its editor has not stopped it."""
    return bool(type(row).objects.filter(pk=row.pk).update(claimed_at=timezone.now(), **done))


def release(row: Claimed) -> None:
    """Say that this process does it no longer."""
    type(row).objects.filter(pk=row.pk).update(claimed_at=None)
