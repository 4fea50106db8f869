"""How much disk PostgreSQL takes a record: python -m benchmarks.database_size [--records 200000].

An archive of so many records (benchmarks/collection.py) is written into a PostgreSQL of its own, without an index of searching,
and each table is measured with its indexes after VACUUM. Left out of such an archive are the reading kept with each revision,
signatures of texts and tallies; an import of real files has them (docs/scaling.md).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import ROOT
from tests import postgres

SIZES = """SELECT relname, pg_table_size(c.oid), pg_indexes_size(c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
WHERE relkind = 'r' AND nspname = 'public' ORDER BY pg_total_relation_size(c.oid) DESC LIMIT 8"""
EVERY = 25_000


def fill(records: int) -> None:
    """Write so many records into the database of the settings; say how far it is."""
    import django

    django.setup()
    from benchmarks.collection import Filling, by_transcript
    from benchmarks.corpus import documents

    filling, done, began = Filling(), 0, time.monotonic()
    for number, said in by_transcript(documents(records)):
        filling.transcript(number, said)
        done += len(said)
        if done % EVERY == 0:
            print(f"{done:,} records in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)


def measure(records: int) -> None:
    """Print the largest tables, and all together, in bytes a record."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute(SIZES)
        tables = cursor.fetchall()
        cursor.execute("SELECT pg_database_size(current_database())")
        [(whole,)] = cursor.fetchall()
    print("| table | table, bytes a record | indexes, bytes a record |\n|--|--:|--:|")
    for name, table, indexes in tables:
        print(f"| `{name}` | {table / records:,.0f} | {indexes / records:,.0f} |")
    print(f"| all of the database | {whole / records:,.0f} | |\n\n{records:,} records, {whole / 1e6:,.0f} MB.")


def main() -> int:
    """Start a server, fill it in a process that knows its address, and end it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        fill(options.records)
        measure(options.records)
        return 0
    if postgres.programs() is None:
        print(postgres.MISSING)
        return 0
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        with postgres.server(folder) as address:
            own = {"DATABASE_URL": address, "DATA_DIR": str(folder / "chancery"), "DJANGO_SETTINGS_MODULE": "archive.settings"}
            for command in (
                ["manage.py", "migrate", "-v0"],
                ["-m", "benchmarks.database_size", "--here", "--records", str(options.records)],
            ):
                subprocess.run([sys.executable, *command], cwd=ROOT, env=os.environ | own, check=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
