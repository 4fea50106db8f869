"""One writer at a time, and a suspended writer overwrites nothing."""

from __future__ import annotations

import datetime as dt
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils import timezone

from search.engines.base import FencedOff
from search.index import queue, writer_lock
from search.index.checking import compare
from search.index.queue import drain, drain_once, engine, fed, stamp, waiting
from search.index.writer_lock import WriterTurn, writing_to
from search.models import IndexConsumer, IndexState, IndexTask
from search.query.request import SearchRequest
from tests.house import ROOT
from tests.search.index.machines import Shared, share
from tests.world import MARCHETTI, said, talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(index_dir, monkeypatch):
    """An engine that all machines share: a real cluster where the settings name one."""
    return share(monkeypatch)


@pytest.fixture
def talks(cluster):
    return talk(said("Welcome to the harbour.", MARCHETTI))


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


HOLDER = """
import django
django.setup()
from django.db import OperationalError, connection
from search.engines.base import FencedOff
from search.index.writer_lock import writing_to

with writing_to(True, wait=True) as turn:
    print(turn.fence, flush=True)
    input()
    for _ in range(2):
        try:
            turn.check()
            print("kept", flush=True)
            break
        except OperationalError:
            connection.close()
        except FencedOff:
            print("fenced off", flush=True)
            break
"""
PATIENCE = 120.0  # seconds for a process to start on a busy machine


class Holder:
    """A process with a connection of its own that waits for the writer's turn, tells its number, and keeps it until told on."""

    def __init__(self, folder: Path) -> None:
        base = {key: str(value) for key, value in connection.settings_dict.items() if key in ("USER", "PASSWORD", "HOST", "PORT")}
        address = f"postgres://{base['USER']}:{base['PASSWORD']}@{base['HOST']}:{base['PORT']}/{connection.settings_dict['NAME']}"
        env = {**os.environ, "DATABASE_URL": address, "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "archive.settings"}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        command = [sys.executable, "-W", "ignore", "-c", HOLDER]
        self.process = subprocess.Popen(command, cwd=ROOT, env=env, text=True, **pipes)

    def told(self, seconds: float = PATIENCE) -> str | None:
        """Return the next line that it prints, None if there is none in time."""
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        return self.process.stdout.readline().strip() if ready else None

    def go_on(self) -> str | None:
        """Let it use its turn; return what it says of it."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.told()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


@pytest.fixture
def holder(tmp_path):
    """Return a function that starts a process that wants the turn, on PostgreSQL."""
    if connection.vendor != "postgresql":
        pytest.skip("not run: SQLite keeps the turn in a row, for which there are tests above")
    holders = []

    def started():
        holders.append(Holder(tmp_path / str(len(holders))))
        return holders[-1]

    yield started
    for each in holders:
        each.stop()


def disconnect_holder():
    """End the connection that holds the turn, as a server does whose peer is gone; return whether there was one."""
    locks = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1"
    with connection.cursor() as cursor:
        cursor.execute(f"{locks} AND (classid::bigint << 32) + objid::bigint = %s", [writer_lock.ADVISORY])
        return cursor.rowcount == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_processes_one_has_the_turn_and_the_other_gets_it_when_the_first_is_killed(holder):
    stamp()
    first = holder()
    turn = int(first.told())
    second = holder()
    with writing_to(True, wait=False) as mine:
        assert mine is None
    assert second.told(0.5) is None
    first.process.kill()
    assert int(second.told()) == turn + 1
    assert second.go_on() == "kept"


@pytest.mark.django_db(transaction=True)
def test_a_suspended_process_that_has_lost_its_connection_is_fenced_off_when_it_wakes_up(holder):
    stamp()
    suspended = holder()
    turn = int(suspended.told())
    suspended.process.send_signal(signal.SIGSTOP)
    with writing_to(True, wait=False) as mine:
        assert mine is None  # its connection stands, and so does its turn
    assert disconnect_holder()
    with writing_to(True, wait=True) as mine:
        assert mine.fence == turn + 1
        suspended.process.send_signal(signal.SIGCONT)
        assert suspended.go_on() == "fenced off"
        mine.check()


@pytest.mark.django_db(transaction=True)
def test_a_writer_whose_connection_breaks_writes_nothing_after_another_had_its_turn(talks, holder):
    drain()
    queue.queue([talks.pk])
    with writing_to(True, wait=False) as late:
        one = fed()[0]
        queue.consumers.give_out(one.consumer)
        batch = list(one.tasks().values_list("pk", "transcript_id"))
        disconnect_itself()
        connection.close()
        assert drain()  # another gets the turn, and does what was begun
        taken = engine().note()
        with pytest.raises(FencedOff):
            queue.index_batch(one, batch, late)
    assert (waiting(), total(), engine().note()) == (0, 1, taken)
    assert compare().agrees


def disconnect_itself():
    """End this process's own connection from another, so that what it holds is let go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (own,) = cursor.fetchone()
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [own])
    other.close()
