"""Learns the confidence tables and reports their reliability.

python -m tests.parsing.calibration [--draws 3600] [--from 100000] [--keep FILE]

Reads draws of the grammar and every marked transcript, fits the card `wrong` on the draws without held-out values and on the
marked transcripts, and `right` and `turn` also on kept readings of layouts at first sight. Writes points.csv and curves.csv into
archive/parsing/confidence, and prints the results for draws with held-out values, for layouts at first sight with each group left
out, and for marked transcripts with each publisher left out. doubts.csv is set by hand.
"""

from __future__ import annotations

import argparse
import csv
import pickle
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from archive.parsing.confidence.doubts import AT_MOST
from archive.parsing.confidence.judging import AS_A_WHOLE, CURVES, POINTS, ScoreCard, whole
from tests.parsing.calibration.fitting import Card, Numbers, fit_card
from tests.parsing.calibration.gathering import Sample, at_first_sight, draws, of_marked

RIGHT, WRONG = 0.98, 0.5
RIDGE, MARKED_WEIGHT = 12.0, 5.0
DRAWN, MARKED, FIRST = 0.5, 2.0, 8.0  # weights beside readings at first sight
SURE, PRECISION = 0.9, 0.965  # from SURE on at least 95 of 100 are to be right; asked for is a little more
MISSED = 0.008  # share of the wrong readings that the card `wrong` may let through
PARTS = 5  # groups of publishers that are left out in turn
REASONS = POINTS.with_name("reasons.csv")
Curve = list[tuple[float, float]]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=3600)
    parser.add_argument("--from", dest="start", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="keep what was gathered in this file, or go on from it")
    options = parser.parse_args(arguments)
    drawn, marked = _gathered(options.keep, options.start, options.draws)
    learnt = [sample for sample in drawn if not sample.held_out]
    first = at_first_sight()
    scores, outcomes = left_out_scores(learnt, marked, first)
    cards = learn(learnt, marked, first)
    cards["right"] = (cards["right"][0], right_curve(scores, outcomes))
    write(cards)
    _report_groups(learnt, marked, first, cards["right"][1])
    _report("draws with held-out values", cards, [sample for sample in drawn if sample.held_out])
    _report_left_out(learnt, marked, first, cards["right"][1])
    return 0


def _gathered(keep: Path | None, start: int, count: int) -> tuple[list[Sample], list[Sample]]:
    if keep is not None and keep.exists():
        return pickle.loads(keep.read_bytes())
    found = draws(start, count), of_marked()
    if keep is not None:
        keep.write_bytes(pickle.dumps(found))
    return found


def learn(
    drawn: Sequence[Sample], marked: Sequence[Sample], first: Sequence[Sample], turns: bool = True
) -> dict[str, tuple[Card, Curve]]:
    """Return every card with its curve, that of turns only where asked for."""
    samples = [*drawn, *marked, *first]
    weights = np.array([DRAWN] * len(drawn) + [MARKED] * len(marked) + [FIRST * sample.weight for sample in first])
    evidence = [sample.evidence for sample in samples]
    right = _outcomes(sample.f1 >= RIGHT for sample in samples)
    card = fit_card(evidence, right, weights, RIDGE)
    cards = {"right": (card, right_curve(card.scores(evidence), right)), "wrong": _learn_wrong(drawn, marked)}
    return cards | ({"turn": _learn_turns(card, samples, weights)} if turns else {})


def _learn_wrong(drawn: Sequence[Sample], marked: Sequence[Sample]) -> tuple[Card, Curve]:
    """Return the card of what is hardly right at all. Readings at first sight would make it doubt half of those that are."""
    evidence = [sample.evidence for sample in (*drawn, *marked)]
    wrong = _outcomes(sample.f1 < WRONG for sample in (*drawn, *marked))
    card = fit_card(evidence, wrong, np.array([1.0] * len(drawn) + [MARKED_WEIGHT] * len(marked)), RIDGE)
    return card, wrong_curve(card.scores(evidence), wrong)


def left_out_scores(drawn: Sequence[Sample], marked: Sequence[Sample], first: Sequence[Sample]) -> tuple[Numbers, Numbers]:
    """Return scores and outcomes of undoubted readings at first sight, each by a card that learnt nothing of its group."""
    scores: list[float] = []
    right: list[bool] = []
    for group in sorted({sample.publisher for sample in first}):
        card = learn(drawn, marked, [sample for sample in first if sample.publisher != group], turns=False)["right"][0]
        out = [sample for sample in _newest(first) if sample.publisher == group and not sample.doubted]
        scores += card.scores([sample.evidence for sample in out]).tolist()
        right += [sample.f1 >= RIGHT for sample in out]
    return np.array(scores), _outcomes(right)


def _newest(first: Sequence[Sample]) -> list[Sample]:
    """Return the last reading of each file."""
    return list({(sample.publisher, sample.name): sample for sample in first}.values())


def _outcomes(told: Iterable[bool]) -> Numbers:
    return np.array(list(told), dtype=np.float64)


def right_curve(scores: Numbers, right: Numbers) -> Curve:
    """Return a curve that reaches SURE where at least PRECISION of all that score so much are right."""
    order = np.argsort(-scores)
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    reached = np.flatnonzero(share >= PRECISION)
    sure = max(float(scores[order][reached[-1]]) if len(reached) else float(scores.max()), 0.5)
    return [(-4.0, 0.05), (0.0, 0.5), (round(sure, 2), SURE), (round(sure + 2, 2), 0.98)]


def wrong_curve(scores: Numbers, wrong: Numbers) -> Curve:
    """Return a curve that is at most 0.5 for all wrong readings but a few, and leaves the others alone."""
    least = float(np.quantile(scores[wrong > 0], MISSED)) if wrong.any() else 0.0
    return [(round(least - 0.2, 2), 1.0), (round(least - 0.1, 2), 0.5), (round(least + 5, 2), 0.05)]


def _learn_turns(card: Card, samples: Sequence[Sample], weights: Numbers) -> tuple[Card, Curve]:
    score = card.scores([sample.evidence for sample in samples])
    told = [
        ({AS_A_WHOLE: whole(float(score[n])), **evidence}, right, weights[n])
        for n, sample in enumerate(samples)
        for evidence, right in sample.turns[:40]
    ]
    evidence, right = [one for one, _, _ in told], _outcomes(was for _, was, _ in told)
    turn = fit_card(evidence, right, np.array([weight for _, _, weight in told]), RIDGE)
    return turn, [(round(x / 2, 2), round(whole(x / 2), 3)) for x in range(-8, 11, 2)]


def write(cards: dict[str, tuple[Card, Curve]]) -> None:
    """Write the tables that the parser reads."""
    with REASONS.open(encoding="utf-8") as table:
        reasons = {row["evidence"]: row["reason"] for row in csv.DictReader(table)}
    with POINTS.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(("card", "evidence", "at_least", "points", "reason"))
        for name, (card, _) in cards.items():
            rows.writerow((name, "", "", card.base, "the score without evidence"))
            rows.writerows((name, step.name, step.at_least, worth, reasons[step.name]) for step, worth in card.points.items())
    with CURVES.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(("card", "score", "confidence"))
        rows.writerows((name, *point) for name, (_, curve) in cards.items() for point in curve)


def confidences(cards: dict[str, tuple[Card, Curve]], samples: Sequence[Sample]) -> Numbers:
    """Return the confidence of each sample by some cards."""
    evidence = [sample.evidence for sample in samples]
    told = [
        [ScoreCard(0.0, {}, tuple(curve)).confidence(float(score)) for score in card.scores(evidence)]
        for card, curve in (cards["right"], cards["wrong"])
    ]
    doubted = np.array([AT_MOST if sample.doubted else 1.0 for sample in samples])
    return np.minimum(np.minimum(*map(np.array, told)), doubted)


def _report(name: str, cards: dict[str, tuple[Card, Curve]], samples: Sequence[Sample]) -> None:
    _say(name, confidences(cards, samples), samples)


def _report_groups(drawn: Sequence[Sample], marked: Sequence[Sample], first: Sequence[Sample], curve: Curve) -> None:
    """Say what comes of layouts at first sight, each group read by cards that learnt nothing of it."""
    told: list[float] = []
    out: list[Sample] = []
    for group in sorted({sample.publisher for sample in first}):
        cards = learn(drawn, marked, [sample for sample in first if sample.publisher != group], turns=False)
        cards["right"] = (cards["right"][0], curve)
        new = [sample for sample in _newest(first) if sample.publisher == group]
        told += confidences(cards, new).tolist()
        out += new
    _say("layouts at first sight, groups left out", np.array(told), out)


def _report_left_out(drawn: Sequence[Sample], marked: Sequence[Sample], first: Sequence[Sample], curve: Curve) -> None:
    """Say what comes of marked transcripts of which nothing was learnt: their publishers are left out in turn."""
    publishers = sorted({sample.publisher for sample in marked})
    found, said = [], []
    for part in range(PARTS):
        left = set(publishers[part::PARTS])
        out = [sample for sample in marked if sample.publisher in left]
        cards = learn(drawn, [sample for sample in marked if sample.publisher not in left], first, turns=False)
        cards["right"] = (cards["right"][0], curve)
        found += list(confidences(cards, out))
        said += out
    _say("marked transcripts, publishers left out", np.array(found), said)


def _say(name: str, told: Numbers, samples: Sequence[Sample]) -> None:
    right = _outcomes(sample.f1 >= RIGHT for sample in samples) > 0
    wrong = _outcomes(sample.f1 < WRONG for sample in samples) > 0
    sure = told >= SURE
    sys.stdout.write(
        f"{name}: {len(samples)}, right {right.sum()}; at 0.9 and more {sure.sum()}, of them right {(sure & right).sum()}; "
        f"F1 under 0.5: {wrong.sum()}, of them over 0.5 {(wrong & (told > 0.5)).sum()}; "
        f"right ones at 0.5 and less {(right & (told <= 0.5)).sum()}\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
