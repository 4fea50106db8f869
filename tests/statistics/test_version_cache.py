"""Figures kept of the archive: as of its version, and of one version at a time."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from archive.models import archive_version
from archive.statistics.version_cache import VersionCache

pytestmark = pytest.mark.django_db


def entries() -> int:
    """Return how much the cache of this process holds (it is made in memory for tests)."""
    return len(cache._cache)


def test_what_was_worked_out_is_kept_until_the_archive_changes():
    made = []
    for _ in range(2):
        VersionCache().get("towns", lambda: made.append(1) or len(made))
    archive_version.bump()
    assert VersionCache().get("towns", lambda: "anew") == "anew"
    assert len(made) == 1


def test_what_may_be_nothing_is_kept_too():
    made = []
    for _ in range(2):
        assert VersionCache().get("nobody", lambda: made.append(1)) is None
    assert len(made) == 1


def test_what_was_made_of_something_else_is_made_anew():
    assert VersionCache().get("names", lambda: "of one", 1) == "of one"
    assert VersionCache().get("names", lambda: "of two", 2) == "of two"


def test_changes_of_the_archive_leave_nothing_behind():
    cache.clear()
    for _ in range(50):
        archive_version.bump()
        VersionCache().get("speakers", lambda: list(range(1000)))
    assert entries() == 1
