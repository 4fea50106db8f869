"""Who may change the archive at the same time.

What touches one transcript is done beside others; what touches many (merging speakers, reading an export back, deleting) is done
alone. On PostgreSQL these are advisory locks, which end with the transaction; SQLite has one writer at a time anyway.

Locks are taken in one order, so that nobody waits in a ring: the archive (`alone` or `beside`), what must not be done twice
(`claim`), the transcript's row (`claim_row`), and at the very end the row of the archive's version with the figures
(archive/statistics/counters.py). Two changes that still get in each other's way, as when both make one speaker, meet at a unique
constraint; `done_beside` does the later one again, alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import IntegrityError, OperationalError, connection, models, transaction

ARCHIVE = 0x63686E6379  # "chncy": no other lock of this database has this number
CLAIMS = 0x63686E63  # the first half of the numbers of claims
DEADLOCK = "40P01"  # PostgreSQL: this transaction was given up, since it and another waited for each other
Done = TypeVar("Done")


def alone() -> None:
    """Let this transaction alone change the archive, from here to its end."""
    _ask("SELECT pg_advisory_xact_lock(%s)", ARCHIVE)


def beside() -> None:
    """Let nobody change the archive alone from here to the end of this transaction. To be asked for again costs nothing."""
    _ask("SELECT pg_advisory_xact_lock_shared(%s)", ARCHIVE)


def claim(things: Iterable[str]) -> bool:
    """Be the only transaction that decides about these things, whatever they are called, from here to its end.

    Tells whether there was anything to wait for, after which what was read before may have changed.
    """
    if not _has_locks():
        return False
    numbers = sorted({zlib.crc32(thing.encode("utf-8", "replace")) - 2**31 for thing in things})
    if numbers:
        _ask("SELECT pg_advisory_xact_lock(%s, number) FROM unnest(%s::int[]) AS number", CLAIMS, numbers)
    return bool(numbers)


def claim_row(row: models.Model) -> None:
    """Be the only transaction that changes what has this row, and read the row again. Raises DoesNotExist where it is gone."""
    beside()
    row.refresh_from_db(from_queryset=type(row)._default_manager.select_for_update())


@contextmanager
def held_while_connected(number: int) -> Iterator[bool]:
    """Hold a lock of the whole database, beyond transactions; gives False if another connection has it.

    It ends with the connection, so `still_held` says whether it is there after a long while. SQLite has no such locks: True.
    """
    if not _has_locks():
        yield True
        return
    mine = _answer_to("SELECT pg_try_advisory_lock(%s)", number)
    try:
        yield mine
    finally:
        if mine and connection.is_usable():
            _answer_to("SELECT pg_advisory_unlock(%s)", number)
        elif mine and not connection.in_atomic_block:
            connection.close()  # it was lost, and the lock with it; the next question opens another


def still_held(number: int) -> bool:
    """Tell whether this connection has the lock `number`."""
    mine = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND objsubid = 1"
    return not _has_locks() or _answer_to(f"{mine} AND (classid::bigint << 32) + objid::bigint = %s)", number)


class DeletedAlone(models.Model):
    """What goes together with much else: which rows that are is read while nobody adds any."""

    class Meta:
        abstract = True

    def delete(self, using: str | None = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        """Delete it with all that belongs to it; return how many rows that were, in all and by kind."""
        with transaction.atomic():
            alone()
            return super().delete(using, keep_parents)

    delete.alters_data = True  # type: ignore[attr-defined]


def done_beside(work: Callable[[], Done]) -> Done:
    """Do the work in a transaction beside others; once more, alone, where two got in each other's way.

    The work must begin from what is stored. Within another transaction it is that one's business to begin again.
    """
    if connection.in_atomic_block:
        return _done(beside, work)
    try:
        return _done(beside, work)
    except (IntegrityError, OperationalError) as clash:
        if not _is_clash(clash):
            raise
    return _done(alone, work)


def _done(lock: Callable[[], None], work: Callable[[], Done]) -> Done:
    with transaction.atomic():
        lock()
        return work()


def _is_clash(fault: Exception) -> bool:
    state = getattr(fault.__cause__, "sqlstate", None)
    return _has_locks() and (isinstance(fault, IntegrityError) or state == DEADLOCK)


def _has_locks() -> bool:
    return connection.vendor == "postgresql"


def _answer_to(question: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [number])
        return bool(cursor.fetchone()[0])


def _ask(question: str, *values: int | list[int]) -> None:
    if _has_locks():
        with connection.cursor() as cursor:
            cursor.execute(question, values)
