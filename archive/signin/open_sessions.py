"""Signed-in sessions: begin, use, end."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from archive.models import GivenPassword, OpenSession
from archive.serving.visitors import address_of_visitor
from archive.signin.throttle import agent_of

BEGUN, SEEN, MUST_CHANGE, FACTOR = "begun", "seen", "must_change_password", "second_factor"
SEEN_EVERY = 60  # seconds: a session is written once a minute, not with every page
AHEAD = 60  # seconds by which the clocks of several machines may differ


@receiver(user_logged_in)
def begin(request: HttpRequest, user: User, **others: Any) -> None:
    """Record a session's user and start."""
    request.session[BEGUN] = request.session[SEEN] = int(time.time())
    request.session[MUST_CHANGE] = GivenPassword.objects.filter(user=user).exists()
    forget_the_ended()
    if request.session.session_key is None:  # somebody else was signed in in this browser
        request.session.save()
    now = timezone.now()
    about = {"user": user, "address": address_of_visitor(request), "agent": agent_of(request), "begun_at": now, "seen_at": now}
    OpenSession.objects.update_or_create(session_key=request.session.session_key, defaults=about)


@receiver(user_logged_out)
def ended(request: HttpRequest, **others: Any) -> None:
    """Delete a session whose user signs out."""
    OpenSession.objects.filter(session_key=request.session.session_key).delete()


def forget_the_ended() -> None:
    """Delete expired sessions."""
    OpenSession.objects.filter(begun_at__lt=timezone.now() - dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)).delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def is_over(request: HttpRequest) -> bool:
    """Tell whether a session has been idle for too long or is too old."""
    now = time.time()
    for name in (BEGUN, SEEN):
        if request.session.get(name, now + AHEAD) >= now + AHEAD:  # there is none, or the clock was set back
            request.session[name] = int(now)
    begun, last_seen = request.session[BEGUN], request.session[SEEN]
    return bool(now - last_seen > settings.SESSION_IDLE or now - begun > settings.SESSION_COOKIE_AGE)


def note_use(request: HttpRequest) -> None:
    """Remember that a session is in use."""
    if SESSION_KEY in request.session and time.time() - request.session[SEEN] > SEEN_EVERY:
        request.session[SEEN] = int(time.time())
        OpenSession.objects.filter(session_key=request.session.session_key).update(seen_at=timezone.now())


def listed() -> QuerySet[OpenSession]:
    """Return open sessions. Django drops a session silently when another user signs in in it."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
    return OpenSession.objects.filter(Exists(alive)).select_related("user")


def end(sessions: QuerySet[OpenSession]) -> int:
    """End sessions at once, on every machine; return how many."""
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_others(request: HttpRequest, user: User) -> int:
    """End every session of a user but this one; return how many."""
    return end(OpenSession.objects.filter(user=user).exclude(session_key=request.session.session_key))


def renew(request: HttpRequest) -> None:
    """Give a session a new key, so that a leaked key is useless."""
    before = request.session.session_key
    request.session.cycle_key()
    OpenSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
