"""gunicorn over an archive, and a client that sends requests over real sockets, in sequence or on a schedule."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.collection import environment_of
from benchmarks.corpus import ROOT

HOST = "127.0.0.1"
START_LIMIT = 60.0  # seconds
REQUEST = "GET {} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
CLIENTS = 64
IDLE = 30.0  # milliseconds of processor time a second that idle workers may use


class Answer(NamedTuple):
    """One answer: its HTTP status (0: none came), milliseconds since it was due, and bytes."""

    status: int
    milliseconds: float
    size: int


class Site:
    """A running gunicorn."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def ask(self, address: str, due: float | None = None) -> Answer:
        """Request a page over a new connection. Time counts from when it was `due`, or from now."""
        began = time.perf_counter() if due is None else due
        try:
            with socket.create_connection((HOST, self.port), timeout=30) as connection:
                connection.sendall(REQUEST.format(address).encode())
                received = b"".join(iter(lambda: connection.recv(1 << 16), b""))
        except OSError:
            received = b""
        taken = (time.perf_counter() - began) * 1000
        return Answer(int(received[9:12]) if received.startswith(b"HTTP/1.1 ") else 0, taken, len(received))

    def ask_on_schedule(self, addresses: Sequence[str], rate: float) -> list[Answer]:
        """Request pages at a fixed rate, whether or not answers have come."""
        with ThreadPoolExecutor(CLIENTS) as clients:
            began, asked = time.perf_counter() + 0.1, []
            for number, address in enumerate(addresses):
                due = began + number / rate
                time.sleep(max(0.0, due - time.perf_counter()))
                asked.append(clients.submit(self.ask, address, due))
            return [one.result() for one in asked]

    def workers(self) -> list[int]:
        """Return the workers' process ids."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]

    def cpu(self) -> float:
        """Return the milliseconds of processor time that the workers have used."""
        ticks = 0
        for worker in self.workers():
            fields = Path(f"/proc/{worker}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks * 1000 / os.sysconf("SC_CLK_TCK")

    def settle(self) -> None:
        """Wait until the workers are warm and idle. Raises TimeoutError."""
        until, before = time.monotonic() + START_LIMIT, -1.0
        while self.cpu() - before > IDLE:
            if time.monotonic() > until:
                raise TimeoutError(f"The workers were still at work after {START_LIMIT:.0f} seconds.")
            before = self.cpu()
            time.sleep(1)

    def memory(self) -> int:
        """Return the largest worker's memory in megabytes, without mapped files."""
        told = [Path(f"/proc/{worker}/status").read_text(encoding="ascii") for worker in self.workers()]
        own = [line.split()[1] for status in told for line in status.splitlines() if line.startswith("RssAnon")]
        return max(map(int, own)) // 1024


@contextmanager
def serving(folder: Path, workers: int, **variables: str) -> Iterator[Site]:
    """Run gunicorn over an archive as docs/operators.md describes, until the block ends."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "docs" / "deploy" / "gunicorn.conf.py")]
    command += ["--bind", f"{HOST}:{port}", "--workers", str(workers)]
    environment = environment_of(folder) | {"LOG_LEVEL": "ERROR"} | variables
    process = subprocess.Popen([*command, "--log-level", "error"], cwd=ROOT, env=environment)
    try:
        site = Site(process, port)
        wait_for(site, workers)
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def wait_for(site: Site, workers: int) -> None:
    """Wait until every worker has loaded the application; raises TimeoutError."""
    until = time.monotonic() + START_LIMIT
    while time.monotonic() < until:
        if site.ask("/healthz").status == 200 and len(site.workers()) == workers:
            time.sleep(1)  # the other workers load at the same time
            return
        time.sleep(0.1)
    raise TimeoutError(f"gunicorn did not answer within {START_LIMIT:.0f} seconds.")
