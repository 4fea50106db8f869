"""Middleware for caching, browser permissions and host checks."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from archive.pages.page_cache import accepts_gzip

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
    """Compress answers, but not for a browser that refuses it with `q=0`."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress an answer if the browser reads that."""
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
        if request.path.startswith(reverse("admin:index")):
            response.headers["Cache-Control"] = NOT_KEPT
        response.headers.setdefault("Cache-Control", ASKED_AGAIN)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


class HostCheck(CommonMiddleware):
    """Refuse requests for another host. Probes may use any address of the machine."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        """Check the host, and add a missing final slash."""
        return None if request.path_info in BY_ANY_NAME else super().process_request(request)
