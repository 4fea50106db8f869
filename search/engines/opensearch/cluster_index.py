"""One index of the cluster: an alias that names the index in use, and an alias for one being built.

The indexes are called `PREFIX-records-s<schema>-<time>`. The alias moves in one atomic step, so a search sees all of the old or
all of the new one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from opensearchpy import OpenSearch

from search import facets
from search.engines.base import Document, EngineAnswer, EngineFault, EngineUnreachable, IndexEntry, IndexOutdated, IndexUnreadable
from search.engines.opensearch.answered_by_server import ServerAnswer, TooManyClauses
from search.engines.opensearch.index_layout import LAYOUT, mapping_of, settings_of
from search.engines.opensearch.query_translation import ServerQueries
from search.engines.opensearch.record_writer import RecordWriter
from search.engines.opensearch.server_link import ServerLink
from search.engines.opensearch.word_statistics import WordStatistics
from search.query.budget import Budget
from search.query.request import SearchRequest

ENTRIES_AT_ONCE = 5_000
KEPT_OPEN = "5m"  # a point-in-time view while reading continues
META_KEPT = 2.0  # seconds
NO_SCHEMA = "0"
ABSENT = 404
Meta = Mapping[str, Any]


@dataclass(frozen=True)
class IndexPlan:
    """The name of an index, and its shards and replicas. None: one replica as soon as there are two nodes."""

    prefix: str = "chancery"
    shards: int = 1
    replicas: int | None = None


class ClusterIndex:
    """See `search.engines.base.SearchEngine`. One per alias and process; thread-safe."""

    shared = True

    def __init__(self, link: ServerLink, plan: IndexPlan, suffix: str = "") -> None:
        self.link, self.plan = link, plan
        self.alias = f"{plan.prefix}-records{suffix}"
        self.statistics = WordStatistics(link, self.alias)
        self._beside: ClusterIndex | None = None
        self._meta: tuple[float, Meta | None] = (0.0, None)
        self._name = ""  # of the index behind the alias, when last seen

    def search(self, request: SearchRequest, budget: Budget | None = None) -> EngineAnswer:
        """Answer one request. Raises EngineFault. The servers limit time instead of a budget."""
        self._check()
        asked = self._name
        try:
            return self._answered(request)
        except (IndexUnreadable, EngineUnreachable) as fault:  # was it replaced in the meantime?
            self._forget()
            self._check()
            if isinstance(fault, EngineUnreachable) and self._name == asked:
                raise
            return self._answered(request)

    def _answered(self, request: SearchRequest) -> EngineAnswer:
        try:
            return self._answered_with(ServerQueries(self.statistics, request.tree), request)
        except TooManyClauses:
            return self._answered_with(ServerQueries(self.statistics, request.tree, patterns=False), request)

    def _answered_with(self, queries: ServerQueries, request: SearchRequest) -> EngineAnswer:
        return ServerAnswer(self.link, self.alias, queries, request).answer()

    def _check(self) -> None:
        """Raise IndexUnreadable if there is no index, IndexOutdated if its layout differs."""
        meta = self._known_meta()
        if meta is None:
            raise IndexUnreadable(f"There is no index {self.alias}")
        if meta.get("layout") != LAYOUT:
            raise IndexOutdated(f"The index {self.alias} was made by another version of Chancery")

    def replace(self, transcripts: Collection[int], documents: Iterable[Document], fence: int = 0) -> None:
        """Replace all documents of these transcripts; see `RecordWriter`."""
        RecordWriter(self.link, self.alias).replace(transcripts, documents, fence)
        self.statistics.forget()

    def entries(self) -> Iterator[IndexEntry]:
        """Yield the contents of the index as of the first request. There are no duplicates."""
        view = self.link.ask(lambda client: client.create_pit(index=self.alias, params={"keep_alive": KEPT_OPEN}))["pit_id"]
        try:
            yield from self._entries_in(view)
        finally:
            self.link.ask(lambda client: client.delete_pit(body={"pit_id": [view]}))

    def _entries_in(self, view: str) -> Iterator[IndexEntry]:
        after = None
        while True:
            body: dict[str, Any] = {"pit": {"id": view, "keep_alive": KEPT_OPEN}, "size": ENTRIES_AT_ONCE, "_source": False}
            body |= {"sort": [{"record": "asc"}], "docvalue_fields": ["transcript", "fingerprint"]}
            body |= {"search_after": after} if after else {}
            hits = self._hits(body)
            for hit in hits:
                yield IndexEntry(int(hit["sort"][0]), int(hit["fields"]["transcript"][0]), hit["fields"]["fingerprint"][0])
            if len(hits) < ENTRIES_AT_ONCE:
                return
            after = hits[-1]["sort"]

    def _hits(self, body: dict[str, Any]) -> list[Any]:
        strict = {"allow_partial_search_results": "false"}
        found: list[Any] = self.link.ask(lambda client: client.search(body=body, params=strict))["hits"]["hits"]
        return found

    def memory(self) -> Mapping[str, int]:
        """Return the bytes this process keeps: next to nothing, since the servers do."""
        return {"tables": 0, "words": 0, "mapped": 0, "fixed": 0, "limit": 0}

    # --- metadata of the index

    def stamp(self) -> str | None:
        """Return the stamp given to `reset`, None if there is no index. Raises EngineFault if that is unknown.

        An index with an earlier layout or missing facets is reported as one of an older schema, so that another is built beside
        it. One with a later layout is reported as one of a later schema, which is left to the machines of that version.
        """
        meta = self._read_meta()
        if meta is None or "stamp" not in meta:
            return None
        *archive, schema = str(meta["stamp"]).split() or [""]
        layout = int(meta.get("layout", 0))
        if layout > LAYOUT and schema.isdigit():
            return " ".join([*archive, str(int(schema) + 1)])
        fits = layout == LAYOUT and set(facets.TABLE.fields) <= set(meta.get("fields", ()))
        return str(meta["stamp"]) if fits else " ".join([*archive, NO_SCHEMA])

    def note(self) -> str:
        """Return the note stored with the index, "" if there is none; the last known one if nobody answers."""
        try:
            meta = self._known_meta()
        except EngineFault:
            meta = self._meta[1]
            if meta is None:
                raise
        return str((meta or {}).get("note", ""))

    def keep_note(self, note: str) -> None:
        """Store a short text with the index."""
        meta = self._read_meta()
        if meta is None:
            raise IndexUnreadable(f"There is no index {self.alias}")
        body = {"_meta": {**meta, "note": note}}
        self._change(lambda client, **limits: client.indices.put_mapping(index=self.alias, body=body, **limits))

    def _known_meta(self) -> Meta | None:
        read, meta = self._meta
        return meta if time.monotonic() - read < META_KEPT else self._read_meta()

    def _read_meta(self) -> Meta | None:
        found = self._asked(lambda client: client.indices.get_mapping(index=self.alias, ignore=ABSENT))
        meta = next((one["mappings"].get("_meta", {}) for one in found.values()), None)
        self._meta, self._name = (time.monotonic(), meta), next(iter(found), "")
        return meta

    def _forget(self) -> None:
        """Drop cached metadata after a change by this process."""
        self._meta = (0.0, self._meta[1])
        self.statistics.forget()

    # --- aliases

    def reset(self, stamp: str) -> None:
        """Replace the index with an empty one that carries this stamp."""
        schema = stamp.split()[-1] if stamp else NO_SCHEMA
        name = f"{self.plan.prefix}-records-s{schema if schema.isdigit() else NO_SCHEMA}-{time.time_ns()}"
        body = {"settings": settings_of(self.plan.shards, self.plan.replicas), "mappings": mapping_of(stamp)}
        self._change(lambda client, **limits: client.indices.create(index=name, body=body, **limits))
        self._point(name, self._behind())

    def _point(self, name: str, old: list[str], *more: dict[str, Any]) -> None:
        """Point the alias to this index, and then delete all that no alias names.

        Deleted in the same step, the old index would be gone from some nodes while others still send searches to it. One that a
        writer was killed before deleting is deleted by the next.
        """
        actions: list[dict[str, Any]] = [{"add": {"index": name, "alias": self.alias}}, *more]
        actions += [{"remove": {"index": index, "alias": self.alias}} for index in old if index != name]
        self._change(lambda client, **limits: client.indices.update_aliases(body={"actions": actions}, **limits))
        if unnamed := self._unnamed():
            self._change(lambda client, **limits: client.indices.delete(index=",".join(unnamed), ignore=ABSENT, **limits))

    def _unnamed(self) -> list[str]:
        """Return the indexes of this archive that no alias names."""
        form = re.compile(rf"{re.escape(self.plan.prefix)}-records-s[0-9]+-[0-9]+")
        found = self._asked(lambda client: client.indices.get_alias(index=f"{self.plan.prefix}-records-s*", ignore=ABSENT))
        return [name for name, details in found.items() if not details["aliases"] and form.fullmatch(name)]

    def _change(self, call: Any) -> None:
        seconds = self.link.options.write_seconds

        def send(client: OpenSearch) -> Any:
            return call(client, request_timeout=seconds)

        self.link.ask(send)
        self._forget()

    def _behind(self) -> list[str]:
        """Return the indexes behind the alias."""
        return list(self._asked(lambda client: client.indices.get_alias(name=self.alias, ignore=ABSENT)))

    def _asked(self, call: Callable[[OpenSearch], Any]) -> dict[str, Any]:
        """Return metadata of the indexes behind the alias; nothing if there are none, which is not logged as a fault."""
        try:
            found: dict[str, Any] = self.link.ask(call)
        except IndexUnreadable:
            return {}
        return {} if "error" in found else found

    def beside(self) -> ClusterIndex:
        """Return the index being built to replace this one."""
        if self._beside is None:
            self._beside = ClusterIndex(self.link, self.plan, "-beside")
        return self._beside

    def swap(self) -> None:
        """Replace this index with the one beside it, if there is one."""
        beside = self.beside()
        for name in beside._behind():
            self._point(name, self._behind(), {"remove": {"index": name, "alias": beside.alias}})
        beside._forget()
