"""Estimates the cost of a page from what pages requested in the same way cost recently."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from typing import NamedTuple
from urllib.parse import unquote_plus

KNOWN = 4096  # shapes remembered
NEWEST_WEIGHT = 0.3  # weight of the newest page
OPERATORS = re.compile(r'["*?~|()]|\b(?:OR|NOT)\b')
MANY_OPERATORS = 15
LONG = 511  # characters of the parameters
MANY_PARAMETERS = 15


class PageShape(NamedTuple):
    """The shape of a request: kind of address, and the approximate size of its parameters in powers of two."""

    method: str
    place: str
    depth: int
    length: int
    operators: int
    parameters: int


def shape_of(method: str, path: str, query: str) -> PageShape:
    """Return the shape of a request."""
    parts = path.strip("/").split("/")
    asked = unquote_plus(query)
    place = path if path.startswith("/admin/") else parts[0]
    operators = len(OPERATORS.findall(asked))
    return PageShape(method, place, len(parts), len(asked).bit_length(), operators.bit_length(), asked.count("=").bit_length())


def looks_costly(shape: PageShape) -> bool:
    """Guess whether an unknown shape is costly: checking a password, or a long or complex search."""
    if shape.method == "POST":
        return True
    return (
        shape.length > LONG.bit_length()
        or shape.operators > MANY_OPERATORS.bit_length()
        or shape.parameters > MANY_PARAMETERS.bit_length()
    )


class PageCosts:
    """Processor time by shape, learnt as pages are made. Each process learns for itself."""

    def __init__(self, costly: float) -> None:
        self.costly = costly  # milliseconds
        self.known: OrderedDict[PageShape, float] = OrderedDict()
        self.lock = threading.Lock()

    def expected(self, shape: PageShape) -> float:
        """Return the expected milliseconds of a page. An unknown shape counts as free, or as just costly if it looks so."""
        with self.lock:
            known = self.known.get(shape)
        if known is None:
            return self.costly if looks_costly(shape) else 0.0
        # Signing in waits for a child process to hash a password, which this thread's time does not show.
        return max(known, self.costly) if shape.method == "POST" else known

    def learn(self, shape: PageShape, milliseconds: float) -> None:
        """Record the cost of a page. A single slow page, such as the first after a start, does not make the shape costly."""
        expected = self.expected(shape)
        with self.lock:
            self.known.pop(shape, None)
            self.known[shape] = expected + (min(milliseconds, 2 * self.costly) - expected) * NEWEST_WEIGHT
            if len(self.known) > KNOWN:
                self.known.popitem(last=False)
