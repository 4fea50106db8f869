"""Our engine over Whoosh's index: one directory, one writer, any number of readers."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from whoosh.index import IndexError as WhooshIndexError

from archive.signals import is_serving
from search.engines.base import Document, EngineAnswer, IndexEntry, IndexUnreadable
from search.engines.whoosh.haystack.schema import Preparation
from search.engines.whoosh.query.answering import KEY_FIELD, answered
from search.engines.whoosh.query.facet_counts import ValueNumbers
from search.engines.whoosh.storage.arrayfile import DamagedFile
from search.engines.whoosh.storage.columns import missing_number
from search.engines.whoosh.storage.directory import (
    MARK,
    DurableStorage,
    condition,
    create,
    give_up,
    has_other_fields,
    write_durably,
)
from search.engines.whoosh.storage.mapped import RESIDENCE, forget_segments, keep_within_limit
from search.engines.whoosh.storage.opening import read_ahead_in_background, verify_in_background
from search.engines.whoosh.storage.snapshot import SegmentLeaf, Snapshot, identity_of
from search.engines.whoosh.writing.upkeep import BESIDE, merge_in_background, take_its_place, tidy_in_background
from search.engines.whoosh.writing.writer import ArrayIndex, ArrayWriter
from search.query.budget import Budget
from search.query.request import SearchRequest
from search.text.memory import MEMORY, WORD_BYTES

STAMP = "chancery.stamp"
NOTE = "chancery.note"
OTHER_FIELDS = "other-fields"
TRANSCRIPT = "transcript"
FINGERPRINT = "fingerprint"
WRITER_PATIENCE = 30.0
LOOKS = 10
DELETED_BYTES = 64  # size of a number in a set


class WhooshEngine:
    """See `search.engines.base.SearchEngine`. One per directory and process."""

    shared = False

    def __init__(self, folder: Path, schema: Any) -> None:
        self.folder, self.schema, self._prepared = folder, schema, Preparation(schema)
        self._mark = os.path.join(folder, MARK)
        self._snapshot: Snapshot | None = None
        self._labels: dict[str, ValueNumbers] = {}
        self._opening = Lock()
        self._beside: WhooshEngine | None = None

    def search(self, request: SearchRequest, budget: Budget | None = None) -> EngineAnswer:
        """Answer one request. Raises IndexUnreadable if there is no index."""
        snapshot = self.snapshot()
        try:
            return answered(snapshot, self._labels, request, budget)
        except Exception as error:
            if self._is_damaged(snapshot):
                raise IndexUnreadable(str(error)) from error
            raise
        finally:
            keep_within_limit()

    def _is_damaged(self, snapshot: Snapshot) -> bool:
        """Tell whether a generation's files are damaged, and if so have the index rebuilt."""
        try:
            snapshot.verify()
        except (DamagedFile, OSError):
            give_up(self.folder)
            self._snapshot = None
            return True
        return False

    def snapshot(self) -> Snapshot:
        """Return the newest generation, opened once. Raises IndexUnreadable."""
        if not os.path.isfile(self._mark):
            raise IndexUnreadable("The index is missing or damaged")
        for _ in range(LOOKS):
            try:
                return self._newest()
            except FileNotFoundError:  # a commit removed a file between two reads
                continue
            except Exception as error:  # unpickling may raise anything
                self._snapshot = None
                if not isinstance(error, (OSError, WhooshIndexError)):
                    give_up(self.folder)
                raise IndexUnreadable(str(error)) from error
        raise IndexUnreadable(str(self.folder))

    def _newest(self) -> Snapshot:
        storage = DurableStorage(str(self.folder))
        snapshot = self._snapshot
        if snapshot is None or snapshot.identity != identity_of(storage) or not snapshot.is_intact():
            with self._opening:
                if self._snapshot is snapshot:  # no other thread has opened it in the meantime
                    self._snapshot = Snapshot(ArrayIndex(storage), snapshot)
                    forget_segments(str(self.folder), {leaf.segment.file_name for leaf in self._snapshot.leaves})
                opened = self._snapshot or Snapshot(ArrayIndex(storage))
            if is_serving():
                verify_in_background(self.folder, opened)
                tidy_in_background(self._index())
                read_ahead_in_background(opened, snapshot)
            return opened
        return snapshot

    def replace(self, transcripts: Collection[int], documents: Iterable[Document], fence: int = 0) -> None:
        """Replace all documents of these transcripts in one commit that is on disk on return."""
        writer = self._index().writer(timeout=WRITER_PATIENCE)
        try:
            forget(writer, TRANSCRIPT, transcripts)
            for document in documents:
                writer.add(self._prepared(document))
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
        merge_in_background(self._index())

    def _index(self) -> ArrayIndex:
        return ArrayIndex(DurableStorage(str(self.folder)))

    def memory(self) -> dict[str, int]:
        """Return the bytes this process keeps: what the cap limits, the cap, and (`fixed`) an estimate of the rest."""
        found = self._snapshot
        leaves = found.leaves if found else []
        fixed = sum(leaf.view.file.told_size + DELETED_BYTES * len(leaf.segment.deleted) for leaf in leaves)
        fixed += WORD_BYTES * sum(len(labels.names) for labels in self._labels.values())
        kept = {"tables": MEMORY.tables_size, "words": MEMORY.words_size, "mapped": RESIDENCE.mapped}
        return {**kept, "fixed": fixed, "limit": MEMORY.limit}

    def entries(self) -> Iterator[IndexEntry]:
        """Yield the contents of the index. A duplicate record comes twice."""
        snapshot = self.snapshot()
        if self._is_damaged(snapshot):
            raise IndexUnreadable("A file of the index was written over")
        for leaf in snapshot.leaves:
            texts = leaf.view.file.strings(f"{FINGERPRINT}#kept").all()
            keys, transcripts = leaf.view.numbers(KEY_FIELD).tolist(), self._transcripts(leaf)
            for number, (key, transcript, text) in enumerate(zip(keys, transcripts, texts, strict=True)):
                if number not in leaf.segment.deleted:
                    yield IndexEntry(key, transcript, text.decode())

    def _transcripts(self, leaf: SegmentLeaf) -> list[int]:
        field = self.schema[TRANSCRIPT]
        known: dict[int, int] = {}
        numbers = leaf.view.numbers(TRANSCRIPT).tolist()
        return [known.get(number) or known.setdefault(number, int(field.from_column_value(number))) for number in numbers]

    def stamp(self) -> str | None:
        """Return the stamp given to `reset`, or None if the index is missing or unreadable.

        An index with the fields of another version can be searched; its stamp says so.
        """
        state = condition(self.folder, self.schema)
        text = self._kept(STAMP) if state == "whole" or (state == "foreign" and has_other_fields(self.folder)) else None
        return f"{text} {OTHER_FIELDS}" if text and state == "foreign" else text

    def _kept(self, name: str) -> str | None:
        try:
            return (self.folder / name).read_text(encoding="utf-8")
        except (OSError, ValueError):
            return None

    def note(self) -> str:
        """Return the note stored with the index, "" if there is none."""
        return self._kept(NOTE) or ""

    def keep_note(self, note: str) -> None:
        """Store a short text with the index."""
        write_durably(self.folder, NOTE, note)

    def beside(self) -> WhooshEngine:
        """Return the index being built to replace this one."""
        if self._beside is None:
            self._beside = WhooshEngine(self.folder / BESIDE, self.schema)
        return self._beside

    def swap(self) -> None:
        """Replace this index with the one beside it; see `swapping`."""
        take_its_place(self.folder, self.folder / BESIDE, self.schema, (STAMP, NOTE))

    def reset(self, stamp: str) -> None:
        """Replace the index with an empty one that carries this stamp."""
        create(self.folder, self.schema)
        (self.folder / STAMP).write_text(stamp, encoding="utf-8")
        self._snapshot = None


def forget(writer: ArrayWriter, field: str, values: Collection[int]) -> None:
    """Delete the records with any of these numbers in a column."""
    if not values:
        return
    wanted = np.array([writer.schema[field].to_column_value(value) for value in values], np.uint64)
    for segment in writer.segments:
        numbers = writer.column(segment, field)
        if numbers is not None:
            places = np.flatnonzero(np.isin(numbers, wanted) & (numbers != missing_number(numbers.dtype)))
            segment.delete_all(set(places.tolist()))
