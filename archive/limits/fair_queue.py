"""The queue that decides whose page is made next.

A few pages are made at a time, since the threads of a process share one interpreter. Cheap pages go before costly ones, of
which fewer run at a time. One address gets at most half of the cheap slots, so that the next visitor finds a free thread; half
of these, and half of all, are for quick pages only, so that the next visitor from the same address finds one too. Among equals,
the address with fewest running pages comes next, then the one served longest ago. Of one address quick pages come first, then
the kind of page served longest ago: many visitors may share an address, and one of them may flood it with pages of one kind.
Costly pages of one address wait in a short queue.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import NamedTuple

REMEMBERED = 8192  # addresses, and kinds of page of an address, whose last turn is remembered


class Room(NamedTuple):
    """How many pages one process makes at a time."""

    at_once: int
    costly_at_once: int
    queue: int  # waiting costly pages of one address
    queue_of_all: int  # waiting costly pages in all
    wait: float  # seconds that a page may wait
    quick: float  # milliseconds that a quick page takes at most

    @property
    def of_one(self) -> int:
        """Return how many cheap pages of one address may run at a time."""
        return max(1, self.at_once // 2)


class NoTurnError(Exception):
    """A page cannot be made now."""

    def __init__(self, seconds: float, own: bool) -> None:
        super().__init__(f"no turn for {seconds} seconds")
        self.seconds = seconds  # after which to ask again
        self.own = own  # this address alone asks for too much


class Waiter:
    """A waiting page."""

    def __init__(self, address: str, costly: bool, expected: float, kind: Hashable, order: int) -> None:
        self.address, self.costly, self.expected, self.order = address, costly, expected, order
        self.kind = (address, kind)
        self.may_go = threading.Event()


class Turns:
    """The running and the waiting pages."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.lock = threading.Lock()
        self.order = count()
        self.waiting: list[Waiter] = []
        self.running: Counter[bool] = Counter()  # by whether they are costly
        self.running_of: Counter[str] = Counter()  # by address
        self.cheap_of: Counter[str] = Counter()
        self.slow_of: Counter[str] = Counter()  # cheap pages that are not quick
        self.served: dict[Hashable, int] = {}  # order of the last page of each address, and of each kind of an address

    @contextmanager
    def turn(self, address: str, costly: bool, expected: float = 0.0, kind: Hashable = None) -> Iterator[None]:
        """Hold a turn while the block runs, for `expected` milliseconds of work on a page of this kind.

        Raises NoTurnError if the queue is full or the wait too long.
        """
        waiter = self._come(address, costly, expected, kind)
        if not waiter.may_go.wait(self.room.wait) and self._give_up(waiter):
            raise NoTurnError(self.room.wait, own=False)
        try:
            yield
        finally:
            self._leave(waiter)

    def _come(self, address: str, costly: bool, expected: float, kind: Hashable) -> Waiter:
        with self.lock:
            if costly:
                self._refuse_too_many(address)
            waiter = Waiter(address, costly, expected, kind, next(self.order))
            self.waiting.append(waiter)
            self._let_go()
        return waiter

    def _refuse_too_many(self, address: str) -> None:
        costly = [waiter for waiter in self.waiting if waiter.costly]
        if sum(waiter.address == address for waiter in costly) >= self.room.queue:
            raise NoTurnError(2, own=True)
        if len(costly) >= self.room.queue_of_all:
            raise NoTurnError(5, own=False)

    def _give_up(self, waiter: Waiter) -> bool:
        """Remove a page that has waited too long; False if its turn came at that moment."""
        with self.lock:
            if waiter.may_go.is_set():
                return False
            self.waiting.remove(waiter)
            return True

    def _leave(self, waiter: Waiter) -> None:
        with self.lock:
            self._count(waiter, -1)
            self._let_go()

    def _count(self, waiter: Waiter, more: int) -> None:
        self.running[waiter.costly] += more
        for counts in self._counts(waiter):
            counts[waiter.address] += more
            if not counts[waiter.address]:
                del counts[waiter.address]

    def _counts(self, waiter: Waiter) -> Iterator[Counter[str]]:
        yield self.running_of
        if not waiter.costly:
            yield self.cheap_of
            if self._is_slow(waiter):
                yield self.slow_of

    def _let_go(self) -> None:
        while (following := self._next()) is not None:
            self.waiting.remove(following)
            self._count(following, 1)
            self._remember(following)
            following.may_go.set()

    def _next(self) -> Waiter | None:
        for costly, most in ((False, self.room.at_once), (True, self.room.costly_at_once)):
            able = [waiter for waiter in self.waiting if waiter.costly == costly and (costly or self._has_share(waiter))]
            if able and self.running[costly] < most:
                return min(able, key=self._rank)
        return None

    def _has_share(self, waiter: Waiter) -> bool:
        if self.cheap_of[waiter.address] >= self.room.of_one:
            return False
        if not self._is_slow(waiter):
            return True
        return self.slow_of[waiter.address] < max(1, self.room.of_one // 2) and self.slow_of.total() < max(
            1, self.room.at_once // 2
        )

    def _rank(self, waiter: Waiter) -> tuple[int, int, bool, int, int]:
        served = self.served.get(waiter.address, -1), self._is_slow(waiter), self.served.get(waiter.kind, -1)
        return self.running_of[waiter.address], *served, waiter.order

    def _is_slow(self, waiter: Waiter) -> bool:
        return waiter.expected > self.room.quick

    def _remember(self, waiter: Waiter) -> None:
        for key in (waiter.address, waiter.kind):
            self.served.pop(key, None)
            self.served[key] = waiter.order
            if len(self.served) > REMEMBERED:
                del self.served[next(iter(self.served))]
