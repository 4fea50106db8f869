"""Compare the index with the database."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count

from archive.pages.html.formatting import counted
from search.index.checking import Comparison, compare, repair
from search.index.queue import engine
from search.models import IndexConsumer
from search.text.memory import MEGABYTE

SHOWN = 10


class Command(BaseCommand):
    """Report the differences between index and database, and repair them if asked to."""

    help = "Compare index and database record by record; exit status 1 where they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --repair."""
        parser.add_argument("--repair", action="store_true", help="re-index what differs, then compare again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare. The exit status is 1 if differences remain."""
        comparison = compare()
        self.report(comparison)
        self.tell_machines()
        if options["verbosity"] > 1:
            self.tell_memory()
        if not comparison.agrees and options["repair"]:
            repair(comparison)
            comparison = compare()
            self.stdout.write("After the repair:")
            self.report(comparison)
        if not comparison.agrees:
            sys.exit(1)

    def tell_machines(self) -> None:
        """Report when each of several indexes was last written or maintained."""
        consumers = IndexConsumer.objects.annotate(left=Count("tasks__transcript_id", distinct=True)).order_by("place")
        for consumer in consumers if len(consumers) > 1 else ():
            last_seen = f"seen {consumer.seen_at:%Y-%m-%d %H:%M:%S} UTC"
            waits = "waits" if consumer.left == 1 else "wait"
            self.stdout.write(f"{consumer.place}: {last_seen}; {counted(consumer.left, 'transcript')} {waits}")

    def tell_memory(self) -> None:
        """Report the memory of search in this process, which has just read the whole index."""
        kept = {name: f"{size / MEGABYTE:.1f} MB" for name, size in engine().memory().items()}
        what = f"{kept['tables']} of tables, {kept['words']} of words, {kept['mapped']} of mapped files"
        self.stdout.write(f"Kept in memory: {what}; at most {kept['limit']} (SEARCH_MEMORY_MB), and {kept['fixed']} besides")

    def report(self, comparison: Comparison) -> None:
        """Report the differences, a line a kind."""
        if comparison.agrees:
            self.stdout.write(f"Index and database agree: {counted(comparison.records, 'record')}")
            return
        if not comparison.usable:
            self.stdout.write("There is no index of this database: it is missing, damaged or belongs to another one")
        if comparison.waiting:
            waits = "waits" if comparison.waiting == 1 else "wait"
            self.stdout.write(f"{counted(comparison.waiting, 'transcript')} {waits} to be indexed (manage.py index_pending)")
        for what in ("missing", "outdated", "doubled", "stray"):
            if records := getattr(comparison, what):
                listed = ", ".join(map(str, records[:SHOWN])) + (", ..." if len(records) > SHOWN else "")
                self.stdout.write(f"{counted(len(records), 'record')} {what}: {listed}")
