"""Check an export without importing it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.backup.format import readable
from archive.backup.verify import verify_archive
from archive.pages.html.formatting import counted


class Command(BaseCommand):
    """Read an export as import_archive would, and report every fault with its place."""

    help = "Check a zip written by export_archive: every checksum, row, original and reference. The archive is not changed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the zip to read."""
        parser.add_argument("path", metavar="PATH.zip", type=Path, help="the zip to check; - is standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the export. The exit status is 1 if anything is wrong."""
        path: Path = options["path"]
        tell = self.stdout.write if options["verbosity"] else lambda line: None
        try:
            with readable(path) as source:
                findings = verify_archive(source, tell)
        except OSError as fault:
            raise CommandError(f"{path} cannot be read: {fault.strerror or fault}.") from fault
        for line in findings.lines:
            self.stdout.write(line)
        if findings.count:
            some = "" if findings.count == len(findings.lines) else f", of which the first {len(findings.lines)} are listed above"
            raise CommandError(f"This backup is incomplete or damaged: {counted(findings.count, 'fault')}{some}.")
        tell("The backup is complete: import_archive can restore the archive from it.")
