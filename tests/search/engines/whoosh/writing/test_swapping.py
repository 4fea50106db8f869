"""A swap may be stopped anywhere, and readers and mergers may be at it."""

from __future__ import annotations

import os
import threading

import pytest

from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.storage.directory import condition
from search.engines.whoosh.writing import upkeep
from search.engines.whoosh.writing.upkeep import merge_once
from search.query.request import SearchRequest
from tests.search.engines.contract import SMALL, document
from tests.search.engines.swap_contract import NEW, found

STEPS = ("_link", "publish", "write_durably", "_text", "forget_segments")


class Stopped(Exception):
    """Stand for a kill."""


def stop(*given):
    raise Stopped


def prepared(engine):
    engine.replace([], SMALL)
    engine.keep_note("old note")
    engine.beside().reset("new")
    engine.beside().keep_note("new note")
    engine.beside().replace([], NEW)
    return engine


@pytest.mark.parametrize("step", STEPS)
def test_a_swap_that_is_stopped_leaves_one_of_the_two_and_can_be_done_again(engine, monkeypatch, step):
    prepared(engine)
    with monkeypatch.context() as during:
        during.setattr(upkeep, step, stop)
        with pytest.raises(Stopped):
            engine.swap()
    again = WhooshEngine(engine.folder, engine.schema)
    assert found(again) in ([1, 2, 3, 4, 5], [11, 12])
    assert condition(again.folder, again.schema) == "whole"
    assert again.stamp() in ("stamp", "new")
    assert again.beside().stamp() == "new"
    again.swap()
    assert (found(again), again.stamp(), again.note(), again.beside().stamp()) == ([11, 12], "new", "new note", None)


def test_where_the_disk_knows_no_links_files_are_copied(engine, monkeypatch):
    def refuse(*given):
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    prepared(engine).swap()
    assert found(engine) == [11, 12]


def test_it_takes_the_place_of_an_index_that_was_lost(engine):
    prepared(engine)
    for path in engine.folder.iterdir():
        if path.is_file():
            path.unlink()
    engine.swap()
    assert (found(engine), engine.stamp()) == ([11, 12], "new")


def test_nothing_of_the_old_one_is_left_on_the_disk(engine):
    prepared(engine)
    old = {path.name for path in engine.folder.glob("MAIN_*.*")}
    engine.swap()
    assert old
    assert not old & {path.name for path in engine.folder.iterdir()}
    assert not (engine.folder / upkeep.BESIDE).exists()


def test_readers_see_the_one_or_the_other(engine):
    engine.replace([], [document(pk, answer="grain", transcript=1) for pk in range(1, 6)])
    wrong, over = [], threading.Event()

    def read():
        while not over.is_set():
            answer = engine.search(SearchRequest(limit=100))
            keys = sorted(hit.record_id % 100 for hit in answer.hits)
            if keys != [1, 2, 3, 4, 5] or answer.total != 5:
                wrong.append(keys)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for turn in range(1, 30):
            engine.beside().reset(str(turn))
            for pk in range(1, 6):
                engine.beside().replace([], [document(100 * turn + pk, answer="grain", transcript=1)])
            engine.swap()
    finally:
        over.set()
        reader.join(30)
    assert not wrong


def test_a_merge_of_the_old_one_that_ends_after_the_swap_changes_nothing(engine, monkeypatch):
    for number in range(1, 10):
        engine.replace([], [document(number, answer="grain", transcript=number)])
    engine.beside().reset("new")
    engine.beside().replace([], NEW)
    whole = upkeep._merge_of

    def swap_meanwhile(*given):
        merge = whole(*given)
        engine.swap()
        return merge

    monkeypatch.setattr(upkeep, "_merge_of", swap_meanwhile)
    assert not merge_once(engine._index())
    assert found(engine) == [11, 12]
