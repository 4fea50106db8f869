"""Measure one engine in this process and print its figures as JSON: `python -m benchmarks.peers NAME RECORDS ROUNDS EVERY`.

Every EVERY-th search of each kind is asked in each round; the last round counts, those before it warm up. This process holds
nothing but the searches and what the engine itself loads; with `--build` before the name it builds the engine's index instead.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime
from typing import Any

from benchmarks.building import build, built, cpu_seconds
from benchmarks.kept import Searches, sampled, searches
from benchmarks.peers import InProcess, NotInstalled, NotSupported, Peer, peer

Answers = list[tuple[float, int] | None]


def main() -> int:
    """Do as the command line says; end with 3, and say why on standard output, where the engine is not installed."""
    building = sys.argv[1] == "--build"
    name, records, *rest = sys.argv[1 + building :]
    try:
        figures = build(name, int(records)) if building else measure(name, int(records), int(rest[0]), int(rest[1]))
    except NotInstalled as missing:
        print(missing)
        return 3
    print(json.dumps(figures))
    return 0


def measure(name: str, records: int, rounds: int, every: int) -> dict[str, Any]:
    """Ask an engine; return its figures: milliseconds, megabytes, and for each search its time and how many records match."""
    every_search = searches()
    places = sampled(every_search, every)
    asked = [every_search[place] for place in places]
    before = InProcess().memory()
    one = peer(name, built(name, records).parent)
    began = time.perf_counter()
    one.open()
    try:
        one.ask(next(request for kind, request in asked if kind == "mid word"))
        first = (time.perf_counter() - began) * 1000
        told = last_round(one, asked, rounds)
        told |= {"memory": one.memory(), "memory_before": before if one.in_process else {"own": 0, "mapped": 0}}
    finally:
        one.close()
    when = datetime.now(UTC).isoformat(timespec="seconds")
    about = {"name": name, "records": records, "places": places, "at": when, "load": os.getloadavg()[0], "first": first}
    return about | told | {"built": json.loads(built(name, records).read_text(encoding="utf-8"))}


def last_round(one: Peer, asked: Searches, rounds: int) -> dict[str, Any]:
    """Ask everything so many times; return the last round's figures."""
    for _ in range(rounds):
        began = cpu_seconds(one)
        answers = [timed(one, request) for _, request in asked]
        cpu = cpu_seconds(one) - began
    answered = [answer for answer in answers if answer]
    return {
        "kinds": [kind for kind, _ in asked],
        "times": [answer and round(answer[0], 3) for answer in answers],
        "totals": [answer and answer[1] for answer in answers],
        "cpu_mean": cpu * 1000 / len(answered),
    }


def timed(one: Peer, request: Any) -> tuple[float, int] | None:
    """Return the milliseconds that an answer took and how many records match; None where the engine has no such search."""
    began = time.perf_counter()
    try:
        total = one.ask(request)
    except NotSupported:
        return None
    return (time.perf_counter() - began) * 1000, total


if __name__ == "__main__":
    sys.exit(main())
