"""How an address gets an alert, changes it and is deleted: requested on the site, confirmed by mail."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from archive.models import write_locks
from archive.text.numbers import read_int
from search.alerts.alert_links import CONFIRM_AGE, hashed
from search.alerts.alert_models import Alert, AlertMail, MailRequest, NewMatch, Subscriber, WatchedSearch
from search.alerts.watching import last_match, search_of, watch
from search.models import IndexState
from search.query.params import SearchParams

ALERTS_LIMIT = 100  # of one address
ADDRESS_LENGTH = 254
KEY_LIMIT = 2**63
HOUR = dt.timedelta(hours=1)
DAYS = {Alert.Rhythm.DAILY: 1, Alert.Rhythm.WEEKLY: 7}
State = Alert.State
log = logging.getLogger(__name__)


class AlertRefused(Exception):
    """Why an alert is refused or a mail not sent, and what to do. `status` is the HTTP status of the page."""

    def __init__(self, why: str, status: int = 400) -> None:
        super().__init__(why)
        self.status = status


def address_typed(typed: str) -> str:
    """Return a typed address in the form for sending. Raises AlertRefused if it is invalid."""
    address = typed.strip()
    try:
        if len(address) > ADDRESS_LENGTH or not address.isprintable():
            raise ValidationError("long")
        validate_email(address)
    except ValidationError:
        raise AlertRefused("This is not an e-mail address. Write it as name@example.org.") from None
    return address


@transaction.atomic
def ask_for(params: SearchParams, address: str, rhythm: str, visitor: str) -> Alert:
    """Store a request for an alert until it is confirmed. Raises AlertRefused."""
    count_request(address, visitor)
    subscriber, _ = Subscriber.objects.get_or_create(folded=address.lower(), defaults={"address": address})
    search = search_of(params)
    alert = Alert.objects.filter(subscriber=subscriber, search=search).first()
    if alert is None:
        if subscriber.alerts.exclude(state=State.ASKED).count() >= ALERTS_LIMIT:
            raise AlertRefused(f"This address has {ALERTS_LIMIT} alerts, which is as many as one may have. End one first.")
        return Alert.objects.create(subscriber=subscriber, search=search, rhythm=rhythm)
    if alert.state == State.ASKED:
        alert.asked_at = timezone.now()
        alert.save(update_fields=["asked_at"])
    return alert


@transaction.atomic
def ask_for_link(address: str, visitor: str) -> Subscriber | None:
    """Count a request for the link to all alerts of an address; None if it has none. Raises AlertRefused."""
    count_request(address, visitor)
    return Subscriber.objects.filter(folded=address.lower()).first()


def one_of(subscriber: Subscriber, typed: str) -> Alert | None:
    """Return the alert of an address with this key, None if there is none."""
    key = read_int(typed)
    return subscriber.alerts.select_related("search").filter(pk=key).first() if key is not None and key < KEY_LIMIT else None


def count_request(address: str, visitor: str) -> None:
    """Count a requested mail. Raises AlertRefused if there were too many. Call it in a transaction.

    One row is locked, so that simultaneous requests are counted one after the other.
    """
    IndexState.locked()
    now = timezone.now()
    MailRequest.objects.filter(Q(at__lt=now - HOUR) | Q(at__gt=now + HOUR)).delete()  # the latter: the clock was set back
    row = MailRequest(address=hashed("address", address.lower()), visitor=hashed("visitor", visitor))
    lately = MailRequest.objects.all()
    if lately.filter(address=row.address).count() >= settings.ALERT_REQUESTS_ADDRESS:
        raise AlertRefused(
            "This address was sent as many mails as it may get in an hour. Look into its spam folder, or wait.", 429
        )
    if lately.filter(visitor=row.visitor).count() >= settings.ALERT_REQUESTS_VISITOR:
        raise AlertRefused("You have asked for as many mails as one visitor may in an hour. Please try again later.", 429)
    if lately.count() >= settings.ALERT_REQUESTS_ALL:
        log.warning("ALERT_REQUESTS_ALL is reached: no more mails are sent to those who ask, until an hour has passed.")
        raise AlertRefused("The archive was asked for as many mails as it sends in an hour. Please try again later.", 429)
    row.save()


@transaction.atomic
def confirm(pk: int, rhythm: str) -> Alert | None:
    """Start an alert, or continue one at this rhythm; None if it was ended or deleted. Raises BeingRepaired."""
    write_locks.alone()
    alert = Alert.objects.select_for_update(of=("self",)).select_related("search", "subscriber").filter(pk=pk).first()
    if alert is None or rhythm not in Alert.Rhythm.values:
        return None
    if alert.state == State.ASKED:
        search = WatchedSearch.objects.select_for_update().get(pk=alert.search_id)
        alert.position, alert.confirmed_at = watch(search), timezone.now()
        alert.next_day = first_day(rhythm)
    elif alert.rhythm != rhythm:
        alert.next_day = min(filter(None, (alert.next_day, first_day(rhythm))))
    alert.state, alert.rhythm = State.ACTIVE, rhythm
    alert.refusals, alert.refusal = 0, ""
    alert.save()
    return alert


def first_day(rhythm: str) -> dt.date:
    """Return the day of the first mail: a daily one may come with the next run, a weekly one gathers a week."""
    return timezone.localdate() + (dt.timedelta(days=7) if rhythm == Alert.Rhythm.WEEKLY else dt.timedelta())


def change_rhythm(alert: Alert, rhythm: str) -> None:
    """Change the rhythm of an alert. An unknown rhythm changes nothing."""
    if rhythm in Alert.Rhythm.values and rhythm != alert.rhythm:
        alert.rhythm, alert.next_day = rhythm, min(filter(None, (alert.next_day, first_day(rhythm))))
        alert.save(update_fields=["rhythm", "next_day"])


def pause(alert: Alert) -> None:
    """Pause an alert. New records wait."""
    if alert.state == State.ACTIVE:
        alert.state = State.PAUSED
        alert.save(update_fields=["state"])


@transaction.atomic
def resume(alert: Alert, skip: bool = False) -> None:
    """Resume an alert. `skip` leaves out what was found in the meantime."""
    if alert.state not in (State.PAUSED, State.REFUSED):
        return
    alert.state, alert.refusals, alert.refusal = State.ACTIVE, 0, ""
    if skip:
        alert.position = max(alert.position, last_match(alert.search))
    alert.save(update_fields=["state", "refusals", "refusal", "position"])


@transaction.atomic
def end(alert: Alert) -> None:
    """Delete an alert, and everything stored for it alone."""
    alert.delete()
    forget_unused()


@transaction.atomic
def forget(subscriber: Subscriber) -> None:
    """Delete an address and all its alerts."""
    subscriber.delete()
    forget_unused()


@transaction.atomic
def forget_the_old() -> None:
    """Delete requests that were not confirmed in time, and matches that every alert has processed."""
    now = timezone.now()
    Alert.objects.filter(state=State.ASKED, asked_at__lt=now - dt.timedelta(seconds=CONFIRM_AGE)).delete()
    MailRequest.objects.filter(at__lt=now - HOUR).delete()
    forget_unused()
    # A mail with unknown outcome may still be withdrawn, along with its records.
    behind = AlertMail.objects.filter(alert__search=OuterRef("pk"), sent_at=None).order_by("before").values("before")[:1]
    behind_all = (
        Alert.objects.filter(search=OuterRef("pk")).exclude(state=State.ASKED).order_by("position").values("position")[:1]
    )
    matched = WatchedSearch.objects.filter(Exists(NewMatch.objects.filter(search=OuterRef("pk"))))
    searches = matched.exclude(known=None).annotate(mail=Subquery(behind), alert=Subquery(behind_all))
    for pk, mail, alert in searches.values_list("pk", "mail", "alert"):
        NewMatch.objects.filter(search=pk, pk__lte=min(alert if mail is None else mail, alert)).delete()


def forget_unused() -> None:
    """Delete addresses without alerts and searches without followers, and stop watching unconfirmed ones."""
    Subscriber.objects.filter(alerts=None).delete()
    WatchedSearch.objects.filter(alerts=None).delete()
    confirmed = Alert.objects.exclude(state=State.ASKED).values("search")
    WatchedSearch.objects.exclude(known=None).exclude(pk__in=confirmed).update(known=None)
    NewMatch.objects.filter(search__known=None).delete()
