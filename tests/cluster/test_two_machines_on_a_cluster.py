"""The browser's tests of two machines on one database, where both ask one cluster instead of an index of their own each."""

from __future__ import annotations

import pytest

from tests import chromium, postgres
from tests.browser.conftest import browser, open_page
from tests.browser.site import start
from tests.browser.test_two_machines import (
    test_a_machine_that_is_killed_while_it_indexes_loses_nothing,
    test_what_is_published_on_one_is_found_on_the_other_and_what_is_withdrawn_there_is_gone_here,
)
from tests.cluster.sites import DATABASES

__all__ = [
    "browser",
    "open_page",
    "test_a_machine_that_is_killed_while_it_indexes_loses_nothing",
    "test_what_is_published_on_one_is_found_on_the_other_and_what_is_withdrawn_there_is_gone_here",
]
pytestmark = pytest.mark.skipif(bool(chromium.reason_for_none()), reason=f"not run: {chromium.reason_for_none()}")


@pytest.fixture(scope="module", params=DATABASES)
def machines(request, three, tmp_path_factory):
    """Two machines; the first has set the database up. The samples are in it."""
    with postgres.database_address(request.param) as address:
        shared = {"DATABASE_URL": address, "SECRET_KEY": "two machines have one key that is long enough for both of them"}
        shared |= {"SEARCH_ENGINE": "opensearch", "OPENSEARCH_HOSTS": ",".join(three.hosts)}
        shared |= {"OPENSEARCH_INDEX": f"browsed-{request.param}"}
        running = []
        try:
            for name in ("here", "there"):
                running.append(start(tmp_path_factory.mktemp(name), shared))
            yield running
        finally:
            for site in running:
                site.stop()


@pytest.fixture(scope="module")
def site(machines):
    """Return the machine on which a window is opened where nothing else is said."""
    return machines[0]
