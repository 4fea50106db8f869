"""How much a process keeps of what it could make again: one cap in bytes, and what was not used for longest goes first.

What is kept are tables made from the index (on shelves that belong to what they were made from, and go with it), words with
their forms and stems, and the pages of mapped files that are in memory at the moment. What cannot be
made again is small, never dropped, and only told. Sizes of texts are estimates, those of arrays exact. Pure.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from itertools import count
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet, ref

import numpy as np

T = TypeVar("T")
MEGABYTE = 1 << 20
FOR_WORDS = 4  # words may take one part in so many
ROOM = 0.9  # of the limit is left after dropping, so that it is not done again at once
ARRAY_BYTES = 112
WORD_BYTES = 220  # a place in a dict, and two short texts
_now = count()


class Entry:
    """One thing on a shelf."""

    __slots__ = ("__weakref__", "name", "shelf", "size", "used", "value")

    def __init__(self, shelf: Shelf, name: Hashable, value: Any) -> None:
        self.shelf, self.name, self.value = ref(shelf), name, value
        self.size, self.used = size_of(value), next(_now)

    def drop(self) -> None:
        """Take it off its shelf."""
        shelf = self.shelf()
        if shelf is not None:
            shelf.entries.pop(self.name, None)


class Shelf:
    """Things by name, made when first asked for, and again after they were dropped."""

    def __init__(self, memory: Memory | None = None) -> None:
        self.entries: dict[Hashable, Entry] = {}
        self._memory = memory or MEMORY

    def get(self, name: Hashable, make: Callable[[], T]) -> T:
        """Return a thing. Two threads may make it at once; then both are right."""
        entry = self.entries.get(name)
        if entry is None:
            entry = self.entries[name] = Entry(self, name, make())
            self._memory.take(entry)
        entry.used = next(_now)
        value: T = entry.value
        return value


class kept(Generic[T]):
    """A property that is made when first asked for, and made again after memory was needed for something else."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make, self.__doc__, self._name = make, make.__doc__, ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, owner: Any, kind: type | None = None) -> T:
        shelf = owner.__dict__.get("_shelf")
        entry = None if shelf is None else shelf.entries.get(self._name)
        if entry is None:
            shelf = owner.__dict__.setdefault("_shelf", Shelf())
            made: T = shelf.get(self._name, lambda: self._make(owner))
            return made
        entry.used = next(_now)
        found: T = entry.value
        return found

    def __set__(self, owner: Any, value: T) -> None:
        raise AttributeError(f"{self._name} is made, not set")


class Remembered(dict[str, str]):
    """A function of words, remembered: a dict, so that what is known costs no call. The older half is dropped at once."""

    def __init__(self, make: Callable[[str], str], memory: Memory | None = None) -> None:
        super().__init__()
        self._make, self._older = make, dict[str, str]()
        self._memory = memory or MEMORY
        self._memory.words.append(self)

    def __missing__(self, word: str) -> str:
        found = self._older.get(word)
        if found is None:
            made = self._make(word)
            found = word if made == word else made
        if len(self) >= self._memory.words_each:
            self._older = dict(self)
            self.clear()
        self[word] = found
        return found

    @property
    def size(self) -> int:
        """Return about how many bytes it takes."""
        return (len(self) + len(self._older)) * WORD_BYTES

    def forget(self) -> None:
        """Drop everything."""
        self._older = {}
        self.clear()


class Memory:
    """Everything of a process that can be made again, within `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.words: list[Remembered] = []
        self._entries: WeakSet[Entry] = WeakSet()
        self._taken = 0  # at least what is on shelves: what went with its owner is noticed when it is looked for
        self._lent = 0
        self._lock = Lock()

    @property
    def words_each(self) -> int:
        """Return how many words one table of them holds before it drops the older half of what it has."""
        return max(1000, self.limit // FOR_WORDS // WORD_BYTES // (2 * max(1, len(self.words))))

    def take(self, entry: Entry) -> None:
        """Count what was put on a shelf, and drop what was not used for longest where it is too much now."""
        with self._lock:
            self._entries.add(entry)
            self._taken += entry.size
            if self._taken + self.words_size > self.limit:
                self._make_room(entry)

    def _make_room(self, newest: Entry) -> None:
        entries = sorted(self._entries, key=lambda entry: entry.used)
        self._taken = sum(entry.size for entry in entries)
        room = self.limit - self.words_size
        for entry in entries if self._taken > room else ():
            if self._taken <= room * ROOM:
                break
            if entry is not newest:
                entry.drop()
                self._entries.discard(entry)
                self._taken -= entry.size

    @property
    def words_size(self) -> int:
        """Return how many bytes remembered words take."""
        return sum(words.size for words in self.words)

    @property
    def tables_size(self) -> int:
        """Return how many bytes are on shelves."""
        with self._lock:
            self._taken = sum(entry.size for entry in self._entries)
            return self._taken

    @property
    def left(self) -> int:
        """Return how many bytes of the limit nothing of this takes."""
        return max(0, self.limit - self._taken - self.words_size - self._lent)

    @contextmanager
    def lent(self, size: int) -> Iterator[None]:
        """Leave so much less to the pages of mapped files while something in the background needs it."""
        with self._lock:
            self._lent += size
        try:
            yield
        finally:
            with self._lock:
                self._lent -= size


def size_of(value: Any) -> int:
    """Return how many bytes something takes: arrays exactly, lists and tuples with what is in them."""
    if isinstance(value, np.ndarray):
        return value.nbytes + ARRAY_BYTES
    if isinstance(value, list) and value and isinstance(value[0], bytes):
        return sys.getsizeof(value) + sum(map(sys.getsizeof, value))
    if isinstance(value, list | tuple):
        return sys.getsizeof(value) + sum(map(size_of, value))
    return sys.getsizeof(value)


MEMORY = Memory(200 * MEGABYTE)
