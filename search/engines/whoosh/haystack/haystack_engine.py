"""The engine named in the settings: SearchQuerySet's backend and a `SearchEngine` over one index."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from threading import Lock

from haystack.backends import whoosh_backend

from search.engines.base import Document, EngineAnswer, IndexEntry
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.haystack.backend import ArrayBackend
from search.engines.whoosh.haystack.schema import schema_of
from search.query.budget import Budget
from search.query.request import SearchRequest

_engines: dict[Path, WhooshEngine] = {}
_opening = Lock()


class ChanceryEngine(whoosh_backend.WhooshEngine):
    """See `search.engines.base.SearchEngine`. Haystack makes one per thread; all of a process share one view of the index."""

    backend = ArrayBackend
    shared = False

    @property
    def path(self) -> Path:
        """Return the folder of the index."""
        return Path(self.options["PATH"])

    @property
    def whoosh(self) -> WhooshEngine:
        """Return the process's view of this engine's index."""
        with _opening:
            if self.path not in _engines:
                from search.search_indexes import RecordIndex

                _engines[self.path] = WhooshEngine(self.path, schema_of(RecordIndex().fields)[1])
            return _engines[self.path]

    def search(self, request: SearchRequest, budget: Budget | None = None) -> EngineAnswer:
        """Answer one request. Raises IndexUnreadable if there is no index."""
        return self.whoosh.search(request, budget)

    def replace(self, transcripts: Collection[int], documents: Iterable[Document], fence: int = 0) -> None:
        """Replace all documents of these transcripts in one commit that is on disk on return."""
        self.whoosh.replace(transcripts, documents, fence)

    def entries(self) -> Iterable[IndexEntry]:
        """Yield the contents of the index. A duplicate record comes twice."""
        return self.whoosh.entries()

    def memory(self) -> dict[str, int]:
        """Return the bytes this process keeps: see `WhooshEngine.memory`."""
        return self.whoosh.memory()

    def stamp(self) -> str | None:
        """Return the stamp given to `reset`, or None if the index is missing or unreadable."""
        return self.whoosh.stamp()

    def reset(self, stamp: str) -> None:
        """Replace the index with an empty one that carries this stamp."""
        self.whoosh.reset(stamp)
        self._backend = None

    def note(self) -> str:
        """Return the note stored with the index."""
        return self.whoosh.note()

    def keep_note(self, note: str) -> None:
        """Store a short text with the index."""
        self.whoosh.keep_note(note)

    def beside(self) -> WhooshEngine:
        """Return the index being built to replace this one."""
        return self.whoosh.beside()

    def swap(self) -> None:
        """Replace this index with the one beside it."""
        self.whoosh.swap()
        self._backend = None
