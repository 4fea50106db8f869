"""Real faults under a real server: `python -m benchmarks.faults` (as root, for the small disk; about two minutes).

A gunicorn of its own serves the samples from a small disk through one fault after the other: a damaged index, a locked database,
a full disk, a missing database. For each it reports the answers of pages, searches, probes and an editor's form, and the seconds
until recovery. Exit status 1 if a page answered 500, a search claimed that nothing was found, or something did not recover.
"""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DISK = "size=40m"
LOCKED_SECONDS = 60
PATIENCE = 120.0
PUBLIC = ("/", "/t/", "/speakers/", "/search/?q=minister", "/search.json?q=minister", "/healthz", "/readyz")


class Site:
    """A server on a data folder, and a browser of an editor."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = trial.getsockname()[1]
        self.data = data
        self.env = {**os.environ, "DATA_DIR": str(data), "INDEX_DIR": str(data / "index"), "SQLITE_PATIENCE": "5"}
        self.env |= {"DJANGO_SETTINGS_MODULE": "archive.settings", "STATIC_ROOT": str(data / "static")}
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115 (as long as the site)

    def start(self) -> None:
        """Serve, wait until it is ready, and sign in."""
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port), "--workers", "2"]
        self.server = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=self.log, stderr=subprocess.STDOUT)
        self.wait_until(lambda: self.ask("/readyz")[0] == 200)
        self.log.seek(0)
        found = re.search(r"password: (\S+)", self.log.read())
        assert found
        self.send("/admin/login/?next=/admin/", {"username": "admin", "password": found.group(1)})

    def ask(self, path: str, data: bytes | None = None) -> tuple[int, str]:
        """Return status and text of an answer; 0 where there is none."""
        headers = {"Referer": f"http://127.0.0.1:{self.port}/"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=data, headers=headers)
        try:
            with self.browser.open(request, timeout=100) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode("utf-8", "replace")
        except OSError as fault:
            return 0, str(fault)

    def send(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form, as the page that has it would."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.ask(path)[1])
        token = found.group(1) if found else self.token
        self.token = token
        return self.ask(path, urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode())

    def wait_until(self, done: Callable[[], bool]) -> float:
        """Return the seconds until a condition holds; infinity if never."""
        began = time.monotonic()
        while not done():
            if time.monotonic() - began > PATIENCE:
                return float("inf")
            time.sleep(0.25)
        return time.monotonic() - began

    def is_well(self) -> bool:
        """Tell whether pages, searches and probes work."""
        if any(self.ask(path)[0] != 200 for path in PUBLIC):
            return False
        return bool(json.loads(self.ask("/search.json?q=minister")[1]).get("total"))


@contextmanager
def damaged_index(site: Site) -> Iterator[None]:
    """Write over the middle of every file of the index."""
    for path in (site.data / "index").iterdir():
        if path.is_file() and (size := path.stat().st_size):
            with path.open("r+b") as file:
                file.seek(size // 3)
                file.write(b"\xff" * max(1, size // 3))
    yield


@contextmanager
def locked(site: Site) -> Iterator[None]:
    """Hold the database's lock for a minute."""
    holder = sqlite3.connect(site.data / "chancery.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    yield
    time.sleep(max(0.0, LOCKED_SECONDS - (time.monotonic() - began)))
    holder.execute("ROLLBACK")
    holder.close()


@contextmanager
def full_disk(site: Site) -> Iterator[None]:
    """Fill the disk to the last byte."""
    filler = site.data / "filler"
    subprocess.run(["dd", "if=/dev/zero", f"of={filler}", "bs=1k"], capture_output=True, check=False)
    yield
    filler.unlink()


@contextmanager
def gone(site: Site) -> Iterator[None]:
    """Take the database away."""
    away = site.data.with_name("away")
    away.mkdir(exist_ok=True)
    path = site.data / "chancery.sqlite3"
    others = [path.with_name(path.name + ending) for ending in ("", "-wal", "-shm")]
    kept = [(one, site.data / f"kept-{one.name}") for one in others if one.exists()]
    for one, other in kept:
        one.rename(other)
    path.mkdir()
    os.kill(site.server.pid, signal.SIGHUP)  # otherwise workers would keep using the open file
    time.sleep(3)
    yield
    path.rmdir()
    for one, other in kept:
        other.rename(one)
    os.kill(site.server.pid, signal.SIGHUP)


def meet(site: Site, fault: Callable[[Site], contextmanager]) -> list[str]:  # type: ignore[type-arg]
    """Let a fault come and go; return what was not as it should be."""
    wrong = []
    speaker = "/admin/archive/source/add/"
    with fault(site):
        answers = {path: site.ask(path) for path in PUBLIC}
        name = f"Source at {time.monotonic()}"
        form = site.send(speaker, {"name": name, "slug": f"s{int(time.monotonic())}", "url": "", "country": ""})
    seconds = site.wait_until(site.is_well)
    told = ", ".join(f"{path} {status}" for path, (status, _) in answers.items())
    heading = re.search(r"<h1>([^<]*)</h1>", form[1])
    print(f"{fault.__name__:15} {told}; a form {form[0]} ({heading.group(1) if heading else ''}); well after {seconds:.1f} s")
    wrong += [f"{path} answered {status}" for path, (status, _) in answers.items() if status not in (200, 503)]
    if answers["/healthz"][0] != 200:
        wrong.append("/healthz is not alive")
    if answers["/search.json?q=minister"][0] == 200 and not json.loads(answers["/search.json?q=minister"][1])["total"]:
        wrong.append("a search said that there is nothing")
    if form[0] == 500:
        wrong.append("the form answered 500")
    if seconds == float("inf"):
        wrong.append("it did not come back")
    return [f"{fault.__name__}: {what}" for what in wrong]


def main() -> int:
    """Meet every fault."""
    folder = Path(tempfile.mkdtemp(prefix="chancery-faults-")) / "data"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", DISK, "none", str(folder)], check=True)
    site, wrong = Site(folder), []
    try:
        site.start()
        for fault in (damaged_index, locked, full_disk, gone):
            wrong += meet(site, fault)
    finally:
        site.server.terminate()
        site.server.wait(30)
        site.log.seek(0)
        log = site.log.read()
        subprocess.run(["umount", "-l", str(folder)], check=False)
    print("\n".join(wrong) or "Nothing was wrong.")
    print(f"{log.count('Traceback')} tracebacks in {len(log.splitlines())} lines of the log")
    if wrong or "-v" in sys.argv:
        print(log[-6000:])
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
