"""What each address has asked for lately: requests, and processor time of costly pages.

Counted in windows of some seconds. What an address has used is its count in the window that runs, and of the window before the
part that is not yet a whole window ago, so that no limit can be had twice by asking around the turn of a window.
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

PLACES = 1 << 15  # addresses remembered at a time; 1 MB
WAYS = 4  # places in which an address may be
LAYOUT = struct.Struct("<QIIIII")  # whose, window, requests in it and in the one before, milliseconds likewise
LARGEST = 0xFFFFFFFF


class Used(NamedTuple):
    """What an address has used: requests, and milliseconds of processor time."""

    requests: float
    milliseconds: float


class AddressRow(NamedTuple):
    """What is kept of one address."""

    owner: int
    window: int
    requests: int
    requests_before: int
    milliseconds: int
    milliseconds_before: int


class Rates(Protocol):
    """Somewhere to count."""

    def add(self, address: str, requests: int = 0, milliseconds: int = 0) -> Used:
        """Count, and return what the address has used lately, this included."""

    def until_next(self) -> float:
        """Return the seconds until the window that runs is over."""


def lately(now: tuple[int, int], before: tuple[int, int], passed: float) -> Used:
    """Weigh two windows; `passed` is the part of the present one that is over."""
    left = 1.0 - passed
    return Used(now[0] + before[0] * left, now[1] + before[1] * left)


class SharedRates:
    """Counts in memory that this process shares with those it is forked into.

    Only threads wait for each other. Two processes that count for one address in the same microsecond may lose one of
    the two counts, which no limit is so exact as to mind. The addresses known are bounded: the one that used least makes room.
    """

    def __init__(self, window: float) -> None:
        self.window = window
        self.memory = mmap.mmap(-1, PLACES * LAYOUT.size)
        self.lock = threading.Lock()

    def add(self, address: str, requests: int = 0, milliseconds: int = 0) -> Used:
        """Count in memory; takes some microseconds."""
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
        """Return the seconds until the window that runs is over."""
        return self.window - time.monotonic() % self.window

    def _find(self, owner: int, window: int) -> tuple[int, AddressRow]:
        """Return an address's place and its row as of this window; of a new address the place of who used least."""
        first = owner % (PLACES // WAYS) * WAYS
        places = [(first + way) * LAYOUT.size for way in range(WAYS)]
        rows = [as_of(AddressRow(*LAYOUT.unpack_from(self.memory, place)), window) for place in places]
        for place, row in zip(places, rows, strict=True):
            if row.owner == owner:
                return place, row
        place, _ = min(zip(places, rows, strict=True), key=lambda pair: pair[1][2:])
        return place, AddressRow(owner, window, 0, 0, 0, 0)


def as_of(row: AddressRow, window: int) -> AddressRow:
    """Return a row as it stands in a window: the last one's counts become those before, older ones are forgotten."""
    if row.window == window:
        return row
    if row.window == (window - 1) & LARGEST:
        return AddressRow(row.owner, window, 0, row.requests, 0, row.milliseconds)
    return AddressRow(row.owner, window, 0, 0, 0, 0)


class CachedRates:
    """Counts in a cache that several machines share, such as memcached or Redis. A cache that is down limits nobody."""

    def __init__(self, window: float, cache: BaseCache) -> None:
        self.window, self.cache = window, cache
        self.warned = 0.0

    def add(self, address: str, requests: int = 0, milliseconds: int = 0) -> Used:
        """Count in the cache: one question to it, and one for each thing that is counted."""
        number, passed = divmod(time.time() / self.window, 1.0)
        keys = [f"limits:{name}:{address}:{int(number) - ago}" for ago in (0, 1) for name in ("requests", "milliseconds")]
        try:
            for key, value in zip(keys, (requests, milliseconds), strict=False):
                if value:
                    self.cache.add(key, 0, timeout=self.window * 2)
                    self.cache.incr(key, value)
            found = self.cache.get_many(keys)
        except Exception as fault:  # each kind of cache has its own kinds of faults
            self._warn(fault)
            return Used(0, 0)
        now, now_ms, before, before_ms = (int(found.get(key, 0)) for key in keys)
        return lately((now, now_ms), (before, before_ms), passed)

    def until_next(self) -> float:
        """Return the seconds until the window that runs is over."""
        return self.window - time.time() % self.window

    def _warn(self, fault: Exception) -> None:
        if time.monotonic() - self.warned > self.window or not self.warned:
            self.warned = time.monotonic()
            logger.warning("The cache of LIMIT_CACHE_URL cannot be used (%s). Nobody is limited until it is back.", fault)
