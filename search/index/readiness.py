"""Readiness of this process, for load balancers and monitoring."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from archive.serving.outages import outage_of
from search.engines.base import EngineFault, IndexUnreadable
from search.index.queue import engine, is_of_this_archive, waiting
from search.index.rebuilding import is_rebuilding
from search.query.request import SearchRequest

log = logging.getLogger(__name__)


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
