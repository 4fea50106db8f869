from __future__ import annotations

import random
from dataclasses import replace

import pytest

from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.haystack.schema import schema_of
from search.engines.whoosh.storage import snapshot
from search.query.tree import Everything
from search.search_indexes import RecordIndex
from tests.search.engines.contract import random_document, random_request


@pytest.fixture
def engine(tmp_path, monkeypatch):
    """Return an index of which each segment knows few of the records that come first by day."""
    monkeypatch.setattr(snapshot, "FIRST", 8)
    monkeypatch.setattr("search.engines.whoosh.engine.merge_in_background", lambda index: None)
    engine = WhooshEngine(tmp_path / "index", schema_of(RecordIndex().fields)[1])
    engine.reset("stamp")
    chance = random.Random(2)
    for first in (1, 101):
        engine.replace((), [random_document(pk, chance) for pk in range(first, first + 100)])
    engine.replace((3, 17), [])
    return engine


@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
def test_the_first_by_day_are_those_that_come_first_of_all_that_match(engine, sort):
    chance = random.Random(3)
    for _ in range(80):
        request = replace(random_request(chance), sort=sort, facets=())
        if sort == "relevance":
            request = replace(request, tree=Everything())
        whole = [hit.record_id for hit in engine.search(request).hits]
        for limit in (1, 3, 8, 30):
            assert [hit.record_id for hit in engine.search(replace(request, limit=limit)).hits] == whole[:limit]


def test_those_taken_in_last_come_first_across_segments_whatever_is_searched(engine):
    chance = random.Random(5)
    for _ in range(40):
        request = replace(random_request(chance), sort="latest", facets=())
        every = sorted((hit.record_id for hit in engine.search(request).hits), reverse=True)
        for offset, limit in ((0, 1000), (0, 3), (2, 30)):
            found = engine.search(replace(request, offset=offset, limit=limit)).hits
            assert [hit.record_id for hit in found] == every[offset : offset + limit]


def test_few_records_are_looked_at_where_the_first_are_known(engine):
    leaf = engine.snapshot().leaves[0]
    for oldest in (False, True):
        known = leaf.view.first_days(oldest)
        assert 8 <= len(known) < 30
        days = sorted(leaf.view.days("date")[known].tolist(), reverse=not oldest)
        every = sorted((day for day in leaf.view.days("date").tolist() if day != snapshot.NO_DAY), reverse=not oldest)
        assert every[: len(days)] == days
