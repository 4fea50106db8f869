"""What a bystander notices of slow clients, costly searches and wrong passwords, with and without a proxy.

python -m benchmarks.crowd [--records 10000] [--clients 500] [--costly 20] [--seconds 15] [--front none,nginx,caddy]

Serves an archive of benchmarks/collection.py as docs/operators.md describes, behind the installed proxies. The bystander searches
for a word every half second from an address of their own, and once more from the address of the costly searches.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.clients import (
    ATTACKER,
    BYSTANDER,
    HOST,
    Answer,
    ask,
    bystand,
    costly_searches,
    keep_asking,
    keep_signing_in,
    slow_body,
    slow_head,
    slow_reader,
)
from benchmarks.collection import built
from benchmarks.corpus import ROOT
from benchmarks.serving import serving

DEPLOY = ROOT / "docs" / "deploy"
COMING = 25  # slow clients that come in a second
SLOW_LIMIT, COSTLY_LIMIT = 0.2, 0.3  # seconds, p95 of the bystander
HEAD = (
    "| in front | going on | bystander | median ms | p95 ms | most ms | p95 at most | the others |\n|--|--|--|--:|--:|--:|--|--|"
)
SLOW = {"slow heads": slow_head, "slow bodies": slow_body, "slow readers": slow_reader}
NGINX = "daemon off; pid {0}/pid; error_log {0}/error.log; events {{ worker_connections 4096; }}\n"
NGINX += "http {{ access_log off; client_body_temp_path {0}/body; proxy_temp_path {0}/proxy; fastcgi_temp_path {0}/f; "
NGINX += "uwsgi_temp_path {0}/u; scgi_temp_path {0}/s;\n{1}\n}}\n"


class Row(NamedTuple):
    """What the bystander experienced during one attack."""

    front: str
    what: str
    bystander: list[Answer]
    others: list[Answer]
    limit: float
    shares_address: bool = False

    def p95(self) -> float:
        """Return the seconds within which 95 of 100 answers came."""
        return share(self.bystander, 0.95)

    def is_met(self) -> bool:
        """Tell whether every answer came, and soon enough.

        A bystander at the address of the others shares its limit, so a `429` is then the answer that was documented.
        """
        expected = (200, 429) if self.shares_address else (200,)
        return self.p95() < self.limit and all(answer.status in expected for answer in self.bystander)

    def __str__(self) -> str:
        times = " | ".join(f"{share(self.bystander, part) * 1000:,.0f}" for part in (0.5, 0.95, 1.0))
        met = f"{self.limit * 1000:.0f}: {'met' if self.is_met() else 'MISSED'}"
        return f"| {self.front} | {self.what} | {counted(self.bystander)} | {times} | {met} | {counted(self.others)} |"


def share(answers: Sequence[Answer], part: float) -> float:
    """Return the seconds within which a part of the answers came."""
    taken = sorted(answer.seconds for answer in answers) or [0.0]
    return taken[min(int(len(taken) * part), len(taken) - 1)]


def counted(answers: Sequence[Answer]) -> str:
    """Return the numbers of answers by status: `20 × 200`."""
    return ", ".join(
        f"{number:,} × {status or 'none'}" for status, number in sorted(Counter(one.status for one in answers).items())
    )


@contextmanager
def behind(front: str, port: int) -> Iterator[int]:
    """Run a proxy from docs/deploy before a site; yield the port to use."""
    if front == "none":
        yield port
        return
    own = free_port()
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            command_of(front, Path(folder), port, own), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            wait_for(own)
            yield own
        finally:
            process.terminate()
            process.wait(timeout=20)


def command_of(front: str, folder: Path, port: int, own: int) -> list[str]:
    """Write a proxy's configuration with our ports; return the command."""
    written = folder / front
    text = (DEPLOY / {"nginx": "nginx.conf", "caddy": "Caddyfile"}[front]).read_text(encoding="utf-8")
    text = text.replace("127.0.0.1:8000", f"{HOST}:{port}")
    if front == "nginx":
        # The site's own server over http: certificates are not measured.
        head, _, site = text.partition("server {")[0], "", text.rpartition("\nserver {")[2]
        text = head + "server {" + re.sub(r"listen \[::\]:[^;]+;|ssl_[^;]+;", "", site)
        text = text.replace("listen 443 ssl http2;", f"listen {HOST}:{own};")
        written.write_text(NGINX.format(folder, text), encoding="utf-8")
        return ["nginx", "-p", str(folder), "-c", str(written)]
    text = text.replace("archive.example.org {", f"http://localhost:{own} {{").replace(
        "{\n\tservers", "{\n\tadmin off\n\tservers", 1
    )
    written.write_text(text, encoding="utf-8")
    return ["caddy", "run", "--config", str(written), "--adapter", "caddyfile"]


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        return int(free.getsockname()[1])


def wait_for(port: int, seconds: float = 20) -> None:
    """Wait until somebody listens; raises TimeoutError."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as trial:
            if trial.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"Nothing listens on port {port} after {seconds:.0f} seconds.")


async def beside_slow(port: int, kind: str, clients: int, seconds: float) -> list[Answer]:
    """Search while slow clients hold their connections."""
    coming = clients / COMING
    until = time.monotonic() + coming + seconds + 3
    slow = []
    for number in range(clients):
        slow.append(asyncio.create_task(SLOW[kind](port, number, until)))
        await asyncio.sleep(1 / COMING)
    answers = await bystand(port, seconds)
    await asyncio.gather(*slow, return_exceptions=True)
    return answers


async def beside_costly(port: int, address: str, clients: int, seconds: float, source: str) -> tuple[list[Answer], list[Answer]]:
    """Search from an address while many request a costly page, or sign in with a wrong password."""
    until = time.monotonic() + seconds + 2
    asking = [keep_asking(port, until, address) if address else keep_signing_in(port, until) for _ in range(clients)]
    costly = asyncio.gather(*asking)
    await asyncio.sleep(1)
    answers = await bystand(port, seconds, source)
    return answers, [answer for asked in await costly for answer in asked]


def measured(front: str, port: int, clients: int, costly: int, seconds: float) -> Iterator[Row]:
    """Yield the results behind one front."""
    asyncio.run(bystand(port, 3))
    yield Row(front, "nobody else", asyncio.run(bystand(port, seconds)), [], SLOW_LIMIT)
    for kind in SLOW:
        yield Row(front, f"{clients} {kind}", asyncio.run(beside_slow(port, kind, clients, seconds)), [], SLOW_LIMIT)
    for name, address in [*costly_searches().items(), ("wrong passwords", "")]:
        for whose, source in (("", BYSTANDER), (", from the same address", ATTACKER)):
            answers = asyncio.run(beside_costly(port, address, costly, seconds, source))
            yield Row(front, f"{costly} at once: {name}{whose}", *answers, COSTLY_LIMIT, source == ATTACKER)
            asyncio.run(ask(port, "/", BYSTANDER))


def main() -> int:
    """Measure behind each front; exit status 1 if a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--costly", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--front", default="none,nginx,caddy")
    options = parser.parse_args()
    fronts = [front for front in options.front.split(",") if front == "none" or shutil.which(front)]
    folder, missed = built(options.records), 0
    print(HEAD)
    for front in fronts:
        proxied = "false" if front == "none" else "true"
        with serving(folder, 2, BEHIND_PROXY=proxied) as site, behind(front, site.port) as port:
            site.settle()
            for row in measured(front, port, options.clients, options.costly, options.seconds):
                print(row, flush=True)
                missed += not row.is_met()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
