"""Index what waits."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from search.index.queue import drain, waiting


class Command(BaseCommand):
    """Bring the index in step with the database: what waits is indexed, a missing or foreign index is built anew."""

    help = "Index waiting transcripts; rebuild the index if it is missing, damaged or of another database."

    def handle(self, *args: Any, **options: Any) -> None:
        """Wait for another process that is at it, then do what is left."""
        before = waiting()
        drain(wait=True)
        if options["verbosity"] and before:
            self.stdout.write(f"{before} transcript{'' if before == 1 else 's'} indexed")
