"""Ties log lines to requests: an id that is returned in a header, and a line for each request if wanted."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
WORD = re.compile(r"\w+")
PLAIN = 4  # letters; shorter words occur in every line
HIDDEN = "[…]"
lines = logging.getLogger("archive.requests")


@dataclass(frozen=True)
class Enquiry:
    """The request that a thread works on."""

    id: str
    path: str
    query: str

    @cached_property
    def typed(self) -> frozenset[str]:
        """Return the words of its parameters, as a message might repeat them, except those of its path."""
        query = self.query.encode("iso-8859-1", "replace").decode("utf-8", "replace")  # WSGI's encoding of bytes
        values = [value for _, value in parse_qsl(query)]
        words = {word.casefold() for value in values for word in WORD.findall(value)}
        kept = {word for word in words if len(word) >= PLAIN or not word.isascii()}
        return frozenset(kept - {word.casefold() for word in WORD.findall(self.path)})


_asked: ContextVar[Enquiry | None] = ContextVar("asked", default=None)


def asked() -> Enquiry | None:
    """Return this thread's request, if any."""
    return _asked.get()


def forget(**_: Any) -> None:
    _asked.set(None)


request_finished.connect(forget)


def without_typed(text: str) -> str:
    """Return a line without words that the reader typed, unless the operator wants them (LOG_QUERIES)."""
    this = asked()
    if settings.LOG_QUERIES or this is None or not this.query or not this.typed:
        return text
    return WORD.sub(lambda found: HIDDEN if found.group().casefold() in this.typed else found.group(), text)


def id_of(request: HttpRequest) -> str:
    """Return the proxy's request id if it is valid, else a new one."""
    request_id = request.headers.get(HEADER, "")
    return request_id if WELL_FORMED.fullmatch(request_id) else uuid.uuid4().hex


class RequestLog:
    """Give each request an id, return it in a header, and log the request if LOG_REQUESTS is set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer under an id."""
        this = Enquiry(id_of(request), request.path, request.META.get("QUERY_STRING", ""))
        _asked.set(this)
        began = time.monotonic()
        response = self.get_response(request)
        response.headers[HEADER] = this.id
        if settings.LOG_REQUESTS:
            self._line(request, response, this, round((time.monotonic() - began) * 1000))
        return response

    def _line(self, request: HttpRequest, response: HttpResponse, this: Enquiry, milliseconds: int) -> None:
        """Log request and answer: no visitor's address, no key of an alert, no query unless wanted."""
        match = request.resolver_match
        key = match.kwargs.get("token", "") if match else ""
        query = f"?{this.query}" if settings.LOG_QUERIES and this.query else ""
        path = escape_uri_path(this.path).replace(escape_uri_path(key) or "\0", HIDDEN) + query
        fields = {"method": request.method, "path": path, "status": response.status_code, "milliseconds": milliseconds}
        lines.info("%(method)s %(path)s: %(status)s in %(milliseconds)s ms", fields, extra=fields)
