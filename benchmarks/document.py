"""Put tables of figures into a document, between two marks: `<!-- search-100000 -->` and `<!-- /search-100000 -->`."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.aims import Aim
from benchmarks.figures import Figures, report


def filled(document: str, mark: str, section: str) -> str:
    """Return the document with a section in place of what is between its marks; raises ValueError where there are none."""
    found = re.search(rf"(?s)(<!-- {re.escape(mark)} -->\n).*?(<!-- /{re.escape(mark)} -->)", document)
    if not found:
        raise ValueError(f"the document has no <!-- {mark} --> with its <!-- /{mark} -->")
    return f"{document[: found.end(1)]}\n{section}\n\n{document[found.start(2) :]}"


def section(measured: Sequence[Figures], judged: Iterable[Aim]) -> str:
    """Return when and where was measured, the tables, and the aims that were missed."""
    days = sorted({found.raw["at"][:16].replace("T", " ") for found in measured})
    loads = sorted(found.raw["load"] for found in measured)
    when = f"{days[0]} to {days[-1][-5:]} UTC" if len(days) > 1 else f"{days[0]} UTC"
    told = f"Measured {when}, load {loads[0]:.1f} to {loads[-1]:.1f}, on {machine()}."
    missed = [f"- {aim}" for aim in judged if not aim.met] or ["All aims were met."]
    return "\n\n".join([told, report(measured), "\n".join(missed)])


def machine() -> str:
    """Return what this machine is, in words."""
    cpu = Path("/proc/cpuinfo")
    named = re.search(r"model name\s*:\s*(.+)", cpu.read_text(encoding="utf-8")) if cpu.exists() else None
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{os.cpu_count()} cores ({named[1] if named else platform.machine()}), {memory:.0f} GB, Linux, Python {python}"
