"""The archive's signals. Both changes are sent inside the transaction, so that receivers' rows are committed with it.

Keyword: `transcript_id` (int).

`transcript_changed`: its records, metadata or state have changed; `restored` (bool, optional) says that it comes from an export.

`transcript_removed`: it is about to be deleted; also carries `record_ids` (list of int).

`loaded`: the application is loaded, perhaps before serving processes are forked, which then share what is read now; no threads,
connections or mapped files yet. No keywords.

`serving`: this process now serves pages; slow caches may be warmed, but not waited for. Keyword: `application`, the WSGI
application.

`measuring`: somebody asks for the state of the archive; each receiver returns a list of Gauge. No keywords.

`bulk_ended`: a `with bulk():` block has ended, also with an error. No keywords.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.core.handlers.wsgi import WSGIHandler
from django.dispatch import Signal

transcript_changed = Signal()
transcript_removed = Signal()
bulk_ended = Signal()
loaded = Signal()
serving = Signal()
measuring = Signal()

_processes_serving: set[int] = set()
_bulk: ContextVar[bool] = ContextVar("bulk", default=False)


@dataclass(frozen=True)
class Gauge:
    """A figure about the archive's state, under its Prometheus name."""

    name: str
    meaning: str
    value: float


def begin_serving(application: WSGIHandler) -> None:
    """Announce that this process now serves pages."""
    _processes_serving.add(os.getpid())
    serving.send(sender=None, application=application)


def is_serving() -> bool:
    """Tell whether this process serves pages, and so has time for background work."""
    return os.getpid() in _processes_serving


def in_bulk() -> bool:
    """Tell whether a bulk change is under way, so that follow-up work can wait until its end."""
    return _bulk.get()


@contextmanager
def bulk() -> Iterator[None]:
    """Group many changes, each in its own transaction. Nested blocks have no effect."""
    if in_bulk():
        yield
        return
    token = _bulk.set(True)
    try:
        yield
    finally:
        _bulk.reset(token)
        bulk_ended.send(sender=None)
