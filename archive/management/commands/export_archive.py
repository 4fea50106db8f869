"""Write the whole archive to one zip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.backup.export import export_archive, write_archive
from archive.backup.format import PIPE, standard_output
from archive.serving.outages import TRY_AGAIN, for_operators, outage_of


class Command(BaseCommand):
    """Export everything the archive keeps: originals, and every row as a line of JSON."""

    help = "Write the whole archive (originals and JSON Lines) into one zip, from which import_archive restores it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", metavar="PATH.zip", type=Path, help="the zip to write; - is standard output")
        parser.add_argument("--overwrite", action="store_true", help="replace the file if it exists")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        say = self._aside if path == PIPE else self.stdout.write
        tell = say if options["verbosity"] else lambda line: None
        try:
            if path == PIPE:
                write_archive(standard_output(), tell)
            else:
                self._to_file(path, options["overwrite"], tell)
        except OSError as fault:
            outage = outage_of(fault)
            reason = for_operators(outage, fault) if outage else f"{fault.strerror or fault}."
            name = "Standard output" if path == PIPE else path
            raise CommandError(f"{name} cannot be written: {reason}", returncode=TRY_AGAIN if outage else 1) from fault

    def _to_file(self, path: Path, overwrite: bool, tell: Callable[[str], None]) -> None:
        if path.exists() and not overwrite:
            raise CommandError(f"{path} already exists; choose another name or use --overwrite.")
        export_archive(path, tell)
        tell(f"The archive is in {path} ({path.stat().st_size:,} bytes).")

    def _aside(self, line: str) -> None:
        self.stderr.write(line, lambda text: text)
