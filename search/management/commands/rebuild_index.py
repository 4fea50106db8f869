"""Build the index anew while the old one answers."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from archive.models import Transcript
from archive.pages.html.formatting import counted
from search.index.queue import begin_beside, drain, drain_once, engine, fed, is_built_beside, writing
from search.index.rebuilding import BuildProgress, progress_of

REPORT_EVERY = 2.0  # seconds between two lines


class Command(BaseCommand):
    """Build an index beside the live one, and replace it when complete."""

    help = "Rebuild the index beside the old one, which answers meanwhile. An interrupted run is resumed by the next."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --restart."""
        parser.add_argument("--restart", action="store_true", help="start over even if an earlier run, or the server, has begun")

    def handle(self, *args: Any, **options: Any) -> None:
        """Begin, or resume, and report progress."""
        with writing(wait=True):
            indexes = fed()
            if options["restart"] or not any(one.beside or one.consumer.until for one in indexes):
                begin_beside()
        say = self.stdout.write if options["verbosity"] else lambda line: None
        began, first, last_report = time.monotonic(), progress_of(engine()), 0.0
        # Not until nothing waits: others may publish on and on.
        while (now := progress_of(engine())) or is_built_beside(engine()):
            if now and first and time.monotonic() - last_report > REPORT_EVERY:
                say(line(now, first, time.monotonic() - began))
                last_report = time.monotonic()
            drain_once(wait=True)
        drain(wait=True)
        seconds = time.monotonic() - began
        say(f"The index is new: {counted(Transcript.objects.published().count(), 'transcript')} in {seconds:.0f} seconds")


def line(now: BuildProgress, first: BuildProgress, seconds: float) -> str:
    """Report progress, speed and remaining time."""
    rate = (now.done - first.done) / seconds if seconds > 0 else 0.0
    progress = f"{now.done} of {counted(now.total, 'transcript')} ({now.percent}%)"
    return f"{progress}, {rate:.1f} a second, {(now.total - now.done) / rate:.0f} seconds left" if rate else progress
