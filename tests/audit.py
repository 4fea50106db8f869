"""Check every locked package against PyPI's advisories, and report if they are unavailable: `python -m tests.audit`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

LOCKS = ("requirements.txt", "requirements-dev.txt", "docs/deploy/requirements-store.txt", "benchmarks/requirements.txt")
FINE, WEAK, UNKNOWN = 0, 1, 2


@dataclass
class Findings:
    """The result: vulnerable packages, unchecked ones, and the total."""

    weak: list[str] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)
    packages: int = 0

    def told(self) -> tuple[int, list[str]]:
        """Return the exit status and what to say."""
        lines = list(self.weak)
        if self.unasked:
            lines.append(f"NOT KNOWN: the advisories could not be had for {len(self.unasked)} of {self.packages} packages:")
            lines.append("  " + ", ".join(sorted(self.unasked)))
        if not self.weak and not self.unasked:
            lines.append(f"No known weakness in {self.packages} packages.")
        return (WEAK if self.weak else UNKNOWN if self.unasked else FINE), lines


def read(answers: Sequence[str]) -> Findings:
    """Parse pip-audit's JSON, which counts an unchecked package as fine."""
    found, seen = Findings(), set()
    for package in (package for answer in answers for package in json.loads(answer)["dependencies"]):
        if package["name"] in seen:
            continue
        seen.add(package["name"])
        if "skip_reason" in package:
            found.unasked.append(package["name"])
        for weakness in package.get("vulns", ()):
            mended = ", ".join(weakness["fix_versions"]) or "nothing yet"
            found.weak.append(f"WEAK: {package['name']} {package['version']}: {weakness['id']}, mended in {mended}")
    found.packages = len(seen)
    return found


def ask(lock: str) -> str:
    """Return pip-audit's answer about a lock file. Raises OSError with what it said where there is none."""
    words = ["pip_audit", "-r", lock, "--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off"]
    done = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True)
    if not done.stdout.strip():
        raise OSError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no answer")
    return done.stdout


def main() -> int:
    """Ask about all locks and say what came of it."""
    try:
        status, lines = read([ask(lock) for lock in LOCKS]).told()
    except OSError as fault:
        status, lines = UNKNOWN, [f"NOT KNOWN: the advisories could not be had ({fault}). Nothing was looked at."]
    sys.stdout.write("\n".join(lines) + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
