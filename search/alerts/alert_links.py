"""Links in mails. Each is signed and limited to one kind of action. Changing SECRET_KEY invalidates all of them."""

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
    """The content of a confirmation link: which alert, how often."""

    alert: int
    rhythm: str


def confirm_link(alert: Alert, rhythm: str) -> str:
    """Return the path that confirms an alert, valid for two days."""
    return address_of("alert_confirm", _timed(CONFIRM).sign(f"{alert.pk}{SEPARATOR}{rhythm}"))


def read_confirm(token: str) -> Confirmed | None:
    """Return the content of a confirmation link; None if it is wrong or expired."""
    try:
        alert, _, rhythm = _timed(CONFIRM).unsign(token, max_age=CONFIRM_AGE).partition(SEPARATOR)
    except signing.BadSignature:
        return None
    return Confirmed(int(alert), rhythm)


def alert_token(alert: Alert) -> str:
    """Return the permanent token of one alert. Mails are kept for years, and each must be able to end its alert."""
    return signing.Signer(salt=ONE, sep=SEPARATOR).sign(str(alert.pk))


def read_alert_token(token: str) -> int | None:
    """Return the key in such a token; None if it is wrong."""
    try:
        return read_int(signing.Signer(salt=ONE, sep=SEPARATOR).unsign(token))
    except signing.BadSignature:
        return None


def mine_link(subscriber: Subscriber) -> str:
    """Return the path to all alerts of an address, valid for a day."""
    return address_of("alerts_mine", _timed(MINE).sign(str(subscriber.pk)))


def read_mine(token: str) -> int | None:
    """Return the key in such a link; None if it is wrong or expired."""
    try:
        return read_int(_timed(MINE).unsign(token, max_age=MINE_AGE))
    except signing.BadSignature:
        return None


def site_address(request: HttpRequest | None = None) -> str:
    """Return the site's address, without a final slash, for links in mails.

    The host of a request is trusted only if the operator has named it. Otherwise anybody could have mails sent that lead
    elsewhere.
    """
    if settings.SITE_URL or request is None:
        return own_site()
    host = request.get_host()
    is_named = {host, host.rpartition(":")[0]} & set(settings.ALLOWED_HOSTS)
    return site_of(request) if is_named else own_site()


def mail_host() -> str:
    """Return the host in Message-IDs: that of the sender's address."""
    return parseaddr(sender())[1].rpartition("@")[2] or "localhost"


def sender() -> str:
    """Return the sender of mails."""
    if settings.DEFAULT_FROM_EMAIL:
        return str(settings.DEFAULT_FROM_EMAIL)
    host = site_address().partition("://")[2].partition(":")[0]
    return f"alerts@{host if '.' in host else 'localhost.localdomain'}"


def hashed(what: str, value: str) -> str:
    """Return a keyed hash of an address or a visitor, for comparison only."""
    return salted_hmac(f"search.alerts.{what}", value).hexdigest()[:32]


def _timed(salt: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=salt, sep=SEPARATOR)
