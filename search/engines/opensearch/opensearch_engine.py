"""The engine for `SEARCH_ENGINE=opensearch`: one index shared by any number of machines."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from threading import Lock
from typing import Any

from haystack.backends.simple_backend import SimpleEngine

from search.engines.base import Document, EngineAnswer, IndexEntry
from search.engines.opensearch.cluster_index import ClusterIndex, IndexPlan
from search.engines.opensearch.server_link import LinkOptions, ServerLink
from search.query.budget import Budget
from search.query.request import SearchRequest

_indexes: dict[tuple[LinkOptions, IndexPlan], ClusterIndex] = {}
_opening = Lock()


def _in_new_process() -> None:
    """Forget the connections of the process this one was forked from. Two processes on one would read each other's answers."""
    global _opening
    _opening = Lock()
    _indexes.clear()


os.register_at_fork(after_in_child=_in_new_process)


def link_of(options: Mapping[str, Any]) -> LinkOptions:
    """Return the connection from Haystack's options."""
    chosen = {field.name: options[field.name] for field in fields(LinkOptions) if field.name in options}
    return LinkOptions(**{**chosen, "hosts": tuple(options["hosts"])})


def plan_of(options: Mapping[str, Any]) -> IndexPlan:
    """Return the index name, shards and replicas from Haystack's options."""
    replicas = options.get("replicas", -1)
    return IndexPlan(options["prefix"], options.get("shards", 1), None if replicas < 0 else replicas)


class OpenSearchEngine(SimpleEngine):
    """See `search.engines.base.SearchEngine`. Haystack makes one per thread; all of a process share one connection."""

    shared = True

    @property
    def cluster(self) -> ClusterIndex:
        """Return the process's view of this engine's index."""
        key = (link_of(self.options), plan_of(self.options))
        with _opening:
            if key not in _indexes:
                _indexes[key] = ClusterIndex(ServerLink(key[0]), key[1])
            return _indexes[key]

    @property
    def seen(self) -> dt.datetime | None:
        """Return when this process last got an answer, None if never."""
        return self.cluster.link.seen

    def search(self, request: SearchRequest, budget: Budget | None = None) -> EngineAnswer:
        """Answer one request. Raises EngineFault."""
        return self.cluster.search(request, budget)

    def replace(self, transcripts: Collection[int], documents: Iterable[Document], fence: int = 0) -> None:
        """Replace all documents of these transcripts. Published records stay findable throughout."""
        self.cluster.replace(transcripts, documents, fence)

    def entries(self) -> Iterable[IndexEntry]:
        """Yield the contents of the index. There are no duplicates."""
        return self.cluster.entries()

    def memory(self) -> Mapping[str, int]:
        """Return the bytes this process keeps: next to nothing."""
        return self.cluster.memory()

    def stamp(self) -> str | None:
        """Return the stamp given to `reset`, None if the index is missing. Raises EngineFault if that is unknown."""
        return self.cluster.stamp()

    def reset(self, stamp: str) -> None:
        """Replace the index with an empty one that carries this stamp."""
        self.cluster.reset(stamp)

    def note(self) -> str:
        """Return the note stored with the index."""
        return self.cluster.note()

    def keep_note(self, note: str) -> None:
        """Store a short text with the index."""
        self.cluster.keep_note(note)

    def beside(self) -> ClusterIndex:
        """Return the index being built to replace this one."""
        return self.cluster.beside()

    def swap(self) -> None:
        """Replace this index with the one beside it."""
        self.cluster.swap()
