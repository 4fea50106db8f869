"""A server and an editor at work for long, and killed repeatedly: `python -m benchmarks.soak --minutes 20`.

`manage.py serve` answers 30 searches a second while an editor imports, edits, withdraws and merges. Every 20 seconds one of the
two is killed with `kill -9`: the editor, the whole server, or one of its processes. At the end the index must equal the database,
and the database a replay of what was acknowledged. The server's memory is sampled every five seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Sequence
from http.client import HTTPException
from pathlib import Path
from typing import Any

from benchmarks.importing import Words
from benchmarks.soak_memory import Sample, sample_of
from benchmarks.soak_memory import told as told_of
from tests.browser.site import environment, free_port

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "soak.json"
SEARCHERS = 6
VICTIMS = ("editor", "server", "editor", "worker")
SETTLED = 10.0  # seconds after a start of the server from which its memory is sampled


class Server:
    """The server, which can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.began = folder, free_port(), 0.0
        self.start()

    def start(self) -> None:
        """Start it and wait until it is well."""
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment(self.folder), stdout=log, stderr=log, start_new_session=True
            )
        while self.ask("/healthz", 5) != 200:
            if self.process.poll() is not None:
                raise SystemExit(f"the server did not start; see {self.folder}/serve.log")
            time.sleep(0.2)
        self.began = time.monotonic()

    def ask(self, path: str, patience: float = 30) -> int:
        """Return the status of an answer; 0 where none came."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=patience) as answer:
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except (OSError, HTTPException):  # killed before, or while it answered
            return 0

    def workers(self) -> list[int]:
        """Return the ids of the processes that answer."""
        told = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(pid) for pid in told.split()]

    def memory(self, when: float) -> Sample:
        """Return what its processes have in memory."""
        return sample_of([self.process.pid, *self.workers()], when)

    def kill(self) -> None:
        """Kill all of it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Replay:
    """What the archive must contain by what the editor was told. An unacknowledged change may be there or not."""

    def __init__(self) -> None:
        self.must: dict[int, dict[str, set[str]]] = defaultdict(lambda: {"sha256": set(), "state": set()})
        self.maybe: set[str] = set()
        self.gone: set[str] = set()
        self.under_way: dict[str, Any] | None = None
        self.done: Counter[str] = Counter()

    def hear(self, line: str) -> None:
        """Process one line from the editor."""
        told = json.loads(line)
        if told["at"] == "begin":
            self.under_way = told
            return
        self.under_way = None
        self.done[told["what"]] += 1
        if told["what"] == "merge":
            self.gone.add(told["gone"])
        for name in {"sha256", "state"} & told.keys():
            self.must[told["id"]][name] = {told[name]}

    def killed(self) -> None:
        """Allow for the change under way."""
        if told := self.under_way:
            for name in {"sha256", "state"} & told.keys():
                if "id" in told:
                    allowed = self.must[told["id"]][name]
                    allowed |= {told[name]} if allowed else set()  # of what was never told anything is allowed already
                else:
                    self.maybe.add(told[name])
        self.under_way = None

    def faults(self, folder: Path, samples: set[int]) -> list[str]:
        """Compare with the database; return what is lost, duplicated or different."""
        last = "(SELECT original_id FROM archive_revision r WHERE r.transcript_id = t.id ORDER BY number DESC LIMIT 1)"
        with sqlite3.connect(folder / "chancery.sqlite3") as database:
            found = {
                key: (sha, state) for key, sha, state in database.execute(f"SELECT id, {last}, state FROM archive_transcript t")
            }
            slugs = {slug for (slug,) in database.execute("SELECT slug FROM archive_speaker")}
            former = {slug for (slug,) in database.execute("SELECT slug FROM archive_formerspeakerslug")}
        lost = [f"transcript {key} is lost" for key in self.must if key not in found]
        wrong = [
            f"transcript {key} is {found[key]}, not {want}" for key, want in self.must.items() if not _fits(found, key, want)
        ]
        extra = [key for key, (sha, _) in found.items() if key not in self.must and key not in samples and sha not in self.maybe]
        unmerged = [f"{slug} was merged and is there" for slug in self.gone if slug in slugs or slug not in former]
        return [*lost, *wrong, *(f"transcript {key} was never imported" for key in extra), *unmerged]


def _fits(found: dict[int, tuple[str, str]], key: int, want: dict[str, set[str]]) -> bool:
    if key not in found:
        return True  # told as lost
    sha256, state = found[key]
    return all(not allowed or value in allowed for value, allowed in ((sha256, want["sha256"]), (state, want["state"])))


class Editor:
    """The process that changes things, and what it acknowledged."""

    def __init__(self, folder: Path, replay: Replay, seed: int) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.soaking", str(seed)],
            cwd=ROOT,
            env=environment(folder),
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.listener = threading.Thread(target=self._listen, args=(replay,))
        self.listener.start()

    def _listen(self, replay: Replay) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            if line.endswith("\n"):
                replay.hear(line)
        replay.killed()

    def kill(self) -> None:
        """Kill it and its reading processes."""
        if self.process.poll() is not None:
            raise SystemExit("the editor ended by itself")
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.listener.join()


def search(server: Server, rate: float, ended: threading.Event, seen: Counter[int], times: list[float]) -> None:
    """Search at a fixed rate until the end."""
    words = Words(random.Random(7)).words
    chance = random.Random()
    while not ended.wait(1 / rate * chance.uniform(0.5, 1.0)):
        began = time.perf_counter()
        status = server.ask(f"/search/?q={chance.choice(words[:400])}")
        seen[status] += 1
        if status == 200:
            times.append(time.perf_counter() - began)


def soak(folder: Path, minutes: float, every: float, rate: float, victims: Sequence[str] = VICTIMS) -> dict[str, Any]:
    """Run everything for this long; return the observations."""
    server, replay = Server(folder), Replay()
    with sqlite3.connect(folder / "chancery.sqlite3") as database:
        samples = {key for (key,) in database.execute("SELECT id FROM archive_transcript")}
    ended, seen, times = threading.Event(), Counter[int](), list[float]()
    searchers = [threading.Thread(target=search, args=(server, rate / SEARCHERS, ended, seen, times)) for _ in range(SEARCHERS)]
    for searcher in searchers:
        searcher.start()
    try:
        kills, memory = disturb(server, replay, minutes * 60, every, victims)
    finally:
        ended.set()
        for searcher in searchers:
            searcher.join()
        server.kill()
    told = {"kills": dict(kills), "changes": dict(replay.done), "answers": {str(code): count for code, count in seen.items()}}
    return {**told, **_speed(times), **told_of(memory), "faults": [*replay.faults(folder, samples), *_index(folder)]}


def disturb(
    server: Server, replay: Replay, seconds: float, every: float, victims: Sequence[str]
) -> tuple[Counter[str], list[Sample]]:
    """Kill a victim at intervals, and sample the server's memory."""
    kills, memory, number = Counter[str](), list[Sample](), 0
    editor, began = Editor(server.folder, replay, number), time.monotonic()
    while time.monotonic() - began < seconds:
        upto = time.monotonic() + every
        while time.monotonic() < upto:
            time.sleep(min(5.0, every))
            if time.monotonic() - server.began > SETTLED:
                memory.append(server.memory(time.monotonic() - began))
        victim = victims[number % len(victims)]
        number += 1
        kills[victim] += 1
        if victim == "editor":
            editor.kill()
            editor = Editor(server.folder, replay, number)
        elif victim == "server":
            server.kill()
            server.start()
        else:
            os.kill(random.choice(server.workers()), signal.SIGKILL)
    editor.kill()
    return kills, memory


def _speed(times: list[float]) -> dict[str, Any]:
    cuts = statistics.quantiles(times, n=100)
    return {"searches": len(times), "median_ms": round(cuts[49] * 1000), "p95_ms": round(cuts[94] * 1000)}


def _index(folder: Path) -> list[str]:
    """Do what the next start does, and compare index and database."""
    for command in (("index_pending", "-v0"), ("check_index",)):
        run = [sys.executable, "manage.py", *command]
        done = subprocess.run(run, cwd=ROOT, env=environment(folder), capture_output=True, text=True)
        if done.returncode:
            return [done.stdout + done.stderr]
    return []


def main() -> int:
    """Run the soak; print and store the results. Exit status 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--every", type=float, default=20, help="seconds between two kills")
    parser.add_argument("--rate", type=float, default=30, help="searches a second")
    parser.add_argument("--spare-server", action="store_true", help="kill editors only, to see how memory goes in one long life")
    asked = parser.parse_args()
    victims = ("editor",) if asked.spare_server else VICTIMS
    with tempfile.TemporaryDirectory(prefix="chancery-soak-") as folder:
        result = {"minutes": asked.minutes, **soak(Path(folder), asked.minutes, asked.every, asked.rate, victims)}
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))
    return int(bool(result["faults"]))


if __name__ == "__main__":
    sys.exit(main())
