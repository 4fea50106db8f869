"""What the archive tells the world.

Both are sent inside the transaction that changes the data, so that a receiver's rows stand or fall with it.
Keyword: `transcript_id` (int). `transcript_changed`: its records, metadata or state differ from before; `restored` (bool, may
be missing) says that it comes from an export.
`transcript_removed`: it is about to be deleted; also carries `record_ids` (list of int).
`loaded`: the application is loaded, perhaps before processes that serve are made of this one, which then share what is read
now; not the time for threads, connections or mapped files. No keywords.
`serving`: this process serves pages from now on; what is slow to read for the first time may be read, but not waited for.
Keyword: `application`, the WSGI application.
`measuring`: somebody asks how the archive stands; each receiver returns a list of Gauge. No keywords.
`bulk_ended`: what `with bulk():` held together is over; sent also where it ended in an error. No keywords.
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
    """One number of how the archive stands, under the name that Prometheus has for it."""

    name: str
    meaning: str
    value: float


def begin_serving(application: WSGIHandler) -> None:
    """Say that this process serves pages from now on."""
    _processes_serving.add(os.getpid())
    serving.send(sender=None, application=application)


def is_serving() -> bool:
    """Tell whether this process serves pages, and so has time for what nobody waits for."""
    return os.getpid() in _processes_serving


def in_bulk() -> bool:
    """Tell whether many changes follow each other, so that work after each may be put off to the end of all."""
    return _bulk.get()


@contextmanager
def bulk() -> Iterator[None]:
    """Hold many changes together, each in a transaction of its own; inside another bulk this changes nothing."""
    if in_bulk():
        yield
        return
    token = _bulk.set(True)
    try:
        yield
    finally:
        _bulk.reset(token)
        bulk_ended.send(sender=None)
