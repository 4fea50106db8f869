"""A large segment that is new is read ahead in the background, in a process that serves."""

from __future__ import annotations

import random
import threading

import pytest

from search.engines.whoosh.storage import opening
from search.engines.whoosh.writing.upkeep import tidy
from tests.search.engines.whoosh.writing.test_merging import fill


def finish() -> None:
    for thread in threading.enumerate():
        if thread.name in ("reading ahead", "tidy_when_quiet"):
            thread.join(timeout=30)


@pytest.fixture
def serving(monkeypatch):
    monkeypatch.setattr("search.engines.whoosh.engine.is_serving", lambda: True)
    monkeypatch.setattr("search.engines.whoosh.engine.tidy_in_background", lambda index: None)
    monkeypatch.setattr(opening, "LARGE", 1)
    yield
    finish()


def made_of(engine) -> list[set[object]]:
    return [set(leaf.view.field("answer").__dict__.get("_shelf").entries) for leaf in engine.snapshot().leaves]


def test_its_tables_are_made_before_anybody_searches(engine, serving):
    fill(engine, random.Random(1))
    engine.snapshot()
    finish()
    assert made_of(engine) == [{"forms_per_term", "form_shapes"}] * len(engine.snapshot().leaves)


def test_after_a_merge_only_the_new_segment_is_read(engine, serving, monkeypatch):
    fill(engine, random.Random(1))
    engine.snapshot()
    finish()
    read = []
    monkeypatch.setattr(opening, "read_ahead", read.extend)
    tidy(engine._index())
    new = engine.snapshot().leaves
    finish()
    assert read == [leaf.view for leaf in new]
    engine.snapshot()
    assert len(read) == 1


def test_small_segments_are_left(engine, serving, monkeypatch):
    monkeypatch.setattr(opening, "LARGE", 10_000)
    fill(engine, random.Random(1))
    engine.snapshot()
    assert not [thread for thread in threading.enumerate() if thread.name == "reading ahead"]


def test_what_fails_is_only_logged(caplog):
    opening.read_ahead([None])
    assert "Warming up failed" in caplog.text
    caplog.clear()


def test_a_generation_is_opened_once_by_many_threads(engine, monkeypatch):
    fill(engine, random.Random(1))
    engine._snapshot = None
    opened = []

    def look() -> None:
        opened.append(engine.snapshot())

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, opened))) == 1
