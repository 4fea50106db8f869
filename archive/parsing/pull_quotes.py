"""Words of a talk that the page repeats between quotation marks, set apart to catch the eye. Nobody says them twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.parsing.cleaning import fold
from archive.parsing.lines import Line
from archive.parsing.page_turns import Paged
from archive.parsing.parsed import Skipped

REASON = "pull quote"
FEWEST_WORDS, MOST_WORDS = 5, 40
MOST = 12  # of a page; a document with more is one that quotes
_QUOTED = re.compile(r"[“«„「『\"‹](?P<words>[^“”«»„「」『』\"‹›]+)[”»“」』\"›][.,]?")


def without_pull_quotes(paged: Paged) -> Paged:
    """Remove paragraphs in quotation marks, or set as quotations, whose words another paragraph has among its own."""
    lines = paged.lines
    quoted = {index: words for index, line in enumerate(lines) if (words := _quoted_words(lines, index, line))}
    if not quoted or len(quoted) > MOST:
        return paged
    spoken = "\n".join(f" {fold(line.text)} " for index, line in enumerate(lines) if index not in quoted)
    out = [index for index, words in quoted.items() if f" {words} " in spoken]
    skipped = tuple(Skipped(lines[index].text, lines[index].number, REASON) for index in out)
    kept = tuple(line for index, line in enumerate(lines) if index not in out)
    return replace(paged, lines=kept, skipped=(*paged.skipped, *skipped))


def _quoted_words(lines: Sequence[Line], index: int, line: Line) -> str:
    """Return the folded words of a paragraph of one line that stands in quotation marks as a whole; empty for others."""
    if line.label is not None or not line.gap or (index + 1 < len(lines) and not lines[index + 1].gap):
        return ""
    found = _QUOTED.fullmatch(line.text)
    words = fold(found["words"] if found else line.text if line.kind == "quoted" else "")
    return words if FEWEST_WORDS <= len(words.split()) <= MOST_WORDS else ""
