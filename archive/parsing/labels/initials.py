"""Speakers by initials, explained in a list above the talk: "FC Fiona Carr", below it "FC Good morning"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.labels.candidates import Hit, make_hit
from archive.parsing.lines import Line

FEWEST = 2
LISTED_WITHIN = 120  # lines
_ENTRY = re.compile(r"([A-ZÀ-ÞА-ЯΑ-Ω]{2,4})(?:\t\s*|\s{2,}|\s*[-–—:=]\s*)([^\W\d_a-zа-я][^\d:;?!]{2,80})")
_SAID = re.compile(r"([A-ZÀ-ÞА-ЯΑ-Ω]{2,4})(?:$|\s*[:：]\s*|\t\s*|\s+(?=[^\W_a-zа-я]|[\"“«\[(¿¡]))")
_SIGNS = re.compile(r"\s*[,(;–—].*|\s-\s.*")


def listed_initials(lines: Sequence[Line]) -> tuple[dict[str, str], int]:
    """Return whose initials a list near the top explains, and where it ends; empty if there is none."""
    whose: dict[str, str] = {}
    end = 0
    for index, line in enumerate(lines[:LISTED_WITHIN]):
        found = _ENTRY.fullmatch(line.text)
        if found is not None and found[1] not in whose and _is_whose(found[2]):
            whose[found[1]] = _name(found[2])
            end = index + 1
    return (whose, end) if len(whose) >= FEWEST else ({}, 0)


def _is_whose(name: str) -> bool:
    words = name.split()
    return all(word[0].isupper() or fold(word) in lexicon.PARTICLES for word in _SIGNS.sub("", name).split()) and len(words) <= 12


def _name(text: str) -> str:
    words = _SIGNS.sub("", text).split()
    while len(words) > 1 and fold(words[0]) in lexicon.HONORIFICS:
        words = words[1:]
    return " ".join(words)


def by_initials(lines: Sequence[Line], whose: Mapping[str, str], start: int) -> list[Hit]:
    """Return the labels of a talk that are initials of the list."""
    hits: list[Hit] = []
    for index in range(start, len(lines)):
        found = _SAID.match(lines[index].text)
        if found is not None and found[1] in whose and lines[index].label is None:
            hit = make_hit(lines[index], index, found[1], lines[index].text[found.end() :], "markup")
            hits += [hit] if hit is not None else []
    return hits if len(hits) > len(whose) else []


def with_persons(lines: Sequence[Line], hits: Sequence[Hit], whose: Mapping[str, str]) -> Sequence[Line]:
    """Return the lines with the person of each label."""
    at = {hit.first: whose[hit.label] for hit in hits}
    return [replace(line, person=at[index]) if index in at else line for index, line in enumerate(lines)]
