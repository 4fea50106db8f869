"""The directory of the index: durable renames, and telling a whole index from a damaged or foreign one."""

from __future__ import annotations

import os
import pickle
import shutil
from pathlib import Path
from typing import Any, Literal

from whoosh.filedb.filestore import FileStorage
from whoosh.index import EmptyIndexError
from whoosh.index import IndexError as WhooshIndexError

from search.engine.arrayfile import DamagedFile
from search.engine.codec import ArraySegment, open_segment
from search.engine.writer import ArrayIndex

Condition = Literal["whole", "missing", "damaged", "foreign"]
FORMAT = 1
MARK = "chancery-index"


class DurableStorage(FileStorage):
    """A directory in which a renamed file is on disk before it has its name."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename, waiting for the disk before and after."""
        _sync(os.path.join(self.folder, oldname))
        super().rename_file(oldname, newname, safe=safe)
        _sync(self.folder)


def _sync(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def condition(folder: Path, schema: Any) -> Condition:
    """Say whether a directory holds an index of ours, of this schema, with all its segments."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return "missing"
    if _mark(folder) != f"{FORMAT} {fingerprint(schema)}":
        return "foreign"
    try:
        index = ArrayIndex(DurableStorage(str(folder)))
        for segment in index.contents().segments:
            if not isinstance(segment, ArraySegment) or open_segment(index.storage, segment).meta["count"] != segment.count:
                return "damaged"
    except (OSError, EOFError, ValueError, KeyError, AttributeError, DamagedFile, pickle.UnpicklingError, AssertionError):
        return "damaged"
    except (EmptyIndexError, WhooshIndexError):
        return "damaged"
    return "whole"


def open_or_create(folder: Path, schema: Any) -> tuple[ArrayIndex, Condition]:
    """Open the index of a directory; one that is missing, damaged or foreign is begun anew. Say in which condition it was."""
    found = condition(folder, schema)
    storage = DurableStorage(str(folder))
    if found == "whole":
        return ArrayIndex(storage), found
    empty(folder)
    index = ArrayIndex.create(storage, schema)
    (folder / MARK).write_text(f"{FORMAT} {fingerprint(schema)}", encoding="ascii")
    return index, found


def empty(folder: Path) -> None:
    """Make a directory that is there and empty."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def fingerprint(schema: Any) -> str:
    """Return what tells schemas apart: names and kinds of fields."""
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
