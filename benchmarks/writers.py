"""Eight processes that change the archive at once, on PostgreSQL: `python -m benchmarks.writers [--writers 8] [--seconds 20]`.

Every change increments the archive's version, a single row locked until its transaction ends. This measures the cost: changes a
second by one writer and by several, with and without the row. DATABASE_URL names a writable database; without it a temporary
server is started if PostgreSQL is installed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

RESULT = Path(__file__).resolve().parent / "results" / "writers.json"
SPAWN = multiprocessing.get_context("spawn")


def set_up() -> None:
    """Load Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    import django

    django.setup()


def change(number: int, seconds: float, with_row: bool) -> tuple[int, int]:
    """Publish a corrected transcript again and again; return how often, and how often that failed."""
    set_up()
    from django.db import OperationalError, transaction

    from archive.models import Transcript, archive_version
    from archive.signals import transcript_changed
    from search.index import index_receivers

    vars(index_receivers)["drain_after_commit"] = lambda: None  # the index has a writer of its own, which is measured elsewhere
    if not with_row:
        archive_version.bump = archive_version.lock = lambda: None
    one = Transcript.objects.get(slug=f"talks-{number}")
    until, done, failed = time.monotonic() + seconds, 0, 0
    while time.monotonic() < until:
        try:
            with transaction.atomic():
                Transcript.objects.filter(pk=one.pk).update(title=f"Talks {number}, {done}")
                archive_version.bump()
                transcript_changed.send(sender=Transcript, transcript_id=one.pk)
            done += 1
        except OperationalError:  # without the row, writers wait for each other in a ring
            failed += 1
    return done, failed


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


def rate(writers: int, seconds: float, with_row: bool) -> dict[str, float]:
    """Return how many changes a second so many writers make together."""
    with SPAWN.Pool(writers) as pool:
        done = pool.starmap(change, [(number, seconds, with_row) for number in range(writers)])
    return {"a_second": round(sum(made for made, _ in done) / seconds, 1), "failed": sum(failed for _, failed in done)}


def measured(writers: int, seconds: float) -> dict[str, Any]:
    """Return the rates, by what was measured."""
    with SPAWN.Pool(1) as pool:
        pool.apply(made, (writers,))
    return {
        "writers": writers,
        "one_writer": rate(1, seconds, True),
        "together": rate(writers, seconds, True),
        "together_without_the_row": rate(writers, seconds, False),
    }


def main() -> None:
    """Measure; print and keep what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20.0)
    asked = parser.parse_args()
    from tests import postgres

    folder = Path(tempfile.mkdtemp(prefix="writers-"))
    os.environ.update(DATA_DIR=str(folder / "data"), INDEX_IN_SERVER="false", LOG_LEVEL="ERROR")
    try:
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
