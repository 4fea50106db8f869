"""Middleware in front of sign-in and of every admin page. Public pages pass without loading the session."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from archive.pages.links import address_of
from archive.signin import open_sessions, passwords, second_factor, sign_in
from archive.signin.passwords import BusyError

IDLE = "You were signed out because the session was idle. Sign in to continue."
MUST_CHANGE = "Somebody else set your password. Choose your own before you continue."
MUST_SET_UP = "This site requires a second factor. Set it up before you continue."


class Guard:
    """End idle sessions, and require a new password or a second factor where one is due."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check the session for admin pages."""
        if request.path.startswith(address_of("admin:index")) and SESSION_KEY in request.session:
            if open_sessions.is_over(request):
                logout(request)
                messages.info(request, IDLE)
            elif (first := what_comes_first(request)) is not None:
                return first
            else:
                open_sessions.note_use(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Answer if too many passwords are being checked, or too many were wrong."""
        if isinstance(fault, sign_in.PutOffError):
            return sign_in.put_off(request, fault.seconds)
        return sign_in.busy(request) if isinstance(fault, BusyError) else None


def what_comes_first(request: HttpRequest) -> HttpResponse | None:
    """Redirect to what must be done first; None if there is nothing."""
    free = {reverse("admin:logout"), reverse("admin:jsi18n"), reverse("admin:login")}
    if request.session.get(open_sessions.MUST_CHANGE):
        return _lead(request, reverse("admin:password_change"), free, MUST_CHANGE)
    if (
        not request.session.get(open_sessions.FACTOR)
        and isinstance(request.user, User)
        and second_factor.is_required_of(request.user)
    ):
        if second_factor.has_one(request.user):
            logout(request)  # signed in before a second factor was required
            return None
        return _lead(request, reverse("set_up_second_factor"), free, MUST_SET_UP)
    return None


def _lead(request: HttpRequest, to: str, free: set[str], why: str) -> HttpResponse | None:
    if request.path == to or request.path in free:
        request.session[open_sessions.SEEN] = int(time.time())
        return None
    messages.warning(request, why)
    return HttpResponseRedirect(to)


class EarlyRefusal:
    """Refuse sign-ins at once while too many passwords are being checked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.said: bytes = b""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let other requests through, and sign-ins while there is capacity."""
        if request.method != "POST" or request.path != address_of("admin:login") or passwords.has_place():
            return self.get_response(request)
        self.said = self.said or sign_in.busy(request).content
        return sign_in.not_now(HttpResponse(self.said), passwords.SECONDS)
