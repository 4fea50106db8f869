"""What is answered while the index cannot be asked: that search is being repaired, and never that nothing was found."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from search.engines.base import EngineAnswer, IndexUnreadable
from search.index.queue import drain_in_background, engine, waiting
from search.index.rebuilding import is_rebuilding
from search.query.budget import Budget
from search.query.request import SearchRequest

RETRY_AFTER = 15  # seconds
SAID = "Search is being repaired. Nothing is lost: every transcript can be read, and search will work again by itself."
log = logging.getLogger(__name__)


class BeingRepaired(Exception):
    """Say that the index cannot be asked now, or has not everything in it again and knows nothing of what was asked."""


def ask(request: SearchRequest, budget: Budget | None = None) -> EngineAnswer:
    """Ask the engine, which may spend the budget; raises BeingRepaired, and has an unreadable index built anew meanwhile."""
    try:
        answer = engine().search(request, budget)
    except IndexUnreadable as error:
        log.error("The index cannot be read (%s); it is built anew", error)
        drain_in_background()
        raise BeingRepaired from error
    if not answer.total and is_rebuilding():
        drain_in_background()
        raise BeingRepaired
    return answer


def told_while_repaired(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a page say that search is being repaired where it is: status 503, with when to ask again."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except BeingRepaired:
            return _repaired(request)

    return answer


def _repaired(request: HttpRequest) -> HttpResponse:
    left = waiting()
    if request.path.endswith(".json"):
        said = {"error": SAID, "repairing": True, "behind": left, "retry_after": RETRY_AFTER}
        response: HttpResponse = JsonResponse(said, status=503)
        response["Access-Control-Allow-Origin"] = "*"
    else:
        context = {"said": SAID, "left": left, "query": request.GET.get("q", "")}
        response = render(request, "search_repairing.html", context, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response
