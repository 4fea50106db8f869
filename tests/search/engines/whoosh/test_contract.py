from __future__ import annotations

import pytest

from search.engines.whoosh.haystack.haystack_engine import ChanceryEngine
from search.engines.whoosh.writing.upkeep import merged_to_one
from tests.search.engines.contract import SMALL, EngineContract
from tests.search.engines.passage_contract import PassageContract
from tests.search.engines.swap_contract import SwapContract


class TestChanceryEngine(EngineContract, PassageContract, SwapContract):
    @pytest.fixture
    def engine(self, tmp_path):
        engine = ChanceryEngine()
        engine.options = {"PATH": str(tmp_path / "index")}
        engine.reset("stamp")
        return engine

    @staticmethod
    def settle(engine):
        engine.whoosh._index().writer().commit(reorder=lambda segments: merged_to_one(engine.whoosh._index(), segments))

    def test_a_record_that_is_in_it_twice_is_told_twice(self, small):
        small.replace([], [SMALL[4]])
        assert [entry.record_id for entry in small.entries()].count(5) == 2
