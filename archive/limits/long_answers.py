"""How many answers are made while they are read: exports, and large files that are compressed on the way.

Each holds a thread for as long as its reader takes, so without a limit a few dozen slow readers would take them all.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase

from archive.limits.fair_queue import NoTurnError
from archive.pages.page_cache import accepts_gzip, is_compressed

AGAIN = 30  # seconds
KNOWN = 64


class LongAnswers:
    """The answers under way: at most so many in a process, and a quarter of them for one address; 0 means any number."""

    def __init__(self, at_once: int) -> None:
        self.at_once, self.of_one = at_once, max(1, at_once // 4)
        self.lock, self.work = threading.Lock(), threading.Lock()
        self.running: Counter[str] = Counter()  # by address
        self.known: set[str] = set()  # paths that had a long answer

    def refuse_known(self, request: HttpRequest, address: str, limited: bool) -> None:
        """Refuse before any work what had a long answer before, if there is no room for it. Raises NoTurnError."""
        if self.at_once and request.path_info in self.known:
            with self.lock:
                self._refuse_if_full(address, limited)

    def admit(self, request: HttpRequest, response: Any, address: str, limited: bool) -> None:
        """Count an answer that is made while it is read, until it is closed. Raises NoTurnError."""
        if not self.at_once or not is_made_while_read(request, response):
            return
        try:
            with self.lock:
                if len(self.known) < KNOWN:
                    self.known.add(request.path_info)
                self._refuse_if_full(address, limited)
                self.running[address] += 1
        except NoTurnError:
            response.close()
            raise
        response.streaming_content = LongPieces(response.streaming_content, self.work, lambda: self._leave(address))

    def _refuse_if_full(self, address: str, limited: bool) -> None:
        own = limited and self.running[address] >= self.of_one
        if own or self.running.total() >= self.at_once:
            raise NoTurnError(AGAIN, own=own)

    def _leave(self, address: str) -> None:
        with self.lock:
            self.running[address] -= 1
            self.running += Counter()  # forgets addresses that have none


class LongPieces(Iterator[bytes]):
    """The pieces of an answer. One process makes one piece at a time, so that exports leave the interpreter to pages."""

    def __init__(self, pieces: Iterator[bytes], work: threading.Lock, leave: Callable[[], None]) -> None:
        self.pieces, self.work, self.leave = pieces, work, leave
        self.is_open = True

    def __next__(self) -> bytes:
        with self.work:
            return next(self.pieces)

    def close(self) -> None:
        """Stop making pieces. This counts even if nothing was read."""
        if self.is_open:
            self.is_open = False
            self.leave()
        if hasattr(self.pieces, "close"):
            self.pieces.close()


def is_made_while_read(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Tell whether a thread makes the answer as it is sent. A file is sent without one, unless it is compressed on the way."""
    if not getattr(response, "streaming", False):
        return False
    return not isinstance(response, FileResponse) or (accepts_gzip(request) and not is_compressed(response))
