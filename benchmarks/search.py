"""Search speed and memory against other engines: `python -m benchmarks.search --records 100000`.

Each engine is built once (kept under var/bench) and asked the same 200 searches in a process of its own, one engine after the
other: for each search 20 highlighted results, all facets, the months. Times are wall-clock milliseconds of one thread, the
second of two rounds; what an engine has no search for is left out of its figures and counted as missing.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "bench"
RESULTS = ROOT / "benchmarks" / "results"
SAMPLED = {"stock": 10}  # engines of which only every so many-th search is asked, or the benchmark would take hours


def options() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    from benchmarks.peers import PEERS

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--peers", default=",".join(PEERS), help="names, separated by commas")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--one", help="measure one engine in this process and print its figures as JSON")
    return parser.parse_args()


def main() -> None:
    """Measure every engine in a process of its own, then print and keep the table."""
    asked = options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()
    if asked.one:
        print(json.dumps(measure(asked.one, asked.records, asked.rounds)))
        return
    figures = []
    for name in asked.peers.split(","):
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.search", "--one", name]
        command += ["--records", str(asked.records), "--rounds", str(asked.rounds)]
        told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        if told.returncode:
            print(f"{name}: failed")
            continue
        figures.append(json.loads(told.stdout.splitlines()[-1]))
        print(line(figures[-1]), flush=True)
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"search-{asked.records}.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    print(table(figures))


def measure(name: str, records: int, rounds: int) -> dict[str, Any]:
    """Build an engine if need be, ask it everything, and return its figures."""
    from benchmarks.mix import mix
    from benchmarks.peers import NotSupported, peer

    folder = KEPT / f"{name}-{records}"
    built = folder / "built.json"
    if not built.exists():
        build(name, folder, records)
    searches = mix()[:: SAMPLED.get(name, 1)]
    before = resident()
    one = peer(name, folder)
    began = time.perf_counter()
    one.open()
    one.ask(searches[0][1])
    first = (time.perf_counter() - began) * 1000
    times: dict[str, list[float]] = defaultdict(list)
    cpu, missing, totals = 0.0, 0, []
    for turn in range(rounds):
        began_cpu = time.process_time()
        for kind, request in searches:
            began = time.perf_counter()
            try:
                totals.append(one.ask(request))
            except NotSupported:
                missing += turn == rounds - 1
                continue
            if turn == rounds - 1:
                times[kind].append((time.perf_counter() - began) * 1000)
        cpu = time.process_time() - began_cpu
    memory = resident()
    one.close()
    every = sorted(taken for taken_of_kind in times.values() for taken in taken_of_kind)
    return {
        "name": name,
        "records": records,
        "median": statistics.median(every),
        "p95": every[int(len(every) * 0.95)],
        "first": first,
        "cpu_mean": cpu * 1000 / max(1, len(every)),
        "kinds": {kind: statistics.median(taken) for kind, taken in sorted(times.items())},
        "missing": missing,
        "memory": memory,
        "memory_before": before,
        "hits": sum(totals),
        **json.loads(built.read_text(encoding="utf-8")),
    }


def build(name: str, folder: Path, records: int) -> None:
    """Build an engine's index, and keep how long it took and how large it is."""
    from benchmarks.corpus import documents
    from benchmarks.peers import peer

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    making = 0.0

    def timed() -> Iterator[dict[str, Any]]:
        nonlocal making
        rest = documents(records)
        while True:
            began = time.perf_counter()
            one = next(rest, None)
            making += time.perf_counter() - began
            if one is None:
                return
            yield one

    one = peer(name, folder)
    began = time.perf_counter()
    one.build(timed())
    taken = time.perf_counter() - began - making
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    told = {"indexing": records / taken, "bytes": size}
    (folder / "built.json").write_text(json.dumps(told), encoding="utf-8")


def resident() -> dict[str, int]:
    """Return this process's memory in megabytes: its own, and mapped files."""
    values = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return {kind: int(values[kind].split()[0]) // 1024 for kind in ("RssAnon", "RssFile")}


def line(figure: dict[str, Any]) -> str:
    """Return one engine's figures as a line of a Markdown table."""
    cells = [
        figure["name"],
        f"{figure['median']:.1f}",
        f"{figure['p95']:.1f}",
        f"{figure['cpu_mean']:.1f}",
        f"{figure['first']:.0f}",
        f"{figure['indexing']:,.0f}",
        f"{figure['bytes'] / 1e6:,.0f}",
        f"{figure['memory']['RssAnon']} + {figure['memory']['RssFile']}",
        str(figure["missing"]),
    ]
    return "| " + " | ".join(cells) + " |"


def table(figures: list[dict[str, Any]]) -> str:
    """Return the figures as Markdown: one table of engines, one of kinds of search."""
    head = "| engine | median ms | p95 ms | CPU ms | first ms | records/s | index MB | memory MB own + mapped | missing |"
    lines = [head, "|--|--:|--:|--:|--:|--:|--:|--:|--:|", *map(line, figures), ""]
    lines += ["| median ms | " + " | ".join(figure["name"] for figure in figures) + " |", "|--|" + "--:|" * len(figures)]
    for kind in figures[0]["kinds"]:
        cells = [f"{figure['kinds'][kind]:.1f}" if kind in figure["kinds"] else "–" for figure in figures]
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
