"""A search that is asked while another index takes the place of the one that answers."""

from __future__ import annotations

import pytest

from search.engines.base import EngineUnreachable, IndexUnreadable
from search.engines.opensearch.cluster_index import ClusterIndex, IndexPlan
from search.engines.opensearch.index_layout import LAYOUT
from search.query.request import SearchRequest
from tests.search.engines.opensearch.fake_server import FakeClient, FakeLink


def mapping(name):
    return {name: {"mappings": {"_meta": {"layout": LAYOUT, "stamp": "archive 1"}}}}


def index_of(monkeypatch, names, *answers):
    """Return an index that has these names one after the other, and answers so."""
    index = ClusterIndex(FakeLink(FakeClient(get_mapping=[mapping(name) for name in names])), IndexPlan("statements"))
    left = list(answers)

    def answered(request):
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(index, "_answered", answered)
    return index


@pytest.mark.parametrize("fault", [EngineUnreachable("all shards failed"), IndexUnreadable("no such index")])
def test_it_is_asked_of_the_new_one(monkeypatch, fault):
    assert index_of(monkeypatch, ["old", "new"], fault, "found").search(SearchRequest()) == "found"


def test_a_fault_of_the_same_index_is_told(monkeypatch):
    with pytest.raises(EngineUnreachable):
        index_of(monkeypatch, ["old", "old"], EngineUnreachable("all shards failed"), "found").search(SearchRequest())


def test_it_is_asked_again_once_only(monkeypatch):
    faults = [EngineUnreachable("all shards failed"), EngineUnreachable("all shards failed")]
    with pytest.raises(EngineUnreachable):
        index_of(monkeypatch, ["old", "new"], *faults).search(SearchRequest())


def test_only_indexes_that_no_alias_names_are_deleted():
    aliases = {
        "statements-records-s4-17": {"aliases": {}},
        "statements-records-s4-18": {"aliases": {"statements-records-beside": {}}},
        "statements-records-s4-19": {"aliases": {}},
        "statements-records-saved": {"aliases": {}},
        "statements-records-s2-records-s4-1": {"aliases": {}},
    }
    client = FakeClient(get_alias=[aliases], update_aliases=[{}], delete=[{}])
    ClusterIndex(FakeLink(client), IndexPlan("statements"))._point("statements-records-s4-20", ["statements-records-s4-17"])
    name, given = client.asked[-1]
    assert (name, given["index"]) == ("delete", "statements-records-s4-17,statements-records-s4-19")
