"""The engines that are compared: each takes in the same documents and is asked the same searches."""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from search.query.request import SearchRequest

KEPT = Path(__file__).resolve().parent.parent.parent / "var" / "bench"
PEERS = {
    "chancery": "benchmarks.peers.chancery:Chancery",
    "tantivy": "benchmarks.peers.tantivy_peer:Tantivy",
    "fts5": "benchmarks.peers.fts5:Fts5",
    "xapian": "benchmarks.peers.xapian_peer:Xapian",
    "postgresql": "benchmarks.peers.postgresql:PostgreSQL",
    "stock": "benchmarks.peers.stock:StockHaystack",
}
OURS_ELSEWHERE = {"opensearch": "benchmarks.peers.opensearch_peer:OneNode"}  # measured by benchmarks.cluster
ON_DJANGO = ("chancery", "stock", "opensearch")  # read what is indexed from the site's own search index
PAGE = 20


class NotSupported(Exception):
    """The engine has no such search."""


class NotInstalled(Exception):
    """The engine is not on this machine; the message says how to install it."""


class Peer(Protocol):
    """One engine over one folder."""

    in_process: bool

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

    def server_cpu(self) -> float:
        """Return the processors' seconds that a server of the engine's own has used since it was made."""
        ...

    def server_bytes(self) -> int:
        """Return how much of the index lies outside the engine's folder."""
        ...

    def memory(self) -> dict[str, float]:
        """Return resident megabytes: `own` and, of files, `mapped`."""
        ...


class InProcess:
    """What is the same for every engine that runs in the process that asks."""

    in_process = True

    def server_cpu(self) -> float:
        """Return nothing: there is no server."""
        return 0.0

    def server_bytes(self) -> int:
        """Return nothing: all of it is in the folder."""
        return 0

    def memory(self) -> dict[str, float]:
        """Return this process's resident megabytes: its own, and mapped files."""
        return resident("self")


def resident(process: int | str) -> dict[str, float]:
    """Return a process's resident megabytes: its own, and mapped files; raises OSError or KeyError when it ends."""
    values = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines())
    return {name: int(values[kind].split()[0]) / 1024 for name, kind in (("own", "RssAnon"), ("mapped", "RssFile"))}


def peer(name: str, folder: Path) -> Peer:
    """Return an engine by name; raises NotInstalled."""
    if name in ON_DJANGO:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
        import_module("django").setup()
    module, _, kind = (PEERS | OURS_ELSEWHERE)[name].partition(":")
    made: Peer = getattr(import_module(module), kind)(folder)
    return made


def recounted(request: SearchRequest) -> dict[str, SearchRequest]:
    """Return, for each facet with a chosen value (and the months under a date range), the request without that choice."""
    looser = {choice.key: without(request, choice.key) for choice in request.choices}
    return looser | ({"month": undated(request)} if request.date_from or request.date_to else {})


def without(request: SearchRequest, key: str) -> SearchRequest:
    """Return a request without its choice of one facet."""
    choices = tuple(choice for choice in request.choices if choice.key != key)
    return SearchRequest(request.tree, choices, request.date_from, request.date_to, request.sort)


def undated(request: SearchRequest) -> SearchRequest:
    """Return a request without its dates."""
    return SearchRequest(request.tree, request.choices, None, None, request.sort)
