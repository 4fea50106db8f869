"""Undocumented members of Whoosh 2.7.4 that we use: here, and nowhere else.

`tests/search/engines/whoosh/haystack/test_internals.py` names each, so that another version of Whoosh fails at once.
"""

from __future__ import annotations

from typing import Any

from whoosh.index import TOC, FileIndex

TOUCHED = (
    "whoosh.index.TOC._filename",
    "whoosh.index.TOC._latest_generation",
    "whoosh.index.TOC._pattern",
    "whoosh.index.FileIndex._reader",
    "whoosh.reading.SegmentReader._perdoc",
    "whoosh.query.MultiTerm._btexts",
)


def latest_generation(storage: Any, name: str) -> int:
    """Return the number of the newest generation in a storage, -1 if there is none."""
    return int(TOC._latest_generation(storage, name))


def contents_name(name: str, generation: int) -> str:
    """Return the file name of a generation's table of contents."""
    return str(TOC._filename(name, generation))


def generation_of(name: str, file_name: str) -> int | None:
    """Return the generation of a table of contents, or None for another file."""
    match = TOC._pattern(name).match(file_name)
    return int(match.group(1)) if match else None


def reader_over(storage: Any, schema: Any, segments: list[Any], generation: int) -> Any:
    """Return Whoosh's reader over given segments."""
    return FileIndex._reader(storage, schema, segments, generation)


def records_of(reader: Any) -> Any:
    """Return the per-document reader of a segment's reader."""
    return reader._perdoc


def expanded(query: Any, reader: Any) -> list[Any]:
    """Return the terms matched by a multi-term query, as text or bytes."""
    return list(query._btexts(reader))
