"""What a merge holds: pieces of what it reads, whatever its size, and nothing of it in the end."""

from __future__ import annotations

import random
import tracemalloc
from types import SimpleNamespace

import numpy as np
import pytest

from search.engines.whoosh.storage.arrayfile import ArrayFile, ArrayFileWriter, Strings
from search.engines.whoosh.storage.arrays import bounds
from search.engines.whoosh.storage.mapped import (
    _open_files,
    forget_segments,
    keep_within_limit,
    map_again,
    open_segment,
    pages_of_files,
)
from search.engines.whoosh.writing import merging_terms
from search.engines.whoosh.writing.merging import Merge, MergedSegment
from search.engines.whoosh.writing.merging_terms import MergedStrings
from search.text.memory import MEGABYTE, MEMORY, Memory
from tests.search.engines.whoosh.storage.test_residence import linux
from tests.search.engines.whoosh.writing.test_merging import fill, merge_all

RECORDS = 60_000
LONG = 500  # bytes of what is stored of a record


def written(path, first):
    """Write a segment of nothing but keys and stored bytes."""
    with path.open("wb") as target:
        file = ArrayFileWriter(target)
        file.meta = {"count": RECORDS, "totals": {}, "weights": {}}
        file.add("key#numbers", np.arange(first, first + RECORDS))
        stored = np.random.default_rng(first).integers(0, 255, (RECORDS, LONG), np.uint8)
        file.add_blobs("#stored", [(stored.ravel(), np.full(RECORDS, LONG))])
        file.close()
    return ArrayFile.map(path)


@pytest.fixture
def sources(tmp_path):
    files = [written(tmp_path / str(first), first) for first in (0, RECORDS)]
    return [MergedSegment(files[0], frozenset(range(1, RECORDS, 2))), MergedSegment(files[1], frozenset())]


def merged(sources, path):
    with path.open("wb") as target:
        Merge(sources).write(target)
    return ArrayFile.map(path)


def test_a_merge_holds_a_small_part_of_what_it_writes(sources, tmp_path):
    tracemalloc.start()
    try:
        merged(sources, tmp_path / "merged")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert RECORDS * LONG * 1.5 > 40 * MEGABYTE
    assert most < 20 * MEGABYTE


def test_what_is_stored_of_records_that_live_on_is_kept(sources, tmp_path):
    file, before = merged(sources, tmp_path / "merged"), [source.file.strings("#stored") for source in sources]
    kept = file.strings("#stored")
    assert len(kept) == RECORDS // 2 + RECORDS
    assert [kept[0], kept[1], kept[RECORDS // 2]] == [before[0][0], before[0][2], before[1][0]]
    assert file["key#numbers"][:3].tolist() == [0, 2, 4]
    assert kept[-1:] == before[1][-1:]


@linux
def test_a_merge_leaves_nothing_of_what_it_read_in_memory(sources, tmp_path):
    before = pages_of_files()
    merged(sources, tmp_path / "merged")
    assert pages_of_files() - before < 4 * MEGABYTE


def test_a_merge_lets_go_of_pages_of_its_own_only(engine):
    fill(engine, random.Random(3))
    index = engine._index()
    [segment, *_] = index.contents().segments
    searched = open_segment(index.storage, segment)
    assert map_again(index.storage, segment) is not searched
    assert open_segment(index.storage, segment) is searched


@linux
def test_a_search_above_the_limit_lets_go_of_what_a_merge_reads_too(monkeypatch, tmp_path):
    written(tmp_path / "MAIN_1.arrays", 0)
    file = map_again(SimpleNamespace(supports_mmap=True, folder=tmp_path), SimpleNamespace(file_name="MAIN_1.arrays"))
    before = pages_of_files()
    file["#stored.blob"].sum()
    monkeypatch.setattr(MEMORY, "limit", 1)
    keep_within_limit()
    assert pages_of_files() - before < 2 * MEGABYTE


def test_while_a_merge_is_under_way_less_is_left_to_mapped_files(engine, monkeypatch):
    fill(engine, random.Random(3))
    left, real = [], Merge._write

    def write(merge, file):
        left.append(MEMORY.left)
        real(merge, file)

    monkeypatch.setattr(Merge, "_write", write)
    merge_all(engine)
    assert left[0] < MEMORY.left - MEGABYTE


def test_what_is_lent_comes_back_when_what_needed_it_fails():
    memory = Memory(100)
    with pytest.raises(RuntimeError), memory.lent(60):
        assert memory.left == 40
        raise RuntimeError
    assert memory.left == 100


@linux
def test_pages_of_merged_segments_are_let_go_of_though_a_search_is_still_in_them(tmp_path):
    file = written(tmp_path / "MAIN_1.arrays", 0)
    _open_files[str(tmp_path), "MAIN_1.arrays"] = (file, (0, 0, 0))
    before = pages_of_files()
    total = int(file["#stored.blob"].sum())
    assert pages_of_files() - before > 20 * MEGABYTE
    forget_segments(str(tmp_path), set())
    assert pages_of_files() - before < 2 * MEGABYTE
    assert int(file["#stored.blob"].sum()) == total


def strings(words):
    blob = np.frombuffer(b"".join(words), np.uint8)
    return Strings(blob, bounds(np.array([len(word) for word in words], np.int64)).astype(np.uint16))


@pytest.mark.parametrize("at_once", [1, 2, 7, 1000])
@pytest.mark.parametrize("seed", range(5))
def test_sorted_strings_of_several_lists_are_numbered_in_one_order(monkeypatch, at_once, seed):
    monkeypatch.setattr(merging_terms, "BATCH_SIZE", at_once)
    chance = random.Random(seed)
    words = sorted({chance.randbytes(chance.randint(1, 3)) for _ in range(60)})
    lists = [sorted(chance.sample(words, chance.randint(0, 40))) for _ in range(chance.randint(1, 4))]
    expected = sorted(set().union(*lists))
    merged = MergedStrings([strings(one) for one in lists], lambda: None)
    assert [[expected[place] for place in places] for places in merged.places] == lists
    assert [word for piece in merged.pieces() for word in piece] == expected
    kept = np.array([chance.random() < 0.5 for _ in expected], bool)
    found = [word for piece in merged.pieces(kept) for word in piece]
    assert found == [word for word, keep in zip(expected, kept, strict=True) if keep]
