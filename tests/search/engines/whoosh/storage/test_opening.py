"""Opening an index while others commit to it."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from search.engines.whoosh.haystack import internals
from search.engines.whoosh.storage.directory import DurableStorage
from search.engines.whoosh.storage.snapshot import Snapshot, identity_of, newest
from search.engines.whoosh.writing.writer import ArrayIndex
from tests.search.engines.contract import document
from tests.search.engines.whoosh.small_engines import filled, hits, opened

OPENED = 300


@pytest.fixture
def engine(tmp_path):
    return filled(opened(tmp_path), "The harbour of Quorville is closed.")


@pytest.fixture
def storage(engine, tmp_path):
    return DurableStorage(str(tmp_path))


@pytest.fixture
def stale(storage, monkeypatch):
    """Let the first look at the folder find a generation that a commit removes before it is read."""
    told = internals.latest_generation
    older = [told(storage, "MAIN") - 1]
    monkeypatch.setattr(internals, "latest_generation", lambda *given: older.pop() if older else told(*given))
    return older


@pytest.fixture
def commits(engine):
    """Commit in a thread without a pause until the test has ended; gives what went wrong there."""
    ended, failed = Event(), []

    def commit():
        number = 1
        while not ended.is_set():
            number += 1
            try:
                engine.replace([number - 1], [document(number, answer=f"Harbour {number}.", transcript=number)])
            except Exception as error:
                failed.append(error)
                return

    thread = Thread(target=commit)
    thread.start()
    yield failed
    ended.set()
    thread.join()


def test_an_index_whose_contents_are_replaced_between_two_looks_is_opened(storage, stale):
    assert ArrayIndex(storage).contents().segments
    assert not stale


def test_what_whoosh_itself_reads_is_read_as_patiently(storage, monkeypatch):
    index = ArrayIndex(storage)
    told = internals.latest_generation
    older = [told(storage, "MAIN") - 1]
    monkeypatch.setattr(internals, "latest_generation", lambda *given: older.pop() if older else told(*given))
    assert index.doc_count() == 1
    assert not older


def test_its_generation_is_told_although_a_commit_comes_between(storage, stale):
    assert identity_of(storage)[0] == internals.latest_generation(storage, "MAIN")


def test_contents_that_are_gone_for_good_are_no_endless_search(storage, tmp_path, monkeypatch):
    monkeypatch.setattr(internals, "latest_generation", lambda *_: 99)
    with pytest.raises(FileNotFoundError):
        ArrayIndex(storage)


def test_a_segment_removed_before_it_is_open_leads_to_the_next_generation(storage, engine, monkeypatch):
    index = ArrayIndex(storage)
    old = index.contents()
    engine.replace([1], [document(2, answer="Another harbour.", transcript=2)])
    told = [old]
    monkeypatch.setattr(type(index), "contents", lambda self, real=ArrayIndex.contents: told.pop() if told else real(self))
    assert newest(index, None).count == 1


@pytest.mark.parametrize("opening", [ArrayIndex, identity_of, lambda storage: newest(ArrayIndex(storage), None)])
def test_opening_never_fails_while_another_commits(storage, commits, opening):
    for _ in range(OPENED):
        assert opening(storage) is not None
    assert not commits


def test_searching_never_fails_while_another_commits(tmp_path, commits, engine):
    reader = type(engine)(tmp_path, engine.schema)
    for _ in range(OPENED):
        assert len(hits(reader, "harbour")) == 1
    assert not commits


def test_a_snapshot_opened_before_a_commit_goes_on_answering(storage, engine):
    before = Snapshot(ArrayIndex(storage))
    engine.replace([1], [])
    assert before.count == 1
