"""Whether a serving process is ready, and its warm-up: it requests its own pages, so that the first visitor finds caches filled.

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
from django.db import DatabaseError, connections
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.serving.outages import outage_of
from search.engines.base import EngineFault, IndexUnreadable
from search.index.queue import engine, is_of_this_archive, waiting
from search.index.rebuilding import is_rebuilding
from search.query.request import SearchRequest

# A word, a prefix, a fuzzy word and a phrase: each reads something else. OR, so that none is skipped.
QUERY = 'minister OR negotia* OR agrement~ OR "foreign minister"'
FORK_TIMEOUT = 10.0  # seconds that a process waits for this before it forks
log = logging.getLogger(__name__)
_threads: list[Thread] = []
log = logging.getLogger(__name__)


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
    statuses: list[str] = []

    def begin(status: str, headers: Any, exc_info: Any = None, /) -> Callable[[bytes], object]:
        statuses.append(status)
        return len

    environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": host(), "HTTP_ACCEPT_ENCODING": "gzip"}
    if settings.HTTPS:
        environ |= {"wsgi.url_scheme": "https", "HTTP_X_FORWARDED_PROTO": "https"}
    setup_testing_defaults(environ)
    response = application(environ, begin)
    for _ in response:
        pass
    response.close()
    return statuses[0]


def host() -> str:
    """Return a host name that the site accepts."""
    names = [name.lstrip(".") for name in settings.ALLOWED_HOSTS if name.strip(".*")]
    return names[0] if names else "localhost"


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 503 with the reasons if database or index are unavailable, or the index is far behind."""
    reasons = list(hindrances())
    response = JsonResponse({"status": "not ready", "reasons": reasons} if reasons else {"status": "ready"})
    if reasons:
        response.status_code = 503
        response["Retry-After"] = "15"
    response["Cache-Control"] = "no-store"
    return response


def in_step() -> bool:
    """Tell whether the index is up to date; False if the engine does not answer."""
    try:
        return not waiting() and not is_rebuilding(engine())
    except EngineFault:
        return False


def hindrances() -> Iterator[str]:
    """Yield what keeps this process from its work."""
    try:
        behind = waiting()
    except (DatabaseError, OSError) as fault:
        log.warning("Not ready: %s", fault)
        outage = outage_of(fault)
        yield outage.what if outage else "The database is unavailable"
        return
    except EngineFault as fault:
        log.warning("Not ready: %s", fault)
        yield f"Search does not answer: {fault}"
        return
    if behind > settings.READY_BEHIND:
        yield f"The index is {behind} transcripts behind; {settings.READY_BEHIND} are allowed (READY_BEHIND)"
    try:
        engine().search(SearchRequest(limit=0, facets=(), histogram=False))
        usable = is_of_this_archive(engine().stamp())
    except (IndexUnreadable, OSError) as fault:
        log.warning("Not ready: %s", fault)
        usable = False
    except EngineFault as fault:
        log.warning("Not ready: %s", fault)
        yield f"Search does not answer: {fault}"
        return
    if not usable:
        yield "The index is missing, damaged or another database's"
