"""Processes of Chancery over one database and one cluster, and what their pages have answered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from contextlib import contextmanager

from tests import postgres
from tests.cluster.nodes import free_ports, wait_for
from tests.cluster.working import RECORDS
from tests.house import ROOT

UNHURRIED = 60.0  # seconds that a page may take on a busy machine
DATABASES = ("sqlite", "postgresql")
TRANSCRIPTS = "from archive.models import Transcript; print(Transcript.objects.count())"


class Site:
    """Two machines that serve, and whoever else works on the same database and cluster."""

    def __init__(self, folder, cluster, address, prefix, **settings):
        self.cluster, self.prefix = cluster, prefix
        self.env = {
            **os.environ,
            "DATA_DIR": str(folder),
            "INDEX_DIR": str(folder / "index"),
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "archive.settings",
            "SEARCH_ENGINE": "opensearch",
            "OPENSEARCH_HOSTS": ",".join(cluster.hosts),
            "OPENSEARCH_INDEX": prefix,
            "LIMIT_EXEMPT": "127.0.0.1",
            "PYTHONUNBUFFERED": "1",
            **settings,
        }
        self.log_path = folder / "log"
        self.log = open(self.log_path, "ab")  # noqa: SIM115 (closed by `stop`)
        self.ports, self.processes, self.threads = free_ports(2), [], []
        self.committing = self.found = 0
        self.statuses, self.wrong, self.over = Counter(), [], threading.Event()

    def run(self, *words, **more):
        return subprocess.run([sys.executable, "-W", "ignore", *words], cwd=ROOT, env=self.env, check=True, text=True, **more)

    def told_by(self, *words):
        """Return what a command of manage.py prints."""
        return self.run("manage.py", *words, stdout=subprocess.PIPE).stdout

    def start(self, *words):
        command = [sys.executable, "-W", "ignore", *words]
        process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.processes.append(process)
        return process

    def work(self, *words):
        return self.start("-m", "tests.cluster.working", *words)

    def publish(self, what, number):
        """Have another process publish so many transcripts, with `begin` or `leave` (see working.py), and wait for it."""
        told = self.run("-m", "tests.cluster.working", what, str(number), stdout=subprocess.PIPE).stdout
        self.committing += told.count("committing")
        return told

    def serve(self):
        """Start both web machines, and wait until each has answered a search."""
        for port in self.ports:
            self.work("serve", str(port))
        for port in self.ports:
            wait_for(lambda port=port: self.get(port, "/search.json?q=harbours")[0] == 200, f"a web process on {port}")

    def follow(self, publisher):
        """Count what the publisher tells: from when on a transcript may be found, and from when on it must be."""
        for line in publisher.stdout:
            if line.strip() == "committing":
                self.committing += 1
            elif line.strip() == "found":
                self.found = self.committing

    def watch(self, publisher=None):
        """Have both machines searched on and on in threads, and count what a publisher tells."""
        self.threads = [threading.Thread(target=self.search, args=(port,), daemon=True) for port in self.ports]
        for thread in self.threads:
            thread.start()
        if publisher:
            self.follow_in_background(publisher)

    def follow_in_background(self, publisher):
        self.following = threading.Thread(target=self.follow, args=(publisher,), daemon=True)
        self.following.start()
        self.threads.append(self.following)

    def count_committed(self):
        """Count what is in the database: who publishes was killed, perhaps between telling of a transcript and its commit."""
        self.following.join(UNHURRIED)
        self.committing = int(self.told_by("shell", "-v0", "-c", TRANSCRIPTS))

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

    def end_watching(self):
        self.over.set()
        for thread in self.threads:
            thread.join(UNHURRIED)

    def total(self, port):
        """Return how many records a machine finds now, None where it does not answer."""
        status, answer = self.get(port, f"/search.json?q=harbours+-asked{os.urandom(6).hex()}")
        return answer["total"] if status == 200 else None

    def wait_for_transcripts(self, number):
        """Wait until both machines find all records of so many transcripts."""
        for port in self.ports:
            wait_for(lambda port=port: self.total(port) == RECORDS * number, f"{number} transcripts found on {port}")

    def get(self, port, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=UNHURRIED) as page:
                return page.status, json.loads(page.read())
        except urllib.error.HTTPError as error:
            return error.code, error.read()[:300]
        except OSError as error:  # no page at all
            return 0, repr(error)

    def indexes(self):
        """Return the indexes of this site by name, with the aliases of each."""
        found = self.cluster.ask(f"/{self.prefix}-records-*/_alias")
        return {name: sorted(told["aliases"]) for name, told in found.items()}

    def told(self):
        """Return how far it came, for whoever reads why a test failed."""
        log = self.log_path.read_text(encoding="utf-8")[-3000:]
        return f"{dict(self.statuses)}, {self.found} of {self.committing} found, {self.wrong[:3]}; the log ends: {log}"

    def stop(self):
        self.end_watching()
        for process in self.processes:
            process.kill()
            process.wait()
        for process in self.processes:
            process.stdout.close()
        self.log.close()


@contextmanager
def site_over(folder, cluster, kind, prefix, begun=0, **settings):
    """Give a site with its database and so many transcripts, which nobody serves yet."""
    with postgres.database_address(kind) as address:
        site = Site(folder, cluster, address, prefix, **settings)
        try:
            site.run("manage.py", "migrate", "-v0")
            if begun:
                site.publish("bulk", begun)
                site.found = site.committing
            yield site
        finally:
            site.stop()
