"""Send alerts."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from archive.pages.html.formatting import counted
from archive.serving.outages import TRY_AGAIN, for_operators, outage_of
from search.alerts.alert_links import site_address
from search.alerts.sending import AlertsRunning, CannotSend, Postman, alone, due
from search.alerts.subscribing import forget_the_old
from search.alerts.watching import collect
from search.index.queue import drain
from search.index.repairing import BeingRepaired


class Command(BaseCommand):
    """Send new records to subscribers by e-mail; for cron or a timer, as often as wanted."""

    help = "Find new records of all searches with alerts and mail them. Exit status 75: something is left for the next run."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the site whose address stands in mails, and whether only to tell."""
        parser.add_argument("--site", default="", help="address of the site in mails (default: SITE_URL, or ALLOWED_HOSTS)")
        parser.add_argument("--dry-run", action="store_true", help="show what would be sent, without sending or storing anything")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, or only say who would get what."""
        if not settings.ALERTS:
            self.stdout.write("Alerts are off (ALERTS).")
            return
        try:
            with alone():
                self._run(options["site"].rstrip("/") or site_address(), options["dry_run"])
        except AlertsRunning as running:
            raise CommandError(str(running), returncode=TRY_AGAIN) from None
        except BeingRepaired as away:
            raise CommandError(f"{away.said} Alerts go out with the next run.", returncode=TRY_AGAIN) from None
        except CannotSend as fault:
            raise CommandError(
                f"{fault} What is left is sent by a later run.", returncode=TRY_AGAIN if fault.passes else 1
            ) from None
        except Exception as fault:
            outage = outage_of(fault)
            if outage is None:
                raise
            raise CommandError(for_operators(outage, fault), returncode=TRY_AGAIN) from fault

    def _run(self, site: str, dry: bool) -> None:
        today = timezone.localdate()
        if dry:
            with transaction.atomic():
                collect()
                for alert in due(today).select_related("search"):
                    waiting = alert.search.matches.filter(pk__gt=alert.position).count()
                    self.stdout.write(f"Alert {alert.pk} ({alert}): {counted(waiting, 'new record')}")
                transaction.set_rollback(True)
            return
        forget_the_old()
        collect(partial(drain, wait=True))
        sent = Postman(site, self.stdout.write).deliver(today)
        self.stdout.write(f"{counted(sent.mails, 'mail')} with {counted(sent.records, 'record')} sent.")
        if sent.waiting or sent.refused:
            raise CommandError(
                f"Mails that wait for a later run: {sent.waiting}. Mails that were refused: {sent.refused}.",
                returncode=TRY_AGAIN if sent.waiting else 1,
            )
