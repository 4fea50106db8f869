"""What kind of event a transcript records: by its title (patterns.ini), then by who speaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from archive.parsing.patterns import KINDS
from archive.parsing.types import EventKind, Role


def kind_of(title: str | None, roles: Sequence[Role], speakers: int) -> EventKind:
    """Decide the kind from the title's words and the shape of the talk."""
    if not roles:
        return "document"
    asked = "question" in roles
    for kind, pattern in KINDS.items():
        if title and pattern.search(title) and _fits(kind, asked, len(roles)):
            return cast(EventKind, kind)
    if asked:
        return "interview" if speakers == 2 else "news_conference"
    return "speech" if speakers <= 1 else "meeting"


def _fits(kind: str, asked: bool, turns: int) -> bool:
    if kind in ("interview", "briefing", "debate"):
        return asked or turns > 1
    if kind == "document":
        return False
    return not (kind in ("speech", "statement") and asked)
