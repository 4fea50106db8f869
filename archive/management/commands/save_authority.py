"""Write the archive's authority table as CSV."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.speakers import authority_table


class Command(BaseCommand):
    """Save who held which office when."""

    help = "Write the authority table in use (who held which office when) as CSV, for load_authority."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file."""
        parser.add_argument("path", nargs="?", type=Path, metavar="FILE", help="file to write; standard output without it")

    def handle(self, *args: Any, **options: Any) -> None:
        text = authority_table.save()
        if options["path"] is None:
            self.stdout.write(text, ending="")
            return
        try:
            options["path"].write_text(text, encoding="utf-8")
        except OSError as fault:
            raise CommandError(f"{options['path']}: {fault.strerror}") from fault
