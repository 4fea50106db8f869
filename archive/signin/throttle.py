"""Limits wrong sign-ins by account and by address, without letting strangers lock anybody out for good.

A browser in which the account has signed in before carries a signed mark. Its tries are counted separately, so that strangers'
tries elsewhere do not affect it, nor an address from which the account signed in lately. For all others, a pause ends by itself:
tries during it are refused before hashing and not counted.
"""

from __future__ import annotations

import datetime as dt
import math
import secrets
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from archive.models import SignInTry
from archive.serving.visitors import address_of_visitor

Outcome = SignInTry.Outcome
MARK_SALT = "archive.signin.mark"
MARK_AGE = 365 * 24 * 3600
WELL_KNOWN_FOR = dt.timedelta(days=30)
KEPT_FOR = dt.timedelta(days=90)


@dataclass(frozen=True)
class Try:
    """A try to sign in: account, address and browser."""

    account: str
    address: str
    browser: str
    agent: str

    def wait(self) -> int:
        """Return the seconds until another try is checked, 0 if now."""
        now, pause = timezone.now(), dt.timedelta(seconds=settings.SIGN_IN_PAUSE)
        # A try from far in the future was noted before the clock was set back.
        failed = SignInTry.objects.filter(at__gt=now - pause, at__lt=now + pause).exclude(outcome=Outcome.SIGNED_IN)
        if self.browser and not _pause(failed.filter(account=self.account, browser=self.browser), settings.SIGN_IN_TRIES_ACCOUNT):
            return 0
        of_address = _pause(failed.filter(address=self.address), settings.SIGN_IN_TRIES_ADDRESS)
        if of_address or self._comes_from_where_it_does():
            return of_address
        return _pause(failed.filter(account=self.account, browser=""), settings.SIGN_IN_TRIES_ACCOUNT)

    def note(self, outcome: Outcome, user: User | None) -> None:
        """Record the outcome."""
        SignInTry.objects.create(
            account=self.account,
            address=self.address,
            browser=self.browser,
            agent=self.agent,
            outcome=outcome,
            user=user,
            at=timezone.now(),
        )

    def _comes_from_where_it_does(self) -> bool:
        since = timezone.now() - WELL_KNOWN_FOR
        came = SignInTry.objects.filter(account=self.account, outcome=Outcome.SIGNED_IN, at__gt=since)
        return came.filter(address=self.address).exists()


def try_of(request: HttpRequest, name: str) -> Try:
    """Return the try for this name."""
    return Try(account_of(name), address_of_visitor(request), _browser(request, account_of(name)), agent_of(request))


def account_of(name: str) -> str:
    """Return a hash of the typed name. People type passwords there, so the name itself is not stored."""
    return salted_hmac("archive.signin.account", unicodedata.normalize("NFKC", name).casefold()).hexdigest()[:32]


def agent_of(request: HttpRequest) -> str:
    """Return the browser's name, reduced to what can be stored and shown."""
    return "".join(letter for letter in request.META.get("HTTP_USER_AGENT", "") if letter.isprintable())[:200]


def forget_failures(user: User) -> int:
    """Let the account be tried again at once; return how many failed tries were deleted."""
    failed = SignInTry.objects.filter(account=account_of(user.get_username())).exclude(outcome=Outcome.SIGNED_IN)
    return failed.delete()[0]


def forget_the_old() -> None:
    """Delete tries older than needed."""
    SignInTry.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()


def mark(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Mark the browser as one in which this account has signed in."""
    account = account_of(user.get_username())
    browser = _browser(request, account) or secrets.token_urlsafe(9)
    response.set_cookie(
        mark_name(),
        signing.dumps([account, browser], salt=MARK_SALT),
        max_age=MARK_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def mark_name() -> str:
    return "__Host-known" if settings.SESSION_COOKIE_SECURE else "known"


def _browser(request: HttpRequest, account: str) -> str:
    try:
        of, browser = signing.loads(request.COOKIES.get(mark_name(), ""), salt=MARK_SALT, max_age=MARK_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(browser) if of == account else ""


def _pause(failed: QuerySet[SignInTry], limit: int) -> int:
    """Return the seconds until fewer than `limit` of these failures are within the pause."""
    newest = failed.order_by("-at").values_list("at", flat=True)[limit - 1 : limit]
    left = (settings.SIGN_IN_PAUSE - (timezone.now() - at).total_seconds() for at in newest)
    return max((math.ceil(min(settings.SIGN_IN_PAUSE, seconds)) for seconds in left), default=0)
