"""The single writer: gathers records, writes them as a segment, and activates it with one rename."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, LockError
from whoosh.index import IndexError as WhooshIndexError
from whoosh.util.filelock import try_for
from whoosh.writing import IndexingError, IndexWriter

from search.engines.whoosh.haystack import internals
from search.engines.whoosh.haystack.codec import EXTENSION, ArraySegment
from search.engines.whoosh.storage.arrayfile import DamagedFile
from search.engines.whoosh.storage.arrays import Array
from search.engines.whoosh.storage.mapped import forget_segments, open_segment
from search.engines.whoosh.storage.sealing import check_seal
from search.engines.whoosh.writing.building import SegmentBuilder

BUFFER_LIMIT = 32 * 1024 * 1024  # bytes gathered; writing them takes about ten times as much for a moment
LOCK = "WRITELOCK"
LOOKS = 10  # tries to read the table of contents when commits are faster
INDEX_NAME = "MAIN"  # Whoosh's name for the only index of a directory


class ArrayIndex(FileIndex):
    """An index with segments in array files. Raises DamagedFile if its table of contents is unreadable."""

    def __init__(self, storage: Any, schema: Any = None, indexname: str = INDEX_NAME) -> None:
        # Whoosh's own constructor reads the table of contents again, and fails if a commit has replaced it in the meantime.
        self.storage, self.indexname, self._schema = storage, indexname, schema
        self.contents()

    def writer(self, **options: Any) -> ArrayWriter:
        """Return the writer. Raises LockError while there is another."""
        return ArrayWriter(self, **options)

    def contents(self) -> Any:
        """Return the newest table of contents: schema, segments, generation.

        If a commit removes the table before it is read, the next one is read.
        """
        for _ in range(LOOKS):
            generation = internals.latest_generation(self.storage, self.indexname)
            try:
                return self._contents_of(generation)
            except FileNotFoundError:
                if generation == internals.latest_generation(self.storage, self.indexname):
                    raise
        return self._contents_of(generation)

    def _contents_of(self, generation: int) -> Any:
        name = internals.contents_name(self.indexname, generation)
        if generation >= 0 and self.storage.supports_mmap:
            check_seal(self.storage.folder, name)
        try:
            return TOC.read(self.storage, self.indexname, gen=generation if generation >= 0 else None)
        except (OSError, WhooshIndexError):
            raise
        except Exception as error:  # unpickling may raise anything
            raise DamagedFile(f"{name}: {error}") from error

    def _read_toc(self) -> Any:
        """Return the table of contents for Whoosh's own code, with the same retries."""
        return self.contents()


class ArrayWriter(IndexWriter):
    """Adds and deletes records. Nothing is visible before `commit`, everything after.

    Raises LockError if another process or thread is writing and does not finish within `timeout` seconds.
    """

    def __init__(self, index: ArrayIndex, timeout: float = 0.0, delay: float = 0.05, buffer_limit: int = BUFFER_LIMIT) -> None:
        self._lock = index.lock(LOCK)
        if not try_for(self._lock.acquire, timeout=timeout, delay=delay):
            raise LockError
        try:
            contents = index.contents()
        except BaseException:
            self._lock.release()
            raise
        self.storage, self.indexname = index.storage, index.indexname
        self.schema, self.segments = contents.schema, list(contents.segments)
        self.generation = contents.generation + 1
        self._buffer_limit = buffer_limit
        self._builder = SegmentBuilder(self.schema)
        self._written: list[ArraySegment] = []
        self.is_closed = False

    def _check(self) -> None:
        if self.is_closed:
            raise IndexingError("This writer is closed")

    def add_document(self, **fields: Any) -> None:
        """Add a record. Raises KeyError for a field not in the schema."""
        self.add(fields)

    def add(self, record: Mapping[str, Any]) -> None:
        """Add a record given as field name -> value."""
        self._check()
        self._builder.add(record)
        if self._builder.size > self._buffer_limit:
            self._flush()

    def replace_all(self, records: Iterable[Mapping[str, Any]], key: str) -> int:
        """Replace records with the same value of a unique field; return the number added."""
        latest = {record[key]: record for record in records}
        self.delete_keys(key, latest)
        for record in latest.values():
            self.add(record)
        return len(latest)

    def delete_keys(self, field: str, keys: Iterable[str]) -> int:
        """Delete the records with these values of a field; return the number deleted."""
        self._check()
        wanted = sorted(self.schema[field].to_bytes(key) for key in keys)
        return sum(_delete_terms(self.storage, segment, field, wanted) for segment in self.segments)

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete a record by its number in the whole index."""
        self._check()
        for segment in self.segments:
            if docnum < segment.doc_count_all():
                segment.delete_document(docnum, delete)
                return
            docnum -= segment.doc_count_all()
        raise IndexingError(f"No record {docnum} in this index")

    def is_deleted(self, docnum: int) -> bool:
        """Say whether a record is deleted."""
        for segment in self.segments:
            if docnum < segment.doc_count_all():
                return bool(segment.is_deleted(docnum))
            docnum -= segment.doc_count_all()
        raise IndexingError(f"No record {docnum} in this index")

    def column(self, segment: ArraySegment, field: str) -> Array | None:
        return open_segment(self.storage, segment).get(f"{field}#numbers")

    def reader(self, **options: Any) -> Any:
        """Return a reader of the committed index without this writer's deletions."""
        self._check()
        return internals.reader_over(self.storage, self.schema, self.segments, self.generation)

    def _flush(self) -> None:
        segment = ArraySegment(self.indexname, self._builder.count)
        self._builder.write(self.storage.create_file(segment.file_name))
        self._written.append(segment)
        self._builder = SegmentBuilder(self.schema)

    def commit(self, reorder: Callable[[list[ArraySegment]], list[ArraySegment]] = list, **_ignored: Any) -> None:
        """Write what was gathered durably and activate it. `reorder` may replace segments with merged ones."""
        self._check()
        try:
            if self._builder.count:
                self._flush()
            segments = reorder([s for s in self.segments if s.doc_count() or not s.doc_count_all()] + self._written)
            known = {segment.file_name for segment in self.segments}
            fresh = [segment for segment in segments if segment.file_name not in known]
            publish(self.storage, self.indexname, self.schema, segments, self.generation, fresh)
        finally:
            self._finish()

    def cancel(self) -> None:
        """Discard everything added and deleted."""
        self._check()
        for segment in self._written:
            self.storage.delete_file(segment.file_name)
        self._finish()

    def _finish(self) -> None:
        self.is_closed = True
        self._lock.release()


def _delete_terms(storage: Any, segment: ArraySegment, field: str, wanted: list[bytes]) -> int:
    terms = segment.codec().terms_reader(storage, segment).field(field)
    deleted: set[int] = set()
    for term in wanted:
        number = terms.terms.find(term)
        if number >= 0:
            deleted.update(terms.postings(number).ids.tolist())
    deleted -= segment.deleted
    if deleted:
        segment.delete_all(deleted)
    return len(deleted)


def publish(storage: Any, name: str, schema: Any, segments: list[Any], generation: int, fresh: list[ArraySegment]) -> None:
    """Activate a generation: segments to disk first, then its table of contents, then delete old files."""
    for segment in fresh:
        sync(storage, segment.file_name)
    contents = TOC(schema, segments, generation)
    contents.write(storage, name)
    sync(storage, internals.contents_name(name, generation))
    clean(storage, name, generation, segments)


def sync(storage: Any, file_name: str) -> None:
    """Wait until a file, and its name, are on disk."""
    if isinstance(storage, FileStorage):
        for path in (os.path.join(storage.folder, file_name), storage.folder):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def clean(storage: Any, name: str, generation: int, segments: list[Any]) -> None:
    """Remove the files of older generations. A reader that has one open keeps it."""
    in_use = {segment.file_name for segment in segments}
    for file_name in list(storage.list()):
        number = internals.generation_of(name, file_name)
        old = (number is not None and number < generation) or (file_name.endswith(EXTENSION) and file_name not in in_use)
        if old and not file_name.startswith("."):
            storage.delete_file(file_name)
    forget_segments(str(storage.folder), in_use)
