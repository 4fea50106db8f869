from __future__ import annotations

import pytest

from search.engines.whoosh.haystack.haystack_engine import ChanceryEngine
from tests.search.engines.contract import EngineContract
from tests.search.engines.passage_contract import PassageContract
from tests.search.engines.swap_contract import SwapContract


class TestChanceryEngine(EngineContract, PassageContract, SwapContract):
    @pytest.fixture
    def engine(self, tmp_path):
        engine = ChanceryEngine()
        engine.options = {"PATH": str(tmp_path / "index")}
        engine.reset("stamp")
        return engine
