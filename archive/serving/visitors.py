"""The visitor's address and scheme. What a proxy says is trusted only if the operator has put one in front."""

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
    """Django's application, without forwarded headers unless a proxy is configured.

    gunicorn trusts X-Forwarded-Proto from every client on the same machine; without a proxy, that is anybody there.
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
    """Return the address a request comes from; for IPv6 the network of a household, which has countless addresses.

    Behind a proxy it is the last address in X-Forwarded-For, which the proxy added. Anybody can forge the ones before.
    """
    return address_said(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""))


def address_said(connected: str, forwarded: str) -> str:
    """Return the address of the peer, or the one that it speaks for if it is a proxy."""
    text = (settings.BEHIND_PROXY and forwarded.rpartition(",")[2].strip()) or connected
    try:
        address = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, IPV6_HOUSEHOLD), strict=False))
    return str(address)
