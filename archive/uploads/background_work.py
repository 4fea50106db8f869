"""Work longer than a request should take: done by one thread of a process, and claimed so that no two processes do it.

The worker renews `claimed_at` now and then. If it is killed, another continues some minutes later.
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

STALE = dt.timedelta(minutes=3)  # no step between two renewals takes as long
log = logging.getLogger(__name__)
Claimed: TypeAlias = UploadBatch | Publication


class BackgroundWork:
    """One kind of work. A process does one piece at a time."""

    def __init__(self, name: str, do_all: Callable[[], None]) -> None:
        self.name, self._do_all = name, do_all
        self._busy = Lock()

    def start(self) -> None:
        """Start a thread for whatever waits, unless this process already runs one."""
        if self._busy.acquire(blocking=False):
            Thread(target=self._run, name=self.name, daemon=True).start()

    def _run(self) -> None:
        try:
            self._do_all()
        except Exception:
            log.exception("%s failed; it continues when its page is next opened", self.name.capitalize())
        finally:
            self._busy.release()
            connection.close()


def claim(row: Claimed) -> bool:
    """Claim a row for this process; tell whether it was free."""
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - STALE) | Q(claimed_at__gt=now + STALE)  # the clock was set back
    return bool(type(row).objects.filter(free, pk=row.pk).update(claimed_at=now))


def say_alive(row: Claimed, **done: int) -> bool:
    """Renew the claim; tell whether the editor has not cancelled the work."""
    return bool(type(row).objects.filter(pk=row.pk).update(claimed_at=timezone.now(), **done))


def release(row: Claimed) -> None:
    """Release the claim."""
    type(row).objects.filter(pk=row.pk).update(claimed_at=None)
