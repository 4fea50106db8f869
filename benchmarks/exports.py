"""The speed and memory of whole exports: `python -m benchmarks.exports --records 100000`.

gunicorn with two workers serves the archive of benchmarks.pages. All its records are fetched in each format by a fast client,
while another requests a page and a search twice a second. Memory is what the workers use beyond idle, sampled ten times a second;
processor time is the workers'. Exit status 1 if a figure is missed.
"""

from __future__ import annotations

import argparse
import json
import socket
import sys
import threading
import time
from dataclasses import asdict, dataclass, field

from benchmarks.collection import built
from benchmarks.pages import RESULTS
from benchmarks.serving import HOST, Site, serving

FORMATS = ("csv", "jsonl", "txt", "zip", "xlsx")
MOST_MEGABYTES = 60
RECORDS_A_SECOND = 5000  # of CSV, by the clock or, on a machine that others use, by processor time
OTHERS = ("/about/", "/search/?q=ferry")
QUICK = 500.0  # milliseconds that other pages may take in the median while a result is sent
REQUEST = "GET {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@dataclass
class Export:
    """One export as measured."""

    format: str
    records: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    megabytes: float = 0.0
    above_idle: int = 0
    others: list[float] = field(default_factory=list)

    @property
    def others_median(self) -> float:
        """Return the other pages' median time in milliseconds."""
        return sorted(self.others)[len(self.others) // 2] if self.others else 0.0

    def missed(self) -> list[str]:
        """Return which figures were missed."""
        found = []
        if self.above_idle > MOST_MEGABYTES:
            found.append(f"{self.format}: {self.above_idle} MB above idle")
        if self.format == "csv" and max(self.records / self.seconds, self.records / self.cpu_seconds) < RECORDS_A_SECOND:
            found.append(f"csv: {self.records / self.cpu_seconds:.0f} records a second of processor time")
        if self.others_median > QUICK:
            found.append(f"{self.format}: other pages took {self.others_median:.0f} ms")
        return found


def measure(site: Site, form: str) -> Export:
    """Fetch everything in one format."""
    found = Export(form)
    idle, cpu, done = site.memory(), site.cpu(), threading.Event()
    watchers = [threading.Thread(target=watch, args=(site, found, idle, done)) for watch in (_memory, _others)]
    for watcher in watchers:
        watcher.start()
    began = time.perf_counter()
    found.records, found.megabytes = fetch(site, f"/search/export/file/?format={form}")
    found.seconds = time.perf_counter() - began
    done.set()
    for watcher in watchers:
        watcher.join()
    found.cpu_seconds = (site.cpu() - cpu) / 1000
    return found


def fetch(site: Site, address: str) -> tuple[int, float]:
    """Read an answer to its end and keep none of it; return the records it tells of and its megabytes."""
    size, head = 0, b""
    with socket.create_connection((HOST, site.port), timeout=1200) as connection:
        connection.sendall(REQUEST.format(address).encode())
        while piece := connection.recv(1 << 16):
            head = head if b"\r\n\r\n" in head else head + piece
            size += len(piece)
    lines = head.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    if " 200 " not in lines[0]:
        raise RuntimeError(f"{address}: {lines[0]}")
    told = dict(line.lower().split(": ", 1) for line in lines[1:])
    return int(told["x-records"]), size / 1e6


def _memory(site: Site, found: Export, idle: int, done: threading.Event) -> None:
    while not done.wait(0.1):
        found.above_idle = max(found.above_idle, site.memory() - idle)


def _others(site: Site, found: Export, idle: int, done: threading.Event) -> None:
    while not done.wait(0.5):
        found.others += [site.ask(address).milliseconds for address in OTHERS]


def main() -> None:
    """Build what is missing, measure, print and keep the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--formats", nargs="*", default=FORMATS)
    options = parser.parse_args()
    with serving(built(options.records), workers=2) as site:
        for address in (*OTHERS, "/search/export/file/?format=csv&q=ferry", *OTHERS):
            site.ask(address)
        site.settle()
        found = [measure(site, form) for form in options.formats]
    print("format  records  seconds  records/s  CPU s  records/CPU s  MB sent  MB above idle  others median ms")
    for one in found:
        figures = (one.records / one.seconds, one.cpu_seconds, one.records / one.cpu_seconds, one.megabytes, one.above_idle)
        print(
            f"{one.format:<7} {one.records:>7} {one.seconds:>8.1f} " + "  ".join(f"{figure:>9.1f}" for figure in figures), end=""
        )
        print(f"  {one.others_median:>9.0f}")
    RESULTS.mkdir(parents=True, exist_ok=True)
    kept = json.dumps([asdict(one) for one in found], indent=1) + "\n"
    (RESULTS / f"exports-{options.records}.json").write_text(kept, encoding="utf-8")
    if missed := [line for one in found for line in one.missed()]:
        sys.exit(f"Missed: {'; '.join(missed)}.")


if __name__ == "__main__":
    main()
