"""Chancery as a newcomer runs it: `manage.py serve` in a process and a folder of its own, with a real index."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from tests.house import ROOT

PATIENCE = 600  # seconds, for a machine that has much else to do
OURS = (
    "DATABASE_URL",
    "INDEX_DIR",
    "STATIC_ROOT",
    "STATIC_STORAGE",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DEBUG",
    "HTTPS",
    "SECOND_FACTOR",
    "CACHE_URL",
)
PASSWORD = re.compile(r"password: (\S+)")


@dataclass
class Site:
    """A running Chancery: where it answers, where it keeps its data, and how to sign in."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    chosen: str = ""
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.folder / "serve.log").read_text(encoding="utf-8", errors="replace")

    @property
    def password(self) -> str:
        return self.chosen or PASSWORD.search(self.log).group(1)

    def manage(self, *words: str) -> str:
        """Run one management command beside the server; return what it prints."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=environment(self.folder, self.settings), capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, question: str, *values: object) -> list[tuple]:
        """Ask the site's database directly, past everything that is being tested."""
        connection = sqlite3.connect(f"file:{self.folder / 'chancery.sqlite3'}?mode=ro", uri=True)
        try:
            return connection.execute(question, values).fetchall()
        finally:
            connection.close()

    def stop(self) -> int:
        """Stop it as Ctrl-C does; return its exit status."""
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def environment(folder: Path, settings: dict[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a machine on which nothing has been set but where data go, and these settings."""
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    own = {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "archive.settings", "PYTHONUNBUFFERED": "1"}
    return {**inherited, **own, **(settings or {})}


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder: Path, settings: dict[str, str] | None = None) -> Site:
    """Start a server and wait until it answers."""
    port = free_port()
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(folder, settings), stdout=log, stderr=subprocess.STDOUT)
    site = Site(folder, port, process, settings=settings or {})
    until = time.monotonic() + PATIENCE
    while not answers(site):
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            process.wait()
            raise RuntimeError(f"the server did not come up:\n{site.log}")
        time.sleep(0.1)
    return site


def answers(site: Site) -> bool:
    """Tell whether the site says that it is well."""
    try:
        with urllib.request.urlopen(f"{site.url}/healthz", timeout=30) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False
