"""Caches of a process under one cap in bytes; the least recently used entries are dropped first.

Cached are tables made from the index (on shelves that belong to their source, and go with it), words with their forms and stems,
and the resident pages of mapped files. Data that cannot be rebuilt is small, never dropped, and only reported. Sizes of texts are
estimates, those of arrays exact. Pure.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet, ref

import numpy as np

T = TypeVar("T")
MEGABYTE = 1 << 20
FOR_WORDS = 4  # words may take one part in this many
FOR_RECENT = 8  # and each table of values recently used one in this many
ROOM = 0.9  # share of the limit left after dropping, to avoid dropping again at once
ARRAY_BYTES = 112
WORD_BYTES = 220  # a dict entry and two short texts
_now = count()


class Entry:
    """One entry on a shelf."""

    __slots__ = ("__weakref__", "name", "shelf", "size", "used", "value")

    def __init__(self, shelf: Shelf, name: Hashable, value: Any) -> None:
        self.shelf, self.name, self.value = ref(shelf), name, value
        self.size, self.used = size_of(value), next(_now)

    def drop(self) -> None:
        """Remove it from its shelf."""
        shelf = self.shelf()
        if shelf is not None:
            shelf.entries.pop(self.name, None)


class Shelf:
    """Named values, computed on first use, and again after they were dropped."""

    def __init__(self, memory: Memory | None = None) -> None:
        self.entries: dict[Hashable, Entry] = {}
        self._memory = memory or MEMORY

    def get(self, name: Hashable, make: Callable[[], T]) -> T:
        """Return a value. Two threads may compute it at once; then both results are right."""
        entry = self.entries.get(name)
        if entry is None:
            entry = self.entries[name] = Entry(self, name, make())
            self._memory.take(entry)
        entry.used = next(_now)
        value: T = entry.value
        return value


class kept(Generic[T]):
    """A property computed on first use, and again after its memory was reclaimed."""

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
    """A cached function of words: a dict, so that hits cost no call. When full, the older half is dropped."""

    def __init__(self, make: Callable[[str], str], memory: Memory | None = None) -> None:
        super().__init__()
        self._make, self._older = make, dict[str, str]()
        self._memory = memory or MEMORY
        self._memory.words.append(self)

    def __missing__(self, word: str) -> str:
        value = self._older.get(word)
        if value is None:
            made = self._make(word)
            value = word if made == word else made
        if len(self) >= self._memory.words_each:
            self._older = dict(self)
            self.clear()
        self[word] = value
        return value

    @property
    def size(self) -> int:
        """Return about how many bytes it takes."""
        return (len(self) + len(self._older)) * WORD_BYTES

    def forget(self) -> None:
        """Drop everything."""
        self._older = {}
        self.clear()


class Recent(Generic[T]):
    """Values by key for as long as a stamp holds; within its share, the least recently used are dropped first."""

    def __init__(self, size_of: Callable[[T], int], memory: Memory | None = None) -> None:
        self._size_of, self._memory = size_of, memory or MEMORY
        self._values: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._stamp: Hashable = None
        self._lock = Lock()
        self.size = 0
        self._memory.recent.append(self)

    def known(self, stamp: Hashable, keys: Collection[Any]) -> dict[Any, T]:
        """Return the values of those keys that have one. Those of another stamp are dropped."""
        with self._lock:
            if stamp != self._stamp:
                self._forget(stamp)
            found = {key: self._values[key][0] for key in keys if key in self._values}
            for key in found:
                self._values.move_to_end(key)
        return found

    def add(self, stamp: Hashable, values: Mapping[Any, T]) -> None:
        """Keep values made under a stamp, unless another holds by now."""
        with self._lock:
            if stamp != self._stamp:
                return
            for key, value in values.items():
                size = self._size_of(value)
                self.size += size - self._values.pop(key, (None, 0))[1]
                self._values[key] = (value, size)
            while self._values and self.size > self._memory.limit // FOR_RECENT:
                self.size -= self._values.popitem(last=False)[1][1]

    def forget(self) -> None:
        """Drop everything."""
        with self._lock:
            self._forget(None)

    def _forget(self, stamp: Hashable) -> None:
        self._values.clear()
        self._stamp, self.size = stamp, 0


class Memory:
    """All caches of a process, within `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.words: list[Remembered] = []
        self.recent: list[Recent[Any]] = []
        self._entries: WeakSet[Entry] = WeakSet()
        self._taken = 0  # a lower bound of what is on shelves: entries that went with their owner are noticed later
        self._lent = 0
        self._lock = Lock()

    @property
    def words_each(self) -> int:
        """Return how many words one table holds before it drops its older half."""
        return max(1000, self.limit // FOR_WORDS // WORD_BYTES // (2 * max(1, len(self.words))))

    def take(self, entry: Entry) -> None:
        """Count a new entry, and drop the least recently used ones above the limit."""
        with self._lock:
            self._entries.add(entry)
            self._taken += entry.size
            if self._taken + self.words_size + self.recent_size > self.limit:
                self._make_room(entry)

    def _make_room(self, newest: Entry) -> None:
        entries = sorted(self._entries, key=lambda entry: entry.used)
        self._taken = sum(entry.size for entry in entries)
        room = self.limit - self.words_size - self.recent_size
        for entry in entries if self._taken > room else ():
            if self._taken <= room * ROOM:
                break
            if entry is not newest:
                entry.drop()
                self._entries.discard(entry)
                self._taken -= entry.size

    @property
    def words_size(self) -> int:
        """Return the bytes of cached words."""
        return sum(words.size for words in self.words)

    @property
    def recent_size(self) -> int:
        """Return the bytes of values recently used."""
        return sum(recent.size for recent in self.recent)

    @property
    def tables_size(self) -> int:
        """Return the bytes on shelves."""
        with self._lock:
            self._taken = sum(entry.size for entry in self._entries)
            return self._taken

    @property
    def left(self) -> int:
        """Return the unused bytes of the limit."""
        return max(0, self.limit - self._taken - self.words_size - self.recent_size - self._lent)

    @contextmanager
    def lent(self, size: int) -> Iterator[None]:
        """Reduce the share of mapped files while a background task needs memory."""
        with self._lock:
            self._lent += size
        try:
            yield
        finally:
            with self._lock:
                self._lent -= size


def size_of(value: Any) -> int:
    """Return the bytes of a value: exact for arrays, including contents for lists and tuples."""
    if isinstance(value, np.ndarray):
        return value.nbytes + ARRAY_BYTES
    if isinstance(value, list) and value and isinstance(value[0], bytes):
        return sys.getsizeof(value) + sum(map(sys.getsizeof, value))
    if isinstance(value, list | tuple):
        return sys.getsizeof(value) + sum(map(size_of, value))
    return sys.getsizeof(value)


MEMORY = Memory(200 * MEGABYTE)
