"""A scorecard by logistic regression: each piece of evidence is cut into steps, each step gets points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
QUANTILES = (0.0, 0.4, 0.7, 0.9)
FEWEST = 0.006  # share of the samples that must stand on either side of a step
ROUNDS = 30
LEAST_POINTS = 0.04


class Step(NamedTuple):
    """From this value on, a piece of evidence counts."""

    name: str
    at_least: float


class Card(NamedTuple):
    """What every step is worth, and where a score begins."""

    base: float
    points: dict[Step, float]

    def scores(self, evidence: Sequence[Mapping[str, float]]) -> Numbers:
        """Return the score of each piece of evidence."""
        steps = list(self.points)
        return self.base + columns(evidence, steps) @ np.array([self.points[step] for step in steps])


def steps_of(evidence: Sequence[Mapping[str, float]]) -> list[Step]:
    """Return where each piece of evidence is cut: where it begins to show, and at quantiles of what shows."""
    found = []
    for name in sorted({name for one in evidence for name in one}):
        values = np.array([one.get(name, 0.0) for one in evidence])
        shown = values[values > 0]
        cuts = {round(float(cut), 3) or 0.001 for cut in np.quantile(shown, QUANTILES)} if len(shown) else set()
        found += [Step(name, cut) for cut in sorted(cuts) if FEWEST < np.mean(values >= cut) < 1 - FEWEST]
    return found


def columns(evidence: Sequence[Mapping[str, float]], steps: Sequence[Step]) -> Numbers:
    """Return a row a sample, with 1 where its evidence reaches a step."""
    names = sorted({step.name for step in steps})
    place = {name: index for index, name in enumerate(names)}
    values = np.array([[one.get(name, 0.0) for name in names] for one in evidence]).reshape(len(evidence), len(names))
    return np.column_stack([values[:, place[step.name]] >= step.at_least for step in steps]).astype(np.float64)


def fit(rows: Numbers, right: Numbers, weights: Numbers, ridge: float) -> tuple[float, Numbers]:
    """Return base and points of a logistic regression with a penalty on the squares of points (Newton's method)."""
    x = np.column_stack([np.ones(len(rows)), rows])
    found = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], ridge)
    penalty[0] = 1e-6
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(x @ found, -30, 30)))
        slope = x.T @ (weights * (right - chance)) - penalty * found
        bend = (x * (weights * chance * (1 - chance))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        found += step
        if float(np.abs(step).max()) < 1e-6:
            break
    return float(found[0]), found[1:]


def fit_card(evidence: Sequence[Mapping[str, float]], right: Numbers, weights: Numbers, ridge: float) -> Card:
    """Return the card of samples: fit on all steps, then once more on those that count."""
    steps = steps_of(evidence)
    _, points = fit(columns(evidence, steps), right, weights, ridge)
    kept = [step for step, worth in zip(steps, points, strict=True) if abs(worth) >= LEAST_POINTS]
    base, points = fit(columns(evidence, kept), right, weights, ridge)
    return Card(round(base, 3), {step: round(float(worth), 3) for step, worth in zip(kept, points, strict=True)})
