"""The way to a page through its site ("Home > Media > Interviews"), printed above the title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.parsing.cleaning import fold
from archive.parsing.lines import Line
from archive.parsing.metadata.head_words import HOME
from archive.parsing.metadata.language import script_of

UNSPACED = frozenset({"han", "thai", "lao", "khmer", "burmese"})
MOST_WORDS = 4
LONGEST_UNSPACED = 14
HEAD = 25  # lines
_ARROW = re.compile(r"\s+(?:[›»→\\]|>{1,2}|::)\s+|\s*[＞»›→]\s*")
_STEP = re.compile(rf"{_ARROW.pattern}|\s+[/|·•–—-]\s+|\s{{3,}}|\t+")
_SLASH = re.compile(r"\s+[/|]\s+")
# A running head: a page's number before or behind the title.
_NUMBERED_HEAD = re.compile(r"\s*(?:\d{1,3}\s+(.{15,}?)|(.{15,}?)\s+\d{1,3})\s*")


def steps(text: str) -> list[str]:
    """Return the parts of a line between arrows, bars and wide gaps."""
    return [step for part in _STEP.split(text.strip()) if (step := part.strip())]


def is_path(text: str) -> bool:
    """Tell whether a line is the way to the page: from the home page on, or short steps with arrows or slashes between."""
    parts = steps(text)
    if len(parts) < 2:
        return False
    if HOME.fullmatch(parts[0]):
        return True
    # A longer last step is the page's own title, behind two steps or more.
    if not all(map(_is_short, parts if len(parts) == 2 else parts[:-1])):
        return False
    if _ARROW.search(text):
        return True
    # In capitals it may be a topic of a contents list: "NORTH / SOUTH".
    one_word = "/" in text and not text.isupper() and all(len(part.split()) == 1 for part in parts)
    return _SLASH.search(text) is not None and (len(parts) > 2 or one_word)


def _is_short(text: str) -> bool:
    return len(text.split()) <= MOST_WORDS and (script_of(text) not in UNSPACED or len(text) <= LONGEST_UNSPACED)


def last_path(header: Sequence[Line]) -> int | None:
    """Return the number of the last line near the top that is a path; the title stands below it."""
    return max((line.number for line in header[:HEAD] if is_path(line.text)), default=None)


def repeated_names(top: Sequence[Line]) -> frozenset[str]:
    """Return what the page calls itself elsewhere, folded: the last step of a path, and running heads without their page."""
    names: set[str] = set()
    for line in top:
        if is_path(line.text):
            names.add(fold(steps(line.text)[-1]))
        elif found := _NUMBERED_HEAD.fullmatch(line.text):
            names.add(fold(found[1] or found[2]))
    return frozenset(names)
