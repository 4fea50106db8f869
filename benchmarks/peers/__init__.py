"""The engines that are compared: each takes in the same documents and is asked the same searches."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from search.request import SearchRequest

PEERS = {
    "chancery": "benchmarks.peers.chancery:Chancery",
    "tantivy": "benchmarks.peers.tantivy_peer:Tantivy",
    "fts5": "benchmarks.peers.fts5:Fts5",
    "xapian": "benchmarks.peers.xapian_peer:Xapian",
    "postgresql": "benchmarks.peers.postgresql:PostgreSQL",
    "stock": "benchmarks.peers.stock:StockHaystack",
}
PAGE = 20


class NotSupported(Exception):
    """The engine has no such search."""


class Peer(Protocol):
    """One engine over one folder."""

    def __init__(self, folder: Path) -> None: ...

    def build(self, documents: Iterable[dict[str, Any]]) -> None:
        """Take in all documents."""
        ...

    def open(self) -> None:
        """Get ready to answer."""
        ...

    def ask(self, request: SearchRequest) -> int:
        """Find 20 records with highlighted passages, count all facets and months; return how many records match."""
        ...

    def close(self) -> None:
        """Let everything go."""
        ...


def peer(name: str, folder: Path) -> Peer:
    """Return an engine by name."""
    module, _, kind = PEERS[name].partition(":")
    made: Peer = getattr(import_module(module), kind)(folder)
    return made


def without(request: SearchRequest, key: str) -> SearchRequest:
    """Return a request without its choice of one facet."""
    choices = tuple(choice for choice in request.choices if choice.key != key)
    return SearchRequest(request.tree, choices, request.date_from, request.date_to, request.sort)


def undated(request: SearchRequest) -> SearchRequest:
    """Return a request without its dates."""
    return SearchRequest(request.tree, request.choices, None, None, request.sort)
