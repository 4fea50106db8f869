"""What every test may use."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_cached():
    """Forget figures cached under the archive's version: a rolled-back test would leave its own behind."""
    yield
    cache.clear()
