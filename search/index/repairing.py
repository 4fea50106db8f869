"""Answers while the index is unavailable: that search is being repaired, never that nothing was found."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from functools import wraps

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from archive.pages import page_cache
from search.engines.base import EngineAnswer, EngineFault, EngineTooSlow, EngineUnreachable, IndexUnreadable
from search.index.consumers import consumer_of, tasks_for
from search.index.following import drain_in_background
from search.index.queue import engine, waiting
from search.index.rebuilding import is_rebuilding, progress_of
from search.models import IndexTask
from search.query.budget import Budget
from search.query.request import SearchRequest

RETRY_AFTER = 15  # seconds
SAID = "Search is being repaired. Nothing is lost: every transcript can be read, and search will work again by itself."
log = logging.getLogger(__name__)


class BeingRepaired(Exception):
    """The index is unavailable, or incomplete without any result for this search."""

    said, heading, repairing = SAID, "Search is being repaired", True
    lead = "The index is being rebuilt from the transcripts. Nothing is lost, and search will work again by itself."


class SearchAway(BeingRepaired):
    """The engine does not answer, and why. Its index is left alone."""

    heading, repairing = "Search cannot be reached", False

    def __init__(self, fault: EngineFault) -> None:
        super().__init__(str(fault))
        self.said = self.lead = f"{_why(fault)}{_last_seen()} Every transcript can be read. Please try again in a moment."


def _why(fault: EngineFault) -> str:
    if isinstance(fault, EngineUnreachable):
        return "Search cannot be reached at the moment."
    return "This search took too long." if isinstance(fault, EngineTooSlow) else "Search could not answer."


def _last_seen() -> str:
    """Say when the engine last answered this process; empty if it was tried too recently."""
    last_answer: dt.datetime | None = getattr(engine(), "seen", None)
    if last_answer is None:
        return ""
    local = timezone.localtime(last_answer)
    return f" It last answered at {local:%H:%M:%S} ({local:%Z}) on {local.day} {local:%B}."


def ask(request: SearchRequest, budget: Budget | None = None) -> EngineAnswer:
    """Query the engine within the budget. Raises BeingRepaired, and has an unreadable index rebuilt."""
    try:
        answer = engine().search(request, budget)
    except IndexUnreadable as error:
        log.error("The index cannot be read (%s); it is rebuilt", error)
        drain_in_background()
        raise BeingRepaired from error
    except EngineFault as error:
        log.warning("A search was not answered: %s", error)
        raise SearchAway(error) from error
    if not answer.total and is_rebuilding(engine()):
        drain_in_background()
        raise BeingRepaired
    if answer.hurried or not answer.counted:
        page_cache.only_now()
    return answer


def not_yet_found() -> QuerySet[IndexTask]:
    """Return what waits for the index that this machine asks, whatever others are behind with.

    Raises BeingRepaired where that index has missed changes, so that nobody knows what it lacks.
    """
    try:
        consumer = consumer_of(engine())
    except EngineFault as fault:
        raise SearchAway(fault) from fault
    if consumer is None:
        raise BeingRepaired
    return tasks_for(consumer)


def told_while_repaired(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Make a view answer 503 with Retry-After while search is being repaired."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except BeingRepaired as state:
            return _repaired(request, state)

    return answer


def _repaired(request: HttpRequest, state: BeingRepaired) -> HttpResponse:
    left = waiting() if state.repairing else 0
    if request.path.endswith(".json"):
        content = {"error": state.said, "repairing": state.repairing, "behind": left, "retry_after": RETRY_AFTER}
        response: HttpResponse = JsonResponse(content, status=503)
        response["Access-Control-Allow-Origin"] = "*"
    else:
        progress = progress_of(engine()) if state.repairing else None
        context = {"state": state, "left": left, "progress": progress, "query": request.GET.get("q", "")}
        response = render(request, "search_repairing.html", context, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response
