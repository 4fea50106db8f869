"""Recompute the statistics of the archive."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from archive.statistics import counters


class Command(BaseCommand):
    """Recompute what every public transcript contributes to the statistics."""

    help = "Recount all figures of the archive from its records. Normally they are kept up to date automatically."

    def handle(self, *args: Any, **options: Any) -> None:
        number = counters.count_anew()
        if options["verbosity"]:
            self.stdout.write(f"Counted {number:,} transcript{'' if number == 1 else 's'}.")
