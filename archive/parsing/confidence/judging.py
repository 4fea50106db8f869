"""The confidence of a reading and of each turn, by learnt tables (`python -m tests.parsing.calibration`).

points.csv says from which value a piece of evidence counts, how much, and why. A card's score is the sum of its points; its curve
(curves.csv) maps the score to a confidence. There are three cards: `right` (the turns are correct), `wrong` (hardly any are: such
a reading never exceeds 0.5), and `turn`.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from archive.parsing.confidence.document_evidence import Clues, document_evidence
from archive.parsing.confidence.doubts import AT_MOST, is_doubted
from archive.parsing.confidence.turn_evidence import turn_evidence
from archive.parsing.parsed import ParsedTranscript

POINTS, CURVES = (Path(__file__).with_name(name) for name in ("points.csv", "curves.csv"))
LEAST, MOST = 0.02, 0.99
AS_A_WHOLE = "document right"


class ScoreCard(NamedTuple):
    """Points by evidence and threshold, and the curve from scores to confidence."""

    base: float
    points: Mapping[str, tuple[tuple[float, float], ...]]
    curve: tuple[tuple[float, float], ...]

    def score(self, evidence: Mapping[str, float]) -> float:
        """Return the sum of points for some evidence."""
        told = ((value, self.points.get(name, ())) for name, value in evidence.items())
        return self.base + sum(worth for value, steps in told for at_least, worth in steps if value >= at_least)

    def confidence(self, score: float) -> float:
        """Return the confidence of a score, interpolated linearly on the curve."""
        if score <= self.curve[0][0]:
            return self.curve[0][1]
        for (low, first), (high, last) in pairwise(self.curve):
            if score <= high:
                return first + (last - first) * (score - low) / (high - low)
        return self.curve[-1][1]


def judged(reading: ParsedTranscript, clues: Clues) -> ParsedTranscript:
    """Return a reading with its confidence: that of its turns, unless its warnings lower it."""
    evidence = document_evidence(reading, clues)
    score = card("right").score(evidence)
    sure = card("right").confidence(score)
    sure = min(sure, AT_MOST) if is_doubted(reading.turns, evidence) else sure
    wrong = card("wrong")
    sure = min(sure, wrong.confidence(wrong.score(evidence)))
    turns = tuple(
        replace(turn, confidence=_rounded(card("turn").confidence(card("turn").score({AS_A_WHOLE: whole(score), **told}))))
        for turn, told in zip(reading.turns, turn_evidence(reading), strict=True)
    )
    return replace(reading, confidence=min(reading.confidence, _rounded(sure)), turns=turns)


def whole(score: float) -> float:
    """Return a score of the card `right` as a number from 0 to 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _rounded(value: float) -> float:
    return round(max(LEAST, min(MOST, value)), 2)


@lru_cache(maxsize=4)
def card(name: str) -> ScoreCard:
    """Return a built-in card."""
    base = 0.0
    points: dict[str, list[tuple[float, float]]] = {}
    for row in _rows(POINTS, name):
        if row["evidence"]:
            points.setdefault(row["evidence"], []).append((float(row["at_least"]), float(row["points"])))
        else:
            base = float(row["points"])
    curve = tuple((float(row["score"]), float(row["confidence"])) for row in _rows(CURVES, name))
    return ScoreCard(base, {name: tuple(steps) for name, steps in points.items()}, curve)


def _rows(path: Path, name: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as table:
        return [row for row in csv.DictReader(table) if row["card"] == name]
