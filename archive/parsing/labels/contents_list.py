"""Names above a talk that say nothing: a list of contents or of who is present, set as labels are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.labels.candidates import Hit
from archive.parsing.lines import Line

FEWEST_LEFT = 2
NOTES_BEHIND = re.compile(r"(?:\s*[(\[（][^()\[\]（）]*[)\]）])+$")
_ASKING = lexicon.ASKERS | lexicon.ANSWERERS
_SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”’»)\]」』]*$|[—–\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]$")
# A line that ends in one of these is a list's all the same: "S. 12.", "J.P.", "etc."
_SHORT_END = re.compile(r"(?:^|\s)(?:[A-ZÀ-Þ]\.)+$|\betc\.$")


def without_contents(hits: list[Hit], lines: Sequence[Line]) -> list[Hit]:
    """Leave out the first labels as long as no sentence follows them, if they come back below or are two or more."""
    silent = 0
    while silent < len(hits) - FEWEST_LEFT and not _says_something(hits[silent], hits[silent + 1], lines):
        silent += 1
    return hits[silent:] if silent > 1 or (silent == 1 and _is_odd(hits, lines)) else hits


def _is_odd(hits: Sequence[Hit], lines: Sequence[Line]) -> bool:
    """Say whether the first label alone has no sentence: it comes back below, or all the others have one."""
    if hits[0].key in {hit.key for hit in hits[1:]}:
        return True
    rest = list(pairwise(hits[1:]))
    return bool(rest) and all(_says_something(hit, following, lines) for hit, following in rest)


def _says_something(hit: Hit, following: Hit, lines: Sequence[Line]) -> bool:
    if hit.key in _ASKING:
        return True
    said = [NOTES_BEHIND.sub("", text) for text in _said(hit, following, lines)]
    return any(_SENTENCE.search(text[-6:]) and not _SHORT_END.search(text[-12:]) for text in said if text)


def _said(hit: Hit, following: Hit, lines: Sequence[Line]) -> list[str]:
    return [hit.rest, *(line.text for line in lines[hit.last + 1 : following.first])]
