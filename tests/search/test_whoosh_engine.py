from __future__ import annotations

import pytest

from search.engine.haystack_engine import ChanceryWhooshEngine
from tests.search.contract import EngineContract


class TestChanceryWhooshEngine(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path):
        engine = ChanceryWhooshEngine()
        engine.options = {"PATH": str(tmp_path / "index")}
        engine.reset("stamp")
        return engine
