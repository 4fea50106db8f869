"""Index what waits."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from search.index.queue import drain, waiting


class Command(BaseCommand):
    """Update the index: waiting transcripts are indexed, a missing or foreign index is rebuilt."""

    help = "Index waiting transcripts; rebuild the index if it is missing, damaged or of another database."

    def handle(self, *args: Any, **options: Any) -> None:
        """Wait for another process that is indexing, then do the rest."""
        before = waiting()
        drain(wait=True)
        if options["verbosity"] and before:
            self.stdout.write(f"{before} transcript{'' if before == 1 else 's'} indexed")
