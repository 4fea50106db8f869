"""Lines of a page that nobody said: mastheads, stamps, rules, page numbers, footers (the table is in patterns.ini)."""

from __future__ import annotations

import re

from archive.parsing.patterns import FURNITURE

_NOTE = re.compile(r"[(\[（][^()\[\]（）]{1,120}[)\]）]\.?")
_LONGEST = 300


def furniture_reason(text: str) -> str | None:
    """Say why a line is no speech and no title, None where it may be either."""
    if len(text) > _LONGEST:
        return None
    return next((reason for reason, pattern in FURNITURE.items() if pattern.match(text)), None)


def is_stage_note(text: str) -> bool:
    """Say whether a text is nothing but bracketed stage notes."""
    return 0 < len(text) <= _LONGEST and not _NOTE.sub("", text).strip()
