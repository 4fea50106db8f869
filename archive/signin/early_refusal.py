"""The first look at a sign-in, before session, database and form: to refuse one costs next to nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from archive.signin import password_hashing, sign_in


class EarlyRefusal:
    """Answer sign-ins at once while too many passwords are being checked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.said: bytes = b""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through whatever is no sign-in, and sign-ins while there is a place."""
        if request.method != "POST" or request.path != reverse("admin:login") or password_hashing.has_place():
            return self.get_response(request)
        self.said = self.said or sign_in.busy(request).content
        return sign_in.not_now(HttpResponse(self.said), password_hashing.SECONDS)
