"""The cost of a first visit to a speaker's or country's page: `python -m benchmarks.visits --records 100000`.

An archive (benchmarks/collection.py, kept under var/bench) is requested in this process, through the whole application: each page
without cached statistics, as after a change, then three times again. Processor milliseconds. Exit status 1 if the mean first
visit to a country's page exceeds the aim.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Sequence
from typing import Any

from benchmarks.collection import built, environment_of

AIM = 60.0  # milliseconds of the processor for a first visit to a country's page, the mean of all


def main() -> int:
    """Measure and print; return 1 where the aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    records = parser.parse_args().records
    os.environ.update(environment_of(built(records)))
    import django

    django.setup()
    from benchmarks.pages import others

    pages = {name: addresses for name, addresses, *_ in others(records, []) if name.endswith("first visit")}
    print("| processor ms | first: mean | median | most | again: mean | most |\n|--|--:|--:|--:|--:|--:|")
    means = {name: measure(name.partition(",")[0], addresses) for name, addresses in pages.items()}
    return 0 if means["country, first visit"] <= AIM else 1


def measure(name: str, addresses: Sequence[str]) -> float:
    """Print what pages of one kind cost; return the mean of first visits."""
    from django.conf import settings
    from django.core.cache import cache
    from django.test import Client

    client, first, again = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0]), [], []
    ask(client, addresses[-1])  # templates are loaded once a process, not with a visit
    for address in addresses:
        cache.clear()
        first.append(ask(client, address))
        again.append(statistics.median(ask(client, address) for _ in range(3)))
    mean = statistics.mean(first)
    told = (mean, statistics.median(first), max(first), statistics.mean(again), max(again))
    print(f"| {name} | " + " | ".join(f"{value:.1f}" for value in told) + " |", flush=True)
    return mean


def ask(client: Any, address: str) -> float:
    """Ask for a page; return what it cost."""
    begun = time.process_time()
    answer = client.get(address)
    taken = (time.process_time() - begun) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}.")
    return taken


if __name__ == "__main__":
    sys.exit(main())
