"""What several tests of the index begin with."""

from __future__ import annotations

import pytest

from search.models import IndexConsumer


@pytest.fixture
def no_index_of_others(db):
    """Forget the indexes that servers of earlier tests announced after their tests had ended."""
    IndexConsumer.objects.all().delete()
