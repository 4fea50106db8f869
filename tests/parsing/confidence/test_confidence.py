"""Confidence: what a reading shows, what the learnt tables make of it, and that sure readings are right."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from archive.parsing import ParsedTranscript, parse_transcript
from archive.parsing.confidence.document_evidence import Clues, document_evidence
from archive.parsing.confidence.doubts import DOUBTS, is_doubted, signs
from archive.parsing.confidence.judging import CURVES, POINTS, ScoreCard, card
from archive.parsing.confidence.turn_evidence import turn_evidence
from tests.parsing.calibration.__main__ import right_curve, wrong_curve
from tests.parsing.calibration.fitting import Step, columns, fit_card
from tests.parsing.calibration.gathering import at_first_sight, publisher_of

TODAY = dt.date(2026, 11, 1)
HEAD = "Foreign Minister Ilse Varga’s news conference, Port Vaska, 3 March 2021\n\n"
ASKED = ("When will the ferry open?", "Who pays for the new harbour?", "Will it run in the winter?", "What of the islands?")
TOLD = "It will open in May, and we share the costs of it with our neighbours across the strait."
TALK = HEAD + "\n\n".join(f"Question: {asked}\n\nIlse Varga: {TOLD}" for asked in ASKED)
HIDDEN = HEAD + "\n\n".join(f"¬Reporter¬ {asked}\n\n¬V.¬ {TOLD}" for asked in ASKED)


def read(text: str) -> ParsedTranscript:
    return parse_transcript(text.encode(), "talk.txt", TODAY)


def rows(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def test_a_plain_talk_is_surer_than_one_whose_labels_are_hidden():
    plain, hidden = read(TALK), read(HIDDEN)
    assert len(plain.turns) == 8
    assert plain.confidence > hidden.confidence
    assert hidden.confidence <= 0.5


def test_each_turn_has_a_confidence_and_one_that_swallowed_labels_has_less():
    swallowed = TALK.replace(f"Question: {ASKED[2]}\n\nIlse Varga: {TOLD}", f"– {ASKED[2]}\n\n{TOLD}\n\n(V.)\n\n{TOLD}")
    found = read(swallowed)
    assert all(0 < turn.confidence <= 0.99 for turn in found.turns)
    holding = next(turn for turn in found.turns if ASKED[2] in turn.text)
    assert holding.confidence == min(turn.confidence for turn in found.turns)


def test_what_is_missing_from_the_head_costs_as_well():
    without = TALK.removeprefix(HEAD)
    assert read(without).confidence <= 1 - 0.1 - 0.15  # no title, no day


def test_nobody_speaking_has_a_confidence_too():
    nobody = read("Readout of the meeting, 3 March 2021\n\nThe two sides met and agreed to meet again in the spring.")
    assert 0 < nobody.confidence <= 0.99


@pytest.mark.parametrize("text", [TALK, HIDDEN, "One line.", "Question: Why?\n\nQuestion: How?"])
def test_evidence_is_between_0_and_1(text):
    reading = read(text)
    for evidence in (document_evidence(reading, Clues(strong=3, weak=9, rivals=2, ahead=-4.0)), *turn_evidence(reading)):
        assert all(0 <= value <= 1 for value in evidence.values()), evidence


def test_the_tables_name_evidence_that_there_is_and_say_why_it_counts():
    known = {**document_evidence(read(TALK), Clues()), "no turns": 1.0, "document right": 1.0}
    known |= turn_evidence(read(TALK))[0]
    for row in rows(POINTS):
        assert row["reason"]
        assert not row["evidence"] or row["evidence"] in known
        assert float(row["points"]) == float(row["points"])
    assert {row["card"] for row in rows(POINTS)} == {"right", "wrong", "turn"} == {row["card"] for row in rows(CURVES)}


@pytest.mark.parametrize("name", ["right", "turn"])
def test_more_points_are_never_less_sure(name):
    told = [card(name).confidence(score / 10) for score in range(-100, 100)]
    assert told == sorted(told)


def test_a_reading_that_is_likely_wrong_is_at_most_half_sure():
    told = [card("wrong").confidence(score / 10) for score in range(-100, 100)]
    assert told == sorted(told, reverse=True)
    assert (told[0], min(told) <= 0.5) == (1.0, True)


def test_between_two_points_of_a_curve_is_a_straight_line():
    one = ScoreCard(0.5, {"brackets": ((0.1, -1.0), (0.5, -2.0))}, ((-2.0, 0.1), (2.0, 0.9)))
    assert [one.score({"brackets": value, "other": 1.0}) for value in (0.0, 0.1, 0.6)] == [0.5, -0.5, -2.5]
    assert [round(one.confidence(score), 2) for score in (-9, -2, 0, 1, 2, 9)] == [0.1, 0.1, 0.5, 0.7, 0.9, 0.9]


def test_a_card_learns_what_goes_with_right_and_wrong():
    chance = np.random.default_rng(7)
    values = chance.random((400, 2))
    evidence = [{"helps": float(a), "means nothing": float(b)} for a, b in values]
    right = (values[:, 0] > 0.5).astype(float)
    learnt = fit_card(evidence, right, np.ones(400), 1.0)
    scores = learnt.scores([{"helps": 0.9}, {"helps": 0.1}, {"helps": 0.9, "means nothing": 0.9}])
    assert scores[0] > 1 > -1 > scores[1]
    assert scores[2] > 1
    assert fit_card(evidence, right, np.ones(400), 1.0) == learnt


def test_a_step_counts_from_its_value_on():
    assert columns([{"a": 0.2}, {"a": 0.3}, {}], [Step("a", 0.3)]).tolist() == [[0.0], [1.0], [0.0]]


def test_the_curve_is_sure_only_where_nearly_all_are_right():
    scores = np.linspace(0, 5, 501)
    right = (scores > 2).astype(float)
    curve = ScoreCard(0.0, {}, tuple(right_curve(scores, right)))
    sure = np.array([curve.confidence(float(score)) >= 0.9 for score in scores])
    assert 0.95 <= right[sure].mean() < 1
    assert curve.confidence(0.0) == 0.5


def test_the_curve_of_wrong_readings_lets_hardly_one_through():
    scores = np.linspace(-5, 5, 1001)
    wrong = (scores > 0).astype(float)
    curve = ScoreCard(0.0, {}, tuple(wrong_curve(scores, wrong)))
    assert max(curve.confidence(float(score)) for score in scores[wrong > 0][5:]) <= 0.5
    assert curve.confidence(-1.0) == 1.0


@pytest.mark.parametrize(
    ("stated", "publisher"),
    [
        ("President of Vaska (en.vaska.example)", "President of Vaska"),
        ("pages corpus:https://www.mfa.vaska.example/talks/1", "mfa.vaska.example"),
        ("harbour/talks:texts/1.txt", "harbour/talks"),
    ],
)
def test_publishers_are_told_from_the_table_beside_marked_transcripts(stated, publisher):
    assert publisher_of(stated) == publisher


@pytest.mark.parametrize(
    ("sign", "before", "after"),
    [
        ("numbered turns", ASKED[1], f"2. {ASKED[1]}"),
        ("turns opened by a dash", ASKED[1], f"- {ASKED[1]}"),
        ("ends in a dash", TOLD, f"{TOLD}\n\nWhen they came back —"),
        ("quoted paragraphs", TOLD, f"{TOLD}\n\n“We share the costs of it with our neighbours.”\n\n{TOLD}"),
        ("labels within", TOLD, f"{TOLD} Moderator: The next one. {TOLD}"),
        ("short openings", TOLD, f"Mrs. Ilse Varga-Holm of the Harbour Union\n\n{TOLD}"),
    ],
)
def test_a_sign_of_doubt_keeps_a_reading_from_being_sure(sign: str, before: str, after: str) -> None:
    plain = read(TALK)
    doubted = [replace(turn, text=turn.text.replace(before, after)) for turn in plain.turns]
    assert not is_doubted(plain.turns, document_evidence(plain, Clues()))
    assert signs(doubted)[sign] > 0
    assert is_doubted(doubted, {})


def test_every_sign_of_doubt_is_measured_and_has_a_reason() -> None:
    plain = read(TALK)
    known = {**document_evidence(plain, Clues()), **signs(plain.turns)}
    assert all(row["reason"] and row["evidence"] in known and 0 < float(row["at_least"]) <= 1 for row in rows(DOUBTS))


def test_kept_readings_at_first_sight_weigh_a_file_once() -> None:
    kept = at_first_sight()
    files = {(sample.publisher, sample.name) for sample in kept}
    assert sum(sample.weight for sample in kept) == pytest.approx(len(files), rel=0.01)
    assert all(0 <= value <= 1 for sample in kept for value in sample.evidence.values())
