"""Write the whole archive into one zip."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.exporting import export_archive
from archive.outages import TRY_AGAIN, for_operators, outage_of


class Command(BaseCommand):
    """Export everything that the archive keeps: originals, and every row as a line of JSON."""

    help = "Write the whole archive (originals and JSON Lines) into one zip, from which import_archive makes it again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the zip to write."""
        parser.add_argument("path", metavar="PATH.zip", type=Path)
        parser.add_argument("--overwrite", action="store_true", help="replace the file if it is there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, complete or not at all."""
        path: Path = options["path"]
        if path.exists() and not options["overwrite"]:
            raise CommandError(f"{path} is there already; choose another name, or say --overwrite.")
        tell = self.stdout.write if options["verbosity"] else lambda line: None
        try:
            export_archive(path, tell)
        except OSError as fault:
            outage = outage_of(fault)
            reason = for_operators(outage, fault) if outage else f"{fault.strerror or fault}."
            raise CommandError(f"{path} cannot be written: {reason}", returncode=TRY_AGAIN if outage else 1) from fault
        tell(f"The archive is in {path} ({path.stat().st_size:,} bytes).")
