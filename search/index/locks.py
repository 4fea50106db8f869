"""Folders of the index, and file locks between processes."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import locks


def clear_way(path: Path) -> None:
    """Remove what blocks a lock's file: a folder, or a file that this process cannot open."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.exists() and not os.access(path, os.R_OK | os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        path.unlink()


def make_folder(folder: Path) -> None:
    """Create a folder if missing. Raises NotADirectoryError if a file has its name: it may be somebody's, and stays."""
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def locked(path: Path, wait: bool = False) -> Iterator[bool]:
    """Hold the lock of a file until the block or the process ends; gives False if another process holds it.

    With `wait`, wait for it. Raises OSError if the file cannot be created.
    """
    with open(path, "ab") as file:
        yield locks.lock(file, locks.LOCK_EX if wait else locks.LOCK_EX | locks.LOCK_NB)
