"""List probable duplicates among the speakers, and doubtful names, with the evidence. Merge them or keep them apart."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.models import Speaker
from archive.speakers import registry, review


class Command(BaseCommand):
    """Review the speakers."""

    help = "List speakers that are probably one person, and doubtful names, with the evidence; merge them or keep them apart."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--merge", nargs=2, metavar=("KEPT", "GONE"), help="addresses (slugs) of two speakers to merge")
        what.add_argument("--keep-apart", nargs=2, metavar=("ONE", "OTHER"), help="addresses of two speakers who are two persons")
        what.add_argument("--right", metavar="SPEAKER", help="address of a speaker whose name is right as it is")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["merge"]:
            kept, gone = map(self.speaker, options["merge"])
            if kept == gone:
                raise CommandError("These are already one speaker.")
            registry.merge(kept, gone)
            self.stdout.write(f"{gone} is now {kept}.")
        elif options["keep_apart"]:
            review.keep_apart(*map(self.speaker, options["keep_apart"]))
            self.stdout.write("They stay separate and are not listed again.")
        elif options["right"]:
            review.name_is_right(self.speaker(options["right"]))
            self.stdout.write("The name stays and is not listed again.")
        else:
            self.show()

    def speaker(self, slug: str) -> Speaker:
        """Return the speaker with this slug."""
        found = Speaker.objects.filter(slug=slug).first()
        if found is None:
            raise CommandError(f"No speaker has the address “{slug}”.")
        return found

    def show(self) -> None:
        """Print both lists."""
        pairs, names = review.probable_pairs(), review.doubtful_names()
        summaries = review.summaries_of({speaker for pair in pairs for speaker in pair.both} | {doubt.speaker for doubt in names})
        self.stdout.write(f"Probably one person: {len(pairs)}")
        for pair in pairs:
            self.stdout.write(f"  {pair.one.slug} | {pair.other.slug}: {pair.reason}")
            for speaker in pair.both:
                self.stdout.write(f"      {speaker.name}: {summaries[speaker.pk]}")
        self.stdout.write(f"Doubtful names: {len(names)}")
        for doubt in names:
            self.stdout.write(f"  {doubt.speaker.slug} ({doubt.speaker.name}): {doubt.reason}; {summaries[doubt.speaker.pk]}")
