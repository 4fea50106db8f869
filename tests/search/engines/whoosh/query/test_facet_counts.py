from __future__ import annotations

import random

import pytest

from search import facets
from search.engines.whoosh.query import facet_counts
from search.query.request import SearchRequest
from search.query.syntax import parse
from tests.search.engines.contract import document

NEVER = 10**9
COUNTRIES = ((), ("RS",), ("UA", "US"), ("RS", "UA", "XK"), ("DE",))


@pytest.fixture
def records(engine):
    """Return 120 records, of which a quarter have the word."""
    chance = random.Random(4)
    made = [
        document(
            pk,
            answer="grain" if pk % 4 == 0 else "gas",
            country=list(chance.choice(COUNTRIES)),
            group=chance.sample(("eu", "nato", "un", "au", "g7", "g20", "who"), chance.randint(0, 7)),
            **{key: [value] if (value := chance.choice(("a", "b", "c", ""))) else [] for key in ("speaker", "kind", "event")},
        )
        for pk in range(1, 121)
    ]
    engine.replace([], made)
    return made


@pytest.mark.parametrize(("joint_from", "sets_from"), [(0, 0), (NEVER, NEVER)])
def test_values_are_counted_alike_whichever_way(engine, records, monkeypatch, joint_from, sets_from):
    monkeypatch.setattr(facet_counts, "JOINT_FROM", joint_from)
    monkeypatch.setattr(facet_counts, "SETS_FROM", sets_from)
    found = engine.search(SearchRequest(tree=parse("grain").tree))
    assert found.total == 30
    for key in facets.TABLE.panels:
        values = [value for one in records if one["answer"] == "grain" for value in one[key]]
        assert found.facets[key] == {value: values.count(value) for value in values}, key
    tables = {name for leaf in engine.snapshot().leaves for name in leaf.view.tables.entries}
    assert tables == (set() if joint_from else {facets.TABLE.panels, "country"})
