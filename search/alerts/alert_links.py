"""Links that mails lead back with: each is signed, and says by its kind what it may do. Changing SECRET_KEY ends them all."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from archive.pages.links import address_of, own_site, site_of
from archive.text.numbers import read_int
from search.alerts.alert_models import Alert, Subscriber

CONFIRM_AGE = 48 * 3600  # seconds
MINE_AGE = 24 * 3600
CONFIRM, ONE, MINE = "search.alerts.confirm", "search.alerts.one", "search.alerts.mine"
SEPARATOR = "."


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a link of a mail that asks for confirmation says: which alert, how often."""

    alert: int
    rhythm: str


def confirm_link(alert: Alert, rhythm: str) -> str:
    """Return the path that confirms an alert, for two days."""
    return address_of("alert_confirm", _timed(CONFIRM).sign(f"{alert.pk}{SEPARATOR}{rhythm}"))


def read_confirm(token: str) -> Confirmed | None:
    """Return what such a link says; None where it is wrong or old."""
    try:
        alert, _, rhythm = _timed(CONFIRM).unsign(token, max_age=CONFIRM_AGE).partition(SEPARATOR)
    except signing.BadSignature:
        return None
    return Confirmed(int(alert), rhythm)


def alert_token(alert: Alert) -> str:
    """Return what opens one alert for ever: mails lie about for years, and each must be able to end it."""
    return signing.Signer(salt=ONE, sep=SEPARATOR).sign(str(alert.pk))


def read_alert_token(token: str) -> int | None:
    """Return whose key such a token has; None where it is wrong."""
    try:
        return read_int(signing.Signer(salt=ONE, sep=SEPARATOR).unsign(token))
    except signing.BadSignature:
        return None


def mine_link(subscriber: Subscriber) -> str:
    """Return the path to all alerts of an address, for a day."""
    return address_of("alerts_mine", _timed(MINE).sign(str(subscriber.pk)))


def read_mine(token: str) -> int | None:
    """Return whose key such a link has; None where it is wrong or old."""
    try:
        return read_int(_timed(MINE).unsign(token, max_age=MINE_AGE))
    except signing.BadSignature:
        return None


def site_address(request: HttpRequest | None = None) -> str:
    """Return the address of the site, without a slash at its end, for links that leave it.

    What a request says of the host is believed only where the operator has named that very host: anybody could else have mails
    sent that lead elsewhere.
    """
    if settings.SITE_URL or request is None:
        return own_site()
    host = request.get_host()
    is_named = {host, host.rpartition(":")[0]} & set(settings.ALLOWED_HOSTS)
    return site_of(request) if is_named else own_site()


def mail_host() -> str:
    """Return the name of the host in Message-IDs: that of the sender's address."""
    return parseaddr(sender())[1].rpartition("@")[2] or "localhost"


def sender() -> str:
    """Return who mails are from."""
    if settings.DEFAULT_FROM_EMAIL:
        return str(settings.DEFAULT_FROM_EMAIL)
    host = site_address().partition("://")[2].partition(":")[0]
    return f"alerts@{host if '.' in host else 'localhost.localdomain'}"


def hashed(what: str, value: str) -> str:
    """Return what stands for an address of a mail or a visitor where it need only be told from others."""
    return salted_hmac(f"search.alerts.{what}", value).hexdigest()[:32]


def _timed(salt: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=salt, sep=SEPARATOR)
