"""What merging two large segments takes while pages are served: `python -m benchmarks.merging --records 1000000`.

The index that benchmarks.search builds is copied by links, and where it is one segment it is split in two. A process that serves
asks the searches of the mix one after the other, first alone, then for as long as a thread of its own merges the two segments,
then alone again. What is told: its memory, looked at from outside a hundred times a second; the thread's processor seconds; how
long the searches took. `--writing` instead takes in 20,000 documents, 2,000 a commit or all in one, and tells the memory of that.
Ends with 1 where an aim is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from benchmarks.adding import linked
from benchmarks.peers import KEPT, resident

ROOT = Path(__file__).resolve().parent.parent
MOST = 400.0  # megabytes of a process that serves and merges, mapped files included
QUICK = 100_000  # records, up to which
WAITED = 50.0  # milliseconds are the aim for the 95th percentile of searches beside a merge
EVERY = 0.01  # seconds between two looks at its memory
WRITTEN = 20_000
BATCH = 2_000
WARM, ALONE, BESIDE, AFTER = "the first searches", "alone", "beside a merge", "after it"
Stage = tuple[str, float, float]


def main() -> int:
    """Measure in a process of its own; print what it took; return 1 where an aim is missed."""
    asked = options()
    if asked.work:
        print(json.dumps(written(asked.work, asked.at_once) if asked.writing else merged(asked.work)))
        return 0
    with tempfile.TemporaryDirectory(prefix="merging-", dir=KEPT) as folder:
        return tell_writing(Path(folder)) if asked.writing else tell_merging(Path(folder), asked.records)


def options() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--writing", action="store_true", help="measure the writer instead")
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--at-once", type=int, default=BATCH, help=argparse.SUPPRESS)
    return parser.parse_args()


def tell_merging(folder: Path, records: int) -> int:
    """Merge beside searches; print a line a stage."""
    kept = KEPT / f"chancery-{records}"
    if not (kept / "index").is_dir():
        print(f"There is none: python -m benchmarks.search --records {records} --peers chancery builds it.")
        return 2
    shutil.copytree(kept / "index", folder / "index", copy_function=linked)
    (folder / "texts.sqlite3").symlink_to((kept / "texts.sqlite3").resolve())
    told, memory = watched("--work", str(folder))
    print(f"{told['segments']} records a segment, merged in {told['cpu']:.1f} CPU seconds ({told['seconds']:.0f} by the clock)")
    print(
        "| | most MB at once | own | mapped | searches | median ms | p95 | most | CPU ms |\n|--|--:|--:|--:|--:|--:|--:|--:|--:|"
    )
    for name, times in told["times"].items():
        clock, cpu = ([one[kind] for one in times] for kind in (0, 1))
        spread = f"{statistics.median(clock):.1f} | {p95(clock):.1f} | {max(clock):.0f} | {statistics.mean(cpu):.1f}"
        print(f"| {name} | {megabytes(memory[name])} | {len(times):,} | {spread} |")
    slow = records <= QUICK and p95([one[0] for one in told["times"][BESIDE]]) > WAITED
    return int(slow or memory[BESIDE][0] > MOST)


def p95(times: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


def megabytes(most: tuple[float, float, float]) -> str:
    """Return megabytes as cells of a table."""
    return " | ".join(f"{one:.0f}" for one in most)


def tell_writing(folder: Path) -> int:
    """Take documents in, 2,000 a commit and all in one; print the memory of each."""
    made = "import sys; from benchmarks.merging import make; make(sys.argv[1], int(sys.argv[2]))"
    subprocess.run([sys.executable, "-W", "ignore", "-c", made, str(folder), str(WRITTEN)], cwd=ROOT, check=True)
    print("| records a commit | most MB at once | own | mapped | CPU seconds |\n|--|--:|--:|--:|--:|")
    for at_once in (BATCH, WRITTEN):
        told, memory = watched("--work", str(folder), "--writing", "--at-once", str(at_once))
        print(f"| {at_once:,} | {megabytes(memory['writing'])} | {told['cpu']:.1f} |", flush=True)
    return 0


def watched(*words: str) -> tuple[dict[str, Any], dict[str, tuple[float, float, float]]]:
    """Run this module's work in another process; return what it tells, and each stage's most megabytes: all, own, mapped."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.merging", *words]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    looks: list[tuple[float, float, float]] = []
    looking = threading.Thread(target=lambda: looks.extend(memory_until_end(process)))
    looking.start()
    told = process.stdout.read()
    looking.join()
    if process.wait():
        raise SystemExit("the process that was measured has failed")
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found, {name: most(looks, began, ended) for name, began, ended in found["stages"]}


def memory_until_end(process: subprocess.Popen[str]) -> Iterator[tuple[float, float, float]]:
    """Yield a process's (time, own, mapped) memory until it ends."""
    while process.poll() is None:
        try:
            found = resident(process.pid)
        except (KeyError, OSError):  # it is about to end
            return
        yield time.monotonic(), found["own"], found["mapped"]
        time.sleep(EVERY)


def most(looks: list[tuple[float, float, float]], began: float, ended: float) -> tuple[float, float, float]:
    """Return the most of both at once, of its own and of mapped files, between two times."""
    seen = [(own + mapped, own, mapped) for at, own, mapped in looks if began <= at <= ended]
    both, own, mapped = (max(column) for column in zip(*seen, strict=True))
    return both, own, mapped


class Serving:
    """A process that serves: it asks one search after the other."""

    def __init__(self, folder: Path) -> None:
        from benchmarks.kept import searches
        from benchmarks.peers.chancery import Chancery

        self.engine = Chancery(folder)
        self._requests = cycle([request for _, request in searches()])
        self.stages: list[Stage] = []
        self.times: dict[str, list[tuple[float, float]]] = {}  # milliseconds by the clock, and of the processor

    def ask(self, name: str, times: int = 0, beside: threading.Thread | None = None) -> None:
        """Ask so many searches, or as many as there is time for beside a thread; keep how long each took."""
        taken = self.times[name] = []
        began = time.monotonic()
        while len(taken) < times or (beside is not None and beside.is_alive()):
            clock, cpu = time.perf_counter(), time.thread_time()
            self.engine.ask(next(self._requests))
            taken.append(((time.perf_counter() - clock) * 1000, (time.thread_time() - cpu) * 1000))
        self.stages.append((name, began, time.monotonic()))


def merged(folder: Path) -> dict[str, Any]:
    """Search alone, then beside a merge; return what each took."""
    from search.engines.whoosh.writing.upkeep import merge_once

    serving = Serving(folder)
    index = serving.engine.whoosh._index()
    if len(index.contents().segments) < 2:
        split(index)
    sizes = [segment.doc_count() for segment in index.contents().segments]
    serving.ask(WARM, 200)
    serving.ask(ALONE, 400)
    cpu: list[float] = []

    def merge() -> None:
        began = time.thread_time()
        merge_once(index, list)
        cpu.append(time.thread_time() - began)

    thread = threading.Thread(target=merge)
    thread.start()
    serving.ask(BESIDE, beside=thread)
    _, began, ended = serving.stages[-1]
    serving.ask(AFTER, 200)
    assert [segment.doc_count() for segment in index.contents().segments] == [sum(sizes)]
    return {"segments": sizes, "cpu": cpu[0], "seconds": ended - began, "stages": serving.stages, "times": serving.times}


def split(index: Any) -> None:
    """Write an index of one segment anew as two of half the size, in another process: this one's memory is measured."""
    pid = os.fork()
    if not pid:
        halve(index)
        os._exit(0)
    if os.waitpid(pid, 0)[1]:
        raise SystemExit("the index could not be split")


def halve(index: Any) -> None:
    """Write an index of one segment anew as two of half the size."""
    from search.engines.whoosh.haystack.codec import ArraySegment
    from search.engines.whoosh.storage.mapped import open_segment
    from search.engines.whoosh.writing.merging import Merge, MergedSegment
    from search.engines.whoosh.writing.writer import publish

    contents = index.contents()
    [whole] = contents.segments
    file, half = open_segment(index.storage, whole), whole.count // 2
    halves = []
    for deleted in (range(half), range(half, whole.count)):
        merge = Merge([MergedSegment(file, frozenset(deleted))])
        halves.append(ArraySegment(index.indexname, merge.count))
        merge.write(index.storage.create_file(halves[-1].file_name))
    publish(index.storage, index.indexname, contents.schema, halves, contents.generation + 1, halves)


def make(folder: str, count: int) -> None:
    """Keep documents in a file, so that the process that takes them in does not hold what they are made of."""
    from benchmarks.corpus import documents

    with Path(folder, "documents").open("wb") as kept:
        for one in documents(count):
            pickle.dump(one, kept)


def documents_of(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the documents of a file."""
    with Path(folder, "documents").open("rb") as kept:
        for _ in range(WRITTEN):
            yield pickle.load(kept)


def written(folder: Path, at_once: int) -> dict[str, Any]:
    """Take documents in, so many a commit, merged in the background as always; return what it took."""
    from benchmarks.peers import peer

    with tempfile.TemporaryDirectory(dir=folder) as place:
        engine: Any = peer("chancery", Path(place)).engine  # type: ignore[attr-defined]  # it is ours
        engine.reset("benchmark")
        rest = documents_of(folder)
        began, cpu = time.monotonic(), time.process_time()
        while batch := list(islice(rest, at_once)):
            engine.replace((), batch)
        for thread in threading.enumerate():
            if thread is not threading.current_thread():
                thread.join()
        return {"cpu": time.process_time() - cpu, "stages": [("writing", began, time.monotonic())]}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    sys.exit(main())
