"""From what was measured of each engine to medians, shares and tables. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

HEAD = (
    "engine",
    "median ms",
    "p95 ms",
    "CPU ms",
    "first ms",
    "records/s",
    "records/CPU s",
    "index MB",
    "memory MB, own + mapped",
)
TELLING = 0.005  # hits that differ by less are not worth a word


@dataclass(frozen=True)
class Figures:
    """One engine's figures as `benchmarks.peers` prints them; times in milliseconds, None where it has no such search."""

    name: str
    raw: dict[str, Any]

    @property
    def times(self) -> list[float]:
        """Return the times of the searches that it answered."""
        return [taken for taken in self.raw["times"] if taken is not None]

    def median(self, kind: str = "") -> float | None:
        """Return the median of all its times, or of one kind of search; None where there is none."""
        pairs = zip(self.raw["kinds"], self.raw["times"], strict=True)
        chosen = [taken for found, taken in pairs if taken is not None and kind in ("", found)]
        return statistics.median(chosen) if chosen else None

    def p95(self) -> float:
        """Return the time that 95 of 100 searches keep within."""
        return sorted(self.times)[int(len(self.times) * 0.95)]

    def by_place(self, what: str) -> dict[int, Any]:
        """Return `times` or `totals` by the search's place in the whole mix, without those it has no search for."""
        return {place: one for place, one in zip(self.raw["places"], self.raw[what], strict=True) if one is not None}

    def kinds(self) -> dict[int, str]:
        """Return the kinds of search by their places in the whole mix."""
        return dict(zip(self.raw["places"], self.raw["kinds"], strict=True))


def ratio(ours: Figures, theirs: Figures, kind: str = "") -> tuple[float, float] | None:
    """Return our median and theirs over the searches that both answered; None where there is none."""
    kinds = ours.kinds()
    mine, other = ours.by_place("times"), theirs.by_place("times")
    shared = [place for place in mine if place in other and (not kind or kinds[place] == kind)]
    if not shared:
        return None
    return statistics.median(mine[place] for place in shared), statistics.median(other[place] for place in shared)


def difference(ours: Figures, theirs: Figures, kind: str) -> float | None:
    """Return how far their hits are from ours for a kind of search, as a share of ours: 0.02 is two in a hundred."""
    kinds = ours.kinds()
    mine, other = ours.by_place("totals"), theirs.by_place("totals")
    shared = [place for place in mine if place in other and kinds[place] == kind]
    total = sum(mine[place] for place in shared)
    return sum(other[place] - mine[place] for place in shared) / total if total else None


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table, its first column to the left and the others to the right."""
    rule = "|--|" + "--:|" * (len(head) - 1)
    first, *rest = (f"| {' | '.join(cells)} |" for cells in (head, *rows))
    return "\n".join([first, rule, *rest])


def row(found: Figures) -> list[str]:
    """Return one engine's row of the first table."""
    raw, built = found.raw, found.raw["built"]
    return [
        found.name,
        f"{found.median():.1f}",
        f"{found.p95():.1f}",
        f"{raw['cpu_mean']:.1f}",
        f"{raw['first']:.0f}",
        f"{built['records'] / built['seconds']:,.0f}",
        f"{built['records'] / built['cpu_seconds']:,.0f}",
        f"{built['bytes'] / 1e6:,.0f}",
        f"{raw['memory']['own']:.0f}+{raw['memory']['mapped']:.0f}",
    ]


def report(measured: Sequence[Figures]) -> str:
    """Return the tables: engines, and kinds of search. Ours comes first."""
    ours = measured[0]
    rows = [[kind, *(median_and_hits(ours, found, kind) for found in measured)] for kind in sorted(set(ours.raw["kinds"]))]
    return "\n\n".join([markdown(HEAD, map(row, measured)), markdown(["median ms", *(found.name for found in measured)], rows)])


def median_and_hits(ours: Figures, found: Figures, kind: str) -> str:
    """Return a median, and by how much the hits differ from ours if that is worth a word."""
    apart = difference(ours, found, kind)
    told = f" ({apart:+.0%})" if apart is not None and abs(apart) >= TELLING else ""
    return shown(found.median(kind), ".1f") + told


def shown(value: float | None, form: str) -> str:
    """Return a number in its form, or a dash."""
    return "–" if value is None else format(value, form)
