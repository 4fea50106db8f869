from __future__ import annotations

import pytest

from search.engine.engine import Door
from search.engine.schema import schema_of
from search.search_indexes import RecordIndex
from tests.search.contract import EngineContract


class TestDoor(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path):
        door = Door(tmp_path / "index", schema_of(RecordIndex().fields)[1])
        door.reset("stamp")
        return door
