"""The threads of a server share a few connections to PostgreSQL, so that several machines need no more than it takes."""

from __future__ import annotations

import http.client
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from archive.serving.outages import UNREACHABLE, outage_of
from archive.serving.server import share_connections
from tests import postgres
from tests.browser.site import environment
from tests.house import ROOT
from tests.serving.fronts import free_port

MOST, PROCESSES = 3, 3  # connections of a process; processes, as docs/deploy/gunicorn.conf.py says
OURS = "FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
PATIENCE = 120.0


@pytest.fixture
def database():
    if postgres.programs() is None:
        pytest.skip(postgres.MISSING)
    folder = Path(tempfile.mkdtemp(prefix="pooled-"))
    try:
        with postgres.server(folder) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def port(database, tmp_path):
    """Serve as docs/deploy does, with few connections for many threads."""
    port, settings = free_port(), {"DATABASE_URL": database, "DATABASE_CONNECTIONS": str(MOST), "LIMIT_EXEMPT": "127.0.0.1"}
    env = environment(tmp_path, settings | {"STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage"})
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True, timeout=PATIENCE * 3)
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--config", "docs/deploy/gunicorn.conf.py"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        until = time.monotonic() + PATIENCE
        while status(port, "/healthz") != 200:
            assert process.poll() is None and time.monotonic() < until, (tmp_path / "log").read_text()
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


def status(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as page:
            return page.status
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, http.client.HTTPException):
        return 0


def ask_all(port, times):
    """Ask for pages that nobody keeps, many at once; return their statuses."""
    with ThreadPoolExecutor(12) as askers:
        return set(askers.map(lambda number: status(port, f"/speakers/?q=name{times}x{number}"), range(times)))


def test_many_threads_get_on_with_few_connections_also_after_these_were_cut_off(database, port):
    assert ask_all(port, 90) == {200}
    with psycopg.connect(database, autocommit=True) as server:
        (opened,) = server.execute(f"SELECT count(*) {OURS}").fetchone()
        assert 1 <= opened <= MOST * PROCESSES
        server.execute(f"SELECT pg_terminate_backend(pid) {OURS}")
    assert ask_all(port, 30) == {200}


@pytest.fixture
def told(monkeypatch):
    """Return a function that has connections shared under some settings; it returns what Django is told."""

    def share(settings, engine, age):
        settings.CONN_MAX_AGE, settings.DATABASE_CONNECTIONS = age, 7
        database = {"ENGINE": engine, "CONN_MAX_AGE": age, "CONN_HEALTH_CHECKS": False, "OPTIONS": {"sslmode": "require"}}
        monkeypatch.setitem(connections.settings, "default", database)
        monkeypatch.setattr(connections, "close_all", lambda: None)
        share_connections()
        return database

    return share


def test_what_django_is_told(told, settings):
    shared = told(settings, "django.db.backends.postgresql", 40)
    assert (shared["CONN_MAX_AGE"], shared["CONN_HEALTH_CHECKS"], shared["OPTIONS"]["sslmode"]) == (0, True, "require")
    assert (shared["OPTIONS"]["pool"]["max_size"], shared["OPTIONS"]["pool"]["max_idle"]) == (7, 40)


@pytest.mark.parametrize(("engine", "age"), [("django.db.backends.sqlite3", 60), ("django.db.backends.postgresql", 0)])
def test_neither_sqlite_nor_who_wants_a_connection_for_each_request_gets_a_pool(told, settings, engine, age):
    assert told(settings, engine, age)["OPTIONS"] == {"sslmode": "require"}


def test_a_pool_that_gives_none_is_told_as_a_database_that_cannot_be_reached():
    pool = pytest.importorskip("psycopg_pool")
    assert outage_of(pool.PoolTimeout("couldn't get a connection after 5.00 sec")) is UNREACHABLE
