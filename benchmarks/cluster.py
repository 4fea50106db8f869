"""Our engine on one OpenSearch node beside our own index: `make bench-cluster`, `python -m benchmarks.cluster --records 20000`.

Both take in the same records, 2,000 a commit, and are asked the same 200 searches through the same door (`search.engines.base`),
one after the other, each in a process of its own; the last round counts. The node remembers no counts meanwhile. Needs Maven and
a JDK (docs/decisions/opensearch.md). Ends with 1 where the two do not find the same number of records.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.document import filled, machine
from benchmarks.figures import Figures, markdown, median_and_hits
from benchmarks.search import RESULTS, Left, measure

SIZES = (20_000, 100_000)
OURS, THEIRS = NAMES = ("chancery", "opensearch")
TITLES = {OURS: "own index", THEIRS: "one OpenSearch node"}
HEAD = (
    "records",
    "engine",
    "records/s",
    "records/CPU s",
    "median ms",
    "p95 ms",
    "CPU ms",
    "index, bytes a record",
    "memory MB, own + mapped",
    "load",
)
Pair = dict[str, Figures]


def options() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=3, help="how often everything is asked; the last round counts")
    parser.add_argument("--rebuild", action="store_true", help="build the indexes anew, and so measure that too")
    parser.add_argument("--only", choices=NAMES, help="measure this one alone, at a size that the other does not reach")
    parser.add_argument("--report", action="store_true", help="measure nothing: print the tables of what is kept")
    parser.add_argument("--into", type=Path, nargs="*", default=(), help="documents to put the tables into")
    parser.set_defaults(peers=",".join(NAMES))
    return parser.parse_args()


def main() -> int:
    """Measure at each size, print the tables; return 1 where an engine is missing or the two differ."""
    asked = options()
    good = True
    for records in asked.records:
        for name in () if asked.report else [asked.only] if asked.only else NAMES:
            good &= measured(name, records, asked)
    sizes = sorted(int(path.stem.rpartition("-")[2]) for path in RESULTS.glob("cluster-*.json"))
    pairs = {records: kept(records) for records in sizes}
    told = section(pairs)
    print(told)
    for path in asked.into:
        path.write_text(filled(path.read_text(encoding="utf-8"), "cluster", told), encoding="utf-8")
    return 0 if good and all(map(agree, pairs.values())) else 1


def measured(name: str, records: int, asked: argparse.Namespace) -> bool:
    """Measure one engine and keep its figures; return whether it could be."""
    try:
        figures = measure(name, records, asked)
    except Left as why:
        print(f"{records:,} records, {name}: not run: {why}", flush=True)
        return False
    told = {one.name: one.raw for one in kept(records).values()} | {name: figures}
    RESULTS.mkdir(parents=True, exist_ok=True)
    path(records).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(f"{records:,} records, {name}: measured", flush=True)
    return True


def path(records: int) -> Path:
    """Return the file of the figures at a size."""
    return RESULTS / f"cluster-{records}.json"


def kept(records: int) -> Pair:
    """Return what was measured last at a size, our own index first."""
    told = json.loads(path(records).read_text(encoding="utf-8")) if path(records).exists() else {}
    return {name: Figures(name, told[name]) for name in NAMES if name in told}


def agree(pair: Pair) -> bool:
    """Tell whether both found the same number of records for every search."""
    if len(pair) < len(NAMES):
        return True
    return pair[OURS].by_place("totals") == pair[THEIRS].by_place("totals")


def section(pairs: dict[int, Pair]) -> str:
    """Return the tables: sizes and engines, kinds of search."""
    every = [figures for pair in pairs.values() for figures in pair.values()]
    if not every:
        return "Nothing has been measured."
    days = sorted({figures.raw["at"][:10] for figures in every})
    when = f"Measured {' and '.join(days)} on {machine()}."
    rows = [row(records, figures) for records, pair in pairs.items() for figures in pair.values()]
    return "\n\n".join([when, markdown(HEAD, rows), by_kind(pairs)])


def row(records: int, figures: Figures) -> list[str]:
    """Return the row of an engine at a size."""
    raw, built = figures.raw, figures.raw["built"]
    return [
        f"{records:,}",
        TITLES[figures.name],
        f"{built['records'] / built['seconds']:,.0f}",
        f"{built['records'] / built['cpu_seconds']:,.0f}",
        f"{figures.median():.1f}",
        f"{figures.p95():.1f}",
        f"{raw['cpu_mean']:.1f}",
        f"{built['index_bytes'] / records:,.0f}",
        f"{raw['memory']['own']:.0f}+{raw['memory']['mapped']:.0f}",
        f"{raw['load']:.1f}",
    ]


def by_kind(pairs: dict[int, Pair]) -> str:
    """Return the medians by kind of search, with the hits where the two do not find the same."""
    columns = [(records, pair) for records, pair in pairs.items() if len(pair) == len(NAMES)]
    kinds = sorted({kind for _, pair in columns for kind in pair[OURS].raw["kinds"]})
    head = ["median ms", *(f"{records:,}: {TITLES[name]}" for records, _ in columns for name in NAMES)]
    rows = [[kind, *(median_and_hits(pair[OURS], pair[name], kind) for _, pair in columns for name in NAMES)] for kind in kinds]
    return markdown(head, rows)


if __name__ == "__main__":
    sys.exit(main())
