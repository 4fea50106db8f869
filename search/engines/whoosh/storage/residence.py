"""Limits how much of the mapped files stays in this process's memory.

Pages of mapped files belong to the system's cache: processes share them, and the system reclaims them when needed. Still they
count as resident, and a few searches over a large index touch all of it. So they are released above a limit: first what only
single searches need, then everything else. They stay in the system's cache, and coming back costs about a microsecond for 64 KB.
On systems that do not report residence (other than Linux), nothing is released.
"""

from __future__ import annotations

import ctypes
import mmap
from collections.abc import Iterable
from pathlib import Path
from threading import Lock

from search.engines.whoosh.storage.arrayfile import ArrayFile
from search.text.memory import MEMORY

STATM = Path("/proc/self/statm")
POSTINGS = (".ids", ".tf", ".pos", ".code", "#stored.blob", "#kept.blob")  # large, and different for each search
LEAST_SHARE = 1 / 4  # the share of the cap always left to mapped files
ENOUGH_SHARE = 3 / 4  # share of the limit: if more is left after releasing the postings, the columns are released too


def pages_of_files() -> int:
    """Return the bytes of files in this process's memory, including libraries; 0 if unknown."""
    try:
        return int(STATM.read_bytes().split()[2]) * mmap.PAGESIZE
    except (OSError, IndexError, ValueError):
        return 0


def give_back() -> None:
    """Return freed memory to the system, if the C library can (GNU's can)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


class Residence:
    """Keeps the pages of mapped segments within the share of the cap left to them."""

    def __init__(self) -> None:
        self._others = pages_of_files()  # of libraries and SQLite; measured again whenever all of ours are released
        self._busy = Lock()

    @property
    def mapped(self) -> int:
        """Return about how many bytes of segments are in memory."""
        found = pages_of_files()
        self._others = min(self._others, found)
        return found - self._others

    @property
    def limit(self) -> int:
        """Return how many bytes of segments may be in memory."""
        return max(MEMORY.left, int(MEMORY.limit * LEAST_SHARE))

    def keep(self, files: Iterable[ArrayFile]) -> None:
        """Release pages of these files if too many are in memory."""
        if self.mapped <= self.limit or not self._busy.acquire(blocking=False):
            return
        try:
            files = list(files)
            for file in files:
                file.let_go(POSTINGS)
            if self.mapped > self.limit * ENOUGH_SHARE:
                for file in files:
                    file.let_go()
                self._others = pages_of_files()
        finally:
            self._busy.release()


RESIDENCE = Residence()
