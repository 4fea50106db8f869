"""While the engine does not answer, search says so and since when, everything else works, and no index is deleted."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys

import pytest
from haystack import connections

from search.engines.base import EngineTooSlow, EngineUnreachable
from search.index import queue
from search.models import IndexTask

SEEN = dt.datetime(2026, 11, 27, 14, 2, 30, tzinfo=dt.UTC)


SEARCHES = ("/search/?q=grain", "/search/?q=speaker:anna+grain", "/search/", "/search/values/country/?q=grain")


class Away:
    """What the engine in use is made to raise, whatever it is asked, and whether it was told to throw its index away."""

    def __init__(self):
        self.fault, self.thrown_away = EngineUnreachable("OpenSearch cannot be reached: connection refused"), False

    def answer(self, *given):
        raise self.fault

    def throw_away(self, *given):
        self.thrown_away = True


@pytest.fixture
def away(db, index_dir, monkeypatch):
    """Have the engine raise a fault at whatever it is asked."""
    away, kind = Away(), type(connections["default"])
    for name in ("search", "stamp", "note", "replace", "entries"):
        monkeypatch.setattr(kind, name, away.answer)
    monkeypatch.setattr(kind, "reset", away.throw_away)
    monkeypatch.setattr(kind, "seen", SEEN, raising=False)
    return away


@pytest.mark.parametrize("address", SEARCHES)
def test_search_says_that_it_cannot_be_reached_and_since_when(client, away, address):
    response = client.get(address)
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "15", "no-store")
    assert "Search cannot be reached" in page and "last answered at 14:02:30 (UTC) on 27 November" in page
    assert "No records" not in page and "being repaired" not in page


def test_programs_are_told_too(client, away):
    answer = client.get("/search.json?q=grain")
    assert answer.status_code == 503
    assert answer.json()["repairing"] is False and "cannot be reached" in answer.json()["error"]
    problem = client.get("/api/search?q=grain")
    assert (problem.status_code, problem["Content-Type"]) == (503, "application/problem+json")
    assert "cannot be reached" in problem.json()["detail"]


@pytest.mark.parametrize("address", ["/", "/t/", "/speakers/", "/countries/"])
def test_other_pages_are_there(client, away, address):
    assert client.get(address).status_code == 200


def test_a_search_that_takes_too_long_is_told_so(client, away):
    away.fault = EngineTooSlow("A search took longer than it may")
    response = client.get("/search/?q=grain")
    assert response.status_code == 503 and "This search took too long." in response.content.decode()


def test_readiness_tells_it_apart_from_a_missing_index(client, away):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert any("Search does not answer" in reason for reason in response.json()["reasons"])


def test_an_index_that_cannot_be_asked_is_not_thrown_away_and_what_waits_is_kept(away):
    queue.queue([1])
    with pytest.raises(EngineUnreachable):
        queue.drain(wait=True)
    assert not away.thrown_away
    assert IndexTask.objects.exists()


def test_the_engine_of_opensearch_is_chosen_by_its_name():
    """Its client is imported only then."""
    told = "import django; django.setup(); import sys; from haystack import connections; "
    told += "print(type(connections['default']).__name__, 'opensearchpy' in sys.modules)"
    for name, expected in (("whoosh", "ChanceryEngine False"), ("opensearch", "OpenSearchEngine True")):
        environment = {**os.environ, "SEARCH_ENGINE": name, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        run = subprocess.run([sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True)
        assert run.stdout.strip() == expected
