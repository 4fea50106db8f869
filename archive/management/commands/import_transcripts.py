"""Take transcripts into the archive from the command line."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from tqdm import tqdm

from archive.bulk import Result, files_in, how_many, take_in
from archive.models import Transcript
from archive.signals import bulk


class Command(BaseCommand):
    """Import files, folders and zips; the same bytes again change nothing."""

    help = "Import transcripts: files, folders (searched to the bottom) and zips. The same bytes again change nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the paths and what may be chosen."""
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder or a zip")
        parser.add_argument("--dry-run", action="store_true", help="say what would come of it, and keep nothing")
        parser.add_argument(
            "--state",
            choices=[Transcript.State.PUBLISHED, Transcript.State.DRAFT],
            default=Transcript.State.PUBLISHED,
            help="what new transcripts are (default: published)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import one after the other; exit status 1 if any failed, with a report of which and why."""
        files = list(files_in(options["paths"]))
        if not files:
            raise CommandError("There is no file to import there.")
        results: list[Result] = []
        try:
            with bulk():
                (self._rehearse if options["dry_run"] else self._import)(files, options, results)
                if sys.stderr.isatty() and options["verbosity"]:
                    self.stderr.write("Indexing ...", lambda line: line)
        except KeyboardInterrupt:
            self.stderr.write("Stopped. What is listed as created or revised is kept; the same command goes on from there.")
            sys.exit(130)
        self._report(results, options)

    def _rehearse(self, files: list[Path], options: dict[str, Any], results: list[Result]) -> None:
        """Do all of it in a transaction that is taken back."""
        with transaction.atomic():
            self._import(files, options, results)
            transaction.set_rollback(True)

    def _import(self, files: list[Path], options: dict[str, Any], results: list[Result]) -> None:
        told = bool(options["verbosity"])
        shown = told and sys.stderr.isatty()
        with tqdm(total=sum(map(how_many, files)) if shown else None, unit="file", leave=False, disable=not shown) as bar:
            for path in files:
                for result in take_in(path, options["state"]):
                    results.append(result)
                    bar.update()
                    if told:
                        with bar.external_write_mode(file=sys.stdout):
                            self.stdout.write(result.in_words())

    def _report(self, results: list[Result], options: dict[str, Any]) -> None:
        counts = Counter(result.status for result in results)
        told = ", ".join(
            f"{counts[status]} {status}" for status in ("created", "revised", "unchanged", "failed") if counts[status]
        )
        kept = " Nothing was kept: this was a dry run." if options["dry_run"] else ""
        if options["verbosity"]:
            self.stdout.write(f"{len(results)} file{'s' * (len(results) != 1)}: {told or 'nothing in them'}.{kept}")
        failed = [result for result in results if result.status == "failed"]
        if failed:
            lines = "\n".join(f"  {result.name}: {result.reason}" for result in failed)
            raise CommandError(f"{len(failed)} of {len(results)} could not be imported:\n{lines}")
