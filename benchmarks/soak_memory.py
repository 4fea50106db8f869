"""The memory of a server's processes during benchmarks.soak, reported every five minutes.

Their own (anonymous) memory is separated from mapped files: the index grows with the archive, and its mapped part is shared by
all processes and can be reclaimed by the system at any time.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

MARK = 5.0  # minutes


class Sample(NamedTuple):
    """Megabytes of all processes together at a moment, given in seconds since the beginning."""

    when: float
    own: float
    mapped: float


def sample_of(pids: Sequence[int], when: float) -> Sample:
    """Return what processes have in memory now; one that has ended has nothing."""
    told = [_status(pid) for pid in pids]
    own, mapped = (sum(status.get(name, 0) for status in told) / 1000 for name in ("RssAnon", "RssFile"))
    return Sample(when, own, mapped)


def _status(pid: int) -> dict[str, int]:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return {}
    pairs = (line.split() for line in lines if line.startswith("Rss"))
    return {name.rstrip(":"): int(number) for name, number, _ in pairs}


def told(samples: Sequence[Sample]) -> dict[str, Any]:
    """Return the memory in each five minutes, and by how much it grew a minute in the second half."""
    later = samples[len(samples) // 2 :]
    slope = statistics.linear_regression([one.when for one in later], [one.own for one in later]).slope * 60
    return {"memory": _marks(samples), "own_mb_a_minute_in_second_half": round(slope, 2)}


def _marks(samples: Sequence[Sample]) -> list[dict[str, float]]:
    marks = sorted({int(one.when / 60 // MARK) for one in samples})
    return [_mark((mark + 1) * MARK, [one for one in samples if int(one.when / 60 // MARK) == mark]) for mark in marks]


def _mark(minute: float, some: Sequence[Sample]) -> dict[str, float]:
    own = [one.own for one in some]
    mapped = statistics.median(one.mapped for one in some)
    return {
        "until_minute": minute,
        "own_mb": round(statistics.median(own)),
        "own_mb_most": round(max(own)),
        "mapped_mb": round(mapped),
    }
