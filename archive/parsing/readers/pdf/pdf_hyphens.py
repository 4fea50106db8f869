"""Words hyphenated at line ends in a PDF: which hyphens are the typesetter's and which the word's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.parsing.lines import Line
from archive.parsing.unwrapping import SOFT_HYPHEN, SUSPENDING

_BROKEN = re.compile(r"([\w-]*[^\W\d_])[-\u2010]$")
_FIRST = re.compile(r"[^\W_][\w’'-]*")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# First parts of compounds written with a hyphen.
_FIRST_PARTS = frozenset(
    "self well non vice half all cross long short high low full first second third one two three four five six seven eight nine"
    " ten twenty thirty forty fifty sixty seventy eighty ninety north south east west far near free hard ill much ever broad wide"
    " double single multi quasi pro mid war peace".split()
)
# Endings that follow them in words written as one.
_ENDINGS = frozenset(
    "er ers est ly ern erly ness ship ships dom ish age ages way ways light lights land lands ward wards ing ed en ened ens"
    " th dle set night day ty teen fold self ple body where thing one how ful fully time times".split()
)
_WITH_EX = frozenset("president minister prime chancellor wife husband soviet ambassador chief king soldier officer".split())
_WITH_CO = re.compile(r"(?:operat|ordinat|exist|chair|author|found|sponsor|host|own|pilot|educat|opt|produc|pres|facilitat|sign)")
# Words that other languages attach with a hyphen.
_HUNG_ON = frozenset("il elle ils elles on vous nous même mêmes là ci être то нибудь либо таки lhe lo la se me".split())


def mend_hyphens(lines: Sequence[Line]) -> list[Line]:
    """Mark the hyphens of broken words as soft unless they are the word's own."""
    broken = [index for index, line in enumerate(lines[:-1]) if line.text[-1:] in "-\u2010" and _BROKEN.search(line.text)]
    if not broken:
        return list(lines)
    known = _known(lines)
    result = list(lines)
    for index in broken:
        left = _BROKEN.search(lines[index].text)
        right = _FIRST.match(lines[index + 1].text)
        if left and right and _is_soft(left.group(1), right.group(), known):
            result[index] = replace(lines[index], text=lines[index].text[:-1] + SOFT_HYPHEN)
    return result


def _known(lines: Sequence[Line]) -> frozenset[str]:
    """Return the words of a document except at line ends and beginnings, where they may be parts."""
    found: set[str] = set()
    for line in lines:
        found.update(word.casefold() for word in _WORDS.findall(line.text.rstrip("-\u2010")))
    return frozenset(found)


def _is_soft(left: str, right: str, known: frozenset[str]) -> bool:
    """Tell whether a hyphen is the typesetter's: by the document's own words first, then by the parts."""
    capitals = len(left) > 1 and left.isupper() and right.isupper()
    if right.casefold() in SUSPENDING or not (right[:1].islower() or capitals) or "-" in left or len(left) < 2:
        return False
    one, other = left.casefold(), right.casefold()
    if one + other in known:
        return True
    if f"{one}-{other}" in known or capitals:
        return False
    return not _has_its_own(one, other)


def _has_its_own(left: str, right: str) -> bool:
    if left == "ex":
        return right in _WITH_EX
    if left == "co":
        return bool(_WITH_CO.match(right))
    if left == "so":
        return right == "called"
    return right in _HUNG_ON or (left in _FIRST_PARTS and right not in _ENDINGS)
