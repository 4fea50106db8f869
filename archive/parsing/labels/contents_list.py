"""Names above a talk without speech: a list of contents or of those present, set like labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.labels.candidates import Hit, is_proper
from archive.parsing.lines import Line

FEWEST_LEFT = 2
MOST_NAMED, MOST_SAY = 8, 0.8
NOTES_BEHIND = re.compile(r"(?:\s*[(\[（][^()\[\]（）]*[)\]）])+$")
_ASKING = lexicon.ASKERS | lexicon.ANSWERERS
_SENTENCE = re.compile(r"[.!?…。！？؟।։።។။][\"'”’»)\]」』]*$|(?<=[α-ωά-ώ]);$|[—–\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]$")
# Endings of list entries despite the full stop: "S. 12.", "J.P.", "etc."
_SHORT_END = re.compile(r"(?:^|\s)(?:[A-ZÀ-Þ]\.)+$|\betc\.$")


def without_contents(hits: list[Hit], lines: Sequence[Line]) -> list[Hit]:
    """Remove first labels without a sentence after them, if they recur below or are two or more."""
    if len(hits) > FEWEST_LEFT + 1 and hits[0].style == "alone" and all(hit.style != "alone" for hit in hits[1:]):
        hits = hits[1:]
    silent = 0
    while silent < len(hits) - FEWEST_LEFT and not _says_something(hits[silent], hits[silent + 1], lines):
        silent += 1
    return hits[silent:] if silent > 1 or (silent == 1 and _is_odd(hits, lines)) else hits


def _is_odd(hits: Sequence[Hit], lines: Sequence[Line]) -> bool:
    """Tell whether only the first label has no sentence: it recurs below, or all the others have one."""
    if hits[0].key in {hit.key for hit in hits[1:]}:
        return True
    rest = list(pairwise(hits[1:]))
    saying = sum(_says_something(hit, following, lines) for hit, following in rest)
    return bool(rest) and saying >= MOST_SAY * len(rest)


def _says_something(hit: Hit, following: Hit, lines: Sequence[Line]) -> bool:
    if hit.key in _ASKING:
        return not _is_names(_said(hit, following, lines))
    said = [NOTES_BEHIND.sub("", text) for text in _said(hit, following, lines)]
    return any(_SENTENCE.search(text[-6:]) and not _SHORT_END.search(text[-12:]) for text in said if text)


def _is_names(texts: Sequence[str]) -> bool:
    """Tell whether a label has only a name behind it, as in "Interviewer: Elena Brandt"."""
    text = " ".join(text for text in texts if text)
    words = text.split()
    return 2 <= len(words) <= MOST_NAMED and not _SENTENCE.search(text[-6:]) and all(is_proper(word) for word in words)


def _said(hit: Hit, following: Hit, lines: Sequence[Line]) -> list[str]:
    return [hit.rest, *(line.text for line in lines[hit.last + 1 : following.first])]
