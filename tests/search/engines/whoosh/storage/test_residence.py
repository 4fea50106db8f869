"""Mapped pages are let go of above a limit, and nobody who reads them notices."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import numpy as np
import pytest

from search.engines.whoosh.storage import mapped
from search.engines.whoosh.storage.arrayfile import ArrayFile, ArrayFileWriter
from search.engines.whoosh.storage.mapped import RESIDENCE, Residence, pages_of_files
from search.text.memory import MEGABYTE, MEMORY
from tests.search.engines.contract import EngineContract, random_request
from tests.search.engines.whoosh.writing.test_merging import fill

NUMBERS = 4_000_000
linux = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell how much is mapped")


@pytest.fixture
def file(tmp_path):
    with (tmp_path / "numbers").open("wb") as target:
        writer = ArrayFileWriter(target)
        for name in ("f.ids", "f#codes"):
            writer.add(name, np.arange(NUMBERS, dtype=np.uint32))
        writer.close()
    return ArrayFile.map(tmp_path / "numbers")


@pytest.fixture
def cap(monkeypatch):
    """Return what sets the cap; the engine's one is the whole process's."""
    return lambda size: monkeypatch.setattr(MEMORY, "limit", size)


@linux
def test_pages_that_were_read_are_counted_and_let_go_of(file):
    before = pages_of_files()
    total = int(file["f.ids"].sum())
    assert pages_of_files() - before > 10 * MEGABYTE
    file.let_go()
    assert pages_of_files() - before < 2 * MEGABYTE
    assert int(file["f.ids"].sum()) == total


@linux
def test_postings_go_first(file):
    guard = Residence()
    file["f.ids"].sum(), file["f#codes"].sum()
    both = guard.mapped
    guard.keep([file])
    assert guard.mapped >= both - MEGABYTE  # there is room for all of it
    file.let_go(mapped.POSTINGS)
    assert both / 3 < guard.mapped < both * 2 / 3


@linux
def test_more_than_the_limit_is_let_go_of(file, cap):
    guard = Residence()
    cap(8 * MEGABYTE)
    file["f.ids"].sum(), file["f#codes"].sum()
    guard.keep([file])
    assert guard.mapped < 8 * MEGABYTE


def test_where_the_system_does_not_tell_nothing_is_let_go_of(file, cap, monkeypatch):
    monkeypatch.setattr(mapped, "STATM", "/nowhere")
    cap(1)
    guard = Residence()
    assert guard.mapped == 0
    guard.keep([file])


def test_a_file_in_memory_has_nothing_to_let_go_of(tmp_path, file):
    copied = ArrayFile((tmp_path / "numbers").read_bytes())
    copied.let_go()
    assert copied["f.ids"][-1] == NUMBERS - 1


def test_readers_in_other_threads_read_on_while_pages_are_let_go_of(file):
    wrong, done = [], threading.Event()
    expected = np.arange(NUMBERS, dtype=np.uint32)

    def read() -> None:
        chance = random.Random(threading.get_ident())
        while not done.is_set():
            first = chance.randrange(NUMBERS - 100_000)
            if not np.array_equal(file["f.ids"][first : first + 100_000], expected[first : first + 100_000]):
                wrong.append(first)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(300):
        file.let_go()
    done.set()
    for thread in threads:
        thread.join()
    assert not wrong


def test_answers_are_the_same_where_nothing_may_be_kept(engine, cap):
    chance = random.Random(3)
    documents = fill(engine, chance)
    cap(1)
    for _ in range(30):
        RESIDENCE.keep(leaf.view.file for leaf in engine.snapshot().leaves)
        EngineContract.compare(engine, documents, random_request(chance))


def test_the_engine_tells_how_much_it_keeps(engine):
    chance = random.Random(4)
    documents = fill(engine, chance)
    for _ in range(5):
        EngineContract.compare(engine, documents, random_request(chance))
    told = engine.memory()
    assert set(told) == {"tables", "words", "mapped", "fixed", "limit"}
    assert told["tables"] > 0
    assert told["fixed"] > 0
    assert told["tables"] + told["words"] < told["limit"] == MEMORY.limit
