"""Small raised or lowered characters of a PDF page, converted to superscripts and subscripts on the line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.parsing.readers.raised_text import above, below

SMALLER = 0.92
# Shares of the larger character's size: minimum height of the lower edge, and maximum distance.
RAISED = 0.14
LOWERED = 0.03
NEAR = 0.3
AHEAD = 1.0
_MOVED = ("top", "bottom", "doctop", "size", "fontname")
_ORDINALS = frozenset("st nd rd th e er re ère ème ier o a os as".split())
_SIGNS = frozenset("*†‡()[]")


def on_the_line(chars: Sequence[Any]) -> list[Any]:
    """Return the characters with small raised and lowered ones put on the line of the larger one beside them."""
    out = list(chars)
    at = 0
    while at < len(out):
        stop = _end_of_run(out, at)
        if stop > at:
            _set_down(out, at, stop)
        at = max(stop, at + 1)
    return out


def _end_of_run(chars: Sequence[Any], at: int) -> int:
    """Return where a run of small characters from `at` ends; `at` if there is none."""
    base = _base(chars, at, at + 1)
    if base is None:
        return at
    stop = at + 1
    while stop < len(chars) and stop - at < 8 and _is_small(chars[stop], base) and _follows(chars[stop - 1], chars[stop], NEAR):
        stop += 1
    return stop


def _base(chars: Sequence[Any], at: int, stop: int) -> Any | None:
    """Return the larger character beside a small one: before it, else after it, across a space."""
    if not chars[at]["text"].strip():
        return None
    if at and chars[at - 1]["text"].strip() and _is_small(chars[at], chars[at - 1]) and _follows(chars[at - 1], chars[at], NEAR):
        return chars[at - 1]
    while stop < len(chars) and stop - at < 6 and (not chars[stop]["text"].strip() or chars[stop]["text"].isdecimal()):
        if chars[stop]["text"].strip() and not _is_small(chars[at], chars[stop]) and chars[stop]["size"] > chars[at]["size"]:
            break
        stop += 1
    if stop < len(chars) and _is_small(chars[at], chars[stop]) and _follows(chars[stop - 1], chars[stop], AHEAD):
        return chars[stop]
    return None


def _is_small(char: Any, base: Any) -> bool:
    size = base["size"]
    if not char["text"].strip() or char["size"] >= size * SMALLER or char["size"] <= 0:
        return False
    up, down = base["bottom"] - char["bottom"], char["bottom"] - base["bottom"]
    if not (base["top"] - size * 0.5 < char["top"] < base["bottom"] and char["bottom"] < base["bottom"] + size * 0.5):
        return False
    return bool(up > RAISED * size or down > LOWERED * size)


def _follows(before: Any, char: Any, share: float) -> bool:
    return bool(-0.2 * char["size"] <= char["x0"] - before["x1"] <= share * max(before["size"], char["size"]))


def _set_down(chars: list[Any], at: int, stop: int) -> None:
    base = _base(chars, at, at + 1)
    if base is None:
        return
    text = "".join(char["text"] for char in chars[at:stop])
    before = "".join(char["text"] for char in chars[max(0, at - 12) : at])
    written = (above if chars[at]["bottom"] < base["bottom"] else below)(text, before)
    if written == text and text.casefold() not in _ORDINALS and not _SIGNS.issuperset(text):
        return
    if len(written) != stop - at:
        return
    place = {name: base[name] for name in _MOVED}
    for index, letter in zip(range(at, stop), written, strict=True):
        chars[index] = {**chars[index], **place, "text": letter}
