"""Which of the words above a talk are its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_dateline, is_masthead, is_stage_note
from archive.parsing.cleaning import fold, squeeze
from archive.parsing.layout_patterns import EVENT_WORDS, POSTED
from archive.parsing.lines import Field, Line, Reading
from archive.parsing.metadata.language import script_of, script_of_language
from archive.parsing.metadata.letterheads import names_institution

LONGEST = 400
HEADER_LINES = 120
_BYLINE = re.compile(r"(?:statement|remarks|address|speech|delivered|transcript) by\b|by\s", re.I)
_CUT = re.compile(r"[:,–—-]$|['’]s$")


@dataclass(frozen=True, slots=True)
class _Block:
    text: str
    line: int
    heading: bool


def find_title(reading: Reading, header: Sequence[Line], language: str) -> Field | None:
    """Return the title as printed: the markup's, else the likeliest block of the header."""
    given = reading.fields.get("title", ())
    if given:
        return Field(squeeze(given[0].value), given[0].where)
    blocks = _blocks(header)
    if not blocks:
        return None
    best = max(enumerate(blocks), key=lambda pair: (_score(pair[1], blocks[0], language), -pair[0]))[1]
    return Field(best.text, f"line {best.line}")


def _blocks(header: Sequence[Line]) -> list[_Block]:
    """Return what may be the title; an institution's name only where nothing else stands."""
    blocks: list[_Block] = []
    lettered: list[_Block] = []
    joinable = masthead = False
    for line in header[:HEADER_LINES]:
        text = line.text.strip()
        if blocks and blocks[-1].heading and line.kind == "heading" and not line.gap:
            blocks[-1] = _joined(blocks[-1], text)
            continue
        if not blocks and names_institution(text):
            lettered.append(_Block(text, line.number, line.kind == "heading"))
        masthead = is_masthead(text) or (masthead and not line.gap and not EVENT_WORDS.search(text))
        if masthead or not _may_be_title(text):
            joinable = False
            continue
        if joinable and not line.gap and len(blocks[-1].text) < LONGEST and _continues(blocks[-1].text, text):
            blocks[-1] = _joined(blocks[-1], text)
        else:
            blocks.append(_Block(text, line.number, line.kind == "heading"))
        joinable = True
    return blocks or lettered


def _joined(block: _Block, text: str) -> _Block:
    return _Block(f"{block.text} {text}", block.line, block.heading)


def _continues(before: str, text: str) -> bool:
    last = fold(before.split()[-1]) if before.split() else ""
    first = fold(text.split()[0]) if text.split() else ""
    return (
        last in lexicon.PARTICLES | {"a", "an"}
        or bool(_CUT.search(before))
        or text[:1].islower()
        or first in {"of", "and", "with", "for"}
    )


def _may_be_title(text: str) -> bool:
    return len(text) < LONGEST and not (
        furniture_reason(text) or is_stage_note(text) or is_masthead(text) or POSTED.search(text) or is_dateline(text)
    )


def _score(block: _Block, first: _Block, language: str) -> int:
    score = 3 if block is first else 0
    score += 4 if block.heading else 0
    score += 2 if EVENT_WORDS.search(block.text) and not (_BYLINE.match(block.text) and block is not first) else 0
    score -= 3 if len(block.text.split()) < 2 else 0
    score -= 4 if script_of(block.text) != script_of_language(language) else 0
    score -= 4 if len(block.text) > 250 or block.text.endswith((".", "!", ",")) else 0
    return score
