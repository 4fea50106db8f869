"""If the index is unavailable, the site says so instead of saying that nothing was found."""

from __future__ import annotations

import pytest

from search.engines.base import EngineUnreachable
from search.index import following, repairing
from search.index.queue import drain, engine, fed, queue
from search.query.request import SearchRequest
from search.query.tree import Word
from tests.world import MARCHETTI, add, answered, asked, said, talk

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
PAGES = ("/search/?q=because", "/search/", "/search/values/speaker/", "/search/?q=speaker:jane")
DATA = ("/search.json?q=because", "/search.json", "/search/suggest.json?q=beca")


@pytest.fixture
def talks(db, index_dir):
    made = talk(said("Welcome.", MARCHETTI), asked("Why?"), answered("Because.", MARCHETTI))
    queue([made.pk])
    drain()
    return made


@pytest.fixture
def damaged(talks, index_dir, monkeypatch):
    """An index with damage that nobody mends meanwhile."""
    monkeypatch.setattr(repairing, "drain_in_background", lambda: None)
    for path in index_dir.glob("MAIN_*"):
        if path.stat().st_size:
            path.write_bytes(path.read_bytes()[:-30])


@pytest.mark.parametrize("path", PAGES)
def test_pages_say_that_searching_is_being_repaired(client, damaged, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "15", "no-store")
    assert "Search is being repaired" in answer.content.decode()
    assert "No records" not in answer.content.decode()


@pytest.mark.parametrize("path", DATA)
def test_programs_are_told_the_same(client, damaged, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert answer.json()["repairing"] is True
    assert "total" not in answer.json()


def test_it_works_again_by_itself(client, damaged):
    assert client.get("/search/?q=because").status_code == 503
    drain()
    assert client.get("/search.json?q=because").json()["total"] == 1


def test_an_index_that_has_only_just_begun_does_not_say_that_nothing_is_found(client, talks, monkeypatch):
    monkeypatch.setattr(repairing, "drain_in_background", lambda: None)
    engine().reset("another")
    fed()
    assert client.get("/search.json?q=because").status_code == 503
    drain()
    assert client.get("/search.json?q=because").json()["total"] == 1
    assert client.get("/search.json?q=zebra").json()["total"] == 0


def test_ready_and_alive(client, talks):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_alive_needs_no_database(client):
    assert client.get("/healthz").status_code == 200


def test_not_ready_with_a_damaged_index(client, damaged):
    answer = client.get("/readyz")
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert answer.json()["reasons"] == ["The index is missing, damaged or another database's"]
    drain()
    assert client.get("/readyz").status_code == 200


def test_not_ready_when_far_behind(client, talks, settings):
    settings.READY_BEHIND = 2
    queue([1001, 1002])
    assert client.get("/readyz").status_code == 200
    queue([1003])
    assert "3 transcripts behind" in client.get("/readyz").json()["reasons"][0]


def test_not_ready_without_a_database(client, talks, monkeypatch):
    from django.db import OperationalError

    def gone():
        raise OperationalError("connection refused")

    monkeypatch.setattr("search.index.warming.waiting", gone)
    assert client.get("/readyz").json() == {"status": "not ready", "reasons": ["The database is unavailable"]}


def test_what_failed_is_tried_again_after_longer_and_longer_pauses(talks, monkeypatch, caplog):
    outcomes, pauses = [OSError(28, "No space left on device")] * 3 + [None], []

    def drained(wait):
        if (fault := outcomes.pop(0)) is not None:
            raise fault
        return True

    monkeypatch.setattr(following, "drain", drained)
    monkeypatch.setattr(following, "is_serving", lambda: True)
    monkeypatch.setattr(following.time, "sleep", pauses.append)
    monkeypatch.setattr(following.connection, "close", lambda: None)
    following._background.acquire()
    following._drain_in_thread()
    assert pauses == [1.0, 2.0, 4.0]
    assert caplog.text.count("The disk is full") == 3
    assert "Traceback" not in caplog.text


class Following:
    """Stands for the event that stops who follows: it waits for nobody, and is set after so many pauses."""

    def __init__(self, pauses):
        self.left, self.pauses = pauses, []

    def is_set(self):
        return len(self.pauses) >= self.left

    def wait(self, seconds):
        self.pauses.append(seconds)


@pytest.fixture
def here(monkeypatch, settings):
    """Let the test's own thread follow, over its own connection."""
    settings.INDEX_POLL = 0.5
    monkeypatch.setattr(following.connection, "close", lambda: None)
    monkeypatch.setattr(following, "close_old_connections", lambda: None)


def test_who_follows_looks_less_and_less_often_while_it_fails_and_as_often_as_before_when_it_works(talks, here, monkeypatch):
    outcomes = [EngineUnreachable("connection refused")] * 8

    def due():
        if outcomes:
            raise outcomes.pop()
        return False

    monkeypatch.setattr(following, "is_due", due)
    stop = Following(10)
    following._follow(stop)
    assert stop.pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 0.5, 0.5]


def test_who_follows_indexes_what_was_published_while_the_engine_was_away(talks, here, monkeypatch, caplog):
    add(talks, said("Grain was spoken of.", MARCHETTI))
    queue([talks.pk])
    kind = type(engine())
    whole, tried = kind.replace, []

    def away_at_first(self, *given):
        tried.append(1)
        if len(tried) < 3:
            raise EngineUnreachable("connection refused")
        whole(self, *given)

    monkeypatch.setattr(kind, "replace", away_at_first)
    stop = Following(4)
    following.follow(stop)
    assert stop.pauses == [1.0, 2.0, 0.5, 0.5, following.LOOK]
    assert engine().search(SearchRequest(tree=Word("grain"))).total == 1
    assert caplog.text.count("Indexing failed: EngineUnreachable: connection refused") == 2 and "Traceback" not in caplog.text


def test_only_one_process_of_a_machine_follows(talks, here, monkeypatch):
    followed = []
    monkeypatch.setattr(following, "_follow", lambda stop: followed.append(stop))
    with following._only_one() as mine:
        assert mine
        following.follow(Following(2))
    assert not followed
    following.follow(Following(1))
    assert len(followed) == 1
