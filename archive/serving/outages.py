"""Temporary faults of the machine: a full disk, a locked database, a missing file system.

Pure: recognised from the error alone, so that it works while settings are read and when nothing else does.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

TRY_AGAIN = 75  # exit status, EX_TEMPFAIL of sysexits.h: the same command may succeed later


@dataclass(frozen=True, slots=True)
class Outage:
    """A fault: what is wrong, what the operator should do, and after how many seconds to retry."""

    what: str
    remedy: str
    retry_after: int


FULL = Outage("The disk is full", "Free some space (DATA_DIR, the temporary folder, quotas).", 120)
LOCKED = Outage(
    "The database is locked by another process", "Wait until it has finished, or end it; fuser on the database file names it.", 15
)
READ_ONLY = Outage(
    "The database is read-only",
    "Check the owner and permissions of DATA_DIR, and whether its file system is mounted read-only.",
    120,
)
AWAY = Outage("The disk does not answer", "Check the disk or the network file system of DATA_DIR.", 60)
UNREACHABLE = Outage("The database cannot be reached", "Check that it is running, and check DATABASE_URL and DATA_DIR.", 60)
DAMAGED = Outage("The database file is damaged", "Restore it from a backup: docs/operators.md says how.", 600)
UNPREPARED = Outage(
    "The database lacks tables of this version of Chancery",
    "Run manage.py migrate. If the database was emptied, restore it from a backup: docs/operators.md says how.",
    60,
)
MISSING = Outage(
    "The database file is missing",
    "Check DATA_DIR, and that its disk is mounted. For a new archive run manage.py migrate.",
    60,
)
STORE = Outage(
    "The store of original files does not answer",
    "Check that it is running, and check ORIGINALS_BUCKET, ORIGINALS_ENDPOINT and its credentials.",
    60,
)
NO_FOLDER = Outage(
    "A file stands where a folder belongs", "Look at DATA_DIR and INDEX_DIR: move the file away, or name another folder.", 120
)
TOO_MANY_FILES = Outage("Too many files are open", "Raise the limit (ulimit -n, LimitNOFILE= of systemd).", 30)

BY_ERRNO = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), FULL),
    errno.EROFS: READ_ONLY,
    errno.ENOTDIR: NO_FOLDER,
    **dict.fromkeys((errno.ESTALE, errno.EIO, errno.ENOTCONN, errno.EHOSTDOWN, errno.ENODEV, errno.ENXIO, errno.EREMOTEIO), AWAY),
    **dict.fromkeys((errno.EMFILE, errno.ENFILE), TOO_MANY_FILES),
}
BY_SQLITE_CODE = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_IOERR: AWAY,
    sqlite3.SQLITE_CANTOPEN: UNREACHABLE,
    sqlite3.SQLITE_PERM: UNREACHABLE,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
# On a full disk SQLite cannot create the shared memory of the write-ahead log, and reports an I/O error.
BY_SQLITE_EXTENDED_CODE = {sqlite3.SQLITE_IOERR_SHMSIZE: FULL, sqlite3.SQLITE_IOERR_SHMMAP: FULL}
# https://www.postgresql.org/docs/current/errcodes-appendix.html; two characters stand for the whole class.
BY_SQLSTATE = {
    "53100": FULL,
    "25006": READ_ONLY,
    "55P03": LOCKED,
    "40P01": LOCKED,
    "40001": LOCKED,
    "57014": LOCKED,
    "58030": AWAY,
    "08": UNREACHABLE,
    "53": UNREACHABLE,
    "57": UNREACHABLE,
    "XX": DAMAGED,
    "42P01": UNPREPARED,
    "42703": UNPREPARED,
}
LOST = ("OperationalError", "InterfaceError", "PoolTimeout")  # of psycopg, where it gives no code
NO_TABLE = ("no such table: ", "no such column: ")  # SQLite has no error code for these


class StoreFault(Exception):
    """What could not be done with an original in the object store."""


class MissingDatabase(sqlite3.OperationalError):
    """The file of the database, which is there no longer or not yet."""


def outage_of(error: BaseException | None) -> Outage | None:
    """Return the machine's fault that caused an error, or None."""
    return next((found for one in chain(error) if (found := _of_one(one))), None)


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and its causes."""
    seen: set[BaseException] = set()
    while error is not None and error not in seen:
        seen.add(error)
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def for_operators(outage: Outage, error: BaseException) -> str:
    """Return the message for commands and logs."""
    cause = next((str(one) for one in chain(error) if _of_one(one)), str(error))
    return f"{outage.what} ({cause.strip()}). {outage.remedy}"


def _of_one(error: BaseException) -> Outage | None:
    if isinstance(error, StoreFault):
        return STORE
    if isinstance(error, MissingDatabase):
        return MISSING
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", -1)
        if code == sqlite3.SQLITE_ERROR and str(error).startswith(NO_TABLE):
            return UNPREPARED
        return BY_SQLITE_EXTENDED_CODE.get(code) or BY_SQLITE_CODE.get(code & 0xFF)
    if isinstance(error, OSError):
        return BY_ERRNO.get(error.errno or 0)
    if type(error).__module__.startswith("psycopg"):
        state = getattr(error, "sqlstate", None) or getattr(error, "pgcode", None) or ""
        lost = (
            UNREACHABLE if not state and type(error).__name__ in ("OperationalError", "InterfaceError", "PoolTimeout") else None
        )
        return BY_SQLSTATE.get(state) or BY_SQLSTATE.get(state[:2]) or lost
    return None
