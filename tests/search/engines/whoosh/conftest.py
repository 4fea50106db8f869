"""What engine tests share: an index of their own that is merged only when told."""

from __future__ import annotations

import pytest

from tests.search.engines.whoosh.small_engines import opened


@pytest.fixture
def engine(tmp_path, monkeypatch):
    monkeypatch.setattr("search.engines.whoosh.engine.merge_in_background", lambda index: None)
    return opened(tmp_path / "index")
