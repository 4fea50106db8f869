"""Load the invented sample transcripts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Import the sample transcripts of fixtures/. Loading them again changes nothing."""

    help = "Load the invented sample transcripts. Loading them again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("import_transcripts", str(settings.BASE_DIR / "fixtures" / "samples"), verbosity=options["verbosity"])
