"""What could not be read of a search."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read in a query: where (0-based span), what to write instead, and the address that does so."""

    message: str
    start: int
    end: int
    suggestion: str = ""
    url: str = ""
