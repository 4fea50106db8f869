"""Warm-up of a new serving process: it requests its own pages, so that the first visitor finds all caches filled.

That exercises everything a request uses: routing, middleware, templates, names from the database, the query language, and the
index's terms, postings, positions, columns and fuzzy words. Nothing waits for it, and nothing fails because of it.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Iterator
from functools import cache
from threading import Thread
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.urls import reverse

# A word, a prefix, a fuzzy word and a phrase: each reads something else. OR, so that none is skipped.
QUERY = 'minister OR negotia* OR agrement~ OR "foreign minister"'
FORK_TIMEOUT = 10.0  # seconds that a process waits for this before it forks
log = logging.getLogger(__name__)
_threads: list[Thread] = []


def warm_in_background(application: WSGIHandler) -> Thread:
    """Request pages in a thread; return the thread."""
    _wait_before_forks()
    thread = Thread(target=warm, args=(application,), name="warming", daemon=True)
    _threads[:] = [thread]
    thread.start()
    return thread


@cache
def _wait_before_forks() -> None:
    """Prevent forks while a thread may hold a lock or a connection."""
    os.register_at_fork(before=_finish, after_in_child=_threads.clear)


def _finish() -> None:
    for thread in _threads:
        thread.join(FORK_TIMEOUT)


def warm(application: WSGIHandler) -> None:
    """Request the pages most visitors see first. Errors are only logged."""
    try:
        for path, query in pages():
            visit(application, path, query)
    except Exception:
        log.exception("Warming up failed; the first visitors wait a little longer")
    finally:
        connections.close_all()
        gc.collect()
        gc.freeze()  # what is loaded by now stays: later garbage collections need not scan it


def pages() -> Iterator[tuple[str, str]]:
    """Yield path and query of each page asked for."""
    yield reverse("home"), ""
    yield reverse("search"), urlencode({"q": QUERY})


def visit(application: WSGIHandler, path: str, query: str = "") -> str:
    """Request a page as a browser would, read it, and return its status."""
    told: list[str] = []

    def begin(status: str, headers: Any, exc_info: Any = None, /) -> Callable[[bytes], object]:
        told.append(status)
        return len

    environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": host(), "HTTP_ACCEPT_ENCODING": "gzip"}
    if settings.HTTPS:
        environ |= {"wsgi.url_scheme": "https", "HTTP_X_FORWARDED_PROTO": "https"}
    setup_testing_defaults(environ)
    response = application(environ, begin)
    for _ in response:
        pass
    response.close()
    return told[0]


def host() -> str:
    """Return a host name that the site accepts."""
    names = [name.lstrip(".") for name in settings.ALLOWED_HOSTS if name.strip(".*")]
    return names[0] if names else "localhost"
