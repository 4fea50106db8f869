"""Undo a bad revision from the command line."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.importing.importer import ImportRefused
from archive.importing.undo_revision import restore_revision, undoing
from archive.models import Transcript


class Command(BaseCommand):
    """Restore an earlier revision of a transcript under the numbers it had."""

    help = "Make an earlier revision of a transcript current again, with its old record addresses."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the transcript and the revision."""
        parser.add_argument("transcript", metavar="TRANSCRIPT", help="its address, or the last part of it")
        parser.add_argument("revision", metavar="REVISION", type=int, help="the number of the revision to restore")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, without changing anything")

    def handle(self, *args: Any, **options: Any) -> None:
        transcript = _find(options["transcript"])
        number = options["revision"]
        try:
            change = undoing(transcript, number)
            if not options["dry_run"]:
                restore_revision(transcript, number, seen=change.last.number)
        except ImportRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["verbosity"]:
            for line in change.in_words():
                self.stdout.write(line)
            done = "Dry run: nothing was changed." if options["dry_run"] else _done(transcript, number, change.last.number)
            self.stdout.write(done)


def _done(transcript: Transcript, number: int, last: int) -> str:
    return f"Revision {number} is current again, as revision {last + 1}: {transcript.get_absolute_url()}"


def _find(named: str) -> Transcript:
    """Return the transcript of an address or slug."""
    slug = urlsplit(named).path.strip("/").rpartition("/")[2]
    found = Transcript.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no transcript “{named}”. Give its address on the site, or the last part of it.")
    return found
