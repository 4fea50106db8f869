from __future__ import annotations

import random
import threading

import pytest

from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.haystack.codec import ArraySegment
from search.engines.whoosh.query.answering import Answering
from search.engines.whoosh.storage import columns
from search.engines.whoosh.storage.snapshot import Snapshot
from search.engines.whoosh.writing import merging, merging_terms, upkeep
from search.engines.whoosh.writing.upkeep import (
    LARGEST,
    MANY,
    UNFINISHED,
    choose,
    choose_when_quiet,
    merge_once,
    merged_to_one,
    tidy,
)
from search.query.request import SearchRequest
from search.query.tree import Fuzzy, Prefix, Wildcard, Word
from tests.search.engines.contract import EngineContract, random_document, random_request

PIECES = (
    (merging_terms, "WORDS_AT_ONCE"),
    (merging_terms, "TERMS_AT_ONCE"),
    (merging_terms, "BATCH_SIZE"),
    (merging, "RECORDS_AT_ONCE"),
    (merging, "BYTES_PER_PIECE"),
    (columns, "BATCH_SIZE"),
)


def fill(engine, chance, batches=5):
    """Write several segments, with records replaced in between; return the documents that are left."""
    documents = {}
    for batch in range(batches):
        made = [random_document(batch * 40 + i, chance) for i in range(1, 41)]
        changed = [random_document(pk, chance) for pk in chance.sample(sorted(documents), min(len(documents), 9))]
        gone = {documents[int(one["django_id"])]["transcript"] for one in changed}
        documents = {pk: one for pk, one in documents.items() if one["transcript"] not in gone}
        engine.replace(sorted(gone), [*made, *changed])
        documents |= {int(one["django_id"]): one for one in [*made, *changed]}
    return list(documents.values())


def merge_all(engine):
    index = engine._index()
    index.writer().commit(reorder=lambda segments: merged_to_one(index, segments))


@pytest.mark.parametrize("at_once", [1 << 21, 300, 20, 1])
def test_a_merged_index_answers_as_a_look_at_every_document_does(engine, monkeypatch, at_once):
    for module, name in PIECES:
        monkeypatch.setattr(module, name, at_once)
    chance = random.Random(3)
    documents = fill(engine, chance)
    merge_all(engine)
    assert [leaf.segment.deleted for leaf in engine.snapshot().leaves] == [frozenset()]
    for _ in range(60):
        EngineContract.compare(engine, documents, random_request(chance))


def test_a_merged_index_ranks_as_one_written_at_once(engine, tmp_path):
    chance = random.Random(4)
    documents = fill(engine, chance)
    merge_all(engine)
    fresh = WhooshEngine(tmp_path / "fresh", engine.schema)
    fresh.reset("stamp")
    fresh.replace([], documents)
    for _ in range(40):
        request = random_request(chance)
        merged, written = engine.search(request), fresh.search(request)
        assert [hit.record_id for hit in merged.hits] == [hit.record_id for hit in written.hits]
        assert [hit.score for hit in merged.hits] == pytest.approx([hit.score for hit in written.hits], rel=1e-5)


def test_merging_keeps_what_is_told_of_each_record(engine):
    documents = fill(engine, random.Random(5))
    merge_all(engine)
    assert {entry.record_id: entry.fingerprint for entry in engine.entries()} == {
        int(one["django_id"]): one["fingerprint"] for one in documents
    }


def test_records_deleted_while_a_merge_is_under_way_stay_deleted(engine, monkeypatch):
    fill(engine, random.Random(6))
    index = engine._index()
    real = upkeep._merge_of

    def merge_slowly(index, segments):
        merge = real(index, segments)
        engine.replace([1, 2], [])
        return merge

    monkeypatch.setattr(upkeep, "_merge_of", merge_slowly)
    monkeypatch.setattr(upkeep, "choose", lambda segments: segments[:3])
    assert merge_once(index)
    assert not {entry.transcript_id for entry in engine.entries()} & {1, 2}


def test_a_merge_is_given_up_when_the_index_is_thrown_away_meanwhile(engine, monkeypatch):
    fill(engine, random.Random(6))
    index = engine._index()
    real = upkeep._merge_of

    def merge_slowly(index, segments):
        merge = real(index, segments)
        engine.reset("other")
        return merge

    monkeypatch.setattr(upkeep, "_merge_of", merge_slowly)
    monkeypatch.setattr(upkeep, "choose", lambda segments: segments[:3])
    assert not merge_once(index)
    assert engine.search(SearchRequest()).total == 0
    assert not [path.name for path in engine.folder.iterdir() if path.name.startswith(UNFINISHED)]


def segments(*sizes, deleted=0):
    made = [ArraySegment("MAIN", size) for size in sizes]
    made[0].delete_all(set(range(deleted)))
    return made


def test_segments_of_one_size_are_merged_when_there_are_enough():
    assert choose(segments(*[100] * (MANY - 1))) == []
    assert len(choose(segments(*[100] * MANY))) == MANY
    assert len(choose(segments(200_000, *[100] * MANY))) == MANY


def test_a_segment_that_has_lost_much_is_written_anew():
    assert choose(segments(1000, deleted=100)) == []
    assert [segment.count for segment in choose(segments(1000, deleted=400))] == [1000]


def test_no_merged_segment_is_too_large():
    assert choose(segments(*[LARGEST * 2 // 3] * MANY)) == []
    assert choose_when_quiet(segments(*[LARGEST * 2 // 3] * MANY)) == []


def test_the_number_of_segments_stays_small(monkeypatch):
    """Ten thousand commits of fifty records, merged whenever the policy says so."""
    now: list[ArraySegment] = []
    for _ in range(10_000):
        now.append(ArraySegment("MAIN", 50))
        while chosen := choose(now):
            now = [one for one in now if one not in chosen] + [ArraySegment("MAIN", sum(one.count for one in chosen))]
    assert sum(one.count for one in now) == 500_000
    assert len(now) < 4 * MANY


@pytest.mark.parametrize(
    ("sizes", "chosen"),
    [
        ((100,), 0),
        ((100, 30), 0),
        ((100, 20, 20), 3),
        ((100_000, 300, 100), 2),
        ((16_000,) * 6 + (2_000,) * 2, 8),
        ((LARGEST, LARGEST, 50, 50), 2),
        ((128_000,) * 7 + (16_000,) * 5, 8),
    ],
)
def test_while_it_is_quiet_each_segment_comes_to_outweigh_all_smaller_ones(sizes, chosen):
    assert len(choose_when_quiet(segments(*sizes))) == chosen


def test_an_index_with_little_new_is_not_written_anew_for_it():
    """A day's fifty records a commit, tidied up after each: what is written again stays in proportion to what is new."""
    now = segments(100_000)
    written = 0
    for _ in range(600):
        now.append(ArraySegment("MAIN", 50))
        while chosen := choose_when_quiet(now):
            written += sum(one.count for one in chosen)
            now = [one for one in now if one not in chosen] + [ArraySegment("MAIN", sum(one.count for one in chosen))]
        assert len(now) < 8
    assert written < 15 * 600 * 50


def test_tidying_leaves_one_segment_that_answers_as_before(engine):
    chance = random.Random(8)
    documents = fill(engine, chance)
    assert len(engine.snapshot().leaves) > 2
    tidy(engine._index())
    assert len(engine.snapshot().leaves) == 1
    for _ in range(20):
        EngineContract.compare(engine, documents, random_request(chance))


def test_tidying_waits_for_another_that_is_merging(engine):
    fill(engine, random.Random(8))
    lock = engine._index().lock(upkeep.MERGE_LOCK)
    assert lock.acquire(blocking=False)
    thread = threading.Thread(target=tidy, args=(engine._index(),))
    thread.start()
    thread.join(timeout=0.3)
    assert thread.is_alive()
    assert len(engine.snapshot().leaves) > 2
    lock.release()
    thread.join(timeout=30)
    assert len(engine.snapshot().leaves) == 1


def test_a_process_that_serves_tidies_up_once_it_is_quiet(engine, monkeypatch):
    fill(engine, random.Random(9))
    monkeypatch.setattr(upkeep, "QUIET", 0.0)
    monkeypatch.setattr("search.engines.whoosh.engine.is_serving", lambda: True)
    engine._snapshot = None
    engine.search(SearchRequest())
    for thread in [thread for thread in threading.enumerate() if thread.name == "tidy_when_quiet"]:
        thread.join(timeout=30)
    assert len(engine.snapshot().leaves) == 1


def test_a_process_that_does_not_serve_leaves_it(engine):
    fill(engine, random.Random(9))
    before = len(engine.snapshot().leaves)
    engine._snapshot = None
    engine.search(SearchRequest())
    assert not [thread for thread in threading.enumerate() if thread.name == "tidy_when_quiet"]
    assert len(engine.snapshot().leaves) == before


@pytest.mark.parametrize("tree", [Word("stability", exact=True), Prefix("stab"), Fuzzy("stabilty"), Wildcard("stab*")])
def test_a_search_under_way_goes_on_while_its_segments_are_merged_away(engine, tree):
    fill(engine, random.Random(10))
    request = SearchRequest(tree=tree)
    expected, before = engine.search(request), Snapshot(engine._index())
    tidy(engine._index())
    assert not any((engine.folder / leaf.segment.file_name).exists() for leaf in before.leaves)
    answer = Answering(before, {}, request).answer()
    assert [hit.record_id for hit in answer.hits] == [hit.record_id for hit in expected.hits]
