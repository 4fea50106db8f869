"""How long pages may be kept."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class AskAgain:
    """Let browsers keep a page but ask before they show it again: a withdrawn transcript must not live on in caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header where nothing more particular is said."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-cache")
        return response
