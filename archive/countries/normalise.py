"""Normalise spaces, quotes, hyphens and combining accents, and keep the offsets into the original."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\x0b\x0c"
APOSTROPHES = "\u2018\u2019\u02bc\u02bb\u2032\u00b4`"
HYPHENS = "\u2010\u2011\u2012\u2013"
NEWLINES = "\r\u0085\u2028\u2029"
ONE_TO_ONE = str.maketrans(
    {old: new for olds, new in ((SPACES, " "), (APOSTROPHES, "'"), (HYPHENS, "-"), (NEWLINES, "\n")) for old in olds}
)
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# The first group is the space after a hyphen at the end of a line: "Viet- Nam".
UNEVEN = re.compile(rf"(?<=[^\W\d_]-)([ \n]+)(?=[A-Z])|[ \n]{{2,}}|\n|[{INVISIBLE}]+|[^\W\d_][\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text as the matcher reads it, with the original offset of each character."""

    text: str
    positions: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def original(self, position: int) -> int:
        """Return the original offset of a position."""
        at = bisect_right(self.positions, position)
        return position + self.shifts[at - 1] if at else position


def normalise(text: str) -> Normalised:
    """Normalise spaces, apostrophes, hyphens and accents. A blank line becomes one line feed. Linear time."""
    even = text.replace("\r\n", " \n").translate(ONE_TO_ONE)
    parts: list[str] = []
    positions: list[int] = []
    shifts: list[int] = []
    done = length = 0
    for match in UNEVEN.finditer(even):
        new = "" if match.group(1) else replacement(match.group())
        parts += (even[done : match.start()], new)
        length += match.start() - done + len(new)
        done = match.end()
        if len(new) != match.end() - match.start():
            positions.append(length)
            shifts.append(done - length)
    return Normalised("".join(parts) + even[done:], tuple(positions), tuple(shifts))


def replacement(uneven: str) -> str:
    """Return the replacement of a run of spaces or invisible characters, or of a letter with its accents."""
    if uneven[0] in " \n":
        return "\n" if uneven.count("\n") > 1 else " "
    if uneven[0] in INVISIBLE:
        return ""
    return unicodedata.normalize("NFC", uneven)
