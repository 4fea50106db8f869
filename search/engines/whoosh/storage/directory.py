"""The directory of the index: durable renames, and checks for damaged or foreign indexes."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
from pathlib import Path
from typing import Any, Literal

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.engines.whoosh.haystack import internals
from search.engines.whoosh.haystack.codec import ArraySegment
from search.engines.whoosh.storage.mapped import forget_segments, open_segment
from search.engines.whoosh.storage.sealing import seal
from search.engines.whoosh.writing.writer import INDEX_NAME, LOCK, ArrayIndex
from search.index.writer_lock import clear_way, make_folder

Condition = Literal["whole", "missing", "damaged", "foreign"]
FORMAT = 1
INDEX_FILE = re.compile(r"_?MAIN_|MAIN\.tmp|chancery|\.merging-")
LOOKS = 5
CONTENTS = ".toc"
PASSING = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN)
MARK = "chancery-index"


class DurableStorage(FileStorage):
    """A directory in which a file is on disk before it gets its final name."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename with fsync before and after; seal a table of contents."""
        if newname.endswith(CONTENTS):
            seal(os.path.join(self.folder, oldname))
        _sync(os.path.join(self.folder, oldname))
        super().rename_file(oldname, newname, safe=safe)
        _sync(self.folder)

    def lock(self, name: str) -> Any:
        """Return a lock on a lockable file."""
        clear_way(Path(self.folder) / name)
        return super().lock(name)


def give_up(folder: Path) -> None:
    """Mark a damaged index for rebuilding by removing its marker. Never raises."""
    path = folder / MARK
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _sync(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(folder: Path, name: str, text: str) -> None:
    """Write a small file of an index completely and durably. A folder in its place is removed."""
    clear_way(folder / name)
    passing = folder / f"{name}.tmp"
    clear_way(passing)
    passing.write_text(text, encoding="utf-8")
    _sync(str(passing))
    passing.replace(folder / name)
    _sync(str(folder))


def condition(folder: Path, schema: Any) -> Condition:
    """Return the condition of a directory: whether it holds an index of ours with this schema and all its segments."""
    try:
        if not folder.is_dir() or not any(INDEX_FILE.match(path.name) for path in folder.iterdir()):
            return "missing"
    except PermissionError:
        return "damaged"
    if _mark(folder) != f"{FORMAT} {fingerprint(schema)}":
        return "foreign"
    storage = DurableStorage(str(folder))
    for _ in range(LOOKS):
        generation = internals.latest_generation(storage, INDEX_NAME)
        if _is_whole(storage):
            return "whole"
        if generation == internals.latest_generation(storage, INDEX_NAME):
            break  # no commit exchanged files between two reads
    return "damaged"


def has_other_fields(folder: Path) -> bool:
    """Tell whether an index is complete and of our format, so that it can be searched despite another version's fields."""
    return _mark(folder).split(maxsplit=1)[:1] == [str(FORMAT)] and _is_whole(DurableStorage(str(folder)))


def _is_whole(storage: DurableStorage) -> bool:
    try:
        segments = ArrayIndex(storage).contents().segments
        return all(
            isinstance(segment, ArraySegment) and open_segment(storage, segment).meta["count"] == segment.count
            for segment in segments
        )
    except OSError as error:
        if error.errno in PASSING:  # says nothing about the index
            raise
        return False
    except Exception:  # unpickling may raise anything
        return False


def open_or_create(folder: Path, schema: Any) -> tuple[ArrayIndex, Condition]:
    """Open the index of a directory, replacing a missing, damaged or foreign one with an empty one. Return its condition too."""
    found = condition(folder, schema)
    return (ArrayIndex(DurableStorage(str(folder))) if found == "whole" else create(folder, schema)), found


def create(folder: Path, schema: Any) -> ArrayIndex:
    """Create an empty index. An existing index is deleted, other files stay. Waits for a running writer.

    Raises NotADirectoryError if a file has the folder's name.
    """
    make_folder(folder)
    storage = DurableStorage(str(folder))
    lock = storage.lock(f"{INDEX_NAME}_{LOCK}")
    lock.acquire(blocking=True)
    try:
        _remove_index(folder)
        TOC.create(storage, schema)
        (folder / MARK).write_text(f"{FORMAT} {fingerprint(schema)}", encoding="ascii")
        forget_segments(str(folder), set())
    finally:
        lock.release()
    return ArrayIndex(storage)


def _remove_index(folder: Path) -> None:
    """Remove an index, table of contents first, so that a half-removed one is not taken for complete."""
    for path in sorted(folder.iterdir(), key=lambda path: not path.name.endswith(".toc")):
        if not INDEX_FILE.match(path.name) or path.name == f"{INDEX_NAME}_{LOCK}":
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def fingerprint(schema: Any) -> str:
    """Return a fingerprint of a schema: names and kinds of fields."""
    parts = []
    for name, field in sorted(schema.items()):
        traits = (field.stored, field.scorable, field.unique, bool(getattr(field, "column_type", None)))
        parts.append(f"{name}:{type(field).__name__}:{'/'.join(str(int(bool(trait))) for trait in traits)}")
    return " ".join(parts)


def _mark(folder: Path) -> str:
    try:
        return (folder / MARK).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""
