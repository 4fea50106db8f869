"""Run every benchmark, or the named ones: `python -m benchmarks [importing parsing ...]`.

The exit status is 1 if one misses its figure.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def is_benchmark(path: Path) -> bool:
    """Tell whether a module is a benchmark."""
    return not path.name.startswith("_") and 'if __name__ == "__main__"' in path.read_text(encoding="utf-8")


def main() -> int:
    """Run each in a process of its own, so that memory is measured separately."""
    known = sorted(path.stem for path in HERE.glob("*.py") if is_benchmark(path))
    chosen = sys.argv[1:] or known
    unknown = [name for name in chosen if name not in known]
    if unknown:
        print(f"No benchmark is called {', '.join(unknown)}; there are {', '.join(known)}.", file=sys.stderr)
        return 2
    failed = []
    for name in chosen:
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode:
            failed.append(name)
    print(f"missed its figure or failed: {', '.join(failed)}" if failed else "every benchmark met its figures")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
