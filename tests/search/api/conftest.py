"""What the tests of the API share: an archive that is indexed, and a client that reads answers."""

from __future__ import annotations

import pytest

from tests.search.conftest import index_dir, indexed
from tests.world import archive

__all__ = ["index_dir", "indexed"]


@pytest.fixture
def world(indexed):
    made = archive()
    indexed(made.conference, made.interview, made.undated)
    return made


@pytest.fixture
def ask(client):
    """Return a function that asks the API and returns its answer."""

    def fetch(address, status=200, **headers):
        response = client.get(address, **headers)
        assert response.status_code == status, response.content
        kind = "application/json" if status < 400 else "application/problem+json"
        assert response["Content-Type"] == kind
        assert response["Access-Control-Allow-Origin"] == "*"
        return response.json()

    return fetch
