"""What processes of test_killed.py and test_two_senders.py do: make an archive with alerts, and send a few records a mail.

python -m tests.search.alerts.killed_run make|send|wait
"""

from __future__ import annotations

import os
import sys

import django

ALERTS, RECORDS = 3, 12


def make() -> None:
    """Make an archive, alerts that are confirmed, and records that come afterwards."""
    from django.core.management import call_command
    from django.http import QueryDict

    from archive.models import Record
    from search.alerts import subscribing
    from search.index.queue import drain
    from search.models import Alert
    from search.query.params import SearchParams
    from tests import world

    call_command("migrate", verbosity=0)
    params = SearchParams.from_querydict(QueryDict("q=ferry"))
    assert drain()
    for number in range(ALERTS):
        alert = subscribing.ask_for(params, f"reader{number}@journal.example", "daily", str(number))
        subscribing.confirm(alert.pk, "daily")
    world.talk(*(world.said(f"The ferry number {number} sails.", world.MARCHETTI) for number in range(RECORDS)))
    say(f"{Record.objects.count()} {Alert.objects.filter(state='active').count()}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def send() -> None:
    """Send what is due, few records a mail."""
    from django.core.management import call_command

    from search.alerts import sending

    sending.RECORDS_A_MAIL = RECORDS // 4
    say("ready")
    call_command("send_alerts")


def wait() -> None:
    """Send what is due, waiting for a line of input before the first mail."""
    from search.alerts import sending

    whole, waited = sending.next_mail, []

    def next_mail(*given):
        if not waited:
            say("waiting")
            waited.append(sys.stdin.readline())
        return whole(*given)

    sending.next_mail = next_mail
    send()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    django.setup()
    {"make": make, "send": send, "wait": wait}[sys.argv[1]]()
