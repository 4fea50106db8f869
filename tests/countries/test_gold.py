"""The judged passages as floors: a change of the gazetteer or of a rule may not fall under them."""

import json
from pathlib import Path

import pytest

from archive.countries import COUNTRY_LAYERS, find_mentions

GOLD = Path(__file__).resolve().parents[3] / "shared" / "countries"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not GOLD.is_dir(), reason="not run: ../shared is absent"),
]


def passages(name):
    return json.loads((GOLD / name).read_text(encoding="utf-8"))["passages"]


def scores(rows):
    right = wrong = lost = 0
    for row in rows:
        found = {m.code for m in find_mentions(row["text"]) if m.layer in COUNTRY_LAYERS}
        wanted = {*row["named"], *row["implied"]}
        right += len(found & wanted)
        wrong += len(found - wanted - set(row["optional"]))
        lost += len(wanted - found)
    return 2 * right / (2 * right + wrong + lost)


@pytest.mark.parametrize(("name", "floor"), [("seeds.json", 0.995), ("traps.json", 0.99), ("random.json", 0.985)])
def test_the_judged_passages_are_read_as_the_judges_did(name, floor):
    assert scores(passages(name)) >= floor


@pytest.mark.parametrize("name", ["seeds.json", "traps.json", "random.json"])
def test_every_historic_state_is_found_and_every_span_is_true(name):
    for row in passages(name):
        found = find_mentions(row["text"])
        assert set(row["historic"]) <= {m.code for m in found if m.layer == "historic"}, row["id"]
        assert all(row["text"][m.start : m.end] == m.surface for m in found), row["id"]
