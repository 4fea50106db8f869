"""Mapped segment files, one mapping per process, released when no generation uses them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol, TypeAlias
from weakref import WeakKeyDictionary

from search.engines.whoosh.storage.arrayfile import ArrayFile
from search.engines.whoosh.storage.residence import RESIDENCE


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
    path = Path(storage.folder) / segment.file_name
    state = file_state(path)
    found = _open_files.get(key)
    if found is None or found[1] != state:
        file = ArrayFile.map(path)
        if found is not None or file.size <= READ_AT_ONCE:  # a changed file was complete once, so it was overwritten
            file.verify()
        found = _open_files[key] = (file, state)
    return found[0]


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


def file_state(path: Path) -> FileState:
    """Return the state of a file, to detect changes in a file that should never change."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def forget_segments(folder: str, in_use: set[str]) -> None:
    """Release unused mapped files of a folder, and their pages. Running searches may still use them."""
    for key in [key for key in list(_open_files) if key[0] == folder and key[1] not in in_use]:
        found = _open_files.pop(key, None)
        if found is not None:
            found[0].let_go()
