"""Figures for Prometheus at /metrics: requests answered by this server, and the present state of the archive.

All processes of one server count together, in files of the server's own folder (prometheus_client's multiprocess mode). Figures
of the archive are computed on request: each part answers `archive.signals.measuring`.
"""

from __future__ import annotations

import hmac
import os
import time
from collections.abc import Callable, Iterator
from functools import cache
from ipaddress import ip_network
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.http import require_safe

from archive.limits.limits_middleware import is_in
from archive.serving.monitoring.shared_counts import FOLDER, is_on
from archive.serving.visitors import address_of_visitor
from archive.signals import measuring

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
NAMELESS = "none"  # static files, unknown addresses, and requests refused before routing
AUTHORISATION = "Bearer "
REFUSED = "Figures are for who runs the site: send `Authorization: Bearer METRICS_TOKEN`, or ask from one of METRICS_ADDRESSES.\n"


class Meter:
    """The counters of this process."""

    def __init__(self) -> None:
        from prometheus_client import Counter, Histogram  # it reads its folder at import

        self.requests = Counter("chancery_requests", "Requests answered", ["page", "method", "status"], registry=None)
        self.seconds = Histogram("chancery_request_seconds", "Until an answer begins", ["page"], registry=None, buckets=BUCKETS)
        self.failed = Counter("chancery_failed_sign_ins", "Sign-ins that failed", ["reason"], registry=None)

    def collect(self) -> Iterator[Metric]:
        """Yield the counts of this process alone."""
        for one in (self.requests, self.seconds, self.failed):
            yield from one.collect()


@cache
def meter() -> Meter:
    return Meter()


def count_failed_sign_in(reason: str) -> None:
    """Count a failed sign-in, or one refused because of earlier failures."""
    if is_on():
        meter().failed.labels(reason).inc()


class Measure:
    """Count requests and their duration by URL name. Nothing is counted if nobody may see it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not is_on():
            raise MiddlewareNotUsed
        self.get_response = get_response
        meter()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and count."""
        began = time.monotonic()
        response = self.get_response(request)
        page = (request.resolver_match and request.resolver_match.view_name) or NAMELESS
        method = request.method if request.method in METHODS else "other"
        meter().requests.labels(page, method, str(response.status_code)).inc()
        meter().seconds.labels(page).observe(time.monotonic() - began)
        return response


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Serve the figures to those the operator has named; 404 if nobody is named."""
    if not is_on():
        raise Http404
    if not may_ask(request):
        return HttpResponseForbidden(REFUSED, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-store"})
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

    registry = CollectorRegistry()
    registry.register(counted())
    registry.register(Gauges())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4, headers={"Cache-Control": "no-store"})


def may_ask(request: HttpRequest) -> bool:
    """Tell whether a request carries the token or comes from a permitted address."""
    authorisation = request.headers.get("Authorization", "")
    if settings.METRICS_TOKEN and hmac.compare_digest(authorisation.encode(), (AUTHORISATION + settings.METRICS_TOKEN).encode()):
        return True
    networks = [ip_network(one, strict=False) for one in settings.METRICS_ADDRESSES]
    return is_in(address_of_visitor(request), networks)


class Collects(Protocol):
    """What a registry calls."""

    def collect(self) -> Iterator[Metric]:
        """Yield figures."""


def counted() -> Collects:
    """Return the collector of counts: of all processes if they share a folder, else of this one."""
    from prometheus_client import multiprocess

    folder = os.environ.get(FOLDER)
    return multiprocess.MultiProcessCollector(None, path=folder) if folder else meter()  # type: ignore[no-untyped-call]


class Gauges:
    """The present state of the archive."""

    def collect(self) -> Iterator[Metric]:
        """Yield the figures of each part. A part that fails is left out and reported."""
        from prometheus_client.core import GaugeMetricFamily

        failed = 0
        for _, reported in measuring.send_robust(sender=None):
            if isinstance(reported, Exception):
                failed += 1
                continue
            for figure in reported:
                gauge = GaugeMetricFamily(figure.name, figure.meaning)
                gauge.add_metric([], figure.value)
                yield gauge
        yield GaugeMetricFamily("chancery_figures_missing", "Parts of Chancery that could not say how they stand", failed)
