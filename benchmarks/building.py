"""Builds an engine's index under var/bench, and records its time and size."""

from __future__ import annotations

import json
import os
import resource
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.peers import KEPT, Peer, peer


def built(name: str, records: int) -> Path:
    """Return the file that records that an engine's index is built, and its cost."""
    return KEPT / f"{name}-{records}" / "built.json"


def build(name: str, records: int) -> dict[str, Any]:
    """Build an index; return its cost.

    `seconds` and `cpu_seconds` (of all processes involved) exclude making the documents. `load` is the machine's one-minute load
    average at the end: if it exceeds the engine's own threads, `seconds` is too long. `index_bytes` is the index alone, without
    the table of texts that some engines have beside it.
    """
    folder = built(name, records).parent
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    one = peer(name, folder)
    making = Making(records)
    began, began_cpu = time.perf_counter(), cpu_seconds(one)
    one.build(making.documents())
    seconds = time.perf_counter() - began - making.seconds
    cpu = cpu_seconds(one) - began_cpu - making.cpu
    index = one.server_bytes() or size_of(folder / "index")
    size = one.server_bytes() + size_of(folder)
    cost = {"records": records, "seconds": seconds, "cpu_seconds": cpu, "bytes": size, "load": os.getloadavg()[0]}
    cost |= {"index_bytes": index}
    built(name, records).write_text(json.dumps(cost), encoding="utf-8")
    return cost


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def cpu_seconds(one: Peer) -> float:
    """Return the processor seconds of this process, its finished children, and an engine's server."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + one.server_cpu()


class Making:
    """The documents, and what making them cost."""

    def __init__(self, records: int) -> None:
        self.records, self.seconds, self.cpu = records, 0.0, 0.0

    def documents(self) -> Iterator[dict[str, Any]]:
        """Yield the documents, timing their making."""
        from benchmarks.corpus import documents

        rest = documents(self.records)
        while True:
            began, began_cpu = time.perf_counter(), time.thread_time()
            one = next(rest, None)
            self.seconds += time.perf_counter() - began
            self.cpu += time.thread_time() - began_cpu
            if one is None:
                return
            yield one
