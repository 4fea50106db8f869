from __future__ import annotations

from types import SimpleNamespace

import pytest

from benchmarks.worst import asked


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_address_that_shows_no_page_stops_the_benchmark(status: int):
    client = SimpleNamespace(get=lambda address: SimpleNamespace(status_code=status))
    with pytest.raises(SystemExit, match=f"/t/talks/ answers {status}"):
        asked(client, "/t/talks/")


def test_a_page_is_measured():
    client = SimpleNamespace(get=lambda address: SimpleNamespace(status_code=200))
    assert asked(client, "/t/talks/") >= 0
