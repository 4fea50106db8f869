"""The signed-in editor."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import HttpRequest


def editor(request: HttpRequest) -> User:
    """Return the signed-in user of an admin request."""
    assert isinstance(request.user, User)
    return request.user
