"""Three nodes, two web processes, one that publishes: the manager and a data node are killed, and nothing is seen of it.

No count is ever wrong, no record is lost, no page is a 500.
"""

from __future__ import annotations

import time
import urllib.request

import pytest

from tests.cluster.nodes import wait_for
from tests.cluster.sites import DATABASES, UNHURRIED, site_over

BEGUN = 20  # transcripts that are there before anything is killed
AFTERWARDS = 10.0  # seconds of searching and publishing after each event


@pytest.fixture(params=DATABASES)
def site(request, three, tmp_path):
    with site_over(tmp_path, three, request.param, f"killing-{request.param}", BEGUN, OPENSEARCH_SHARDS="3") as site:
        site.serve()
        yield site


def test_nothing_is_seen_of_nodes_that_are_killed(three, site):
    publisher = site.work("publish")
    site.watch(publisher)
    time.sleep(AFTERWARDS)
    try:
        go_through_it(three, site)
    except AssertionError as error:
        raise AssertionError(f"{error}: {site.told()}") from error
    publisher.kill()
    time.sleep(1)
    site.end_watching()
    assert not site.wrong, site.wrong[:5]
    assert site.statuses[200] > 10 * max(1, site.statuses[503]), site.statuses
    site.run("manage.py", "index_pending", "-v0")
    told = site.told_by("check_index")
    assert told.startswith("Index and database agree"), told


def go_through_it(three, site):
    """Kill the manager, then a node with data, and bring each back."""
    for victim in (three.manager, lambda: holder_of_a_primary(three, site.prefix)):
        number = victim()
        before = site.statuses[200], site.committing
        three.kill(number)
        time.sleep(AFTERWARDS)
        wait_for(
            lambda before=before: site.statuses[200] > before[0] and site.found > before[1], "searching and publishing go on"
        )
        three.wait("yellow")
        three.start(number)
        three.wait()
        time.sleep(AFTERWARDS)


def holder_of_a_primary(cluster, prefix):
    """Return a node that is not the manager and has the first copy of some piece of the index."""
    shards = cluster.ask(f"/_cat/shards/{prefix}-*?format=json")
    holders = {int(each["node"].split()[0].removeprefix("node")) for each in shards if each["prirep"] == "p" and each["node"]}
    return next(iter(sorted(holders - {cluster.manager()}) or sorted(set(cluster.running) - {cluster.manager()})))


def test_a_cluster_that_is_away_is_told_and_comes_back_by_itself(three, site):
    site.publish("begin", 1)
    for number in list(three.running):
        three.kill(number)
    statuses = {site.get(port, f"/search.json?q=harbours+-away{port}")[0] for port in site.ports}
    assert statuses == {503}
    for path in ("/t/", "/speakers/", "/healthz"):
        with urllib.request.urlopen(f"http://127.0.0.1:{site.ports[0]}{path}", timeout=UNHURRIED) as page:
            assert page.status == 200
    told = site.publish("begin", 1)
    assert "committing" in told and "found" not in told
    for number in three.numbers:
        three.start(number)
    three.wait()
    site.wait_for_transcripts(BEGUN + 2)
