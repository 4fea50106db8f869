"""A gunicorn worker with waitress's connections: many slow clients cost memory but no threads."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import socket
import sys
import time
from typing import Any

from django.conf import settings
from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments

from archive.serving.connections import Limited, TcpServer, Threads, UnixServer
from archive.signals import begin_serving, is_serving

IDLE = 30  # seconds that an idle connection stays open
LOOK = 5  # seconds between two checks for slow connections
TURN = 1.0  # seconds that the loop waits at most
HEAD = 32 << 10  # bytes of a request's head
BUFFER_IN_MEMORY = 256 << 10  # bytes of a body or answer in memory; the rest goes to a temporary file
UNSENT = 16 << 20  # bytes of an answer buffered for a slow reader; a streamed answer waits beyond this
FORM = 10 << 20  # bytes of an upload besides its files
HANGS = 300.0  # seconds without a piece of an answer, after which its request is given up and the worker replaced
FILES_OF_A_CONNECTION = 3  # its socket, a body's file, an answer's
ENOUGH_FILES = 65_536
OWN_FILES = 200  # database, index, log
ARENA_MAX, ARENAS = -8, 2  # M_ARENA_MAX of glibc's malloc.h, and the number of arenas
SWITCH = 0.0005  # seconds that a thread may hold the interpreter: a costly page beside a cheap one


class BufferingWorker(Worker):
    """Serve with `threads` threads. `worker_connections` limits connections; `timeout` is as everywhere in gunicorn."""

    def run(self) -> None:
        """Serve until stopped, then finish running requests."""
        sys.setswitchinterval(SWITCH)
        share_memory_among_threads()
        self.connections: dict[int, Any] = {}
        self.pool = Threads(self.cfg.threads)
        self.servers = [self.listen(one.sock) for one in self.sockets]
        if not is_serving():
            begin_serving(self.wsgi)
        while self.alive and self.ppid == os.getppid():
            self.turn()
        self.finish()

    def listen(self, listener: socket.socket) -> Limited:
        """Accept connections of one of gunicorn's sockets."""
        kind = UnixServer if listener.family == socket.AF_UNIX else TcpServer
        about = (listener.family, listener.type, listener.proto, listener.getsockname())
        server: Limited = kind(
            self.wsgi, self.connections, True, listener, self.pool, self.adjustments(listener), about, bind_socket=False
        )
        return server

    def adjustments(self, listener: socket.socket) -> Adjustments:
        """Return waitress's settings."""
        most = min(self.cfg.worker_connections, (files_allowed() - OWN_FILES) // FILES_OF_A_CONNECTION)
        return Adjustments(
            sockets=[listener],
            threads=self.cfg.threads,
            backlog=self.cfg.backlog,
            connection_limit=max(16, most),
            channel_timeout=IDLE,
            cleanup_interval=LOOK,
            max_request_header_size=HEAD,
            max_request_body_size=settings.UPLOAD_ZIP_LIMIT + FORM,
            inbuf_overflow=BUFFER_IN_MEMORY,
            outbuf_overflow=BUFFER_IN_MEMORY,
            outbuf_high_watermark=UNSENT,
            clear_untrusted_proxy_headers=False,  # Django's BEHIND_PROXY says whom to trust
            log_socket_errors=False,
            asyncore_use_poll=True,
            ident=None,
        )

    def turn(self, wait: float = TURN) -> None:
        """Run the loop once. If a request hangs, the worker stops its heartbeat and gunicorn replaces it."""
        wasyncore.loop(timeout=wait, use_poll=True, map=self.connections, count=1)
        if not self.hangs():
            self.notify()

    def hangs(self) -> bool:
        """Tell whether a request has exceeded HANGS."""
        now = time.monotonic()
        return any(one.hangs(now, HANGS) for server in self.servers for one in list(server.active_channels.values()))

    def finish(self) -> None:
        """Accept no more connections; answer pending requests as long as gunicorn allows."""
        for server in self.servers:
            server.del_channel()  # type: ignore[attr-defined]
        until = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < until and any(self.unfinished(server) for server in self.servers):
            self.turn(0.1)
        self.pool.shutdown(timeout=1)

    def unfinished(self, server: Limited) -> bool:
        """Tell whether an answer is still to be made or sent."""
        return any(one.is_served() or one.total_outbufs_len for one in list(server.active_channels.values()))


def share_memory_among_threads() -> None:
    """Limit glibc to few memory arenas. Otherwise each thread would keep its own and never give back what it once used."""
    with contextlib.suppress(OSError, AttributeError):  # other C libraries have no such setting
        ctypes.CDLL(None).mallopt(ARENA_MAX, ARENAS)


def files_allowed() -> int:
    """Raise this process's limit of open files to the maximum; return it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY or hard > ENOUGH_FILES:
        hard = max(soft, ENOUGH_FILES)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    return hard
