"""Every sample is read exactly as it was meant."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from archive.parsing import parse_transcript
from tests.house import ROOT

SAMPLES = ROOT / "fixtures" / "samples"
EXPECTED = json.loads((ROOT / "fixtures" / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=EXPECTED)
def reading(request):
    path = SAMPLES / request.param
    return EXPECTED[request.param], parse_transcript(path.read_bytes(), path.name)


def test_every_sample_says_how_it_must_be_read():
    assert {path.name for path in SAMPLES.iterdir()} == set(EXPECTED)


def test_the_samples_fill_the_first_screen():
    dates = {expected["date"][:4] for expected in EXPECTED.values()}
    kinds = {expected["kind"] for expected in EXPECTED.values()}
    records = sum(expected["statements"] + expected["pairs"] for expected in EXPECTED.values())
    assert len(EXPECTED) >= 10 and records >= 130 and len(dates) >= 6 and len(kinds) >= 5


@pytest.mark.parametrize("field", ["date", "published"])
def test_it_finds_the_day(reading, field):
    expected, parsed = reading
    found = getattr(parsed, field)
    assert (found and found.isoformat()) == expected[field]


@pytest.mark.parametrize("field", ["title", "publisher", "place", "kind", "language", "source_url"])
def test_it_finds_the_field(reading, field):
    expected, parsed = reading
    assert getattr(parsed, field) == expected[field]


def test_it_finds_the_statements(reading):
    expected, parsed = reading
    assert sum(turn.role == "statement" for turn in parsed.turns) == expected["statements"]


def test_it_finds_the_pairs(reading):
    expected, parsed = reading
    assert len(parsed.pairs) == expected["pairs"]


def test_it_knows_who_speaks(reading):
    expected, parsed = reading
    named = Counter(turn.speaker for turn in parsed.turns if turn.speaker)
    assert named == expected["speakers"]


def test_it_leaves_anonymous_askers_unnamed(reading):
    expected, parsed = reading
    assert sum(turn.speaker is None for turn in parsed.turns) == expected["anonymous"]


def test_it_leaves_no_furniture_of_the_page_in_a_turn(reading):
    _, parsed = reading
    furniture = (
        "Submitted on",
        "Source URL",
        "Check against delivery",
        "Photo gallery",
        "Accessibility",
        "Tags:",
        "- 2 -",
        "Print",
    )
    spoken = "\n".join(turn.text for turn in parsed.turns)
    assert not [word for word in furniture if word in spoken]
