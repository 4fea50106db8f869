"""Who asks, and how: what a proxy says of it is believed only where the operator has put a proxy in front."""

from __future__ import annotations

import ipaddress
import ssl
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

FORWARDED = (
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_PROTOCOL",
    "HTTP_X_FORWARDED_SSL",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_FORWARDED",
)
IPV6_HOUSEHOLD = 64
UNKNOWN = "unknown"


class Application(WSGIHandler):
    """Django's application, which forgets what visitors say of themselves where no proxy says it.

    gunicorn takes X-Forwarded-Proto from every visitor of the same machine; without a proxy that is anybody there.
    """

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponseBase:
        """Answer one request."""
        if not settings.BEHIND_PROXY and any(name in environ for name in FORWARDED):
            for name in FORWARDED:
                environ.pop(name, None)
            encrypted = isinstance(environ.get("gunicorn.socket"), ssl.SSLSocket)
            environ["wsgi.url_scheme"] = "https" if encrypted else "http"
        return super().__call__(environ, start_response)


def address_of_visitor(request: HttpRequest) -> str:
    """Return the address that a request comes from: of IPv6 the network of a household, since each has addresses without end.

    Behind a proxy it is what the proxy added to X-Forwarded-For, the last of it; what stands before that anybody can write.
    """
    return address_said(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""))


def address_said(connected: str, forwarded: str) -> str:
    """Return the address of who is connected, or the one that a proxy which is connected speaks for."""
    said = (settings.BEHIND_PROXY and forwarded.rpartition(",")[2].strip()) or connected
    try:
        address = ipaddress.ip_address(said.strip("[]"))
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, IPV6_HOUSEHOLD), strict=False))
    return str(address)
