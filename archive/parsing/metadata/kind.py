"""What kind of event a transcript records: by its title (layout_patterns.ini), then by who speaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.layout_patterns import FIRST_PERSON, KINDS
from archive.parsing.lines import Field
from archive.parsing.parsed import EVENT_KINDS, EventKind, ParsedTurn
from archive.parsing.turns import RawTurn

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


def kind_of(title: str | None, around: str, turns: Sequence[ParsedTurn], given: Field | None) -> EventKind:
    """Decide the kind from the markup, the title's words, the words around the talk, and its shape."""
    if not turns:
        return "document"
    if given is not None and given.value in EVENT_KINDS:
        return given.value
    asked = any(turn.role == "question" for turn in turns)
    for titled, pattern in KINDS.items():
        if title and pattern.search(title) and _fits(titled, asked, turns):
            return cast(EventKind, titled)
    return _by_shape(turns, asked, around)


def _fits(kind: str, asked: bool, turns: Sequence[ParsedTurn]) -> bool:
    if kind in ("interview", "briefing", "debate"):
        return asked or len(turns) > 1
    if kind in ("speech", "statement"):
        return not asked or _largest_statement(turns) > 0.5
    return kind != "document"


def _largest_statement(turns: Sequence[ParsedTurn]) -> float:
    stated = [len(turn.text) for turn in turns if turn.role == "statement"]
    return max(stated, default=0) / max(sum(len(turn.text) for turn in turns), 1)


def _by_shape(turns: Sequence[ParsedTurn], asked: bool, around: str) -> EventKind:
    named = {turn.speaker for turn in turns if turn.speaker and fold(turn.label or "") not in lexicon.VOICES}
    if len(named) >= MANY:
        return "meeting"
    told: tuple[EventKind, ...] = ("news_conference", "interview", "briefing")
    for kind in told:
        if asked and KINDS[kind].search(around):
            return kind
    if asked:
        askers = {turn.speaker for turn in turns if turn.role == "question"}
        opened = any(turn.role == "statement" for turn in turns[:2])
        return "interview" if len(named) <= 2 and len(askers) == 1 and not opened else "news_conference"
    return "speech" if len(named) <= 1 else "meeting"
