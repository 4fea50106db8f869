"""Updates transcripts in the index: new records are written, leftover ones deleted, and both become visible together.

Each write carries a version: the number of the writer's turn, and of the write within it. The server refuses a delayed writer
record by record if a later turn has written, so the newer of two machines wins in any order.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator
from itertools import count
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.helpers import streaming_bulk

from search.engines.base import Document, EngineFault, FencedOff
from search.engines.opensearch.index_layout import source_of
from search.engines.opensearch.server_link import ServerLink, fault_named

RECORDS_PER_REQUEST, BYTES_PER_REQUEST = 500, 8_000_000  # records, and bytes, in one request
CONFLICT, ABSENT = 409, 404
MOST_LEFT = 10_000  # leftover records fetched at once
TURN_BITS = 32  # of a version; the lower bits are the number of the write in this process
Action = dict[str, Any]
_writings = count(1)


def version_of(fence: int) -> int:
    """Return the version of a write in a turn; without a turn, the clock in microseconds."""
    return fence << TURN_BITS | next(_writings) if fence else time.time_ns() // 1000


class RecordWriter:
    """Writes to one index."""

    def __init__(self, link: ServerLink, index: str) -> None:
        self.link, self.index = link, index

    def replace(self, transcripts: Collection[int], documents: Iterable[Document], fence: int = 0) -> None:
        """Replace all documents of these transcripts. They are on disk and findable on return.

        Raises FencedOff if a record was written in a later turn, EngineFault if a server fails. Partial work stays invisible
        until the next write of the same transcripts completes it.
        """
        version = version_of(fence)  # before the first document is read
        self.refresh()
        before = dict(self._records_of(transcripts))
        written: set[int] = set()
        self._bulk(self._taken_in(documents, version, written))
        gone = ((record, transcript) for record, transcript in before.items() if record not in written)
        self._bulk(self._forgotten(gone, version))
        self.refresh()

    def refresh(self) -> None:
        """Make everything written so far visible to searches."""
        self.link.ask(lambda client: client.indices.refresh(index=self.index, request_timeout=self.link.options.write_seconds))

    def _records_of(self, transcripts: Collection[int]) -> Iterator[tuple[int, int]]:
        """Yield record and transcript of what the index has of these transcripts."""
        wanted, after = sorted(transcripts), None
        while wanted:
            body: Action = {"query": {"bool": {"filter": [{"terms": {"transcript": wanted}}]}}, "size": MOST_LEFT}
            body |= {"_source": False, "sort": [{"record": "asc"}], "docvalue_fields": ["transcript"]}
            body |= {"search_after": after} if after else {}
            hits = self._hits(body)
            yield from ((int(hit["sort"][0]), int(hit["fields"]["transcript"][0])) for hit in hits)
            if len(hits) < MOST_LEFT:
                return
            after = hits[-1]["sort"]

    def _hits(self, body: Action) -> list[Any]:
        strict = {"allow_partial_search_results": "false"}
        found: list[Any] = self.link.ask(lambda client: client.search(index=self.index, body=body, params=strict))["hits"]["hits"]
        return found

    def _taken_in(self, documents: Iterable[Document], version: int, written: set[int]) -> Iterator[Action]:
        for document in documents:
            source = source_of(document, version)
            written.add(source["record"])
            yield {**self._named(source["record"], source["transcript"], version), "_op_type": "index", "_source": source}

    def _forgotten(self, gone: Iterable[tuple[int, int]], version: int) -> Iterator[Action]:
        for record, transcript in gone:
            yield {**self._named(record, transcript, version), "_op_type": "delete"}

    def _named(self, record: int, transcript: int, version: int) -> Action:
        name: Action = {"_index": self.index, "_id": str(record), "routing": str(transcript)}
        return name | {"version": version, "version_type": "external_gte"}

    def _bulk(self, actions: Iterable[Action]) -> None:
        """Execute these actions. Raises EngineFault if one fails, FencedOff if a later writer was there."""

        def send(client: OpenSearch) -> None:
            limits: Action = {
                "chunk_size": RECORDS_PER_REQUEST,
                "max_chunk_bytes": BYTES_PER_REQUEST,
                "max_retries": 5,
                "initial_backoff": 1,
            }
            limits |= {"raise_on_error": False, "request_timeout": self.link.options.write_seconds}
            for done, item in streaming_bulk(client, actions, **limits):
                if not done:
                    _refuse(item)

        self.link.ask(send)


def _refuse(item: dict[str, Any]) -> None:
    ((what, answer),) = item.items()
    status = answer.get("status")
    if what == "delete" and status == ABSENT:
        return
    if status == CONFLICT:
        raise FencedOff(f"record {answer.get('_id')} was written in a later turn")
    raise fault_named(str(answer), status) or CannotBeIndexed(f"OpenSearch refused record {answer.get('_id')}: {answer}")


class CannotBeIndexed(EngineFault):
    """The server refuses a record."""
