"""The judged searches: a cluster ranks as well as our own engine, within a hundredth."""

from __future__ import annotations

from statistics import mean

import pytest

from search.engines.opensearch.opensearch_engine import OpenSearchEngine
from tests.cluster.conftest import options_of
from tests.search.judged import collection
from tests.search.judged.asking import RECORDS_A_TRANSCRIPT, Collection, judged, scores

WITHIN = 0.01


class ClusterCollection(Collection):
    """Entries in an index of a cluster."""

    def __init__(self, engine, entries):
        self.keys = [entry.key for entry in entries]
        self.engine = engine
        engine.reset("judged")
        engine.replace([], (entry.document(pk, 1 + pk // RECORDS_A_TRANSCRIPT) for pk, entry in enumerate(entries, 1)))


@pytest.fixture(scope="module", params=["samples", pytest.param("shared", marks=pytest.mark.shared)])
def both(request, node, tmp_path_factory):
    """Return the judged searches of a collection, and the collection in our own engine and in a cluster's."""
    if request.param == "shared" and not collection.SHARED.is_dir():
        pytest.skip("not run: ../shared is absent")
    entries = getattr(collection, request.param)()
    engine = OpenSearchEngine()
    engine.options = options_of(node, f"judged-{request.param}", shards=3)
    ours = Collection(tmp_path_factory.mktemp("judged") / "index", entries)
    return judged(request.param), ours, ClusterCollection(engine, entries)


def test_a_cluster_ranks_as_well_as_our_own_engine(both):
    searches, ours, theirs = both
    one, other = scores(searches, ours.ranked), scores(searches, theirs.ranked)
    differing = {typed: (round(one[typed], 3), round(other[typed], 3)) for typed in one if abs(one[typed] - other[typed]) > 0.02}
    assert mean(other.values()) >= mean(one.values()) - WITHIN, differing


def test_both_find_the_same_records(both):
    searches, ours, theirs = both
    for search in searches:
        assert set(theirs.ranked(search.typed, 1000)) == set(ours.ranked(search.typed, 1000)), search.typed
