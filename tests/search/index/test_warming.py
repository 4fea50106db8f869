"""A new serving process requests its own pages first, in the background, and nothing fails because of it."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading

import pytest
from django.core.handlers.wsgi import WSGIHandler

from archive.signals import begin_serving, is_serving, loaded
from search.engines.whoosh.haystack import haystack_engine
from search.index import warming
from tests.house import ROOT


@pytest.fixture(autouse=True)
def an_index(db, indexed):
    """Have an index to ask; without one, searching says that it is being repaired."""
    indexed()


@pytest.fixture
def application():
    return WSGIHandler()


@pytest.fixture
def keep_connections(monkeypatch, kept_connection):
    """The tests' transaction lives in the connection that a thread of its own would close."""
    monkeypatch.setattr(warming.connections, "close_all", lambda: None)


@pytest.mark.django_db
def test_the_pages_asked_for_are_all_there(application, keep_connections):
    assert [warming.visit(application, *page) for page in warming.pages()] == ["200 OK"] * 2


@pytest.mark.django_db
@pytest.mark.parametrize("hosts", [["archive.example.org"], [".example.org"], ["*"], ["*", "two.example.org"]])
def test_they_are_asked_for_under_a_name_of_the_site(application, settings, hosts, keep_connections):
    settings.ALLOWED_HOSTS = hosts
    assert warming.visit(application, "/search/") == "200 OK"


@pytest.mark.django_db
def test_what_was_read_is_not_looked_through_by_every_collection_of_garbage(application, keep_connections):
    gc.unfreeze()
    try:
        warming.warm(application)
        assert gc.get_freeze_count() > 100_000
    finally:
        gc.unfreeze()


@pytest.mark.django_db
def test_where_https_is_wanted_they_are_not_sent_elsewhere(settings, keep_connections):
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = True
    assert warming.visit(WSGIHandler(), "/search/") == "200 OK"


@pytest.mark.django_db
def test_the_index_is_open_afterwards(application, monkeypatch, keep_connections):
    asked = []
    monkeypatch.setattr(haystack_engine.ChanceryEngine, "search", lambda self, *given: asked.append(given) or 1 / 0)
    warming.warm(application)
    assert asked


def test_what_fails_is_logged_and_nothing_else(caplog, monkeypatch):
    monkeypatch.setattr(warming, "pages", lambda: 1 / 0)
    warming.warm(None)
    assert "Warming up failed" in caplog.text
    caplog.clear()


def test_serving_begins_while_pages_are_still_asked_for(monkeypatch):
    held = threading.Event()
    monkeypatch.setattr("archive.signals._processes_serving", set())
    monkeypatch.setattr(warming, "warm", lambda application: held.wait(10))
    monkeypatch.setattr("search.index.index_receivers.follow_in_background", lambda: None)
    begin_serving(None)
    assert is_serving()
    assert [thread for thread in threading.enumerate() if thread.name == "warming"]
    held.set()
    for thread in warming._threads:
        thread.join()


def test_what_is_the_same_everywhere_is_read_before_processes_are_made(monkeypatch):
    asked = []
    monkeypatch.setattr("search.index.index_receivers.known_words", asked.append)
    loaded.send(sender=None)
    assert asked


FORKING = """
import os, threading, time, django
django.setup()
from search.index import warming
warming.warm = lambda application: (time.sleep(0.5), done.append(True))
done = []
warming.warm_in_background(None)
child = os.fork()
if not child:
    os._exit(0 if done and not warming._threads else 1)
print(os.waitpid(child, 0)[1])
"""


def test_a_process_that_is_made_meanwhile_is_made_after_it():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    told = subprocess.run([sys.executable, "-c", FORKING], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "0"
