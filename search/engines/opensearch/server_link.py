"""The link to the servers: asks, tries the next node, and tells apart what may go wrong.

A search that fails on one node is asked of the next. After several failures in a row nobody is asked for a while (a circuit
breaker), so that pages which search do not all wait for a cluster that is away.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from opensearchpy import OpenSearch, exceptions

from search.engines.base import EngineFault, EngineTooSlow, EngineUnreachable, IndexUnreadable

Answer = TypeVar("Answer")
FAILURES, PAUSE = 5, 5.0  # in a row, before nobody is asked; seconds until one is asked again
SPARE = 2.0  # seconds that a server has to say that it could not find everything in time
AWAY = (502, 503, 504)


@dataclass(frozen=True)
class LinkOptions:
    """Where the servers are, who we are to them, and how long they may take (seconds)."""

    hosts: tuple[str, ...]
    user: str = ""
    password: str = ""
    ca_file: str = ""
    verify: bool = True
    search_seconds: float = 5.0
    write_seconds: float = 60.0

    def client(self) -> OpenSearch:
        """Return a client that tries every node before it gives up."""
        secure = any(host.startswith("https:") for host in self.hosts)
        return OpenSearch(
            list(self.hosts),
            http_auth=(self.user, self.password) if self.user else None,
            use_ssl=secure,
            verify_certs=self.verify,
            ssl_show_warn=False,
            ca_certs=self.ca_file or None,
            timeout=self.search_seconds + SPARE,
            max_retries=max(2, len(self.hosts)),
            retry_on_timeout=True,  # a search that is slow ends on the server before that: the node hangs
            retry_on_status=AWAY,
            pool_maxsize=16,
        )


class Breaker:
    """Says whether it is worth asking: after several failures in a row nobody asks for a while, then one at a time.

    Threads do not wait for each other here (as they would in pybreaker, which holds a lock for as long as a call takes).
    """

    def __init__(self) -> None:
        self._lock, self._failures, self._closed_until = Lock(), 0, 0.0

    def may_ask(self) -> bool:
        """Tell whether to ask now; who is told so after a pause is the one that tries."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            now = time.monotonic()
            if now < self._closed_until:
                return False
            self._closed_until = now + PAUSE
            return True

    def note(self, answered: bool) -> None:
        """Note whether anybody answered."""
        with self._lock:
            self._failures = 0 if answered else self._failures + 1
            if self._failures == FAILURES:
                self._closed_until = time.monotonic() + PAUSE


class ServerLink:
    """One per process: the client, when it last had an answer, and whether it is worth asking."""

    def __init__(self, options: LinkOptions) -> None:
        self.options, self.client = options, options.client()
        self.since = dt.datetime.now(dt.UTC)
        self.seen: dt.datetime | None = None
        self._breaker = Breaker()

    def ask(self, call: Callable[[OpenSearch], Answer]) -> Answer:
        """Return what a call answers; raises EngineFault."""
        if not self._breaker.may_ask():
            raise EngineUnreachable(f"OpenSearch does not answer, and is not asked again for {PAUSE:.0f} seconds")
        try:
            answer = call(self.client)
        except Exception as error:
            fault = fault_of(error)
            self._breaker.note(not isinstance(fault, EngineUnreachable))
            if fault:
                raise fault from error
            raise
        self._breaker.note(True)
        self.seen = dt.datetime.now(dt.UTC)
        return answer


def fault_of(error: BaseException) -> EngineFault | None:
    """Return what an error of the client means; None for a request that the server calls wrong, which is a fault of ours."""
    if isinstance(error, exceptions.ConnectionTimeout):
        return EngineTooSlow("OpenSearch did not answer in time")
    if isinstance(error, (exceptions.ConnectionError, OSError)):
        return EngineUnreachable(f"OpenSearch cannot be reached: {_reason(error)}")
    if isinstance(error, exceptions.TransportError):
        return _of_status(error.status_code, error)
    return None


def _of_status(status: Any, error: exceptions.TransportError) -> EngineFault | None:
    if status in (401, 403):
        return EngineUnreachable(f"OpenSearch refuses us (status {status}): check OPENSEARCH_USER and OPENSEARCH_PASSWORD")
    if status == 404:
        return IndexUnreadable(f"There is no index: {_reason(error)}")
    return fault_named(str(error), status)


def fault_named(told: str, status: Any) -> EngineFault | None:
    """Return what an answer with an error means, from what it tells and its status."""
    if status == 404 or "index_not_found" in told:
        return IndexUnreadable(f"There is no index: {told:.200}")
    if "Time exceeded" in told or "timeout" in told or "task_cancelled" in told or status == 429:
        return EngineTooSlow(f"OpenSearch took too long, or has too much to do: {told:.200}")
    if status in AWAY or "no_shard_available" in told:
        return EngineUnreachable(f"Part of the index cannot be reached: {told:.200}")
    return None


def _reason(error: BaseException) -> str:
    return f"{getattr(error, 'error', '') or error}"[:200]
