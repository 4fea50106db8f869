"""Replace the archive's authority table with a CSV file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.parsing.speakers.offices.authority import SHIPPED, AuthorityError
from archive.speakers import authority_table


class Command(BaseCommand):
    """Load who held which office when."""

    help = "Replace the authority table (who held which office when) by a CSV file, or by the one that comes with Chancery."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=SHIPPED, metavar="FILE", help="CSV file in UTF-8")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the file. A bad row changes nothing."""
        path: Path = options["path"]
        try:
            count = authority_table.load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as fault:
            raise CommandError(f"{path}: {fault}") from fault
        except AuthorityError as fault:
            raise CommandError(f"{path}: {fault}. Nothing was changed.") from fault
        self.stdout.write(f"{count} rows loaded.")
