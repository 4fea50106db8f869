"""Lines and labels to turns: whose words each line is, paragraphs put together, stage notes taken off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from archive.parsing.furniture import furniture_reason, is_stage_note
from archive.parsing.labels import Hit
from archive.parsing.lines import Line
from archive.parsing.paragraphs import Wrap, paragraphs
from archive.parsing.types import Skipped
from archive.parsing.zones import Zones

_HEAD_NOTE = re.compile(r"[(\[（]([^()\[\]（）]{1,80})[)\]）][.:]?\s*")
_TAIL_NOTE = re.compile(r"\s*[(\[（]([^()\[\]（）]{1,80})[)\]）][.]?$")


@dataclass(slots=True)
class RawTurn:
    """A turn before roles and people are known."""

    label: str | None
    key: str | None
    line: int
    notes: list[str] = field(default_factory=list)
    pieces: list[Line] = field(default_factory=list)
    text: str = ""
    hit: Hit | None = None


def gather(lines: Sequence[Line], hits: Sequence[Hit], zones: Zones, wrap: Wrap) -> tuple[list[RawTurn], list[Skipped]]:
    """Return the turns of the talk in order, and the lines in it that are no one's words."""
    skipped: list[Skipped] = []
    turns: list[RawTurn] = []
    if zones.opening < zones.body:
        turns.append(_turn(None, lines[zones.opening : min(zones.body, zones.end)], skipped))
    for hit, following in zip_longest(hits, hits[1:]):
        stop = following.first if following else zones.end
        turns.append(_turn(hit, lines[hit.last + 1 : stop], skipped))
    for turn in turns:
        _write(turn, wrap)
    return [turn for turn in turns if turn.text or turn.notes], skipped


def _turn(hit: Hit | None, lines: Sequence[Line], skipped: list[Skipped]) -> RawTurn:
    if hit is None:
        turn = RawTurn(None, None, lines[0].number if lines else 0)
    else:
        turn = RawTurn(hit.label, hit.key, hit.line, list(hit.notes), hit=hit)
        if hit.rest:
            turn.pieces.append(Line(hit.rest, hit.line))
    for line in lines:
        reason = "heading" if line.kind == "heading" else furniture_reason(line.text)
        reason = None if reason == "end mark" else reason
        if reason is not None:
            skipped.append(Skipped(line.text, line.number, reason))
        else:
            turn.pieces.append(line)
    return turn


def _write(turn: RawTurn, wrap: Wrap) -> None:
    text = "\n\n".join(paragraphs(turn.pieces, wrap)).strip()
    if is_stage_note(text):
        turn.text = text
        return
    text, head = _take(text, front=True)
    text, tail = _take(text, front=False)
    turn.notes += [*head, *reversed(tail)]
    turn.text = text


def _take(text: str, front: bool) -> tuple[str, list[str]]:
    notes: list[str] = []
    while (found := (_HEAD_NOTE.match(text) if front else _TAIL_NOTE.search(text[-100:]))) is not None:
        notes.append(found.group(1).strip(" ."))
        text = text[found.end() :] if front else text[: len(text) - len(found.group())]
    return text.strip(), notes
