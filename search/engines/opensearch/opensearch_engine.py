"""The engine that `SEARCH_ENGINE=opensearch` names, for Haystack: one index that any number of machines share."""

from __future__ import annotations

import datetime as dt
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


def link_of(options: Mapping[str, Any]) -> LinkOptions:
    """Return where the servers are, from Haystack's options."""
    told = {field.name: options[field.name] for field in fields(LinkOptions) if field.name in options}
    return LinkOptions(**{**told, "hosts": tuple(options["hosts"])})


def plan_of(options: Mapping[str, Any]) -> IndexPlan:
    """Return what the index is called, and its shards and copies, from Haystack's options."""
    replicas = options.get("replicas", -1)
    return IndexPlan(options["prefix"], options.get("shards", 1), None if replicas < 0 else replicas)


class OpenSearchEngine(SimpleEngine):
    """See `search.engines.base.SearchEngine`. Haystack makes one per thread; all of a process share one link."""

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
        """Return when this process last had an answer, None where it never had one."""
        return self.cluster.link.seen

    def search(self, request: SearchRequest, budget: Budget | None = None) -> EngineAnswer:
        """Answer one request; raises EngineFault."""
        return self.cluster.search(request, budget)

    def replace(self, transcripts: Collection[int], documents: Iterable[Document], fence: int = 0) -> None:
        """Forget all documents of these transcripts and take in these; no published record is missed meanwhile."""
        self.cluster.replace(transcripts, documents, fence)

    def entries(self) -> Iterable[IndexEntry]:
        """Yield what is in the index; a record cannot be in it twice."""
        return self.cluster.entries()

    def memory(self) -> Mapping[str, int]:
        """Return how many bytes this process keeps, which is next to nothing."""
        return self.cluster.memory()

    def stamp(self) -> str | None:
        """Return what `reset` was given, None where the index is missing; raises EngineFault where that cannot be known."""
        return self.cluster.stamp()

    def reset(self, stamp: str) -> None:
        """Put an empty index that carries this stamp in the place of the one there is."""
        self.cluster.reset(stamp)

    def note(self) -> str:
        """Return what was kept with the index."""
        return self.cluster.note()

    def keep_note(self, note: str) -> None:
        """Keep a short text with the index."""
        self.cluster.keep_note(note)

    def beside(self) -> ClusterIndex:
        """Return the index that is built to take this one's place."""
        return self.cluster.beside()

    def swap(self) -> None:
        """Let the index beside take this one's place."""
        self.cluster.swap()
