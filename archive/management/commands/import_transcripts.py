"""Import transcripts from the command line."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from collections import Counter
from pathlib import Path
from typing import Any, Literal

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from tqdm import tqdm

from archive.importing.batch import Result, files_in, take_in
from archive.importing.files import how_many
from archive.importing.importer import Status
from archive.models import Transcript
from archive.serving.outages import TRY_AGAIN, for_operators, outage_of
from archive.signals import bulk

STATUSES: tuple[Status | Literal["waits", "held", "failed"], ...] = ("created", "revised", "unchanged", "waits", "held", "failed")
FAILED, WAITS = 1, 3
KEPT = "What is listed as created or revised is kept; run the same command again to continue."
HOW_TO_DECIDE = (
    "Look at the drafts in the admin (Uploads) and store them as a new revision or as other transcripts; "
    "or import the files again with --replace to revise all of them."
)
HOW_TO_REVIEW = (
    "Look at the drafts in the admin (Uploads, least confident first), correct and publish them; "
    "or import the files again without --hold-below to import them as they were read."
)


class Command(BaseCommand):
    """Import files, folders and zips. Importing the same bytes again changes nothing."""

    help = "Import transcripts from files, folders (with subfolders) and zips. Importing the same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the paths and options."""
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder or a zip")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="also revise transcripts that lose more than a tenth of their words; without it such a file waits as a draft",
        )
        parser.add_argument("--without-profile", action="store_true", help="read without the layouts learnt from corrections")
        parser.add_argument(
            "--hold-below",
            type=_confidence,
            default=0.0,
            metavar="CONFIDENCE",
            help="keep files read with less confidence than this (0 to 1, such as 0.7) as drafts for review",
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would happen, without storing anything")
        parser.add_argument(
            "--state",
            choices=[Transcript.State.PUBLISHED, Transcript.State.DRAFT],
            default=Transcript.State.PUBLISHED,
            help="the state of new transcripts (default: published)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import one after the other. The exit status is 1 if any failed, 3 if any waits for a person."""
        left: Counter[str] = Counter()
        files = list(files_in(options["paths"], left))
        if left:
            kinds = ", ".join(
                f"{count} {suffix}" for suffix, count in sorted(left.items(), key=lambda one: (-one[1], one[0]))[:10]
            )
            self.stderr.write(f"Skipped, by file type: {kinds}. A file named by itself is always tried.")
        if not files:
            raise CommandError("No files to import were found.")
        results: list[Result] = []
        try:
            with bulk():
                (self._rehearse if options["dry_run"] else self._import)(files, options, results)
                if sys.stderr.isatty() and options["verbosity"]:
                    self.stderr.write("Indexing ...", lambda line: line)
        except KeyboardInterrupt:
            self.stderr.write(f"Stopped. {KEPT}")
            sys.exit(130)
        except Exception as error:
            outage = outage_of(error)
            if outage is None:
                raise
            kept = "Nothing was kept." if options["dry_run"] else KEPT
            raise CommandError(f"{for_operators(outage, error)} {kept}", returncode=TRY_AGAIN) from error
        self._report(results, options)

    def _rehearse(self, files: list[Path], options: dict[str, Any], results: list[Result]) -> None:
        """Import in a transaction that is rolled back."""
        with transaction.atomic():
            self._import(files, options, results)
            transaction.set_rollback(True)

    def _import(self, files: list[Path], options: dict[str, Any], results: list[Result]) -> None:
        verbose = bool(options["verbosity"])
        show_bar = verbose and sys.stderr.isatty()
        with tqdm(total=sum(map(how_many, files)) if show_bar else None, unit="file", leave=False, disable=not show_bar) as bar:
            for path in files:
                how = (options["state"], options["replace"], not options["without_profile"], options["hold_below"])
                for result in take_in(path, *how):
                    results.append(result)
                    bar.update()
                    if verbose:
                        with bar.external_write_mode(file=sys.stdout):
                            self.stdout.write(result.in_words())

    def _report(self, results: list[Result], options: dict[str, Any]) -> None:
        counts = Counter(result.status for result in results)
        summary = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status])
        kept = " Dry run: nothing was stored." if options["dry_run"] else ""
        if options["verbosity"]:
            self.stdout.write(f"{len(results)} file{'s' * (len(results) != 1)}: {summary or 'nothing in them'}.{kept}")
        failed = [f"  {result.name}: {result.reason}" for result in results if result.status == "failed"]
        waiting = [_asks(result, options["dry_run"]) for result in results if result.status == "waits"]
        held = [_asks(result, options["dry_run"]) for result in results if result.status == "held"]
        lines = [f"{len(failed)} of {len(results)} could not be imported:", *failed] if failed else []
        if waiting:
            lines += [
                f"{len(waiting)} of {len(results)} would remove much stored text and were not imported:",
                *waiting,
            ]
            lines.append(HOW_TO_DECIDE)
        if held:
            lines += [f"{len(held)} of {len(results)} were read with low confidence and wait as drafts:", *held, HOW_TO_REVIEW]
        if lines:
            raise CommandError("\n".join(lines), returncode=FAILED if failed else WAITS)


def _asks(result: Result, dry_run: bool) -> str:
    """Return one line: which file would remove what, and where its draft is."""
    return f"  {result.name}: {result.reason}" + ("" if dry_run else f" Its draft: {result.where}")


def _confidence(typed: str) -> float:
    try:
        value = float(typed)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"“{typed}” is not a confidence; write a number from 0 to 1, such as 0.7")
    return value
