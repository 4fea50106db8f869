"""What every test may use."""

from __future__ import annotations

import os

import pytest
from django.core.cache import caches
from hypothesis import HealthCheck, settings

# The suite draws the same examples each time, so that only a change of code can make it fail. `HYPOTHESIS_PROFILE=search` draws
# new ones, more with `--hypothesis-seed`, to look for unknown faults.
settings.register_profile("suite", derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(autouse=True)
def nothing_cached():
    """Clear statistics and pages cached under the archive's version: a rolled-back test would leave its own behind."""
    yield
    for name in ("default", "pages"):
        caches[name].clear()
