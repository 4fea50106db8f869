"""Text typed into a form or an address, made safe to compare, store and show. Pure."""

from __future__ import annotations

from archive.parsing.cleaning import composed


def printable(typed: str) -> str:
    """Return the text on one line: control characters become spaces, runs of spaces one space, letters are composed (NFC)."""
    return " ".join("".join(c if c.isprintable() else " " for c in composed(typed)).split())
