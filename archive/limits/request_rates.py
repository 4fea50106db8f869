"""Recent use by each address: requests, and processor time of costly pages.

Counted in windows of some seconds. The use is the count of the current window plus the still relevant part of the one before, so
that nobody gets twice the limit around the turn of a window.
"""

from __future__ import annotations

import logging
import mmap
import struct
import threading
import time
from typing import NamedTuple, Protocol

from django.core.cache.backends.base import BaseCache

logger = logging.getLogger(__name__)

PLACES = 1 << 15  # addresses remembered; 1 MB
WAYS = 4  # slots in which an address may be stored
LAYOUT = struct.Struct("<QIIIII")  # owner, window, requests in it and in the one before, milliseconds likewise
LARGEST = 0xFFFFFFFF


class Used(NamedTuple):
    """The use of an address: requests, and milliseconds of processor time."""

    requests: float
    milliseconds: float


class AddressRow(NamedTuple):
    """The stored row of one address."""

    owner: int
    window: int
    requests: int
    requests_before: int
    milliseconds: int
    milliseconds_before: int


class Rates(Protocol):
    """A place to count."""

    def add(self, address: str, requests: int = 0, milliseconds: int = 0) -> Used:
        """Count, and return the recent use of the address, including this."""

    def until_next(self) -> float:
        """Return the seconds until the current window ends."""


def lately(now: tuple[int, int], before: tuple[int, int], passed: float) -> Used:
    """Weigh two windows; `passed` is the elapsed part of the current one."""
    left = 1.0 - passed
    return Used(now[0] + before[0] * left, now[1] + before[1] * left)


class SharedRates:
    """Counters in memory shared with forked processes.

    Only threads lock each other out. Two processes that count for one address in the same microsecond may lose one count, which
    is precise enough here. The number of addresses is bounded: the least active one is replaced.
    """

    def __init__(self, window: float) -> None:
        self.window = window
        self.memory = mmap.mmap(-1, PLACES * LAYOUT.size)
        self.lock = threading.Lock()

    def add(self, address: str, requests: int = 0, milliseconds: int = 0) -> Used:
        """Count in memory. Takes some microseconds."""
        number, passed = divmod(time.monotonic() / self.window, 1.0)
        owner, window = hash(address) & 0xFFFFFFFFFFFFFFFF, int(number) & LARGEST
        with self.lock:
            place, row = self._find(owner, window)
            row = row._replace(
                requests=min(LARGEST, row.requests + requests), milliseconds=min(LARGEST, row.milliseconds + milliseconds)
            )
            LAYOUT.pack_into(self.memory, place, *row)
        return lately((row.requests, row.milliseconds), (row.requests_before, row.milliseconds_before), passed)

    def until_next(self) -> float:
        """Return the seconds until the current window ends."""
        return self.window - time.monotonic() % self.window

    def _find(self, owner: int, window: int) -> tuple[int, AddressRow]:
        """Return the slot of an address and its row as of this window; for a new address, the slot of the least active one."""
        first = owner % (PLACES // WAYS) * WAYS
        places = [(first + way) * LAYOUT.size for way in range(WAYS)]
        rows = [as_of(AddressRow(*LAYOUT.unpack_from(self.memory, place)), window) for place in places]
        for place, row in zip(places, rows, strict=True):
            if row.owner == owner:
                return place, row
        place, _ = min(zip(places, rows, strict=True), key=lambda pair: pair[1][2:])
        return place, AddressRow(owner, window, 0, 0, 0, 0)


def as_of(row: AddressRow, window: int) -> AddressRow:
    """Return a row as of a window: the previous window's counts move back, older ones are dropped."""
    if row.window == window:
        return row
    if row.window == (window - 1) & LARGEST:
        return AddressRow(row.owner, window, 0, row.requests, 0, row.milliseconds)
    return AddressRow(row.owner, window, 0, 0, 0, 0)


class CachedRates:
    """Counters in a cache shared by several machines, such as memcached or Redis. If the cache is down, nobody is limited."""

    def __init__(self, window: float, cache: BaseCache) -> None:
        self.window, self.cache = window, cache
        self.warned = 0.0

    def add(self, address: str, requests: int = 0, milliseconds: int = 0) -> Used:
        """Count in the cache: one read, and one write for each counter."""
        number, passed = divmod(time.time() / self.window, 1.0)
        keys = [f"limits:{name}:{address}:{int(number) - ago}" for ago in (0, 1) for name in ("requests", "milliseconds")]
        try:
            for key, value in zip(keys, (requests, milliseconds), strict=False):
                if value:
                    self.cache.add(key, 0, timeout=self.window * 2)
                    self.cache.incr(key, value)
            found = self.cache.get_many(keys)
        except Exception as fault:  # each kind of cache has its own errors
            self._warn(fault)
            return Used(0, 0)
        now, now_ms, before, before_ms = (int(found.get(key, 0)) for key in keys)
        return lately((now, now_ms), (before, before_ms), passed)

    def until_next(self) -> float:
        return self.window - time.time() % self.window

    def _warn(self, fault: Exception) -> None:
        if time.monotonic() - self.warned > self.window or not self.warned:
            self.warned = time.monotonic()
            logger.warning("The cache of LIMIT_CACHE_URL cannot be used (%s). Nobody is limited until it is back.", fault)
