"""Askers named in brackets before the question: "Q1: (Ines Moor, Tide Times) When will it sail?"."""

from __future__ import annotations

import re

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.labels.asker_labels import asks_from
from archive.parsing.layout_patterns import STAGE
from archive.parsing.speakers.honorifics import without_honours
from archive.parsing.speakers.offices import LabelParts, has_office, is_full_name, part_office
from archive.parsing.turns import RawTurn

_AHEAD = re.compile(r"[(\[]([^()\[\]]{4,80})[)\]][,:.]?\s+(?=\S)")
_PARTING = re.compile(r"\s*(?:[,;/|]|\s[–—-]\s|\sfrom\s|\sof\s)\s*")
_SLASHED = re.compile(r"([^\d/()]{5,40})/([^/()]{2,40})")


def name_asker_in_brackets(turn: RawTurn) -> None:
    """Return a turn with the asker named in the brackets that open it, which become a note; other turns are unchanged."""
    if turn.key is None or not (turn.key in lexicon.ASKERS or asks_from(turn.key)) or turn.person:
        return
    found = _AHEAD.match(turn.text)
    name = _name_in(found.group(1)) if found else None
    if found is None or name is None or STAGE.match(found.group(1)):
        return
    turn.person = name
    turn.notes.insert(0, found.group(1))
    turn.text = turn.text[found.end() :]
    turn.paragraphs[0] = turn.paragraphs[0][found.end() :] if turn.paragraphs else ""


def _name_in(said: str) -> str | None:
    """Return the name before the outlet: "Ines Moor, Tide Times"; None unless it is a name and an outlet, or a name alone."""
    before, parting, behind = _split(said)
    name = part_office(without_honours(before)).name or ""
    return name if is_full_name(name) and (not parting or behind[:1].isupper()) else None


def _split(said: str) -> tuple[str, str, str]:
    found = _PARTING.search(said)
    return (said[: found.start()], found.group(), said[found.end() :]) if found else (said, "", "")


def part_slashed(label: str) -> LabelParts:
    """Split a label as `part_office` does, a name from its outlet ("ANA LIMA/TIDE NEWS") and from a part ("Sunucu Ana Lima")."""
    label = label.rstrip("․")  # an Armenian stop
    part, _, name = label.partition(" ")
    if fold(part) in lexicon.MANAGERS and not has_office(part) and is_full_name(name) and name[:1].isupper():
        return LabelParts(part, name)
    found = _SLASHED.fullmatch(label)
    if found and not has_office(label) and is_full_name(found.group(1)):
        return LabelParts(found.group(2).strip(), found.group(1).strip())
    return part_office(label)
