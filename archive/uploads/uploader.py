"""Who asks."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import HttpRequest


def editor(request: HttpRequest) -> User:
    """Return the signed-in user of a request that has passed the admin's door."""
    assert isinstance(request.user, User)
    return request.user
