"""Publish dumps of the public archive."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.pages.links import own_site
from archive.serving.outages import TRY_AGAIN, for_operators, outage_of
from search.exports.public_dumps import DumpsRunning, publish


class Command(BaseCommand):
    """Write all public records as CSV and JSON Lines, by the day of transcripts' last change."""

    help = "Update the dumps of the public archive (CSV, JSON Lines, manifest, data package)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the site whose address stands in permalinks."""
        parser.add_argument(
            "--site", default="", help="address of the site in permalinks (default: SITE_URL, or the first of ALLOWED_HOSTS)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what has changed. An interrupted run is resumed by the next one."""
        say = self.stdout.write if options["verbosity"] else lambda line: None
        site = options["site"].rstrip("/") or own_site()
        try:
            manifest = publish(settings.DUMPS_DIR, site, say)
        except DumpsRunning as running:
            raise CommandError(str(running), returncode=TRY_AGAIN) from None
        except OSError as fault:
            outage = outage_of(fault)
            reason = for_operators(outage, fault) if outage else f"{fault.strerror or fault}."
            raise CommandError(
                f"{settings.DUMPS_DIR} cannot be written: {reason}", returncode=TRY_AGAIN if outage else 1
            ) from fault
        records = sum(part.records for part in manifest.parts.values())
        say(f"{records} records in {len(manifest.files)} files in {settings.DUMPS_DIR}")
