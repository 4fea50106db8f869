"""What somebody typed into a form or an address, made safe to compare, to store and to show. Pure."""

from __future__ import annotations


def printable(typed: str) -> str:
    """Return the text on one line: control characters become spaces, runs of spaces one."""
    return " ".join("".join(c if c.isprintable() else " " for c in typed).split())
