"""Names above a talk that say nothing: a list of contents or of who is present, set as labels are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.parsing import lexicon
from archive.parsing.labels.candidates import Hit
from archive.parsing.lines import Line

FEWEST_LEFT = 2
_ASKING = lexicon.ASKERS | lexicon.ANSWERERS
_SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”’»)\]」』]*$|[—–]$")
# A line that ends in one of these is a list's all the same: "S. 12.", "J.P.", "etc."
_SHORT_END = re.compile(r"(?:^|\s)(?:[A-ZÀ-Þ]\.)+$|\betc\.$")


def without_contents(hits: list[Hit], lines: Sequence[Line]) -> list[Hit]:
    """Leave out the first labels as long as no sentence follows them, if they come back below or are two or more."""
    silent = 0
    while silent < len(hits) - FEWEST_LEFT and not _says_something(hits[silent], hits[silent + 1], lines):
        silent += 1
    later = {hit.key for hit in hits[silent:]}
    return hits[silent:] if silent > 1 or (silent == 1 and hits[0].key in later) else hits


def _says_something(hit: Hit, following: Hit, lines: Sequence[Line]) -> bool:
    if hit.key in _ASKING:
        return True
    said = [hit.rest, *(line.text for line in lines[hit.last + 1 : following.first])]
    return any(_SENTENCE.search(text[-6:]) and not _SHORT_END.search(text[-12:]) for text in said if text)
