"""Problems in a search."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """An unreadable part of a query: its span (0-based), a suggestion, and the address that applies it."""

    message: str
    start: int
    end: int
    suggestion: str = ""
    url: str = ""
