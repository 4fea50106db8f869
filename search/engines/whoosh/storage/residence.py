"""How much of the mapped files is in this process's memory, and letting go of it.

Pages of mapped files belong to the system's cache: processes share them, and the system takes them back when it needs them. They
count as resident all the same, and a few searches over a large index touch all of it. So they are let go of above a limit: what
only single searches need first, all else only where that is not enough. They stay in the system's cache, and coming back costs
about a microsecond for 64 KB. Where the system does not tell (it is not Linux), nothing is let go of.
"""

from __future__ import annotations

import ctypes
import mmap
from collections.abc import Iterable
from pathlib import Path
from threading import Lock

from search.engines.whoosh.storage.arrayfile import ArrayFile
from search.text.memory import MEMORY

TOLD = Path("/proc/self/statm")
POSTINGS = (".ids", ".tf", ".pos", ".code", "#stored.blob", "#kept.blob")  # long, and other ones for each search
LEAST = 1 / 4  # of the cap is left to mapped files, whatever else is kept
ENOUGH = 3 / 4  # of the limit: if there is more after the postings went, the columns go too


def pages_of_files() -> int:
    """Return how many bytes of files are in this process's memory, those of its libraries too; 0 where it cannot be told."""
    try:
        return int(TOLD.read_bytes().split()[2]) * mmap.PAGESIZE
    except (OSError, IndexError, ValueError):
        return 0


def give_back() -> None:
    """Give memory of this process's own that was freed back to the system, where its C library has a way to (GNU's has)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


class Residence:
    """Keeps the pages of mapped segments within what the cap leaves them."""

    def __init__(self) -> None:
        self._others = pages_of_files()  # of libraries, and what SQLite maps; found anew whenever all of ours are let go of
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
        return max(MEMORY.left, int(MEMORY.limit * LEAST))

    def keep(self, files: Iterable[ArrayFile]) -> None:
        """Let go of pages of these files where there are too many in memory."""
        if self.mapped <= self.limit or not self._busy.acquire(blocking=False):
            return
        try:
            files = list(files)
            for file in files:
                file.let_go(POSTINGS)
            if self.mapped > self.limit * ENOUGH:
                for file in files:
                    file.let_go()
                self._others = pages_of_files()
        finally:
            self._busy.release()


RESIDENCE = Residence()
