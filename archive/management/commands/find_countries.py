"""Find the countries mentioned in texts."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count
from tqdm import tqdm

from archive.countries import country_name, find_mentions
from archive.mentions.refreshing import MentionChanges, MentionMeaning, note_refreshed, refresh
from archive.models import Transcript
from archive.signals import bulk

SHOWN = 30


class Command(BaseCommand):
    """Find mentions in texts from standard input, or find those of the whole archive again."""

    help = "Find the countries mentioned in texts, or with --refresh in the whole archive after a change of the gazetteer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--json", action="store_true", help='read {"id", "text"} a line, print {"id", "mentions"} a line')
        what.add_argument("--refresh", action="store_true", help="find all mentions in the archive again and show what changed")
        parser.add_argument(
            "--dry-run", action="store_true", help="with --refresh: show what would change, without storing anything"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["refresh"]:
            self.refresh(options["dry_run"], options["verbosity"])
            return
        for number, line in enumerate(sys.stdin, 1):
            if line.strip():
                self.stdout.write(self.answer(line, number))

    def answer(self, line: str, number: int) -> str:
        """Return the JSON for one line of input. Raises CommandError if it is not {id, text}."""
        try:
            row = json.loads(line)
            found = [asdict(mention) for mention in find_mentions(row["text"])]
            return json.dumps({"id": row["id"], "mentions": found}, ensure_ascii=False)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CommandError(f'line {number}: not a JSON object with "id" and "text" ({error})') from error

    def refresh(self, dry_run: bool, verbosity: int) -> None:
        """Find all mentions again, with progress, then report the changes."""
        rows = Transcript.objects.annotate(number=Count("records")).order_by("pk").values_list("pk", "number")
        ids, total = [pk for pk, _ in rows], sum(number for _, number in rows)
        changes = MentionChanges()
        quiet = not sys.stderr.isatty() or not verbosity
        with bulk(), tqdm(total=total, unit="record", leave=False, disable=quiet) as bar:
            for records in refresh(ids, changes, keep=not dry_run):
                bar.update(records)
        if not dry_run:
            note_refreshed()
        if verbosity:
            self.report(changes, dry_run, verbosity > 1)

    def report(self, changes: MentionChanges, dry_run: bool, everything: bool) -> None:
        """Print how much was checked and, by surface, what was added and removed."""
        read = f"{counted(changes.records, 'record')} of {counted(changes.transcripts, 'transcript')} read"
        self.stdout.write(f"{read}; {counted(changes.changed, 'transcript')} changed.")
        self.list_of("added", changes.added, everything)
        self.list_of("gone", changes.gone, everything)
        if dry_run:
            self.stdout.write("Dry run: nothing was stored.")

    def list_of(self, word: str, counts: Counter[MentionMeaning], everything: bool) -> None:
        if not counts:
            return
        self.stdout.write(f"{word}: {counts.total()}")
        for (surface, code, layer), number in counts.most_common(None if everything else SHOWN):
            self.stdout.write(f"  {number:>6} × “{surface}” → {country_name(code)} ({layer})")
        if not everything and len(counts) > SHOWN:
            self.stdout.write(f"  … and {len(counts) - SHOWN} more; --verbosity 2 shows all")


def counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
