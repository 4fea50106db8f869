"""What tests of alerts share: a small archive, an alert of it, and a run that sends."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.http import QueryDict
from django.utils import timezone

from archive.signals import transcript_changed
from search.alerts import subscribing
from search.index.queue import drain
from search.models import Alert, MailRequest
from search.query.params import SearchParams
from tests import world
from tests.pages.conftest import get, index, index_dir

__all__ = ["get", "index", "index_dir"]
READER = "reader@journal.example"


@pytest.fixture(autouse=True)
def no_pauses(settings, tmp_path):
    """Let mails follow each other at once, and keep the lock in a folder of this test's own."""
    settings.ALERT_MAILS_PER_MINUTE = 1_000_000
    settings.DATA_DIR = tmp_path
    settings.SITE_URL = "https://archive.example"


@pytest.fixture(autouse=True)
def mailed_at_once(monkeypatch):
    """Send in the thread of the test what the site sends beside its answers."""
    monkeypatch.setattr("search.alerts.alert_views.beside", lambda work: work())


@pytest.fixture
def talks(db, index):
    """Return a news conference on a ferry, indexed."""
    made = world.harbour_talks()
    index()
    return made


def params(query: str) -> SearchParams:
    return SearchParams.from_querydict(QueryDict(query))


def asked(query: str = "q=ferry", address: str = READER, rhythm: str = "daily") -> Alert:
    """Return an alert that is not confirmed; that it was asked for is not counted."""
    alert = subscribing.ask_for(params(query), address, rhythm, "192.0.2.1")
    MailRequest.objects.all().delete()
    return alert


def confirmed(query: str = "q=ferry", address: str = READER, rhythm: str = "daily") -> Alert:
    """Return an alert that sends from today on."""
    alert = subscribing.confirm(asked(query, address, rhythm).pk, rhythm)
    Alert.objects.filter(pk=alert.pk).update(next_day=None)
    alert.refresh_from_db()
    return alert


def said(*texts: str, by: str = "Ada Quarrell", title: str = "Statement of the day", **fields):
    """Import a transcript of these statements, and index it."""
    of = world.talk(*(world.said(text, by) for text in texts), title=title, **fields)
    assert drain()
    return of


def tell(of) -> None:
    """Say that a transcript has changed, and index it."""
    transcript_changed.send(sender=type(of), transcript_id=of.pk)
    assert drain()


def tomorrow() -> None:
    """Let the next day of every alert have come."""
    Alert.objects.update(next_day=timezone.localdate() - dt.timedelta(days=1))


def send(**options) -> list:
    """Send what is due and return the mails of this run."""
    before = len(mail.outbox)
    call_command("send_alerts", verbosity=0, **options)
    return mail.outbox[before:]


def links(message, start: str = "https://archive.example") -> list[str]:
    """Return the paths of the site's own addresses in a mail's text."""
    return [found.removeprefix(start) for found in re.findall(rf"{start}\S*", message.body)]
