"""Our engine on one OpenSearch node of this machine, through the same door; texts are read from an SQLite table.

The node's heap is BENCH_HEAP (1g), its version BENCH_OPENSEARCH (the newest that a JDK here runs). It remembers no counts
(`indices.requests.cache.size`): the same searches are asked several times, and the other engine remembers none either. What it
keeps lies beside the servers that `tests.cluster.building` lays out, since it may not be read below our own folder.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.peers import NotInstalled, processes
from benchmarks.peers.chancery import BehindOurDoor
from search.engines.opensearch.cluster_index import ClusterIndex, IndexPlan
from search.engines.opensearch.server_link import LinkOptions, ServerLink
from tests.cluster.building import VERSIONS, java_for, missing_tools
from tests.cluster.nodes import Cluster

PREFIX = "bench"
QUIET = 600.0  # seconds that merges may take after the last record


def place_of(folder: Path) -> Path:
    """Return where a node keeps the index of an engine's folder."""
    return Path(os.environ.get("CLUSTER_SERVERS", tempfile.gettempdir())) / f"chancery-bench-{folder.name}"


class OneNode(BehindOurDoor):
    """See `benchmarks.peers.Peer`."""

    in_process = False

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        if why := missing_tools():
            raise NotInstalled(why)
        self.place, self.used, self.bytes = place_of(folder), 0.0, 0
        self.node: Cluster | None = None

    def build(self, documents: Iterable[dict[str, Any]]) -> None:
        """Take in all documents, and wait until the node merges no more."""
        shutil.rmtree(self.place, ignore_errors=True)
        self.open()
        try:
            super().build(documents)
            until = time.monotonic() + QUIET
            while self._stats()["merges"]["current"] and time.monotonic() < until:
                time.sleep(0.5)
            self.bytes = int(self._stats()["store"]["size_in_bytes"])
        finally:
            self._stop()

    def open(self) -> None:
        """Start the node."""
        version = os.environ.get("BENCH_OPENSEARCH") or next(each for each in reversed(VERSIONS) if java_for(each))
        unremembered = {"indices.requests.cache.size": "0%"}
        self.node = Cluster(version, 1, self.place, os.environ.get("BENCH_HEAP", "1g"), **unremembered)
        self.node.start(0)
        self.node.wait()
        options = LinkOptions(tuple(self.node.hosts), search_seconds=60.0, write_seconds=300.0)
        self.engine = ClusterIndex(ServerLink(options), IndexPlan(PREFIX))

    def close(self) -> None:
        """Stop the node; what it has stays."""
        super().close()
        self._stop()

    def server_cpu(self) -> float:
        """Return the seconds of the nodes so far."""
        return self.used + (processes.cpu_seconds(self._pid()) if self.node else 0.0)

    def server_bytes(self) -> int:
        """Return how large the index was when it was built."""
        return self.bytes

    def memory(self) -> dict[str, float]:
        """Return the megabytes of the node."""
        return processes.memory(self._pid())

    def _pid(self) -> int:
        assert self.node
        return self.node.running[0].pid

    def _stats(self) -> dict[str, Any]:
        assert self.node
        found: dict[str, Any] = self.node.ask(f"/{PREFIX}-*/_stats/store,merge", timeout=60)["_all"]["total"]
        return found

    def _stop(self) -> None:
        if self.node:
            self.used, node = self.server_cpu(), self.node
            self.node = None
            node.stop()
