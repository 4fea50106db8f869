"""What a server's processes use, read from Linux's /proc."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


def cpu_seconds(server: int) -> float:
    """Return the processors' seconds of a process and of all that descend from it, ended ones included."""
    pids = [server, *descendants(server)]
    ended = sum(map(int, fields(server)[13:15]))  # of children that the server has waited for
    return (sum(int(value) for pid in pids for value in fields(pid)[11:13]) + ended) / TICKS


def memory(server: int) -> dict[str, float]:
    """Return the resident megabytes of a server's processes, each page divided among those that map it."""
    own, mapped = 0, 0
    for pid in (server, *descendants(server)):
        told = dict(line.split(":", 1) for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines()[1:])
        kilobytes = {name: int(value.split()[0]) for name, value in told.items()}
        own += kilobytes["Pss_Anon"] + kilobytes["Pss_Shmem"]
        mapped += kilobytes["Pss_File"]
    return {"own": own / 1024, "mapped": mapped / 1024}


def descendants(server: int) -> Iterator[int]:
    """Yield the processes that a process has started, and theirs."""
    for task in (PROC / str(server) / "task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            yield child
            yield from descendants(child)


def fields(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the third on (the second, a name, may hold blanks)."""
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
