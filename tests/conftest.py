"""What every test may use."""

from __future__ import annotations

import os

import pytest
from django.core.cache import caches
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from search.text.memory import MEMORY

# The suite draws the same examples each time, so that only a change of code can make it fail. `HYPOTHESIS_PROFILE=search` draws
# new ones, more with `--hypothesis-seed`, to look for unknown faults.
settings.register_profile("suite", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}  # each test has django_db_blocker


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks the database of the settings: the rest is the same on any database."""
    for item in items:
        if item.get_closest_marker("django_db") or not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker("database")


@pytest.fixture(autouse=True)
def nothing_cached():
    """Clear what is cached under the archive's version: a rolled-back test would leave its own behind."""
    yield
    for name in ("default", "pages"):
        caches[name].clear()
    for recent in MEMORY.recent:
        recent.forget()


@pytest.fixture
def kept_connection():
    """Keep the connection in which a test's transaction lives from requests that do not come by Django's client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)
