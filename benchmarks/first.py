"""How long a visitor waits who is the first after a start: `python -m benchmarks.first --records 100000`.

An archive of so many records (benchmarks/collection.py, kept under var/bench) is loaded as a web server's worker loads it, in a
fresh process each time: once with what it reads in the background before the first visitor comes, once without. Then one page
of results is asked for, through the whole application; after that the same page again, and another. Milliseconds, by the clock
and of the processor; ends with 1 where the first page, read ahead for, takes longer than the aim.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from typing import Any

from benchmarks.collection import ROOT, built, environment_of

AIM = 150.0  # milliseconds for the first page after a start
TIMES = 5
FIRST, OTHER = "q=%22nuclear+weapons%22+treaty", "q=economic+cooperation&sort=newest"
STEPS = ("loading", "reading ahead", "first page", "again", "another")


def main() -> int:
    """Measure in fresh processes, print the medians; return 1 where the aim is missed."""
    asked = options()
    if asked.one:
        print(json.dumps(measure(asked.one == "warm")))
        return 0
    folder = built(asked.records)
    print(f"| ms (of the processor), medians of {TIMES} | " + " | ".join(STEPS) + " |\n|--|" + "--:|" * len(STEPS))
    first = {}
    for how in ("warm", "cold"):
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.first", "--one", how]
        runs = [subprocess.check_output(command, cwd=ROOT, env=environment_of(folder), text=True) for _ in range(TIMES)]
        found = [json.loads(run.splitlines()[-1]) for run in runs]
        medians = {step: [statistics.median(one[step][kind] for one in found) for kind in (0, 1)] for step in STEPS}
        print(f"| {how} | " + " | ".join(f"{wall:.0f} ({cpu:.0f})" for wall, cpu in medians.values()) + " |", flush=True)
        first[how] = medians["first page"][0]
    return 0 if first["warm"] <= AIM else 1


def options() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--one", choices=("warm", "cold"), help="measure in this process and print the figures as JSON")
    return parser.parse_args()


def measure(reads_ahead: bool) -> dict[str, tuple[float, float]]:
    """Return milliseconds by the clock and of the processor for each step."""
    watch = Watch()
    application = load()
    from search.index.warming import visit, warm

    watch.lap("loading")
    if reads_ahead:
        warm(application)
    watch.lap("reading ahead")
    for step, query in (("first page", FIRST), ("again", FIRST), ("another", OTHER)):
        status = visit(application, "/search/", query)
        watch.lap(step)
        if status != "200 OK":
            sys.exit(f"{step}: {status}")
    return watch.laps


def load() -> Any:
    """Return the application, loaded as a worker loads it, without what `serving` does in the background."""
    import django

    django.setup()
    from django.core.wsgi import get_wsgi_application

    from archive.signals import loaded

    application = get_wsgi_application()
    loaded.send(sender=None)
    return application


class Watch:
    """Laps by the clock and of the processor."""

    def __init__(self) -> None:
        self.laps: dict[str, tuple[float, float]] = {}
        self._clock, self._cpu = time.perf_counter(), time.process_time()

    def lap(self, name: str) -> None:
        """End a lap."""
        clock, cpu = time.perf_counter(), time.process_time()
        self.laps[name] = ((clock - self._clock) * 1000, (cpu - self._cpu) * 1000)
        self._clock, self._cpu = time.perf_counter(), time.process_time()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    sys.exit(main())
