"""Compress older originals, or move all between the database and the object store."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.models.original_bytes import uses_store
from archive.models.originals_packing import pack_originals

PLACES = {None: None, "store": True, "database": False}
NO_STORE = "ORIGINALS_BUCKET is not set, so there is no store to move originals to or from. Nothing was changed."


class Command(BaseCommand):
    """Process the stored originals, one transaction each. It can be stopped at any time and continues where it stopped."""

    help = "Compress originals that are stored uncompressed. Checksums and downloads stay the same."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", choices=["store", "database"], help="also move all into the object store, or out of it")
        parser.add_argument("--limit", type=int, help="stop after this many originals")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compress, and report the saving."""
        if options["limit"] is not None and options["limit"] < 1:
            raise CommandError("--limit must be at least 1.")
        if options["to"] and not uses_store():
            raise CommandError(NO_STORE)
        done = pack_originals(PLACES[options["to"]], options["limit"], self._tell)
        self._tell(f"{done.count:,} originals done: their {done.before:,} bytes in the database are {done.after:,} now.")
        self._tell(f"{done.left:,} are left." if done.left else "None is left.")
        if done.damaged:
            raise CommandError(
                f"{len(done.damaged):,} originals are not what was uploaded (their SHA-256 differs) and were left as they are: "
                f"{', '.join(done.damaged[:20])}. Take them from a backup."
            )

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
