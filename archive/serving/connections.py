"""Client connections, slow ones included: a request gets a thread once it is complete and its turn has come.

One thread of waitress's buffers everything received and sent, in memory and in temporary files. Added here: a connection that
hardly moves is closed, and if there are too many, the longest idle ones are. So a client cannot keep others out by opening
connections, however slowly it uses them.
"""

from __future__ import annotations

import copy
import logging
import os
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from waitress.adjustments import Adjustments
from waitress.buffers import ReadOnlyFileBasedBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer, UnixWSGIServer
from waitress.task import ThreadedTaskDispatcher

from archive.serving.visitors import address_said

T = TypeVar("T")
HEAD_TIME = 15.0  # seconds for a request's head
PACE_AFTER = 45.0  # seconds after which a body, or the client's reading, must have kept the pace
PACE = 500  # bytes a second at least; slow telephone lines carry more
PLAIN_BODY = 1 << 20  # bytes of a body outside the editors' pages
EDITORS = "/admin/"
ROOM = 16  # with too many connections, one in this many is closed
UNREAD = 512 << 20  # bytes of answers that wait for their readers, mostly in temporary files
COUNTED_EVERY = 0.5  # seconds

logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # its warning that a request waits is not news


class FairLine(Generic[T]):
    """A queue for waitress's dispatcher, which locks it. First in, first out for each address; addresses take turns."""

    def __init__(self, key: Callable[[T], str]) -> None:
        self.key = key
        self.waiting: OrderedDict[str, deque[T]] = OrderedDict()
        self.size = 0

    def append(self, task: T) -> None:
        self.waiting.setdefault(self.key(task), deque()).append(task)
        self.size += 1

    def popleft(self) -> T:
        """Return the next request; its address goes to the end of the queue. Raises IndexError if empty."""
        if not self.waiting:
            raise IndexError("nobody waits")
        address, tasks = self.waiting.popitem(last=False)
        task = tasks.popleft()
        self.size -= 1
        if tasks:
            self.waiting[address] = tasks
        return task

    def __len__(self) -> int:
        return self.size


class Request(HTTPRequestParser):
    """A request as it arrives. Only editors may send large ones."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head, and limit the body according to the address."""
        super().parse_header(header_plus)
        if not self.path.startswith(EDITORS):
            self.adj: Adjustments = copy.copy(self.adj)
            self.adj.max_request_body_size = min(PLAIN_BODY, self.adj.max_request_body_size)


class Connection(HTTPChannel):
    """One client connection, with what is needed to see whether it moves."""

    parser_class = Request
    total_outbufs_len: int
    last_activity: float

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.waiting_since = time.monotonic()
        self.sending_since = self.serving_since = self.written_at = 0.0
        self.unsent = 0

    def received(self, data: bytes) -> bool:
        """Process received data. A request's clock starts with its first byte."""
        if self.request is None and not self.requests:
            self.waiting_since = time.monotonic()
        return bool(super().received(data))

    def service(self) -> None:
        """Answer one request in a thread of the pool."""
        self.serving_since = time.monotonic()
        try:
            super().service()
        finally:
            self.serving_since = 0.0
            self.waiting_since = time.monotonic()

    def write_soon(self, data: Any) -> int:
        """Take a piece of an answer. A long one that makes progress does not hang, however long it takes as a whole."""
        written = int(super().write_soon(data))
        self.written_at = time.monotonic()
        if written and self.serving_since:
            self.serving_since = time.monotonic()
        return written

    def handle_close(self) -> None:
        """Close the connection, and the temporary file of an incomplete body."""
        if self.request is not None:
            self.request.close()
        super().handle_close()

    def is_served(self) -> bool:
        """Tell whether a thread works for this client, or is about to."""
        return bool(self.requests)

    def is_too_slow(self, now: float) -> bool:
        """Tell whether the client has used up its time."""
        if self.total_outbufs_len:
            return self._reads_slowly(now)
        self.sending_since = 0.0
        if self.is_served() or self.request is None:
            return False
        return self._writes_slowly(now)

    def _writes_slowly(self, now: float) -> bool:
        elapsed = now - self.waiting_since
        if not self.request.headers_finished:
            return elapsed > HEAD_TIME
        return bool(elapsed > HEAD_TIME + PACE_AFTER + self.request.body_bytes_received / PACE)

    def _reads_slowly(self, now: float) -> bool:
        """Compare what is still to be sent with a while ago. Bytes added in between count for the client."""
        if not self.sending_since or self.total_outbufs_len > self.unsent:
            self.sending_since, self.unsent = now, self.total_outbufs_len
        elapsed = now - self.sending_since
        return bool(elapsed > PACE_AFTER and self.unsent - self.total_outbufs_len < elapsed * PACE)

    def unread(self) -> int:
        """Return the bytes kept for a reader. Files are sent from where they are, so only those without a name take any."""
        return sum(kept_in(one) for one in list(self.outbufs))

    def hangs(self, now: float, limit: float) -> bool:
        """Tell whether a thread has made nothing for too long, though the client reads fast enough."""
        began = self.serving_since
        return bool(began) and now - began > limit and self.total_outbufs_len <= self.adj.outbuf_high_watermark


def kept_in(buffer: Any) -> int:
    """Return the bytes that a buffer keeps. A temporary file is there as a whole until all of it is read."""
    if not isinstance(buffer, ReadOnlyFileBasedBuffer):
        return len(buffer)
    try:
        about = os.fstat(buffer.file.fileno())
    except (OSError, ValueError):  # closed, or no file of this machine
        return 0
    return 0 if about.st_nlink else about.st_size


class Limited:
    """Shared by both servers of waitress: no client holds a connection for ever, or the last one."""

    channel_class = Connection
    active_channels: dict[int, Connection]
    adj: Adjustments
    trigger: Any
    has_closed = False
    counted_at = next_channel_cleanup = 0.0
    _map: dict[int, object]

    def readable(self) -> bool:
        """Make room before nobody could connect any more.

        The loop may be about to look at a socket just closed, whose number a connection accepted in the same turn would get,
        along with its end. So new connections are accepted in the next turn, which begins at once.
        """
        self.has_closed = False
        # waitress goes by the wall clock: set back by a day, it would look for slow connections again in a day only.
        self.next_channel_cleanup = min(self.next_channel_cleanup, time.time() + self.adj.cleanup_interval)
        if len(self._map) >= self.adj.connection_limit:
            self.make_room()
        if time.monotonic() - self.counted_at > COUNTED_EVERY:
            self.counted_at = time.monotonic()
            self.bound_unread()
        may_come = bool(super().readable())  # type: ignore[misc]
        if self.has_closed:
            self.trigger.pull_trigger()
        return may_come and not self.has_closed

    def end(self, connection: Connection) -> None:
        """Close a connection while the loop decides what to look at."""
        self.has_closed = True
        connection.will_close = True
        connection.handle_close()

    def maintenance(self, now: float) -> None:
        """Close idle connections and those that move too slowly."""
        for connection in self.active_channels.values():
            connection.last_activity = min(connection.last_activity, now)
        super().maintenance(now)  # type: ignore[misc]
        clock = time.monotonic()
        for connection in list(self.active_channels.values()):
            if connection.is_too_slow(clock):
                self.end(connection)

    def make_room(self) -> None:
        """Close inactive connections: those waiting for a request first, the oldest first."""
        idle = [one for one in self.active_channels.values() if not one.is_served()]
        idle.sort(key=lambda one: (bool(one.total_outbufs_len), one.waiting_since))
        for connection in idle[: max(1, self.adj.connection_limit // ROOM)]:
            self.end(connection)

    def bound_unread(self) -> None:
        """Close readers while too much waits for them: first those that have left most unread for longest."""
        now = time.monotonic()
        kept = [(one.unread(), one) for one in list(self.active_channels.values()) if one.total_outbufs_len]
        too_much = sum(size for size, _ in kept) - UNREAD
        for size, reader in sorted(kept, key=lambda entry: entry[0] * (now - entry[1].written_at), reverse=True):
            if too_much <= 0:
                return
            too_much -= size
            self.end(reader)


class TcpServer(Limited, TcpWSGIServer):
    """Connections by address and port."""


class UnixServer(Limited, UnixWSGIServer):
    """A Unix socket, for a proxy on the same machine."""


class Threads(ThreadedTaskDispatcher):
    """The thread pool behind a fair queue."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.queue = FairLine[Connection](address_of)
        self.set_thread_count(count)


def address_of(connection: Connection) -> str:
    """Return the address from which a connection's next request comes."""
    forwarded = connection.requests[0].headers.get("X_FORWARDED_FOR", "") if connection.requests else ""
    return address_said(str(connection.addr[0]), forwarded)
