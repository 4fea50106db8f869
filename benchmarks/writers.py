"""Eight processes that change the archive at once: `python -m benchmarks.writers [--writers 8] [--seconds 20] [--sqlite]`.

Every change increments the archive's version, a single row locked until its transaction ends. This measures the cost: changes a
second by one writer and by several, with and without locks; first corrections of a transcript of twenty records, then imports of
new ones. It also says how many writers wait for a lock at any moment, which tells how far they work beside each other however
busy the machine is. `--round-trip 2` makes each query take so many milliseconds longer, as on a server elsewhere. DATABASE_URL
names a writable database; without it a temporary server is started if PostgreSQL is installed. `--sqlite` uses a file, where one
process writes at a time.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

RESULT = Path(__file__).resolve().parent / "results" / "writers.json"
SPAWN = multiprocessing.get_context("spawn")
LOOK = 0.05  # seconds between two looks at who waits
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND backend_type = 'client backend'"


def set_up() -> None:
    """Load Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()


def change(work: str, number: int, seconds: float, with_locks: bool) -> tuple[int, int]:
    """Correct a transcript again and again, or take in new ones; return how often, and how often that failed."""
    set_up()
    from django.db import DatabaseError, connection

    from archive.models import archive_version, write_locks
    from search.index import index_receivers

    vars(index_receivers)["drain_after_commit"] = lambda: None  # the index has a writer of its own, which is measured elsewhere
    if not with_locks:
        archive_version.bump = archive_version.hold = write_locks.alone = write_locks.beside = lambda: None
        vars(write_locks)["claim"] = lambda things: False
    do = {"corrections": corrected, "imports": taken_in}[work]
    connection.execute_wrappers.append(far_away)
    until, done, failed = time.monotonic() + seconds, 0, 0
    while time.monotonic() < until:
        try:
            do(number, done + failed, f"{number} {done} {with_locks} {until}")
            done += 1
        except DatabaseError:  # without locks, writers wait for each other in a ring, or make one thing twice
            failed += 1
    return done, failed


def far_away(execute: Any, *given: Any) -> Any:
    """Ask the database as if it was on another machine."""
    time.sleep(float(os.environ.get("ROUND_TRIP", "0")) / 1000)
    return execute(*given)


def corrected(number: int, count: int, unique: str) -> None:
    """Give a transcript another title, as an editor does."""
    from django.db import transaction

    from archive.importing.importer import announce
    from archive.models import Transcript, write_locks

    one = Transcript.objects.get(slug=f"talks-{number}")
    with transaction.atomic():
        write_locks.claim_row(one)
        Transcript.objects.filter(pk=one.pk).update(title=f"Talks {number}, {count}")
        announce([one.pk])


def taken_in(number: int, count: int, unique: str) -> None:
    """Import an invented transcript of ten turns that nobody has, of a speaker whom all have."""
    from archive.importing.importer import import_transcript
    from tests.importing.identity.events import paragraphs
    from tests.world import reading, said

    texts = paragraphs(hash(unique), 20)
    turns = [said(" ".join(texts[turn * 2 : turn * 2 + 2]), label="Ilka Moren", speaker="Ilka Moren") for turn in range(10)]
    address = f"https://mfa.vaska.example/{number}/{hash(unique)}"
    one = reading(*turns, title=f"Event {unique}", source_url=address, publisher=f"Ministry {number % 3}")
    import_transcript(unique.encode(), "a.txt", parsed=one)


def set_up_once(number: int) -> None:
    """Load Django in a process that is to be measured; slowly enough that each of them gets its share."""
    set_up()
    time.sleep(0.5)


def made(writers: int) -> None:
    """Make a database with a transcript for each writer."""
    set_up()
    from django.core.management import call_command
    from django.db import transaction

    from tests.rows import record, speaker, statement, transcript

    call_command("migrate", verbosity=0)
    for number in range(writers):
        with transaction.atomic():
            one = transcript(slug=f"talks-{number}", source_url=f"https://mea.maravia.example/{number}")
            for part in range(20):
                record(one, statement(f"Words number {part} about harbours and grain.", speaker()))


def rate(work: str, writers: int, seconds: float, with_locks: bool) -> dict[str, float]:
    """Return how many changes a second so many writers make together."""
    with SPAWN.Pool(writers) as pool:
        pool.map(set_up_once, range(writers * 4), chunksize=1)  # starting takes seconds, and is not measured
        with who_waits() as waiting:
            done = pool.starmap(change, [(work, number, seconds, with_locks) for number in range(writers)], chunksize=1)
    return {
        "a_second": round(sum(made for made, _ in done) / seconds, 1),
        "failed": sum(failed for _, failed in done),
        "waiting": round(sum(waiting) / max(len(waiting), 1), 1),
    }


@contextmanager
def who_waits() -> Iterator[list[int]]:
    """Give a list that fills with how many connections wait for a lock, from look to look. Nothing is told of SQLite."""
    counts: list[int] = []
    address = os.environ["DATABASE_URL"]
    if address.startswith("sqlite"):
        yield counts
        return
    over = threading.Event()

    def look() -> None:
        with psycopg.connect(address, autocommit=True) as server:
            while not over.wait(LOOK):
                counts.extend(row[0] for row in server.execute(WAITING))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield counts
    finally:
        over.set()
        looking.join()


def measured(writers: int, seconds: float) -> dict[str, Any]:
    """Return the rates, by what was measured."""
    with SPAWN.Pool(1) as pool:
        pool.apply(made, (writers,))
    return {
        "writers": writers,
        **{
            work: {
                "one_writer": rate(work, 1, seconds, True),
                "together": rate(work, writers, seconds, True),
                "together_without_locks": rate(work, writers, seconds, False),
            }
            for work in ("corrections", "imports")
        },
    }


def main() -> None:
    """Measure; print and keep what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--round-trip", type=float, default=0.0, help="milliseconds")
    parser.add_argument("--sqlite", action="store_true")
    asked = parser.parse_args()
    from tests import postgres

    folder = Path(tempfile.mkdtemp(prefix="writers-"))
    os.environ.update(DATA_DIR=str(folder / "data"), INDEX_IN_SERVER="false", LOG_LEVEL="ERROR", ROUND_TRIP=str(asked.round_trip))
    try:
        if asked.sqlite:
            os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'writers.sqlite3'}"
        if os.environ.get("DATABASE_URL"):
            result = measured(asked.writers, asked.seconds)
        elif postgres.programs() is None:
            sys.exit(postgres.MISSING)
        else:
            with postgres.server(folder, durable=True) as address:
                os.environ["DATABASE_URL"] = address
                result = measured(asked.writers, asked.seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
