"""Middleware that refuses addresses over their limits and queues the rest, and what a page is likely to cost."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from math import ceil
from typing import NamedTuple
from urllib.parse import unquote_plus

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from archive.limits.fair_queue import NoTurnError, Room, Turns
from archive.limits.long_answers import LongAnswers
from archive.limits.request_rates import CachedRates, Rates, SharedRates
from archive.pages.http_answers import BY_ANY_NAME, PROBES, is_for_api, problem
from archive.pages.links import address_of
from archive.serving.visitors import address_of_visitor

KNOWN = 4096  # shapes remembered
NEWEST_WEIGHT = 0.3  # weight of the newest page
OPERATORS = re.compile(r'["*?~|()]|\b(?:OR|NOT)\b')
MANY_OPERATORS = 15
LONG = 511  # characters of the parameters
MANY_PARAMETERS = 15
logger = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]
REMEMBERED = 1024  # refused addresses remembered for the log
WAITING_OF_ALL = 3  # times the queue of one address
QUICK_PART = 3  # a quick page takes at most such a part of what makes a page costly
COSTLY = " costly"  # after an address: its requests for costly pages, counted apart
BUSY = "The archive is busy. Please try again in {}."
TOO_MANY = "Your address has requested too many pages. Please continue in {}."
TOO_COSTLY = (
    "Your address has run too many costly searches. Please continue in {}, or search for less at once; plain searches still work."
)
DOWNLOADS_FULL = "Several large downloads to your address are still running. Please try again in {}, or when one has ended."
QUEUE_FULL = "Several large searches from your address are still running. Please try again in {}."


class PageShape(NamedTuple):
    """The shape of a request: kind of address, and the approximate size of its parameters in powers of two."""

    method: str
    place: str
    depth: int
    length: int
    operators: int
    parameters: int


def shape_of(method: str, path: str, query: str) -> PageShape:
    """Return the shape of a request."""
    parts = path.strip("/").split("/")
    asked = unquote_plus(query)
    place = path if path.startswith("/admin/") else parts[0]
    operators = len(OPERATORS.findall(asked))
    return PageShape(method, place, len(parts), len(asked).bit_length(), operators.bit_length(), asked.count("=").bit_length())


def looks_costly(shape: PageShape) -> bool:
    """Guess whether an unknown shape is costly: checking a password, or a long or complex search."""
    if shape.method == "POST":
        return True
    return (
        shape.length > LONG.bit_length()
        or shape.operators > MANY_OPERATORS.bit_length()
        or shape.parameters > MANY_PARAMETERS.bit_length()
    )


class PageCosts:
    """Processor time by shape, learnt as pages are made. Each process learns for itself."""

    def __init__(self, costly: float) -> None:
        self.costly = costly  # milliseconds
        self.known: OrderedDict[PageShape, float] = OrderedDict()
        self.lock = threading.Lock()

    def expected(self, shape: PageShape) -> float:
        """Return the expected milliseconds of a page. An unknown shape counts as free, or as just costly if it looks so."""
        with self.lock:
            known = self.known.get(shape)
        if known is None:
            return self.costly if looks_costly(shape) else 0.0
        # Signing in waits for a child process to hash a password, which this thread's time does not show.
        return max(known, self.costly) if shape.method == "POST" else known

    def learn(self, shape: PageShape, milliseconds: float) -> None:
        """Record the cost of a page. A single slow page, such as the first after a start, does not make the shape costly."""
        expected = self.expected(shape)
        with self.lock:
            self.known.pop(shape, None)
            self.known[shape] = expected + (min(milliseconds, 2 * self.costly) - expected) * NEWEST_WEIGHT
            if len(self.known) > KNOWN:
                self.known.popitem(last=False)


class Limits:
    """Limit what one address may use, and let costly pages wait only for each other."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.rates = rates_of_settings()
        self.costs = PageCosts(settings.LIMIT_COSTLY_MS)
        self.turns = Turns(room_of_settings())
        self.exempt = [ip_network(one, strict=False) for one in settings.LIMIT_EXEMPT]
        self.long_answers = LongAnswers(settings.LIMIT_DOWNLOADS)
        self.told = RefusalLog(settings.LIMIT_WINDOW)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say when to ask again."""
        if request.path_info in PROBES:
            return self.get_response(request)
        address = address_of_visitor(request)
        limited = not is_in(address, self.exempt)
        shape = shape_of(request.method or "", request.path_info, request.META.get("QUERY_STRING", ""))
        expected = self.costs.expected(shape)
        costly = expected >= self.costs.costly
        if limited and self._asks_too_often(address + COSTLY * costly):
            self.told.tell(address, "pages")
            return refusal(request, 429, TOO_MANY, self.rates.until_next())
        if is_for_editors(request) or request.path_info in BY_ANY_NAME:
            return self.get_response(request)
        if costly and limited and self._has_had_enough(address):
            self.told.tell(address, "processor time")
            return refusal(request, 429, TOO_COSTLY, self.rates.until_next())
        try:
            self.long_answers.refuse_known(request, address, limited)
        except NoTurnError as none:
            return refused(request, none, DOWNLOADS_FULL)
        try:
            with self.turns.turn(address, costly, expected, shape):
                response = self._measured(request, address, shape)
        except NoTurnError as none:
            return refused(request, none, QUEUE_FULL)
        try:
            self.long_answers.admit(request, response, address, limited)
        except NoTurnError as none:
            return refused(request, none, DOWNLOADS_FULL)
        return response

    def _asks_too_often(self, address: str) -> bool:
        """Count a request. Costly ones are counted apart: a flood of them leaves plain pages to neighbours at the address."""
        return bool(settings.LIMIT_REQUESTS) and self.rates.add(address, requests=1).requests > settings.LIMIT_REQUESTS

    def _has_had_enough(self, address: str) -> bool:
        most = settings.LIMIT_COSTLY_SECONDS * 1000
        return bool(most) and self.rates.add(address).milliseconds >= most

    def _measured(self, request: HttpRequest, address: str, shape: PageShape) -> HttpResponse:
        """Answer, and record the processor time of this thread, without waiting."""
        began = time.thread_time()
        try:
            return self.get_response(request)
        finally:
            cost = (time.thread_time() - began) * 1000
            self.costs.learn(shape, cost)
            if cost >= self.costs.costly:
                self.rates.add(address, milliseconds=round(cost))


class RefusalLog:
    """Recent refusals, so that the log reports each only once in a while."""

    def __init__(self, pause: float) -> None:
        self.pause = pause
        self.last: dict[str, float] = {}

    def tell(self, address: str, what: str) -> None:
        """Log a refusal unless one of this address was logged recently."""
        now = time.monotonic()
        if now - self.last.get(address, -self.pause) < self.pause:
            return
        if len(self.last) >= REMEMBERED:
            self.last.clear()
        self.last[address] = now
        logger.warning(
            "%s asked for more %s than one address may have in %s seconds, and has to wait.", address, what, self.pause
        )


def rates_of_settings() -> Rates:
    """Return the rate counter of this site's settings."""
    if settings.LIMIT_CACHE_URL:
        return CachedRates(max(1, settings.LIMIT_WINDOW), caches["limits"])
    return SharedRates(max(1, settings.LIMIT_WINDOW))


def room_of_settings() -> Room:
    """Return the concurrency settings of each process."""
    queue = settings.LIMIT_COSTLY_QUEUE
    at_once, costly_at_once = max(1, settings.LIMIT_AT_ONCE), max(1, settings.LIMIT_COSTLY_AT_ONCE)
    quick = settings.LIMIT_COSTLY_MS / QUICK_PART
    return Room(at_once, costly_at_once, queue, queue * WAITING_OF_ALL, settings.LIMIT_WAIT, quick)


def is_in(address: str, networks: list[IPv4Network | IPv6Network]) -> bool:
    """Tell whether an address, or its network, is within one of these networks."""
    if not networks:
        return False
    try:
        own = ip_network(address)
    except ValueError:
        return False
    return any(own.version == one.version and own.subnet_of(one) for one in networks)  # type: ignore[arg-type]


def is_for_editors(request: HttpRequest) -> bool:
    """Tell whether a page is for signed-in users. The sign-in pages are for everybody."""
    path = request.path_info
    return path.startswith(address_of("admin:index")) and not path.startswith(address_of("admin:login"))


def refused(request: HttpRequest, none: NoTurnError, own: str) -> HttpResponse:
    """Answer that there is no room: for this address (`own` says why), or for anybody."""
    return refusal(request, 429 if none.own else 503, own if none.own else BUSY, none.seconds)


def refusal(request: HttpRequest, status: int, reason: str, seconds: float) -> HttpResponse:
    """Answer a refused request with the reason and the time to retry, as a page or as JSON."""
    later = max(1, ceil(seconds))
    message = reason.format("a second" if later == 1 else f"{later} seconds")
    response: HttpResponse
    if is_for_api(request):
        response = problem(request, status, message, retry_after=later)
    elif request.path_info.endswith(".json"):
        response = JsonResponse({"error": message, "retry_after": later}, status=status)
        response["Access-Control-Allow-Origin"] = "*"
    else:
        context = {"status": status, "message": message, "again": request.get_full_path() if request.method == "GET" else ""}
        response = render(request, "busy.html", context, status=status)
        response["X-Frame-Options"] = settings.X_FRAME_OPTIONS
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would log every one of a flood
    response["Retry-After"] = str(later)
    response["Cache-Control"] = "no-store"
    return response
