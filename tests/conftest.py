"""What every test may use."""

from __future__ import annotations

import os

import pytest
from django.core.cache import caches
from hypothesis import HealthCheck, settings

# The suite draws the same examples each time, so that a change alone makes it fail, and a busy machine is no fault.
# `HYPOTHESIS_PROFILE=search` draws others, and more with `--hypothesis-seed`: for looking for what nobody thought of.
settings.register_profile("suite", derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(autouse=True)
def nothing_cached():
    """Forget figures and pages cached under the archive's version: a rolled-back test would leave its own behind."""
    yield
    for name in ("default", "pages"):
        caches[name].clear()
