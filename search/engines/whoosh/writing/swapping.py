"""An index that was built beside another takes its place: its segments become the other's next generation, with one rename.

The files are linked, not moved, so that a swap that is stopped on its way leaves both indexes whole and can be done again.
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

BESIDE = "beside"  # within the folder of the index: on the same disk, and gone with it


def take_its_place(folder: Path, beside: Path, schema: Any, carried: Iterable[str]) -> None:
    """Make the index in `beside` the one in `folder`, with the small files that are to be carried over; remove `beside`."""
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
    """Give a finished file a second name, or copy it where the disk knows no links; what an earlier try left goes."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
