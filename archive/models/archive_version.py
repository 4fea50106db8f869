"""The archive's version: a number that grows with every change of what the public sees."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import F

from archive.models import ArchiveVersion
from archive.models.flat_rows import rows

ROW = 1


_held: ContextVar[int | None] = ContextVar("held", default=None)


@contextmanager
def held(version: int) -> Iterator[None]:
    """Use this version while one page is made, so that it is queried once."""
    token = _held.set(version)
    try:
        yield
    finally:
        _held.reset(token)


def current() -> int:
    """Return the version, 0 for an archive in which nothing has been published yet. At most one query."""
    if (known := _held.get()) is not None:
        return known
    found = rows("SELECT number FROM archive_archiveversion WHERE id = %s", ROW)
    return int(found[0][0]) if found else 0


def bump() -> None:
    """Increase the version. Call it last in the transaction that changes what the public sees.

    The row stays locked until that transaction ends, so writers wait for each other here; `write_locks` keeps that wait short.
    """
    if not ArchiveVersion.objects.filter(pk=ROW).update(number=F("number") + 1):
        ArchiveVersion.objects.get_or_create(pk=ROW)
        ArchiveVersion.objects.filter(pk=ROW).update(number=F("number") + 1)


def hold() -> None:
    """Lock the row that `bump` changes, before figures are added to the sums. SQLite locks by itself."""
    if not ArchiveVersion.objects.select_for_update().filter(pk=ROW).exists():
        ArchiveVersion.objects.get_or_create(pk=ROW)
        ArchiveVersion.objects.select_for_update().get(pk=ROW)
