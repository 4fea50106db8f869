"""Reports how each publisher's transcripts are read with what was learnt without them: python -m tests.parsing.left_out.

Only the confidence tables are learnt (python -m tests.parsing.calibration reports how they generalise to new publishers); they
change no turn, so the figures are the parser's own. Hand-written rules cannot be left out.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence

from tests.parsing.calibration.gathering import FOLDERS, Sample, of_marked

SHOWN = ("turns", "label", "speaker", "role", "pairs")


def by_publisher(samples: Sequence[Sample]) -> dict[str, dict[str, float]]:
    """Return the mean of every measure over the transcripts of each publisher."""
    found: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        found[sample.publisher].append(sample)
    return {name: mean([sample.scores for sample in some]) for name, some in found.items()}


def mean(scores: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return the mean of every measure."""
    return {key: sum(one[key] for one in scores) / len(scores) for key in SHOWN}


def main() -> int:
    table = by_publisher(of_marked(FOLDERS[:2]))
    rows = [*sorted(table.items()), (f"mean of {len(table)} publishers", mean(list(table.values())))]
    for name, scores in rows:
        sys.stdout.write(f"{name:50.50} " + "  ".join(f"{key} {scores[key]:.3f}" for key in SHOWN) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
