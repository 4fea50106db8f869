"""200 times kill -9 at random moments of importing, indexing and merging, with a reader running: `python -m benchmarks.killing`.

Two writers publish, change, withdraw and delete transcripts; segments are merged after almost every commit; a reader searches
all the time and must never fail or see a half-made answer. One writer of a pair is killed at any moment, the other at a random
moment of a commit or a merge. After both kills the index is brought up to date by what the next start runs and compared with
the database, record by record. Every process is forked from one that has Django loaded and has touched neither of the two.
"""

from __future__ import annotations

import argparse
import atexit
import json
import mmap
import multiprocessing
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from io import StringIO
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "killing.json"
FORK = multiprocessing.get_context("fork")
MERGING, COMMITTING, MERGED = 0, 1, slice(4, 8)  # places of a writer's marks, which outlive it
PATIENCE = 2.0  # seconds to wait for a commit or a merge to kill in
SLOWEST = 300.0  # seconds in which any step must be done


class Disagreement(SystemExit):
    """What was lost, doubled or half seen."""


class Child:
    """A forked process that does one thing and tells about it by a pipe; its marks can be read when it is dead."""

    def __init__(self, does: Callable[..., None], *given: Any) -> None:
        self.marks = mmap.mmap(-1, 8)
        self.ear, mouth = FORK.Pipe(duplex=False)
        self.process = FORK.Process(target=does, args=(mouth, self.marks, *given))
        self.process.start()
        atexit.register(self.process.kill)  # or this process would wait for a reader that reads for ever
        mouth.close()

    def told(self) -> str:
        """Return the next that it tells."""
        if not self.ear.poll(SLOWEST):
            raise Disagreement("a process has not told anything for long")
        try:
            return str(self.ear.recv())
        except EOFError:
            raise Disagreement("a process ended by itself") from None

    def doing(self) -> str:
        """Return what it is at, or was when it was killed."""
        return "merge" if self.marks[MERGING] else "commit" if self.marks[COMMITTING] else "elsewhere"

    def kill(self) -> str:
        """Kill it with signal 9; return what it was at."""
        self.process.kill()
        self.process.join()
        return self.doing()


def write(mouth: Connection, marks: mmap.mmap, seed: int) -> None:
    """Change transcripts for ever, telling of every change."""
    from search.engines.whoosh.writing import upkeep
    from search.engines.whoosh.writing.writer import ArrayWriter
    from tests.search.index.killing import change_for_ever

    upkeep.MANY, upkeep.SMALLEST = 2, 2  # merge after almost every commit
    marked(upkeep, "_merge", marks, MERGING)
    marked(ArrayWriter, "commit", marks, COMMITTING)
    sys.stdout = Told(mouth)
    change_for_ever(seed)


class Told(StringIO):
    """A standard output whose lines go through a pipe."""

    def __init__(self, mouth: Connection) -> None:
        super().__init__()
        self.mouth = mouth

    def write(self, text: str) -> int:
        """Send a line."""
        self.mouth.send(text.strip())
        return len(text)


def marked(owner: Any, name: str, marks: mmap.mmap, place: int) -> None:
    """Have a function leave a mark while it runs; merges that end are counted."""
    inner = getattr(owner, name)

    def outer(*given: Any, **named: Any) -> Any:
        marks[place] = 1
        try:
            return inner(*given, **named)
        finally:
            if place == MERGING:
                marks[MERGED] = (int.from_bytes(marks[MERGED], "little") + 1).to_bytes(4, "little")
            marks[place] = 0

    setattr(owner, name, outer)


def read(mouth: Connection, _marks: mmap.mmap) -> None:
    """Search for ever; tell when an answer is not whole."""
    from search.index.queue import engine
    from search.query.request import SearchRequest
    from search.query.tree import Word

    mouth.send("reading")
    try:
        while True:
            for tree in (Word("harbours"), Word("words", exact=True)):
                answer = engine().search(SearchRequest(tree=tree, limit=100_000))
                assert answer.total == len(answer.hits) == len({hit.record_id for hit in answer.hits}), answer.total
                assert sum(answer.facets["kind"].values()) == answer.total
            time.sleep(0.005)
    except BaseException:
        mouth.send(traceback.format_exc())
        raise


def command(mouth: Connection, _marks: mmap.mmap, *commands: tuple[str, ...]) -> None:
    """Run management commands; tell what the last one printed, or how it failed."""
    from django.core.management import call_command

    try:
        for words in commands:
            printed = StringIO()
            call_command(*words, stdout=printed)
        mouth.send(printed.getvalue().strip())
    except BaseException:
        mouth.send(f"{printed.getvalue()}{traceback.format_exc()}")


def run(*commands: tuple[str, ...]) -> str:
    """Run management commands in a process of their own, to its end, background merges included."""
    child = Child(command, *commands)
    told = child.told()
    child.process.join(SLOWEST)
    return told


def main() -> None:
    """Kill as often as asked for; print and keep what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="chancery-kill-") as folder:
        at_home_in(folder)
        began = time.perf_counter()
        told = kill_and_look(asked.kills, random.Random(asked.seed))
    result = {"kills": asked.kills, "seed": asked.seed, "seconds": round(time.perf_counter() - began), **told}
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result))


def at_home_in(folder: str) -> None:
    """Make an archive of its own, and load Django for it."""
    places = {"DATA_DIR": folder, "INDEX_DIR": f"{folder}/index", "DJANGO_SETTINGS_MODULE": "archive.settings"}
    os.environ.update(places, OPENBLAS_NUM_THREADS="1")  # threads do not outlive a fork
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    run(("migrate", "-v0"))
    look(0)


def kill_and_look(kills: int, chance: random.Random) -> dict[str, Any]:
    """Kill writers in pairs, so many in all; after each pair look at the index."""
    reader = Child(read)
    reader.told()
    hit: Counter[str] = Counter()
    merged = 0
    for number in range(0, kills, 2):
        writers = [Child(write, number + i) for i in range(2)]
        for writer in writers:
            for _ in range(chance.randint(1, 6)):
                writer.told()
        hit += Counter((kill_anywhere(writers[0], chance), kill_at_work(writers[1], chance)))
        merged += sum(int.from_bytes(writer.marks[MERGED], "little") for writer in writers)
        last = look(number + 2)
        if reader.ear.poll():
            raise Disagreement(f"after {number + 2} kills the reader failed: {reader.told()}")
        print(f"{number + 2} kills: {last}", flush=True)
    reader.kill()
    return {"agreed": True, "last": last, "killed_in": dict(hit), "merges": merged}


def kill_anywhere(writer: Child, chance: random.Random) -> str:
    """Kill a writer at any moment; return what it was at."""
    time.sleep(chance.uniform(0.0, 0.3))
    return writer.kill()


def kill_at_work(writer: Child, chance: random.Random) -> str:
    """Kill a writer at a random moment of a commit or a merge, where one comes; return what it was at."""
    wanted, end = chance.choice(("merge", "commit")), time.perf_counter() + PATIENCE
    while writer.doing() != wanted and time.perf_counter() < end:
        time.sleep(0.0002)
    time.sleep(chance.uniform(0.0, 0.01))
    return writer.kill()


def look(kills: int) -> str:
    """Do what the next start does, compare index and database; raise where they differ."""
    told = run(("index_pending", "-v0"), ("check_index",))
    if not told.startswith("Index and database agree"):
        raise Disagreement(f"after {kills} kills: {told}")
    return told


if __name__ == "__main__":
    main()
