"""Restore a whole archive from its zip."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.backup.format import TransferError, readable
from archive.backup.restore import restore_archive
from archive.serving.outages import TRY_AGAIN, for_operators, outage_of


class Command(BaseCommand):
    """Import an export_archive file, with every number, address and time as it was."""

    help = "Restore the archive from a zip written by export_archive: all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="PATH.zip", type=Path, help="the zip to read; - is standard input")
        parser.add_argument("--replace", action="store_true", help="replace everything in the archive")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        tell = self.stdout.write if options["verbosity"] else lambda line: None
        try:
            with readable(path) as source:
                restore_archive(source, options["replace"], tell)
        except TransferError as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as fault:
            outage = outage_of(fault)
            reason = for_operators(outage, fault) if outage else f"{fault.strerror or fault}."
            raise CommandError(f"{path} cannot be read: {reason}", returncode=TRY_AGAIN if outage else 1) from fault
        tell("The archive is as it was exported.")
