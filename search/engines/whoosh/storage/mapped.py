"""Mapped segment files, one mapping per process, released when no generation uses them, and kept within a limit of memory.

Pages of mapped files belong to the system's cache: processes share them, and the system reclaims them when needed. Still they
count as resident, and a few searches over a large index touch all of it. So they are released above a limit: first what only
single searches need, then everything else. They stay in the system's cache, and coming back costs about a microsecond for 64 KB.
On systems that do not report residence (other than Linux), nothing is released.
"""

from __future__ import annotations

import ctypes
import mmap
import os
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, TypeAlias
from weakref import WeakKeyDictionary

from search.engines.whoosh.storage.arrayfile import ArrayFile
from search.text.memory import MEMORY

STATM = "/proc/self/statm"
POSTINGS = (".ids", ".tf", ".pos", ".code", "#stored.blob", "#kept.blob")  # large, and different for each search
LEAST_SHARE = 1 / 4  # the share of the cap always left to mapped files
ENOUGH_SHARE = 3 / 4  # share of the limit: if more is left after releasing the postings, the columns are released too


def pages_of_files() -> int:
    """Return the bytes of files in this process's memory, including libraries; 0 if unknown."""
    try:
        descriptor = os.open(STATM, os.O_RDONLY)  # a third of the time that a file object takes, with every search
        try:
            return int(os.read(descriptor, mmap.PAGESIZE).split()[2]) * mmap.PAGESIZE
        finally:
            os.close(descriptor)
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


class NamedFile(Protocol):
    """The name of a segment's file."""

    @property
    def file_name(self) -> str:
        """Return the name of the segment's file."""
        ...


READ_AT_ONCE = 4 << 20  # bytes of a file that is verified when opened, in a few milliseconds; see file_verification.py
FileState: TypeAlias = tuple[int, int, int]
_open_files: dict[tuple[str, str], tuple[ArrayFile, FileState]] = {}
_read_through: WeakKeyDictionary[ArrayFile, None] = WeakKeyDictionary()


def open_segment(storage: Any, segment: NamedFile) -> ArrayFile:
    """Return a segment's mapped file (from a memory storage: its bytes).

    Mapped once per process; see `forget_segments`. Raises DamagedFile, and OSError if it does not exist.
    """
    if not storage.supports_mmap:
        with storage.open_file(segment.file_name) as file:
            return ArrayFile(file.read())
    key = (str(storage.folder), segment.file_name)
    path = os.path.join(*key)
    state = file_state(path)
    opened = _open_files.get(key)
    if opened is None or opened[1] != state:
        file = ArrayFile.map(Path(path))
        if opened is not None or file.size <= READ_AT_ONCE:  # a changed file was complete once, so it was overwritten
            file.verify()
        opened = _open_files[key] = (file, state)
    return opened[0]


def map_again(storage: Any, segment: NamedFile) -> ArrayFile:
    """Return a segment's file as a separate mapping, for a sequential reader that releases pages behind it."""
    file = open_segment(storage, segment)
    if storage.supports_mmap:
        file = ArrayFile.map(Path(storage.folder) / segment.file_name)
        _read_through[file] = None
    return file


def keep_within_limit() -> None:
    """Release pages of mapped segments above the memory limit."""
    passing = (file for found in _read_through.keyrefs() if (file := found()) is not None)
    RESIDENCE.keep([*(file for file, _ in list(_open_files.values())), *passing])


def file_state(path: str) -> FileState:
    """Return the state of a file, to detect changes in a file that should never change."""
    found = os.stat(path)
    return found.st_ino, found.st_size, found.st_mtime_ns


def forget_segments(folder: str, in_use: set[str]) -> None:
    """Release unused mapped files of a folder, and their pages. Running searches may still use them."""
    for key in [key for key in list(_open_files) if key[0] == folder and key[1] not in in_use]:
        found = _open_files.pop(key, None)
        if found is not None:
            found[0].let_go()
