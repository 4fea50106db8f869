"""What several machines do with the one index that they share: begin it, build it anew, leave it to another process."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys

import pytest

from tests.cluster.nodes import wait_for
from tests.cluster.sites import DATABASES, UNHURRIED, site_over
from tests.cluster.working import RECORDS
from tests.house import ROOT

MANY = 200  # transcripts
PATIENT = 10 * UNHURRIED
CONSUMERS = "from search.models import IndexConsumer; print(IndexConsumer.objects.count())"


@pytest.fixture(params=DATABASES)
def site_of(request, three, tmp_path):
    """Return a function that gives a site with so many transcripts and its own settings."""
    with contextlib.ExitStack() as held:

        def made(prefix, begun, **settings):
            return held.enter_context(site_over(tmp_path, three, request.param, f"{prefix}-{request.param}", begun, **settings))

        yield made


def agrees(site):
    told = site.told_by("check_index")
    return told.startswith("Index and database agree") or told


def test_two_machines_that_begin_at_once_make_one_index(site_of):
    site = site_of("beginning", 30)
    (index,) = site.indexes()
    site.cluster.delete(index)
    both = [site.start("manage.py", "index_pending", "-v0") for _ in range(2)]
    assert [process.wait(PATIENT) for process in both] == [0, 0], site.told()
    assert list(site.indexes().values()) == [[f"{site.prefix}-records"]]
    assert agrees(site) is True
    assert site.told_by("shell", "-v0", "-c", CONSUMERS).split() == ["1"]


def test_an_index_is_built_beside_while_both_machines_answer_and_after_a_kill(site_of):
    site = site_of("rebuilding", MANY, INDEX_IN_SERVER="false")
    site.serve()
    (old,) = site.indexes()
    publisher = site.work("publish")
    site.watch(publisher)
    half, number = killed_in_the_middle(site, publisher)
    assert half > old
    again = site.start("manage.py", "rebuild_index")  # nobody else is there to finish the half, or to begin another
    wait_for(lambda: half not in beside(site) or records_in(site, half) > number, "it is resumed", PATIENT)
    publisher = site.work("publish")
    site.follow_in_background(publisher)
    assert again.wait(PATIENT) == 0, site.told()
    publisher.kill()
    site.end_watching()
    told = re.match(r"The index is new: ([0-9]+) transcripts", again.stdout.read().splitlines()[-1])
    assert told and int(told[1]) >= MANY, site.told()  # those that were published before it was begun are among them
    assert site.indexes() == {half: [f"{site.prefix}-records"]}
    assert not site.wrong, site.told()
    assert set(site.statuses) == {200}
    site.run("manage.py", "index_pending", "-v0")
    assert agrees(site) is True


def killed_in_the_middle(site, publisher):
    """Kill a rebuilding when some, and not all, is in the new index, and who publishes; return that index and its records.

    Whoever publishes indexes too, and would finish it.
    """
    building = site.work("rebuild")
    assert building.stdout.readline() == "half\n", site.told()
    publisher.kill()
    building.kill()
    site.count_committed()
    (half,) = beside(site)
    number = records_in(site, half)
    assert 0 < number < MANY * RECORDS
    return half, number


def beside(site):
    return [index for index, aliases in site.indexes().items() if aliases == [f"{site.prefix}-records-beside"]]


def records_in(site, index):
    return site.cluster.ask(f"/{index}/_count")["count"]


def test_a_worker_of_its_own_indexes_what_servers_leave(site_of):
    site = site_of("worker", 5, INDEX_IN_SERVER="false")
    site.serve()
    site.publish("leave", 2)
    assert [site.total(port) for port in site.ports] == [RECORDS * 5] * 2
    assert site.get(site.ports[0], "/search.json?q=harbours+-behind")[1]["behind"] == 2
    worker = site.start("manage.py", "index_worker")
    site.wait_for_transcripts(7)
    worker.kill()
    worker.wait()
    site.publish("leave", 3)
    assert site.total(site.ports[1]) == RECORDS * 7
    again = site.start("manage.py", "index_worker")
    site.wait_for_transcripts(10)
    again.send_signal(signal.SIGTERM)
    assert again.wait(PATIENT) == 0
    assert agrees(site) is True


def test_what_one_machine_publishes_the_other_finds(site_of):
    site = site_of("finding", 3)
    site.serve()
    site.publish("leave", 2)
    site.wait_for_transcripts(5)
    assert agrees(site) is True


@pytest.mark.parametrize(
    "tests", ["tests/search/alerts/test_watching.py tests/search/alerts/test_sending.py", "tests/search/exports"]
)
def test_what_else_asks_the_engine_passes_its_tests_on_a_cluster(node, tests):
    """Each test has a database of its own, for which the one index is built anew."""
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CLUSTER_TESTS")}
    env |= {"SEARCH_ENGINE": "opensearch", "OPENSEARCH_HOSTS": ",".join(node.hosts), "OPENSEARCH_INDEX": "asked"}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", *tests.split()]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-6000:]
