"""One writer at a time, and a suspended writer overwrites nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from search.engines.base import FencedOff
from search.index import queue, writer_lock
from search.index.checking import compare
from search.index.queue import drain, drain_once, engine, fed, stamp, waiting
from search.index.writer_lock import WriterTurn, writing_to
from search.models import IndexConsumer, IndexState, IndexTask
from search.query.request import SearchRequest
from tests.rows import record, speaker, statement, transcript
from tests.search.index.machines import Shared, share

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(index_dir, monkeypatch):
    """An engine that all machines share: a real cluster where the settings name one."""
    return share(monkeypatch)


@pytest.fixture
def talks(cluster):
    made = transcript()
    record(made, statement("Welcome to the harbour.", speaker()))
    return made


def total():
    return engine().search(SearchRequest()).total


def test_there_is_one_writer_of_a_local_index(index_dir):
    with writing_to(False, wait=False) as one, writing_to(False, wait=False) as other:
        assert (one, other) == (WriterTurn(0), None)
    with writing_to(False, wait=False) as later:
        assert later == WriterTurn(0)


def test_turns_at_a_shared_index_are_numbered(db):
    stamp()
    fences = []
    for _ in range(3):
        with writing_to(True, wait=False) as turn:
            turn.check()
            fences.append(turn.fence)
    assert fences == sorted(set(fences))


def test_a_turn_that_has_ended_is_known_as_such(db):
    stamp()
    with writing_to(True, wait=False) as turn:
        pass
    with writing_to(True, wait=False) as later, pytest.raises(FencedOff):
        assert later.fence > turn.fence
        turn.check()


@pytest.fixture
def on_sqlite():
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL the server holds the lock for as long as its holder is connected")


def test_a_turn_is_somebody_s_until_it_expires(db, on_sqlite):
    stamp()
    with writing_to(True, wait=False) as suspended:
        with writing_to(True, wait=False) as other:
            assert other is None
        IndexState.objects.update(turn_until=timezone.now() - dt.timedelta(seconds=1))
        with writing_to(True, wait=False) as later:
            assert later.fence > suspended.fence
            with pytest.raises(FencedOff):
                suspended.check()
    assert IndexState.objects.get().turn_until is None


def test_a_writer_that_is_at_it_keeps_its_turn(db, on_sqlite, monkeypatch):
    stamp()
    monkeypatch.setattr(writer_lock, "SIGN_OF_LIFE", 0.0)
    with writing_to(True, wait=False) as turn:
        IndexState.objects.update(turn_until=timezone.now() - dt.timedelta(seconds=1))
        assert list(turn.while_passing("ab")) == ["a", "b"]
        assert IndexState.objects.get().turn_until > timezone.now()


def test_a_late_writer_of_a_shared_index_forgets_no_task_and_writes_nothing(talks):
    drain()
    queue.queue([talks.pk])
    with writing_to(True, wait=False) as late:
        one = fed()[0]
        queue.consumers.give_out(one.consumer)
        batch = list(one.tasks().values_list("pk", "transcript_id"))
        IndexState.objects.update(turn=late.fence + 1, turn_until=None)  # it was suspended, and another has had its turn
        with pytest.raises(FencedOff):
            queue.index_batch(one, batch, late)
        assert waiting() == 1
    assert drain()
    assert (waiting(), total()) == (0, 1)


def test_the_engine_refuses_a_turn_before_the_latest(talks):
    drain()
    latest = IndexState.objects.get().turn
    with pytest.raises(FencedOff):
        engine().replace([talks.pk], [], fence=latest - 1)
    assert total() == 1


def test_what_is_fenced_off_is_done_in_the_next_turn(talks, monkeypatch, caplog):
    drain()
    queue.queue([talks.pk])
    whole, tried = Shared.replace, []

    def overtaken(self, transcripts, documents, fence=0):
        tried.append(fence)
        if len(tried) == 1:
            raise FencedOff("turn 1 is over")
        whole(self, transcripts, documents, fence)

    monkeypatch.setattr(Shared, "replace", overtaken)
    assert drain()
    assert (waiting(), total(), len(tried)) == (0, 1, 2)
    assert "Another writer came first" in caplog.text


def test_a_shared_index_takes_each_task_once(talks, monkeypatch):
    assert drain()
    taken = []
    whole = Shared.replace
    monkeypatch.setattr(Shared, "replace", lambda self, *given: (taken.append(list(given[0])), whole(self, *given)))
    queue.queue([talks.pk])
    for _machine in "ab":
        assert drain()
    assert taken == [[talks.pk]]
    assert IndexConsumer.objects.count() == 1
    assert not IndexTask.objects.exists()
    assert compare().agrees


def test_a_shared_index_of_a_later_version_is_left_to_its_machines(talks, monkeypatch):
    drain()
    queue.queue([talks.pk])
    monkeypatch.setattr(queue, "SCHEMA_VERSION", queue.SCHEMA_VERSION - 1)
    assert not drain_once()
    assert not drain()
    assert (total(), waiting(), engine().beside().note()) == (1, 1, "")
