"""Index whatever changes, until told to stop."""

from __future__ import annotations

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand

from search.index.following import follow


class Command(BaseCommand):
    """Keep this machine's index in step with the database, in a dedicated process."""

    help = "Index changes as they come, until stopped. With INDEX_IN_SERVER=false the site leaves indexing to this command."

    def handle(self, *args: Any, **options: Any) -> None:
        """Follow changes. A signal lets the running batch finish."""
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *ignored: stop.set())
        if options["verbosity"]:
            self.stdout.write("Indexing what changes (Ctrl-C stops it)")
        follow(stop)
