"""Headers of every answer, host checks, and the answers to refused requests: pages, and problem details of the API (RFC 9457)."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.middleware.gzip import GZipMiddleware
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.cache import patch_vary_headers
from django.utils.http import MAX_URL_REDIRECT_LENGTH, is_same_domain

from archive.pages.links import address_of
from archive.pages.page_cache import accepts_gzip, is_compressed

UNUSED = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media fullscreen gamepad geolocation "
    "gyroscope hid idle-detection local-fonts magnetometer microphone midi payment picture-in-picture publickey-credentials-get "
    "screen-wake-lock serial usb xr-spatial-tracking"
)
PERMISSIONS = ", ".join(f"{feature}=()" for feature in UNUSED.split())
PROBES = ("/healthz", "/readyz")
BY_ANY_NAME = (*PROBES, "/metrics")
NOT_KEPT = "no-store, private"
ASKED_AGAIN = "no-cache"


class Compression(GZipMiddleware):
    """Compress answers, but not for a browser that refuses it with `q=0`, and not what is compressed already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress an answer if the browser reads that."""
        if is_compressed(response):
            return response
        if accepts_gzip(request):
            return super().process_response(request, response)
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


class Headers:
    """Let browsers store public pages but revalidate them, and store nothing of the editors' pages.

    A withdrawn transcript must not live on in caches. No page needs a camera, a location or any other permission.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(address_of("admin:index")):
            response.headers["Cache-Control"] = NOT_KEPT
        response.headers.setdefault("Cache-Control", ASKED_AGAIN)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


class HostCheck(CommonMiddleware):
    """Refuse requests for another host. Probes may use any address of the machine."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        """Check the host, and add a missing final slash."""
        if request.path_info in BY_ANY_NAME:
            return None
        try:
            is_own = is_own_address(request.scheme or "http", request.get_host())
        except ValueError:  # "[1:2]", "name:99999": a host by its form, but no address
            is_own = False
        if not is_own:
            raise DisallowedHost(f"{request.get_host()!r} has a port that is in none of {OWN_ADDRESSES}.")
        return super().process_request(request)

    def should_redirect_with_slash(self, request: HttpRequest) -> bool:
        """Tell whether only the slash is missing. Django logs a fault for an address too long to redirect to."""
        return len(request.get_full_path()) < MAX_URL_REDIRECT_LENGTH - 1 and super().should_redirect_with_slash(request)


OWN_ADDRESSES = "SITE_URL and CSRF_TRUSTED_ORIGINS"
USUAL_PORTS = {"http": 80, "https": 443}


def is_own_address(scheme: str, host: str) -> bool:
    """Tell whether a host's port is one of the site's, where the operator has said under which addresses it is reached.

    Pages, feeds and files print the address asked for; with another port they would lead away from the site.
    """
    asked = urlsplit(f"{scheme}://{host}")
    named = [urlsplit(address) for address in (settings.SITE_URL, *settings.CSRF_TRUSTED_ORIGINS) if address]
    name = (asked.hostname or "").removesuffix(".")  # Django allows the final stop too
    own = [one for one in named if is_same_domain(name, (one.hostname or "").replace("*.", ".", 1))]
    return not own or _port(asked) in {*map(_port, own), USUAL_PORTS[scheme]}


def _port(address: SplitResult) -> int | None:
    return USUAL_PORTS.get(address.scheme) if address.port is None else address.port


MEDIA_TYPE = "application/problem+json"
API = "api/"


def is_for_api(request: HttpRequest) -> bool:
    """Tell whether a request is to the API, whose errors are never HTML pages."""
    return request.path.startswith(get_script_prefix() + API)


def problem(request: HttpRequest, status: int, detail: str, **more: Any) -> JsonResponse:
    """Return an error. `detail` says what is wrong and what to do; `more` holds members beyond the standard ones."""
    standard = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    content = {**standard, "instance": request.path, **more}
    response = JsonResponse(content, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-store"
    return response


# Values that SQLite stores but PostgreSQL refuses: https://www.postgresql.org/docs/current/errcodes-appendix.html
UNFIT = {
    "22021": ("The text has a NUL character, which is invisible and cannot be stored.", "Remove it, or type the text again."),
    "22P05": ("The text has half of a character, which cannot be stored.", "Remove it, or type the text again."),
    "22001": ("A text is longer than its field.", "Shorten it."),
    "22003": ("A number is too large.", "Give a smaller one."),
}
BACK = "Nothing was stored. Go back in your browser: what you typed should still be there."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Explain a bad request as a page, or in one line for the page's script."""
    message, remedy = _words_for(exception)
    status = 413 if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)) else 400
    if "application/json" in request.headers.get("accept", "").split(","):
        return JsonResponse({"error": f"{message} {remedy}"}, status=status)
    # A page prints the host of its request; a refused host must not be printed.
    known = None if isinstance(exception, DisallowedHost) else request
    return HttpResponse(render_to_string("400.html", {"status": status, "said": message, "remedy": remedy}, known), status=status)


def unfit(error: Exception) -> tuple[str, str] | None:
    """Return what the database cannot store and what to do about it; None for other errors."""
    if not isinstance(error, DataError):
        return None
    state = getattr(error.__cause__, "sqlstate", None) or ("22021" if "NUL" in str(error) else "")
    return UNFIT.get(state)


def _words_for(exception: Exception) -> tuple[str, str]:
    if isinstance(exception, TooManyFieldsSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        return (
            f"The form has more than {most:,} fields, which is too many to process at once.",
            f"{BACK} Send less at a time; whoever runs the site can allow more with DATA_UPLOAD_MAX_NUMBER_FIELDS.",
        )
    if isinstance(exception, RequestDataTooBig):
        most = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        return (
            f"The form holds more than {most} of text, which is too much to process at once.",
            f"{BACK} Send less at a time; whoever runs the site can allow more with DATA_UPLOAD_MAX_MEMORY_SIZE.",
        )
    if isinstance(exception, TooManyFilesSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        return f"More than {most:,} files came at once.", "Nothing was stored. Send fewer, or make a zip of them."
    if words := unfit(exception):
        return words[0], f"{BACK} {words[1]}"
    if isinstance(exception, DisallowedHost):
        return (
            "This site is not known under this name.",
            f"Whoever runs it can add the name to ALLOWED_HOSTS, and its port to {OWN_ADDRESSES}.",
        )
    return "The browser sent a malformed request.", "Go back, reload the page, and try again."
