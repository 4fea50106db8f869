"""Signs that one turn or more may be wrong, each of which keeps a reading from being called sure (doubts.csv).

They are too rare to be learnt from, and a short talk with one wrong turn is already a wrong reading.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from archive.parsing.confidence.document_evidence import LONG, LOOKED_AT, is_short, much, share
from archive.parsing.parsed import ParsedTurn

DOUBTS = Path(__file__).with_name("doubts.csv")
AT_MOST = 0.85  # the confidence of a doubted reading
_DASHES = tuple("-–—―")
_NUMBERED = re.compile(r"\W?(?:\d{1,3}|[a-zA-Z])[.)]\s")
_CLOCK = re.compile(r"[\[(]?\d{1,2}:\d{2}")
_DASHED = re.compile(r"[-–—―]\s?\S")
_IN_QUOTES = re.compile(r"[“«„「『\"][^“”«»„「」『』\"]+[”»“」』\"][.,]?")
_CAPITAL = r"[^\W\d_a-zà-öø-ÿа-яё]"
_LABEL_WITHIN = re.compile(rf"[.!?…]\s+{_CAPITAL}[\w.'’-]{{0,30}}(?:\s{_CAPITAL}[\w.'’-]{{0,30}}){{0,4}}\s?[:：]\s")


def is_doubted(turns: Sequence[ParsedTurn], evidence: Mapping[str, float]) -> bool:
    """Tell whether a sign of doubt is in the turns, or in the evidence of the reading as a whole."""
    told = {**evidence, **signs(turns)}
    return any(told.get(name, 0.0) >= at_least for name, at_least in _doubts())


@lru_cache(maxsize=1)
def _doubts() -> tuple[tuple[str, float], ...]:
    with DOUBTS.open(encoding="utf-8", newline="") as table:
        return tuple((row["evidence"], float(row["at_least"])) for row in csv.DictReader(table))


def signs(turns: Sequence[ParsedTurn]) -> dict[str, float]:
    """Return the shares of turns whose first or last words, paragraphs or roles are doubtful."""
    if not turns:
        return {}
    parts = [turn.text[:LOOKED_AT].split("\n\n") for turn in turns]
    asked = any(turn.role == "question" for turn in turns)
    return {
        "numbered turns": share((_NUMBERED.match(turn.text) for turn in turns), len(turns)),
        "turns opened by a clock": share((_CLOCK.match(turn.text) for turn in turns), len(turns)),
        "turns opened by a dash": share((_DASHED.match(turn.text) for turn in turns), len(turns)),
        "ends in a dash": share((turn.text.endswith(_DASHES) for turn in turns), len(turns)),
        "quoted paragraphs": share((any(map(_IN_QUOTES.fullmatch, part[1:])) for part in parts), len(turns)),
        "labels within": share((_LABEL_WITHIN.search(turn.text[:LOOKED_AT]) for turn in turns), len(turns)),
        "short openings": share((len(part) > 1 and is_short(part[0]) for part in parts), len(turns)),
        "short endings": share((len(part) > 1 and len(part[-1]) < LONG / 2 for part in parts), len(turns)),
        "last in paragraphs": much(len(parts[-1]) - 1, 2),
        "does not alternate": share((one.role == other.role for one, other in pairwise(turns)), len(turns) - 1) if asked else 0.0,
    }
