"""The queue of requests waiting for a thread, fair between addresses, so that a flood from one delays only itself."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


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
