"""The contract of engines, on a real server of each version."""

from __future__ import annotations

import random
import signal

import pytest

from search.engines.base import EngineTooSlow, FencedOff, IndexUnreadable
from search.engines.opensearch.opensearch_engine import OpenSearchEngine
from search.query.request import SearchRequest
from search.query.tree import Fuzzy, Phrase, Prefix, Wildcard, Word
from tests.cluster.conftest import HOSTS, options_of
from tests.search.engines.contract import SMALL, EngineContract, document, random_document, random_request
from tests.search.engines.passage_contract import PassageContract
from tests.search.engines.swap_contract import SwapContract

COMPARISONS = 2000


class TestOpenSearchEngine(EngineContract, PassageContract, SwapContract):
    def test_a_record_that_is_taken_in_again_is_there_once(self, small):
        small.replace([], [SMALL[4]])
        assert [entry.record_id for entry in small.entries()].count(5) == 1

    def test_a_writer_whose_turn_is_over_changes_nothing(self, engine):
        engine.replace([1], [document(1, answer="Grain.")], fence=2)
        engine.replace([1], [document(1, answer="Gas.")], fence=2)
        with pytest.raises(FencedOff):
            engine.replace([1], [document(1, answer="Oil.")], fence=1)
        with pytest.raises(FencedOff):
            engine.replace([1], [], fence=1)
        assert (self.ids(engine, Word("gas")), self.ids(engine, Word("oil"))) == ([1], [])

    def test_a_page_far_behind_follows_the_one_before(self, engine, monkeypatch):
        monkeypatch.setattr("search.engines.opensearch.answered_by_server.MOST_HITS", 7)
        engine.replace([], [document(pk, answer="grain " * (1 + pk % 3), transcript=pk) for pk in range(1, 41)])
        for sort in ("relevance", "newest", "latest"):
            whole = self.ids(engine, Word("grain"), sort=sort, limit=40)
            pages = [self.ids(engine, Word("grain"), sort=sort, limit=6, offset=at) for at in range(0, 40, 6)]
            assert [pk for page in pages for pk in page] == whole and len(set(whole)) == 40

    def test_facets_of_very_many_values_are_counted_whole(self, engine, monkeypatch):
        monkeypatch.setattr("search.engines.opensearch.facet_aggregations.MOST_VALUES", 5)
        engine.replace([], [document(pk, answer="grain", office=f"office-{pk % 13}", transcript=pk) for pk in range(1, 40)])
        counts = engine.search(SearchRequest(facets=("office",))).facets["office"]
        assert counts == {f"office-{number}": 3 for number in range(13)}

    def test_an_index_that_somebody_has_deleted_is_missing(self, small):
        small.cluster.link.ask(lambda client: client.indices.delete(index=small.cluster._behind()[0]))
        small.cluster._forget()
        with pytest.raises(IndexUnreadable):
            small.search(SearchRequest())
        assert small.stamp() is None

    def test_what_a_killed_writer_left_is_deleted_by_the_next(self, engine):
        left = f"{engine.options['prefix']}-records-s1-1"
        engine.cluster.link.ask(lambda client: client.indices.create(index=left))
        engine.beside().reset("new")
        engine.swap()
        assert not engine.cluster.link.ask(lambda client: client.indices.exists(index=left))

    def test_a_search_that_has_no_time_to_count_still_finds(self, small, monkeypatch):
        monkeypatch.setattr("search.engines.opensearch.answered_by_server.counting.counts_in", _too_slow)
        answer = small.search(SearchRequest(tree=Word("stability")))
        assert (answer.total, answer.counted, len(answer.hits)) == (4, False, 4)
        with pytest.raises(EngineTooSlow):
            small.search(SearchRequest(tree=Word("stability"), limit=0))

    def test_a_node_that_hangs_is_too_slow_and_answers_again_afterwards(self, node, small):
        if HOSTS:
            pytest.skip("not run: a cluster that runs already is not held up (CLUSTER_HOSTS)")
        hurried = OpenSearchEngine()
        hurried.options = options_of(node, "contract", search_seconds=0.2)
        node.running[0].send_signal(signal.SIGSTOP)
        try:
            with pytest.raises(EngineTooSlow):
                hurried.search(SearchRequest())
            with pytest.raises(EngineTooSlow):
                hurried.stamp()
        finally:
            node.running[0].send_signal(signal.SIGCONT)
        assert small.search(SearchRequest()).total == len(SMALL)

    def test_counts_are_remembered_by_the_servers_until_the_index_changes(self, small):
        def remembered():
            index = small.cluster.alias
            stats = small.cluster.link.ask(lambda client: client.indices.stats(index=index, metric="request_cache"))
            return stats["_all"]["total"]["request_cache"]["hit_count"]

        request = SearchRequest(tree=Word("stability"))
        before, hits = small.search(request), remembered()
        again = small.search(request)
        assert remembered() > hits
        assert (again.facets, again.months) == (before.facets, before.months)
        small.replace([], [{**SMALL[4], "django_id": "77", "transcript": 77}])
        changed = small.search(request)
        assert changed.total == before.total + 1
        assert changed.months["2023-03"] == before.months["2023-03"] + 1

    @pytest.mark.parametrize("tree", [Prefix("s"), Wildcard("*a*"), Fuzzy("mat", distance=2), Phrase(("b", "c", "d"), slop=900)])
    def test_costly_leaves_are_answered(self, engine, tree):
        words = [f"{a}{b}{c}" for a in "stmab" for b in "aeiou" for c in "bcdfghjklmnp"]
        engine.replace([], [document(pk, answer=" ".join(words) + " b x c y d", transcript=pk) for pk in range(1, 4)])
        assert sorted(self.ids(engine, tree)) == [1, 2, 3]


def _too_slow(answer):
    raise EngineTooSlow("no time")


def test_three_pieces_answer_as_a_look_at_every_document_does(node):
    """Documents of all kinds in an index of several shards, changed on the way, and 2,000 searches."""
    chance, engine = random.Random(15), OpenSearchEngine()
    engine.options = options_of(node, "compared", shards=3)
    engine.reset("stamp")
    documents = [random_document(pk, chance) for pk in range(1, 301)]
    for start in range(0, 300, 60):
        engine.replace([], documents[start : start + 60])
    changed = [random_document(pk, chance) for pk in range(35, 42)]
    engine.replace([6, 9, 30], changed)
    documents = [made for made in documents if made["transcript"] not in (6, 9, 30)] + changed
    for _ in range(COMPARISONS):
        EngineContract.compare(engine, documents, random_request(chance))
