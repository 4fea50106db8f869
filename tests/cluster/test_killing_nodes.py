"""Three nodes, two web processes, one that publishes: the manager and a data node are killed, and nothing is seen of it.

No count is ever wrong, no record is lost, no page is a 500.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter

import pytest

from tests.cluster.conftest import POSSIBLE
from tests.cluster.nodes import cluster_of, free_ports, wait_for
from tests.cluster.working import RECORDS
from tests.house import ROOT

BEGUN = 20  # transcripts that are there before anything is killed
AFTERWARDS = 10.0  # seconds of searching and publishing after each event
UNHURRIED = 60.0  # seconds that a page may take on a busy machine


@pytest.fixture(scope="module")
def three():
    with cluster_of(POSSIBLE[-1], 3) as cluster:
        yield cluster


class Site:
    """Processes of Chancery over one database and one cluster, and what their pages have answered."""

    def __init__(self, folder, cluster):
        self.env = {
            **os.environ,
            "DATA_DIR": str(folder),
            "INDEX_DIR": str(folder / "index"),
            "DJANGO_SETTINGS_MODULE": "archive.settings",
            "SEARCH_ENGINE": "opensearch",
            "OPENSEARCH_HOSTS": ",".join(cluster.hosts),
            "OPENSEARCH_INDEX": "killing",
            "OPENSEARCH_SHARDS": "3",
            "LIMIT_EXEMPT": "127.0.0.1",
        }
        self.env.pop("DATABASE_URL", None)
        self.log_path = folder / "log"
        self.log = open(self.log_path, "ab")  # noqa: SIM115 (closed by `stop`)
        self.ports, self.processes, self.threads = free_ports(2), [], []
        self.committing = self.found = 0
        self.statuses, self.wrong, self.over = Counter(), [], threading.Event()

    def run(self, *words, **more):
        return subprocess.run([sys.executable, "-W", "ignore", *words], cwd=ROOT, env=self.env, check=True, text=True, **more)

    def start(self, *words):
        command = [sys.executable, "-W", "ignore", "-m", "tests.cluster.working", *words]
        process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.processes.append(process)
        return process

    def follow(self, publisher):
        """Count what the publisher tells: from when on a transcript may be found, and from when on it must be."""
        for line in publisher.stdout:
            if line.strip() == "committing":
                self.committing += 1
            elif line.strip() == "found":
                self.found = self.committing

    def search(self, port):
        """Search on and on, each time for something that no page is kept for."""
        number = 0
        while not self.over.is_set():
            number += 1
            least = self.found
            status, answer = self.get(port, f"/search.json?{urllib.parse.urlencode({'q': f'harbours -none{port}{number}'})}")
            self.statuses[status] += 1
            if status == 200:
                total = answer["total"]
                if total % RECORDS or not RECORDS * least <= total <= RECORDS * self.committing:
                    self.wrong.append((total, RECORDS * least, RECORDS * self.committing))
            elif status != 503 and not self.over.is_set():
                self.wrong.append((status, answer))

    def get(self, port, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=UNHURRIED) as page:
                return page.status, json.loads(page.read())
        except urllib.error.HTTPError as error:
            return error.code, error.read()[:300]
        except OSError as error:  # no page at all
            return 0, repr(error)

    def told(self):
        """Return how far it came, for whoever reads why a test failed."""
        log = self.log_path.read_text(encoding="utf-8")[-3000:]
        return f"{dict(self.statuses)}, {self.found} of {self.committing} found, {self.wrong[:3]}; the log ends: {log}"

    def stop(self):
        self.over.set()
        for process in self.processes:
            process.kill()
            process.wait()
        for thread in self.threads:
            thread.join(UNHURRIED)
        for process in self.processes:
            process.stdout.close()
        self.log.close()


@pytest.fixture
def site(three, tmp_path):
    site = Site(tmp_path, three)
    try:
        site.run("manage.py", "migrate", "-v0")
        begun = site.run("-m", "tests.cluster.working", "begin", str(BEGUN), stdout=subprocess.PIPE)
        assert begun.stdout.count("found") == BEGUN
        site.committing = site.found = BEGUN
        for port in site.ports:
            site.start("serve", str(port))
        for port in site.ports:
            wait_for(lambda port=port: site.get(port, "/search.json?q=harbours")[0] == 200, f"a web process on {port}")
        yield site
    finally:
        site.stop()


def test_nothing_is_seen_of_nodes_that_are_killed(three, site):
    publisher = site.start("publish")
    site.threads = [threading.Thread(target=site.follow, args=(publisher,), daemon=True)]
    site.threads += [threading.Thread(target=site.search, args=(port,), daemon=True) for port in site.ports]
    for thread in site.threads:
        thread.start()
    time.sleep(AFTERWARDS)
    try:
        go_through_it(three, site)
    except AssertionError as error:
        raise AssertionError(f"{error}: {site.told()}") from error
    publisher.kill()
    time.sleep(1)
    site.over.set()
    for thread in site.threads:
        thread.join(UNHURRIED)
    assert not site.wrong, site.wrong[:5]
    assert site.statuses[200] > 10 * max(1, site.statuses[503]), site.statuses
    site.run("manage.py", "index_pending", "-v0")
    told = site.run("manage.py", "check_index", stdout=subprocess.PIPE).stdout
    assert told.startswith("Index and database agree"), told


def go_through_it(three, site):
    """Kill the manager, then a node with data, and bring each back."""
    for victim in (three.manager, lambda: holder_of_a_primary(three)):
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


def holder_of_a_primary(cluster):
    """Return a node that is not the manager and has the first copy of some piece of the index."""
    shards = cluster.ask("/_cat/shards/killing-*?format=json")
    holders = {int(each["node"].split()[0].removeprefix("node")) for each in shards if each["prirep"] == "p" and each["node"]}
    return next(iter(sorted(holders - {cluster.manager()}) or sorted(set(cluster.running) - {cluster.manager()})))


def test_a_cluster_that_is_away_is_told_and_comes_back_by_itself(three, site):
    publisher = site.start("begin", "1")
    publisher.wait(UNHURRIED * 4)
    for number in list(three.running):
        three.kill(number)
    statuses = {site.get(port, f"/search.json?q=harbours+-away{port}")[0] for port in site.ports}
    assert statuses == {503}
    for path in ("/t/", "/speakers/", "/healthz"):
        with urllib.request.urlopen(f"http://127.0.0.1:{site.ports[0]}{path}", timeout=UNHURRIED) as page:
            assert page.status == 200
    publishing = site.run("-m", "tests.cluster.working", "begin", "1", stdout=subprocess.PIPE, stderr=site.log)
    assert "committing" in publishing.stdout and "found" not in publishing.stdout
    for number in three.numbers:
        three.start(number)
    three.wait()
    expected = RECORDS * (BEGUN + 2)

    def all_found():
        status, answer = site.get(site.ports[0], f"/search.json?q=harbours+-back{time.monotonic_ns()}")
        return status == 200 and answer["total"] == expected

    wait_for(all_found, f"{expected} records found again, with what was published meanwhile")
