"""What search tests share: an index of their own."""

from __future__ import annotations

import pytest
from haystack import connections

from search.index.queue import drain, queue


@pytest.fixture
def index_dir(tmp_path, settings, monkeypatch):
    """Keep the index in a folder of this test's own."""
    settings.INDEX_DIR = tmp_path / "index"
    monkeypatch.setitem(connections["default"].options, "PATH", str(settings.INDEX_DIR))
    return settings.INDEX_DIR


@pytest.fixture
def indexed(db, index_dir):
    """Return a function that indexes transcripts: `indexed(one, other)`."""

    def index(*transcripts):
        queue([transcript.pk for transcript in transcripts])
        assert drain()

    return index
