"""Replaces an index with one built beside it: its segments become the next generation, with one rename.

The files are linked, not moved, so an interrupted swap leaves both indexes whole and can be repeated.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from search.engines.whoosh.haystack import internals
from search.engines.whoosh.storage.directory import FORMAT, MARK, DurableStorage, fingerprint, write_durably
from search.engines.whoosh.storage.mapped import forget_segments
from search.engines.whoosh.writing.upkeep import MERGE_LOCK
from search.engines.whoosh.writing.writer import INDEX_NAME, LOCK, ArrayIndex, publish

BESIDE = "beside"  # inside the index folder: on the same disk, and deleted along with it


def take_its_place(folder: Path, beside: Path, schema: Any, carried: Iterable[str]) -> None:
    """Make the index in `beside` the one in `folder`, with the small files to be carried over; remove `beside`."""
    built = DurableStorage(str(beside))
    kept = DurableStorage(str(folder))
    with _held(built, MERGE_LOCK), _held(built, LOCK), _held(kept, LOCK):
        contents = ArrayIndex(built).contents()
        for segment in contents.segments:
            _link(beside / segment.file_name, folder / segment.file_name)
        generation = internals.latest_generation(kept, INDEX_NAME) + 1
        publish(kept, INDEX_NAME, contents.schema, contents.segments, generation, contents.segments)
        write_durably(folder, MARK, f"{FORMAT} {fingerprint(schema)}")
        for name in carried:
            write_durably(folder, name, _text(beside / name))
        forget_segments(str(beside), set())
        shutil.rmtree(beside)


@contextmanager
def _held(storage: DurableStorage, name: str) -> Iterator[None]:
    lock = storage.lock(f"{INDEX_NAME}_{name}")
    lock.acquire(blocking=True)
    try:
        yield
    finally:
        lock.release()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _link(source: Path, target: Path) -> None:
    """Hard-link a finished file, or copy it if links are not supported. Leftovers of an earlier try are replaced."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
