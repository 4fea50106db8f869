"""A first check of sign-ins before session, database and form, so that refusing costs next to nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from archive.signin import password_hashing, sign_in


class EarlyRefusal:
    """Refuse sign-ins at once while too many passwords are being checked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.said: bytes = b""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let other requests through, and sign-ins while there is capacity."""
        if request.method != "POST" or request.path != reverse("admin:login") or password_hashing.has_place():
            return self.get_response(request)
        self.said = self.said or sign_in.busy(request).content
        return sign_in.not_now(HttpResponse(self.said), password_hashing.SECONDS)
