"""The engine that the settings name: SearchQuerySet's backend and a `SearchEngine`, over one index."""

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
        """Answer one request; raises IndexUnreadable where there is no index to ask."""
        return self.whoosh.search(request, budget)

    def replace(self, transcripts: Collection[int], documents: Iterable[Document], fence: int = 0) -> None:
        """Forget all documents of these transcripts and take in these, in one commit that is on disk on return."""
        self.whoosh.replace(transcripts, documents, fence)

    def entries(self) -> Iterable[IndexEntry]:
        """Yield what is in the index; a record that is in it twice comes twice."""
        return self.whoosh.entries()

    def memory(self) -> dict[str, int]:
        """Return how many bytes this process keeps: see `WhooshEngine.memory`."""
        return self.whoosh.memory()

    def stamp(self) -> str | None:
        """Return what `reset` was given, or None where the index is missing or cannot be read."""
        return self.whoosh.stamp()

    def reset(self, stamp: str) -> None:
        """Throw the index away and make an empty one that carries this stamp."""
        self.whoosh.reset(stamp)
        self._backend = None

    def note(self) -> str:
        """Return what was kept with the index."""
        return self.whoosh.note()

    def keep_note(self, note: str) -> None:
        """Keep a short text with the index."""
        self.whoosh.keep_note(note)

    def beside(self) -> WhooshEngine:
        """Return the index that is built to take this one's place."""
        return self.whoosh.beside()

    def swap(self) -> None:
        """Let the index beside take this one's place."""
        self.whoosh.swap()
        self._backend = None
