"""Search speed and memory against other engines: `python -m benchmarks.search --records 100000`.

Each engine is built once (kept under var/bench) and runs the same 200 searches in a process of its own, one engine after the
other; each search returns 20 highlighted results, all facets and the months. Times are wall-clock milliseconds of the last round;
a slow engine runs every tenth search of each kind. Searches an engine does not support are skipped and counted. The latest
figures of each engine are kept in benchmarks/results; exit status 1 if an aim (benchmarks/aims.py) is missed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.aims import FAST, OURS, aims
from benchmarks.building import built
from benchmarks.document import filled, section
from benchmarks.figures import Figures
from benchmarks.kept import searches
from benchmarks.peers import PEERS

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
SIZES = (100_000, 1_000_000)
SAMPLE = 10  # a slow engine runs every n-th search of each kind; otherwise the benchmark would take hours
LARGE = 1_000_000  # from this size on, other engines count as slow, and are built only on request
QUICK = (OURS, FAST)
NOT_INSTALLED = 3


class Left(Exception):
    """Why an engine is left out."""


def options() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, nargs="+", default=SIZES)
    parser.add_argument("--peers", default="", help=f"names, separated by commas, of {', '.join(PEERS)}; all if not said")
    parser.add_argument("--rounds", type=int, default=2, help="how often everything is asked; the last round counts")
    parser.add_argument("--rebuild", action="store_true", help="build the indexes anew, and so measure that too")
    parser.add_argument("--report", action="store_true", help="measure nothing: print the tables of what is kept")
    parser.add_argument("--into", type=Path, help="a document to put the tables into, between the marks of their size")
    return parser.parse_args()


def main() -> int:
    """Measure at each size, print the tables and the aims; return 1 where one is missed or an engine fails."""
    asked = options()
    good = True
    for records in asked.records:
        if not asked.report:
            good &= measure_all(asked, records)
        good &= tell(records, asked.into)
    return 0 if good else 1


def measure_all(asked: argparse.Namespace, records: int) -> bool:
    """Measure the engines one after the other, storing each one's figures at once; tell whether none failed."""
    searches()
    good = True
    for name in asked.peers.split(",") if asked.peers else PEERS:
        try:
            keep(records, name, measure(name, records, asked))
            print(f"{records:,} records, {name}: measured", flush=True)
        except Left as why:
            print(f"{records:,} records, {name}: not run: {why}", flush=True)
        except subprocess.CalledProcessError as failed:
            good = False
            print(f"{records:,} records, {name}: failed: {failed}", flush=True)
    return good


def measure(name: str, records: int, asked: argparse.Namespace) -> dict[str, Any]:
    """Return an engine's figures, building it if necessary. Raises Left."""
    if asked.rebuild or not built(name, records).exists():
        if records >= LARGE and name not in (*QUICK, *asked.peers.split(",")):
            raise Left(f"it is not built for so many records; --peers {name} builds it")
        in_a_process("--build", name, str(records))
    slow = name == "stock" or (records >= LARGE and name not in QUICK)
    return in_a_process(name, str(records), str(asked.rounds), str(SAMPLE if slow else 1))


def in_a_process(*words: str) -> dict[str, Any]:
    """Run `benchmarks.peers` and return its figures. Raises Left if the engine is not installed."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.peers", *words]
    told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if told.returncode == NOT_INSTALLED:
        raise Left(told.stdout.strip())
    told.check_returncode()
    figures: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return figures


def results(records: int) -> Path:
    """Return the file of the figures at a size."""
    return RESULTS / f"search-{records}.json"


def kept(records: int) -> dict[str, Figures]:
    """Return each engine's last figures at a size, ours first."""
    path = results(records)
    told = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {name: Figures(name, told[name]) for name in PEERS if name in told}


def keep(records: int, name: str, figures: dict[str, Any]) -> None:
    """Keep an engine's figures in place of its last ones."""
    told = {found.name: found.raw for found in kept(records).values()} | {name: figures}
    RESULTS.mkdir(parents=True, exist_ok=True)
    results(records).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def tell(records: int, document: Path | None) -> bool:
    """Print the tables and the aims, and put them into a document; tell whether all are met."""
    measured = kept(records)
    if not measured:
        print(f"{records:,} records: nothing has been measured")
        return True
    judged = list(aims(records, measured))
    told = section(list(measured.values()), judged)
    print(f"\n{records:,} records\n\n{told}", flush=True)
    if document:
        document.write_text(filled(document.read_text(encoding="utf-8"), f"search-{records}", told), encoding="utf-8")
    return all(aim.met for aim in judged)


if __name__ == "__main__":
    sys.exit(main())
