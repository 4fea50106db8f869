"""Send what is new to those who asked for it.

What holds wherever a run is stopped: a record stands in one mail of an alert and in no other, and every mail is handed to the
mail server until that has taken it. A mail is written down with its records and its Message-ID before it is handed over, and
marked as sent once the server has said yes. Who is stopped between the two does not know: the same mail goes again, under the
same Message-ID, by which mail programs tell that it is one. What the server has refused is given back, and is new once more.
"""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from archive.serving.outages import outage_of
from search.alerts.alert_links import mail_host
from search.alerts.alert_mails import new_records
from search.alerts.alert_models import Alert, AlertMail, MailedRecord, NewMatch
from search.alerts.mail_records import passages_of
from search.alerts.subscribing import DAYS
from search.alerts.watching import params_of
from search.index.locks import locked
from search.index.repairing import BeingRepaired
from search.results.page_records import found_records

RECORDS_A_MAIL = 50
MAILS_A_RUN = 4  # of one alert; what is left comes with its next mail
REFUSALS = 3  # mails refused for good, one after the other, after which an alert pauses
UNSURE = 3  # connections lost one after the other, after which a run ends
log = logging.getLogger(__name__)
Say = Callable[[str], None]


class AlertsRunning(Exception):
    """Say that another process sends alerts."""


class CannotSend(Exception):
    """Say why no mail can be sent; `passes` tells that it may work later."""

    def __init__(self, why: str, passes: bool = True) -> None:
        super().__init__(why)
        self.passes = passes


class Fate(Enum):
    """What became of a mail that was handed over."""

    TAKEN = "taken"
    LATER = "not taken now"
    REFUSED = "refused for good"
    UNKNOWN = "unknown"


@dataclass(slots=True)
class Sent:
    """What a run has done; `waiting` are mails that go out with a later run."""

    mails: int = 0
    records: int = 0
    waiting: int = 0
    refused: int = 0


@contextmanager
def alone() -> Iterator[None]:
    """Keep other processes of this machine from sending; raises AlertsRunning where one does."""
    with locked(Path(settings.DATA_DIR, "alerts.lock")) as mine:
        if not mine:
            raise AlertsRunning("Another process sends alerts. It goes on; this one has done nothing.")
        yield


def due(today: dt.date) -> QuerySet[Alert]:
    """Return the alerts that have something to send today, those that wait longest first."""
    fresh = NewMatch.objects.filter(search=OuterRef("search"), pk__gt=OuterRef("position"))
    on_its_way = AlertMail.objects.filter(alert=OuterRef("pk"), sent_at=None)
    active = Alert.objects.filter(Q(next_day=None) | Q(next_day__lte=today), Exists(fresh) | Exists(on_its_way))
    return active.filter(state=Alert.State.ACTIVE).order_by("next_day", "pk")


@transaction.atomic
def next_mail(pk: int, today: dt.date) -> AlertMail | None:
    """Return the mail of an alert whose fate is not known, else write its next one down; None where nothing is to be sent."""
    locked = Alert.objects.select_for_update(of=("self",)).select_related("search", "subscriber")
    alert = locked.filter(pk=pk, state=Alert.State.ACTIVE).first()
    if alert is None or (alert.next_day and alert.next_day > today):
        return None
    mail: AlertMail | None
    if mail := alert.mails.filter(sent_at=None).first():
        return mail
    before = alert.position
    while matches := list(_fresh(alert).order_by("pk").values_list("pk", "record_id")[:RECORDS_A_MAIL]):
        keys = [record for _, record in matches]
        alert.position = matches[-1][0]
        alert.save(update_fields=["position"])
        had = set(MailedRecord.objects.filter(alert=alert, record_id__in=keys).values_list("record_id", flat=True))
        public = found_records([key for key in keys if key not in had])
        if wanted := [key for key in keys if key in public]:
            return _write_down(alert, before, wanted)
    return None


def _fresh(alert: Alert) -> QuerySet[NewMatch]:
    return NewMatch.objects.filter(search=alert.search_id, pk__gt=alert.position)


def _write_down(alert: Alert, before: int, records: list[int]) -> AlertMail:
    name = salted_hmac("search.alerts.mail", f"{alert.pk}:{before}:{alert.position}").hexdigest()[:32]
    mail = AlertMail.objects.create(alert=alert, message_id=f"<{name}@{mail_host()}>", before=before)
    MailedRecord.objects.bulk_create([MailedRecord(alert=alert, mail=mail, record_id=key) for key in records])
    return mail


class Postman:
    """Hand mails to the mail server one after the other, no faster than the settings say."""

    def __init__(self, site: str, say: Say, pause: Callable[[float], object] = sleep) -> None:
        self.site, self.say, self.pause = site, say, pause
        self.sent = Sent()
        self.lost = 0
        self.next_at = 0.0
        self.connection: Any = get_connection()

    def deliver(self, today: dt.date) -> Sent:
        """Send all that is due; raises CannotSend where the mail server cannot be used."""
        try:
            for pk in list(due(today).values_list("pk", flat=True)):
                self._deliver_safely(pk, today)
        finally:
            self.connection.close()
        return self.sent

    def _deliver_safely(self, pk: int, today: dt.date) -> None:
        """Send the mails of an alert; where one cannot be written, the others go out all the same."""
        try:
            self._deliver_one(pk, today)
        except Exception as fault:
            if isinstance(fault, CannotSend | BeingRepaired) or outage_of(fault):
                raise
            log.exception("Alert %s cannot be sent", pk)
            self.sent.waiting += 1
            self.say(f"Alert {pk} cannot be sent: {type(fault).__name__}: {fault}. It is tried again with the next run.")

    def _deliver_one(self, pk: int, today: dt.date) -> None:
        """Send the mails of an alert until there are none, or one is not taken; then it rests until its next day."""
        before = self.sent.mails
        for _ in range(MAILS_A_RUN):
            mail = next_mail(pk, today)
            if mail is None:
                break
            if not self._send(mail, today):
                return
        if self.sent.mails > before:
            with transaction.atomic():
                for alert in Alert.objects.select_for_update(of=("self",)).filter(pk=pk):
                    alert.next_day = today + dt.timedelta(days=DAYS[Alert.Rhythm(alert.rhythm)])
                    alert.save(update_fields=["next_day"])

    def _send(self, mail: AlertMail, today: dt.date) -> bool:
        """Send one mail and note its fate; tell whether it was taken."""
        keys = list(mail.records.order_by("pk").values_list("record_id", flat=True))
        records = passages_of(params_of(mail.alert.search), keys, self.site)
        if records:
            left = _fresh(mail.alert).count() if len(keys) >= RECORDS_A_MAIL else 0
            fate, said = self._hand_over(new_records(mail, records, left, self.site))
        else:
            fate, said = Fate.TAKEN, ""  # all were withdrawn since it was made
        return self._note(mail, fate, said, len(records), today)

    def _note(self, mail: AlertMail, fate: Fate, said: str, records: int, today: dt.date) -> bool:
        self.lost = self.lost + 1 if fate is Fate.UNKNOWN else 0
        if fate is Fate.TAKEN:
            _taken(mail)
            self.sent.mails += records > 0
            self.sent.records += records
        elif fate is Fate.REFUSED:
            self.sent.refused += 1
            _refused(mail, said, today, self.say)
        else:
            self.sent.waiting += 1
            if fate is Fate.LATER:
                give_back(mail)
            self.say(f"Alert {mail.alert_id}: {said} It is tried again with the next run.")
        if self.lost >= UNSURE:
            raise CannotSend(f"The mail server ended {UNSURE} connections one after the other: {said}")
        return fate is Fate.TAKEN

    def _hand_over(self, message: Any) -> tuple[Fate, str]:
        """Return what became of a message, and what the server said; raises CannotSend where that is not about this message."""
        self._connect()
        try:
            self.connection.send_messages([message])
        except smtplib.SMTPSenderRefused as refused:
            raise _cannot(refused.smtp_code, refused.smtp_error, "refuses the sender") from refused
        except smtplib.SMTPRecipientsRefused as refused:
            return _fate(*next(iter(refused.recipients.values())))
        except smtplib.SMTPResponseException as refused:
            return _fate(refused.smtp_code, refused.smtp_error)
        except (smtplib.SMTPException, OSError) as lost:
            self.connection.close()
            return Fate.UNKNOWN, f"the connection was lost ({lost})."
        return Fate.TAKEN, ""

    def _connect(self) -> None:
        """Open the connection if there is none, and wait until the next mail may go."""
        self.pause(max(0.0, self.next_at - monotonic()))
        self.next_at = monotonic() + 60 / max(1, settings.ALERT_MAILS_PER_MINUTE)
        try:
            self.connection.open()
        except smtplib.SMTPResponseException as refused:
            raise _cannot(refused.smtp_code, refused.smtp_error, "does not let Chancery in") from refused
        except (smtplib.SMTPException, OSError) as fault:
            raise CannotSend(f"The mail server cannot be reached ({fault}). Check EMAIL_URL.") from fault


def _said(error: bytes | str) -> str:
    text = error.decode("utf-8", "replace") if isinstance(error, bytes) else str(error)
    return " ".join(text.split())[:200]


def _fate(code: int, error: bytes | str) -> tuple[Fate, str]:
    return (Fate.REFUSED if code >= 500 else Fate.LATER), f"the mail server said {code} {_said(error)}."


def _cannot(code: int, error: bytes | str, what: str) -> CannotSend:
    return CannotSend(f"The mail server {what}: {code} {_said(error)}. Check EMAIL_URL and EMAIL_FROM.", passes=code < 500)


@transaction.atomic
def _taken(mail: AlertMail) -> None:
    AlertMail.objects.filter(pk=mail.pk).update(sent_at=timezone.now())
    Alert.objects.filter(pk=mail.alert_id).update(refusals=0, refusal="")


@transaction.atomic
def give_back(mail: AlertMail) -> None:
    """Forget a mail that was not taken: its records are new again, with all that came since."""
    Alert.objects.filter(pk=mail.alert_id).update(position=mail.before)
    mail.delete()


@transaction.atomic
def _refused(mail: AlertMail, said: str, today: dt.date, say: Say) -> None:
    """Try again tomorrow; pause the alert after some times."""
    alert = Alert.objects.select_for_update(of=("self",)).filter(pk=mail.alert_id).first()
    if alert is None:
        return
    alert.refusals, alert.refusal = alert.refusals + 1, said[:300]
    alert.next_day = today + dt.timedelta(days=1)
    told = f"Alert {alert.pk}: {said} It is tried again tomorrow."
    if alert.refusals >= REFUSALS:
        alert.state = Alert.State.REFUSED
        told = f"Alert {alert.pk} is paused after {alert.refusals} mails were refused: {said} It is listed in the admin."
        log.error("%s", told)
    alert.save(update_fields=["refusals", "refusal", "next_day", "state"])
    give_back(mail)
    say(told)
