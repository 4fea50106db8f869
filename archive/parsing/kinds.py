"""What kind of event a transcript records: by its title (patterns.ini), then by who speaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from archive.parsing.lines import Field
from archive.parsing.patterns import FIRST_PERSON, KINDS
from archive.parsing.turns import RawTurn
from archive.parsing.types import EVENT_KINDS, EventKind, ParsedTurn

MANY = 6


def is_document(turns: Sequence[RawTurn], title: str | None) -> bool:
    """Say whether nobody speaks: no label anywhere, and a title or prose that speaks of others."""
    if any(turn.label or turn.key or turn.role for turn in turns):
        return False
    text = " ".join(turn.text for turn in turns)
    if title and KINDS["document"].search(title):
        return True
    said = len(FIRST_PERSON.findall(text[:20_000]))
    return said * 150 < len(text[:20_000].split())


def kind_of(title: str | None, turns: Sequence[ParsedTurn], given: Field | None) -> EventKind:
    """Decide the kind from the markup, the title's words and the shape of the talk."""
    if not turns:
        return "document"
    if given is not None and given.value in EVENT_KINDS:
        return cast(EventKind, given.value)
    asked = any(turn.role == "question" for turn in turns)
    for kind, pattern in KINDS.items():
        if title and pattern.search(title) and _fits(kind, asked, len(turns)):
            return cast(EventKind, kind)
    return _by_shape(turns, asked)


def _fits(kind: str, asked: bool, turns: int) -> bool:
    if kind in ("interview", "briefing", "debate"):
        return asked or turns > 1
    if kind == "document":
        return False
    return not (kind in ("speech", "statement") and asked)


def _by_shape(turns: Sequence[ParsedTurn], asked: bool) -> EventKind:
    named = {turn.speaker for turn in turns if turn.speaker}
    if len(named) >= MANY:
        return "meeting"
    if asked:
        askers = {turn.speaker or turn.label for turn in turns if turn.role == "question"}
        return "interview" if len(named) <= 2 and len(askers) == 1 else "news_conference"
    return "speech" if len(named) <= 1 else "meeting"
