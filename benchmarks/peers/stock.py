"""Haystack's own Whoosh backend, with the fields as it makes them of our search index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from haystack.backends.whoosh_backend import WhooshSearchBackend

from benchmarks.peers import PAGE, InProcess
from search import facets
from search.query.request import SearchRequest
from search.query.tree import And, Everything, Fuzzy, Node, Or, Phrase, Prefix, Word

COMMITTED = 20_000  # documents a commit
MONTHS = {"start_date": dt.date(2004, 1, 1), "end_date": dt.date(2025, 1, 1), "gap_by": "month"}


def query_string(node: Node) -> str:
    """Return a tree in Whoosh's language."""
    if isinstance(node, (And, Or)):
        joint = " AND " if isinstance(node, And) else " OR "
        return "(" + joint.join(map(query_string, node.parts)) + ")"
    field = "" if getattr(node, "field", "text") == "text" else f"{node.field}:"  # type: ignore[union-attr]
    if isinstance(node, Phrase):
        return f'{field}"{" ".join(node.words)}"' + (f"~{node.slop + 1}" if node.slop else "")
    if isinstance(node, Prefix):
        return f"{field}{node.text}*"
    if isinstance(node, Fuzzy):
        return f"{field}{node.text}~{node.distance}/1"
    return f"{field}{node.text}" if isinstance(node, Word) else "*"


class StockHaystack(InProcess):
    """See `benchmarks.peers.Peer`."""

    def __init__(self, folder: Path) -> None:
        self.backend = WhooshSearchBackend("default", PATH=str(folder / "stock"))

    def build(self, documents: Iterable[dict[str, Any]]) -> None:
        """Take in documents by two processes with 256 MB each, a segment of its own for each, and merge nothing.

        So Whoosh's documentation advises for bulk; Haystack's update_index would commit, and merge, batch by batch. More than
        `COMMITTED` documents at once, and merging what is there, take hours.
        """
        self.backend.setup()
        waiting = iter(documents)
        while some := list(islice(waiting, COMMITTED)):
            writer = self.backend.index.writer(procs=2, limitmb=256, multisegment=True)
            for one in some:
                day = dt.datetime.fromisoformat(one["date"])
                values = {name: ",".join(value) if isinstance(value, list) else value for name, value in one.items() if value}
                writer.add_document(**values | {"date": day, "transcript": one["transcript"]})
            writer.commit(merge=False)

    def open(self) -> None:
        """Get ready to answer."""
        self.backend.setup()

    def ask(self, request: SearchRequest) -> int:
        """Find, count and highlight, as SearchQuerySet asks for it."""
        narrow = {f'{choice.key}:"{choice.values[0]}"' for choice in request.choices}
        if request.date_from and request.date_to:
            narrow.add(f"date:[{request.date_from.replace('-', '')} to {request.date_to.replace('-', '')}]")
        found = self.backend.search(
            "*" if isinstance(request.tree, Everything) else query_string(request.tree),
            sort_by=["-date"] if request.sort == "newest" else None,
            end_offset=PAGE,
            highlight=True,
            facets=list(facets.TABLE.panels),
            date_facets={"date": MONTHS},
            narrow_queries=narrow or None,
        )
        return int(found["hits"])

    def close(self) -> None:
        """Let everything go."""
