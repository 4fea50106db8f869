"""Answers during a temporary fault of the machine: what is wrong, that nothing is lost, and the text that was sent."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views import defaults

from archive.pages.http_answers import bad_request, is_for_api, problem, unfit
from archive.serving.outages import Outage, for_operators, outage_of

log = logging.getLogger(__name__)
SECRET = ("password", "token", "otp", "secret")  # never echoed in a page
NOT_SENT = ("csrfmiddlewaretoken",)


class SayOutages:
    """Explain errors caused by a fault of the machine; leave all others to Django."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page that says what is wrong."""
        outage = outage_of(error)
        if outage:
            return answer(request, outage, error)
        return bad_request(request, error) if unfit(error) else None


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an error outside the views (session, account). Django calls this while it handles the error."""
    error = sys.exc_info()[1]
    outage = outage_of(error)
    if outage and error:
        return answer(request, outage, error)
    if is_for_api(request):
        return problem(
            request, 500, "The archive has a fault here. It was logged; asking again will not help until it is corrected."
        )
    return defaults.server_error(request)


def answer(request: HttpRequest, outage: Outage, error: BaseException) -> HttpResponse:
    """Return what is wrong, as a page or as JSON. No database access."""
    log.error("%s %s: %s", request.method, request.path, for_operators(outage, error))
    message = f"{outage.what}; nothing was saved, and nothing saved before is lost. It will be tried again later."
    response: HttpResponse
    if is_for_api(request):
        response = problem(request, 503, f"{outage.what}. Ask again later.", retry_after=outage.retry_after)
    elif request.path.endswith(".json") or "application/json" in request.headers.get("accept", ""):
        response = JsonResponse({"error": message, "retry_after": outage.retry_after}, status=503)
    else:
        sent = request.method not in ("GET", "HEAD")
        context = {"outage": outage, "sent": sent, "again": sent_again(request) if sent else None, "files": has_files(request)}
        response = render(request, "503.html", context, status=503)
    response["Retry-After"] = str(outage.retry_after)
    response["Cache-Control"] = "no-store"
    return response


def has_files(request: HttpRequest) -> bool:
    """Tell whether there are files in what was sent, if that has been read."""
    try:
        return bool(getattr(request, "csrf_processing_done", False) and request.FILES)
    except Exception:  # the body cannot be read (any more)
        return False


def sent_again(request: HttpRequest) -> list[tuple[str, str]] | None:
    """Return the submitted fields for a resend button; None if there is a file or a secret, or the CSRF check was not done."""
    try:
        if not getattr(request, "csrf_processing_done", False) or request.FILES:
            return None
        pairs = [(name, str(value)) for name, values in request.POST.lists() for value in values if name not in NOT_SENT]
    except Exception:  # the body cannot be read (any more)
        return None
    return None if any(word in name.lower() for name, _ in pairs for word in SECRET) else pairs
