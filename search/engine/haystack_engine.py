"""Stage 1: a Haystack engine over Whoosh that counts facets exactly. Simple and correct; `search/engine/` has the fast one.

Every document that matches is collected and scored by Whoosh, then narrowed, counted and ordered over whole columns.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from haystack.backends.whoosh_backend import WhooshEngine, WhooshSearchBackend
from haystack.constants import DJANGO_ID, ID
from haystack.utils import get_identifier
from whoosh import query as wq
from whoosh.filedb.filestore import FileStorage
from whoosh.qparser import MultifieldParser

from search.engine.whoosh_schema import TEXT_BOOSTS, fields_of, schema
from search.engine.whoosh_search import Snapshot
from search.request import Document, EngineAnswer, Entry, IndexUnreadable, SearchRequest

STAMP = "chancery.stamp"
OURS = re.compile(r"_?MAIN_.*|chancery\.stamp")
WRITING = {"compound": False, "limitmb": 128}


class ChanceryWhooshBackend(WhooshSearchBackend):
    """What `update_index` and SearchQuerySet use; the site itself goes through the engine below."""

    def build_schema(self, fields: Any) -> tuple[str, Any]:
        """Return our schema; the field searched by default is what was said."""
        return "answer", schema()

    def setup(self) -> None:
        """Open the index; words without a field are looked for in all of them."""
        super().setup()
        self.parser = MultifieldParser(list(TEXT_BOOSTS), schema=self.schema)

    def update(self, index: Any, iterable: Iterable[Any], commit: bool = True) -> None:
        """Take records in, in one commit."""
        if not self.setup_complete:
            self.setup()
        with self.index.refresh().writer(**WRITING) as writer:
            for record in iterable:
                writer.update_document(**fields_of(index.full_prepare(record)))

    def remove(self, obj_or_string: Any, commit: bool = True) -> None:
        """Forget one record."""
        if not self.setup_complete:
            self.setup()
        with self.index.refresh().writer(**WRITING) as writer:
            writer.delete_by_query(wq.Term(ID, get_identifier(obj_or_string)))


class ChanceryWhooshEngine(WhooshEngine):
    """The engine behind `search/queries.py`; see `search.request.SearchEngine`."""

    backend = ChanceryWhooshBackend
    _snapshots: dict[Path, Snapshot] = {}
    _reading = Lock()  # Whoosh's readers keep their place in their files, so one thread asks at a time

    @property
    def path(self) -> Path:
        """Return the folder of the index."""
        return Path(self.options["PATH"])

    def search(self, request: SearchRequest) -> EngineAnswer:
        """Answer one request; raises IndexUnreadable where there is no index to ask. A damaged one loses its stamp."""
        with self._reading:
            with suppress(Exception):  # a commit may have removed files between being listed and being opened
                return self._snapshot().answer(request)
            self._forget_snapshot()
            try:
                return self._snapshot().answer(request)
            except Exception as error:  # Whoosh says damage by many errors, plain ones too
                self._forget_snapshot()
                if self._is_sound():
                    raise
                (self.path / STAMP).unlink(missing_ok=True)
                raise IndexUnreadable(f"{type(error).__name__}: {error}") from error

    def _is_sound(self) -> bool:
        """Tell whether all of the index can be read, by reading it."""
        try:
            with self._open().reader() as reader:
                for name, term in reader.all_terms():
                    deque(reader.postings(name, term).all_ids(), maxlen=0)
                deque(reader.iter_docs(), maxlen=0)
        except Exception:
            return False
        return True

    def replace(self, transcripts: Collection[int], documents: Iterable[Document]) -> None:
        """Forget all documents of these transcripts and take in these, in one commit that is on disk on return."""
        writer = self._open().writer(**WRITING)
        try:
            writer.delete_by_query(wq.Or([wq.Term("transcript", str(pk)) for pk in transcripts]))
            for document in documents:
                writer.add_document(**fields_of(dict(document)))
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
        settle(self.path)

    def entries(self) -> Iterator[Entry]:
        """Yield what is in the index; a record that is in it twice comes twice."""
        with self._open().reader() as reader:
            for _, found in reader.iter_docs():
                yield Entry(int(found[DJANGO_ID]), int(found["transcript"]), found["fingerprint"])

    def stamp(self) -> str | None:
        """Return what `reset` was given, or None where the index is missing or cannot be read."""
        with suppress(Exception):  # whatever is wrong with the files, the answer is that they cannot be read
            self._open().reader().close()
            return (self.path / STAMP).read_text(encoding="utf-8")
        return None

    def reset(self, stamp: str) -> None:
        """Throw the index away and make an empty one that carries this stamp; other files of the folder stay."""
        with self._reading:
            self._forget_snapshot()
        self.path.mkdir(parents=True, exist_ok=True)
        for file in self.path.iterdir():
            if OURS.fullmatch(file.name):
                file.unlink()
        FileStorage(str(self.path)).create_index(schema())
        (self.path / STAMP).write_text(stamp, encoding="utf-8")
        settle(self.path)
        self._backend = None

    def _open(self) -> Any:
        return FileStorage(str(self.path)).open_index(schema=schema())

    def _snapshot(self) -> Snapshot:
        """Return the index as of its last commit, opened once a commit."""
        index = self._open()
        found = self._snapshots.get(self.path)
        if found is None or not found.is_of(index):
            columns = found.columns if found else {}
            self._forget_snapshot()
            found = self._snapshots[self.path] = Snapshot(index, columns)
        return found

    def _forget_snapshot(self) -> None:
        if found := self._snapshots.pop(self.path, None):
            found.close()


def settle(folder: Path) -> None:
    """Wait until a folder and all that is in it are on disk."""
    for path in (*folder.iterdir(), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
