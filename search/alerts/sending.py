"""Sends new records to those who follow a search.

Wherever a run is stopped, a record is in exactly one mail of an alert, and every mail is handed to the mail server until it is
accepted. A mail is stored with its records and Message-ID before it is handed over, and marked as sent once the server accepts
it. After a crash between the two, the same mail is sent again under the same Message-ID, by which mail programs recognise it.
Records of a refused mail are new again.
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
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from archive.models import write_locks
from archive.serving.outages import outage_of
from search.alerts.alert_links import mail_host
from search.alerts.alert_mails import new_records, passages_of
from search.alerts.alert_models import Alert, AlertMail, MailedRecord, NewMatch
from search.alerts.subscribing import DAYS
from search.alerts.watching import params_of
from search.display.page_records import found_records
from search.index.repairing import BeingRepaired
from search.index.writer_lock import locked

RECORDS_A_MAIL = 50
MAILS_A_RUN = 4  # of one alert; the rest comes with its next mail
REFUSALS = 3  # consecutive permanent refusals after which an alert pauses
LOCK = 0x63686E637A  # "chncz": no other lock of this database has this number
LONGEST = dt.timedelta(days=max(DAYS.values()))  # that an alert rests
UNSURE = 3  # consecutive lost connections after which a run ends
log = logging.getLogger(__name__)
Say = Callable[[str], None]


class AlertsRunning(Exception):
    """Another process is sending alerts."""


class CannotSend(Exception):
    """Why no mail can be sent. `passes` tells whether a later try may work."""

    def __init__(self, why: str, passes: bool = True) -> None:
        super().__init__(why)
        self.passes = passes


class Fate(Enum):
    """The outcome of a mail that was handed over."""

    TAKEN = "taken"
    LATER = "not taken now"
    REFUSED = "refused for good"
    UNKNOWN = "unknown"


@dataclass(slots=True)
class Sent:
    """The result of a run. `waiting` mails go out with a later run."""

    mails: int = 0
    records: int = 0
    waiting: int = 0
    refused: int = 0


@contextmanager
def alone() -> Iterator[None]:
    """Keep every other process from sending, on any machine with this database. Raises AlertsRunning if one does."""
    with locked(_lock_file()) as here, write_locks.held_while_connected(LOCK) as mine:
        if not (here and mine):
            raise AlertsRunning("Another process is sending alerts. This one has done nothing.")
        yield


def _lock_file() -> Path:
    """Return the file that processes lock: beside a database that is a file, since others may use it from another DATA_DIR."""
    database = Path(str(connection.settings_dict["NAME"]))
    return Path(database.parent if database.is_absolute() else settings.DATA_DIR, "alerts.lock")


def due(today: dt.date) -> QuerySet[Alert]:
    """Return the alerts with something to send today, longest waiting first."""
    fresh = NewMatch.objects.filter(search=OuterRef("search"), pk__gt=OuterRef("position"))
    on_its_way = AlertMail.objects.filter(alert=OuterRef("pk"), sent_at=None)
    in_turn = Q(next_day=None) | Q(next_day__lte=today) | Q(next_day__gt=today + LONGEST)  # the last: the clock was set back
    active = Alert.objects.filter(in_turn, Exists(fresh) | Exists(on_its_way))
    return active.filter(state=Alert.State.ACTIVE).order_by("next_day", "pk")


@transaction.atomic
def next_mail(pk: int, today: dt.date) -> AlertMail | None:
    """Return the alert's mail with unknown outcome, else store its next one; None if there is nothing to send."""
    locked = Alert.objects.select_for_update(of=("self",)).select_related("search", "subscriber")
    alert = locked.filter(pk=pk, state=Alert.State.ACTIVE).first()
    if alert is None or (alert.next_day and today < alert.next_day <= today + LONGEST):
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
    """Hands mails to the mail server one after the other, within the rate limit."""

    def __init__(self, site: str, say: Say, pause: Callable[[float], object] = sleep) -> None:
        self.site, self.say, self.pause = site, say, pause
        self.sent = Sent()
        self.lost = 0
        self.next_at = 0.0
        self.connection: Any = get_connection()

    def deliver(self, today: dt.date) -> Sent:
        """Send everything due. Raises CannotSend if the mail server cannot be used."""
        try:
            for pk in list(due(today).values_list("pk", flat=True)):
                self._deliver_safely(pk, today)
        finally:
            self.connection.close()
        return self.sent

    def _deliver_safely(self, pk: int, today: dt.date) -> None:
        """Send the mails of an alert. If one cannot be written, the others are sent all the same."""
        try:
            self._deliver_one(pk, today)
        except Exception as fault:
            if isinstance(fault, CannotSend | BeingRepaired) or outage_of(fault):
                raise
            log.exception("Alert %s cannot be sent", pk)
            self.sent.waiting += 1
            self.say(f"Alert {pk} cannot be sent: {type(fault).__name__}: {fault}. It is tried again with the next run.")

    def _deliver_one(self, pk: int, today: dt.date) -> None:
        """Send the mails of an alert until none is left or one is refused, then schedule its next day."""
        before = self.sent.mails
        for _ in range(MAILS_A_RUN):
            if not write_locks.still_held(LOCK):
                raise CannotSend("The connection to the database was lost, so another machine may be sending.")
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
        """Send one mail and record its outcome; tell whether it was accepted."""
        keys = list(mail.records.order_by("pk").values_list("record_id", flat=True))
        records = passages_of(params_of(mail.alert.search), keys, self.site)
        if records:
            left = _fresh(mail.alert).count() if len(keys) >= RECORDS_A_MAIL else 0
            fate, reply = self._hand_over(new_records(mail, records, left, self.site))
        else:
            fate, reply = Fate.TAKEN, ""  # all records were withdrawn since it was made
        return self._note(mail, fate, reply, len(records), today)

    def _note(self, mail: AlertMail, fate: Fate, reply: str, records: int, today: dt.date) -> bool:
        self.lost = self.lost + 1 if fate is Fate.UNKNOWN else 0
        if fate is Fate.TAKEN:
            _accepted(mail)
            self.sent.mails += records > 0
            self.sent.records += records
        elif fate is Fate.REFUSED:
            self.sent.refused += 1
            _refused(mail, reply, today, self.say)
        else:
            self.sent.waiting += 1
            if fate is Fate.LATER:
                give_back(mail)
            self.say(f"Alert {mail.alert_id}: {reply} It is tried again with the next run.")
        if self.lost >= UNSURE:
            raise CannotSend(f"The mail server ended {UNSURE} connections one after the other: {reply}")
        return fate is Fate.TAKEN

    def _hand_over(self, message: Any) -> tuple[Fate, str]:
        """Return the outcome for a message, and the server's reply. Raises CannotSend if the problem is not this message."""
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
        """Connect if necessary, and wait until the next mail may go."""
        self.pause(max(0.0, self.next_at - monotonic()))
        self.next_at = monotonic() + 60 / max(1, settings.ALERT_MAILS_PER_MINUTE)
        try:
            self.connection.open()
        except smtplib.SMTPResponseException as refused:
            raise _cannot(refused.smtp_code, refused.smtp_error, "does not let Chancery in") from refused
        except (smtplib.SMTPException, OSError) as fault:
            raise CannotSend(f"The mail server cannot be reached ({fault}). Check EMAIL_URL.") from fault


def _reply_text(error: bytes | str) -> str:
    text = error.decode("utf-8", "replace") if isinstance(error, bytes) else str(error)
    return " ".join(text.split())[:200]


def _fate(code: int, error: bytes | str) -> tuple[Fate, str]:
    return (Fate.REFUSED if code >= 500 else Fate.LATER), f"the mail server said {code} {_reply_text(error)}."


def _cannot(code: int, error: bytes | str, what: str) -> CannotSend:
    return CannotSend(f"The mail server {what}: {code} {_reply_text(error)}. Check EMAIL_URL and EMAIL_FROM.", passes=code < 500)


@transaction.atomic
def _accepted(mail: AlertMail) -> None:
    AlertMail.objects.filter(pk=mail.pk).update(sent_at=timezone.now())
    Alert.objects.filter(pk=mail.alert_id).update(refusals=0, refusal="")


@transaction.atomic
def give_back(mail: AlertMail) -> None:
    """Delete a mail that was not accepted. Its records are new again, with everything since."""
    Alert.objects.filter(pk=mail.alert_id).update(position=mail.before)
    mail.delete()


@transaction.atomic
def _refused(mail: AlertMail, reply: str, today: dt.date, say: Say) -> None:
    """Try again tomorrow; pause the alert after several refusals."""
    alert = Alert.objects.select_for_update(of=("self",)).filter(pk=mail.alert_id).first()
    if alert is None:
        return
    alert.refusals, alert.refusal = alert.refusals + 1, reply[:300]
    alert.next_day = today + dt.timedelta(days=1)
    message = f"Alert {alert.pk}: {reply} It is tried again tomorrow."
    if alert.refusals >= REFUSALS:
        alert.state = Alert.State.REFUSED
        message = f"Alert {alert.pk} is paused after {alert.refusals} mails were refused: {reply} It is listed in the admin."
        log.error("%s", message)
    alert.save(update_fields=["refusals", "refusal", "next_day", "state"])
    give_back(mail)
    say(message)
