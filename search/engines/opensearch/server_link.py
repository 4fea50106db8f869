"""The connection to the servers: sends requests, tries the next node, and classifies errors.

A search that fails on one node goes to the next. After several consecutive failures no requests are sent for a while (a circuit
breaker), so that pages do not all wait for an unreachable cluster.
"""

from __future__ import annotations

import datetime as dt
import logging
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from opensearchpy import OpenSearch, exceptions

from search.engines.base import EngineFault, EngineTooSlow, EngineUnreachable, IndexUnreadable

Answer = TypeVar("Answer")
FAILURES, PAUSE = 5, 5.0  # consecutive failures before the pause; its seconds
SPARE = 2.0  # extra seconds in which a server may report that its time was not enough
AWAY = (502, 503, 504)


@dataclass(frozen=True)
class LinkOptions:
    """The servers' addresses, our credentials, and the time limits (seconds)."""

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
            retry_on_timeout=True,  # a slow search ends on the server before that, so the node must be stuck
            retry_on_status=AWAY,
            pool_maxsize=16,
        )


def in_one_line(record: logging.LogRecord) -> bool:
    """Drop the traceback of a request that a node did not answer: the next node is asked, and the reason is in the line."""
    if record.exc_info and record.exc_info[1] is not None:
        record.msg, record.args = f"{record.getMessage()}: {_reason(record.exc_info[1])}", ()
        record.exc_info = record.exc_text = None
    return True


logging.getLogger("opensearch").addFilter(in_one_line)


class Breaker:
    """A circuit breaker: after several consecutive failures nobody asks for a while, then one request at a time.

    Threads do not wait for each other here, unlike in pybreaker, which holds a lock during each call.
    """

    def __init__(self) -> None:
        self._lock, self._failures, self._closed_until = Lock(), 0, 0.0

    def may_ask(self) -> bool:
        """Tell whether to send a request now. After a pause, only one caller is told so."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            now = time.monotonic()
            if now < self._closed_until:
                return False
            self._closed_until = now + PAUSE
            return True

    def note(self, answered: bool) -> None:
        """Record success or failure."""
        with self._lock:
            self._failures = 0 if answered else self._failures + 1
            if self._failures == FAILURES:
                self._closed_until = time.monotonic() + PAUSE


class ServerLink:
    """One per process: the client, the time of its last answer, and the breaker."""

    def __init__(self, options: LinkOptions) -> None:
        self.options, self.client = options, options.client()
        self.since = dt.datetime.now(dt.UTC)
        self.seen: dt.datetime | None = None
        self._breaker = Breaker()

    def ask(self, call: Callable[[OpenSearch], Answer]) -> Answer:
        """Return the result of a call. Raises EngineFault."""
        if not self._breaker.may_ask():
            raise EngineUnreachable(f"OpenSearch does not answer; no requests are sent for {PAUSE:.0f} seconds")
        try:
            answer = call(self.client)
        except Exception as error:
            fault = fault_of(error)
            if isinstance(fault, EngineUnreachable) and (why := unusable_authority(self.options.ca_file)):
                fault = EngineUnreachable(why)
            self._breaker.note(not isinstance(fault, EngineUnreachable))
            if fault:
                raise fault from error
            raise
        self._breaker.note(True)
        self.seen = dt.datetime.now(dt.UTC)
        return answer


def fault_of(error: BaseException) -> EngineFault | None:
    """Return the fault that a client error means; None for a rejected request, which is an error of ours."""
    if isinstance(error, exceptions.ConnectionTimeout):
        return EngineTooSlow("OpenSearch did not answer in time")
    if isinstance(error, (exceptions.ConnectionError, OSError)):
        hint = "; check OPENSEARCH_CA_FILE and the name in OPENSEARCH_HOSTS" if "certificate" in str(error).lower() else ""
        return EngineUnreachable(f"OpenSearch cannot be reached: {_reason(error)}{hint}")
    if isinstance(error, exceptions.TransportError):
        return _of_status(error.status_code, error)
    return None


def unusable_authority(path: str) -> str:
    """Say what is wrong with the file of the authority that vouches for the nodes, "" where nothing is."""
    if not path:
        return ""
    try:
        ssl.create_default_context(cafile=path)
    except OSError as error:
        return f"OPENSEARCH_CA_FILE ({path}) cannot be used: {error.strerror or error}"
    return ""


def _of_status(status: Any, error: exceptions.TransportError) -> EngineFault | None:
    if status in (401, 403):
        return EngineUnreachable(f"OpenSearch refuses us (status {status}): check OPENSEARCH_USER and OPENSEARCH_PASSWORD")
    if status == 404:
        return IndexUnreadable(f"There is no index: {_reason(error)}")
    return fault_named(str(error), status)


def fault_named(content: str, status: Any) -> EngineFault | None:
    """Return the fault that an error answer means, from its content and status."""
    if status == 404 or "index_not_found" in content:
        return IndexUnreadable(f"There is no index: {content:.200}")
    if "Time exceeded" in content or "timeout" in content or "task_cancelled" in content or status == 429:
        return EngineTooSlow(f"OpenSearch took too long, or has too much to do: {content:.200}")
    if status in AWAY or "no_shard_available" in content:
        return EngineUnreachable(f"Part of the index cannot be reached: {content:.200}")
    return None


def _reason(error: BaseException) -> str:
    return f"{getattr(error, 'error', '') or error}"[:200]
