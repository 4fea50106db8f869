"""Count the figures of the archive anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from archive.statistics import counters


class Command(BaseCommand):
    """Count what every public transcript adds to the figures, whatever was counted before."""

    help = "Recount all figures of the archive from its records. Normally they are kept up to date automatically."

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, in one transaction."""
        number = counters.count_anew()
        if options["verbosity"]:
            self.stdout.write(f"Counted {number:,} transcript{'' if number == 1 else 's'}.")
