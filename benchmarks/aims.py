"""The aims for searching, and whether figures meet them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from benchmarks.figures import Figures, ratio

MEDIAN = {100_000: 8.0, 1_000_000: 40.0}  # milliseconds of a whole answer, by the number of records
P95 = {100_000: 20.0, 1_000_000: 120.0}
FIRST = 150.0  # milliseconds to the first answer after a start
INDEXED = 2000  # records a second
MEMORY = {1_000_000: 400.0}  # resident megabytes of a process's own
BEHIND_TANTIVY = 1.3  # how many times tantivy's median ours may be
AHEAD_OF_TANTIVY = ("filter only", "no query")
OURS, FAST = "chancery", "tantivy"


class Aim(NamedTuple):
    """One aim: its target, the figure, and whether it is met."""

    wanted: str
    found: str
    met: bool

    def __str__(self) -> str:
        return f"{'met' if self.met else 'MISSED'}: {self.wanted}: {self.found}"


def aims(records: int, measured: Mapping[str, Figures]) -> Iterator[Aim]:
    """Yield the aims for which there are figures."""
    ours = measured.get(OURS)
    if ours is None:
        return
    yield from alone(records, ours)
    for name, theirs in measured.items():
        if name == FAST:
            yield from beside_tantivy(ours, theirs)
        elif name != OURS and (found := ratio(ours, theirs)):
            yield Aim(f"ahead of {name}", f"{found[0]:.1f} ms to {found[1]:.1f}", found[0] < found[1])


def alone(records: int, ours: Figures) -> Iterator[Aim]:
    """Yield the aims that need no other engine."""
    median, rate = ours.median(), ours.raw["built"]["records"] / ours.raw["built"]["seconds"]
    for name, value, limit in (
        (f"median at {records:,} records, ms", median, MEDIAN.get(records)),
        (f"95th percentile at {records:,} records, ms", ours.p95(), P95.get(records)),
        ("first answer after a start, ms", ours.raw["first"], FIRST),
        ("memory of its own, MB", ours.raw["memory"]["own"], MEMORY.get(records)),
    ):
        if limit is not None and value is not None:
            yield Aim(f"{name}, at most {limit:.0f}", f"{value:.1f}", value <= limit)
    yield Aim(f"records indexed a second, at least {INDEXED:,}", f"{rate:,.0f}", rate >= INDEXED)


def beside_tantivy(ours: Figures, tantivy: Figures) -> Iterator[Aim]:
    """Yield the aims that name tantivy."""
    if found := ratio(ours, tantivy):
        times = found[0] / found[1]
        wanted = f"within {BEHIND_TANTIVY} times tantivy's median"
        yield Aim(wanted, f"{times:.2f} times ({found[0]:.1f} ms to {found[1]:.1f})", times <= BEHIND_TANTIVY)
    for kind in AHEAD_OF_TANTIVY:
        if found := ratio(ours, tantivy, kind):
            yield Aim(f"ahead of tantivy, {kind}", f"{found[0]:.1f} ms to {found[1]:.1f}", found[0] < found[1])
