"""Typed notes without markup: a mark after a word (¹, *, †, [1]), its text at the end of the page or file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.parsing.lines import Field, Line, Reading
from archive.parsing.readers.left_out import LeftOut
from archive.parsing.readers.raised_text import USUAL, heads_notes, is_raised_mark
from archive.parsing.warning_texts import warning_text

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LIST = rf"[{_RAISED}]{{1,3}}(?:[,;˒⸴⁻–-]\s?[{_RAISED}]{{1,3}}){{0,5}}"
# After a word or the end of a sentence.
_BEHIND = r"(?<=[^\W_]|[.,;:!?\"'”’»)\]…%。，！？」』）])"
_POWERS = re.compile(rf"{_BEHIND}{_LIST}(?![⁺⁻\w])")
_DAGGERS = re.compile(rf"{_BEHIND}[†‡]{{1,3}}(?!\w)")
_STARS = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[^\W_][.,;:!?\"'”’»)]))\*{1,3}(?![\w*])")
_NUMBERED = re.compile(r"(?<=[^\W\d_]{2})(?<![A-Z]{2})\[\d{1,3}\](?!\w)|(?<=[^\W_][.,;:!?\"'”’»)])\[\d{1,3}\](?!\w)")
_OPENS_STARRED = re.compile(r"(?<![\w*])\*{1,3}[\w\"'“‘«(]")
_SIGNS = re.compile(rf"[{_RAISED}*†‡\[]")
_OPENER = re.compile(
    rf"(?:(?P<raised>[{_RAISED}]{{1,3}})|(?P<sign>[†‡]{{1,3}}|\*{{1,3}})|\[(?P<number>\d{{1,3}})\])[ \t]*(?=[^\s*])"
)
_PLAIN_OPENER = re.compile(r"(?P<number>\d{1,3})[.):]?\s+(?=\S)")
MOST_NOTES = 400


# The style of a line, before and behind it: "<< דובר >> דרור כספי: << דובר >>".
_TAGGED = re.compile(r"<<\s?([^<>]{1,30}?)\s?>>\s*(\S.*?)\s*<<\s?\1\s?>>")


# A label or heading in angular brackets on a line of its own: "<דרור כספי:>".
_ANGULAR = re.compile(r"<([^<>]{2,200}?)\s?>")
FEWEST_ANGULAR = 3


def _without_tags(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without the names of their styles, and without angular brackets around labels that end in a colon."""
    angular = sum(line.text.endswith((":>", ": >")) and line.text[0] == "<" for line in lines) >= FEWEST_ANGULAR
    return [_untagged(line, angular) if line.text[:1] == "<" else line for line in lines]


def _untagged(line: Line, angular: bool) -> Line:
    found = _TAGGED.fullmatch(line.text)
    said = found[2] if found else None
    if said is None and angular and (within := _ANGULAR.fullmatch(line.text)) is not None:
        said = within[1]
    return replace(line, text=said, bold=min(line.bold, len(said))) if said else line


@dataclass(slots=True)
class _Marks:
    """The marks found so far, and their frequencies."""

    seen: Counter[str]

    def add(self, mark: str) -> None:
        for one in re.split(r"[,;˒⸴⁻–-]\s?", mark.strip("[]").translate(USUAL)):
            self.seen[one] += 1


def without_notes(reading: Reading) -> Reading:
    """Return a reading without typed note marks; their notes are reported. Powers and units stay."""
    left_out, marks = LeftOut(), _Marks(Counter())
    lines = _without_tags(reading.lines)
    starred = _has_starred(lines)
    bare = [_without_marks(line, marks, starred) for line in lines]
    notes = _notes(lines, marks, reading.flowing) if marks.seen else []
    told = name_notes(lines, notes, left_out)
    fields = {name: tuple(map(_unmarked_field, values)) if name == "title" else values for name, values in reading.fields.items()}
    return replace(
        reading,
        lines=tuple(line for number, line in enumerate(bare) if number not in told and line.text),
        fields=fields,
        skipped=(*reading.skipped, *left_out.skipped),
        warnings=(*reading.warnings, *left_out.warnings()),
    )


def page_notes(lines: Sequence[Line], small: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the spans of a page's lines that are notes to marks on it. `small` tells which lines are small."""
    marks = _Marks(Counter())
    starred = _has_starred(lines)
    for line in lines:
        _without_marks(line, marks, starred)
    return _notes(lines, marks, False, small) if marks.seen else []


def without_stars(lines: Sequence[Line]) -> list[Line]:
    """Remove stars that are note marks from a page's lines, as confirmed by the page's notes."""
    if not _has_starred(lines):
        return list(lines)
    return [replace(line, text=_STARS.sub("", line.text)) if _is_starred(line.text) else line for line in lines]


def _is_starred(text: str) -> bool:
    return "*" in text and not text.startswith("*") and not _OPENS_STARRED.search(text)


def name_notes(lines: Sequence[Line], notes: Sequence[tuple[int, int]], left_out: LeftOut) -> set[int]:
    """Report notes in warnings; return their lines."""
    for start, stop in notes:
        if stop == start + 1 and heads_notes(lines[start].text):
            left_out.skip(lines[start].text, lines[start].number, "note")
            continue
        text = " ".join(line.text for line in lines[start:stop])
        left_out.name("note-left-out", warning_text("note-left-out"), text, lines[start].number, "note")
    return {number for start, stop in notes for number in range(start, stop)}


def _has_starred(lines: Sequence[Line]) -> bool:
    """Tell whether a line opens like a note to a star."""
    return any(line.text.startswith("*") and _OPENER.match(line.text) for line in lines)


def _without_marks(line: Line, marks: _Marks, starred: bool) -> Line:
    text = line.text
    if _SIGNS.search(text) is None:
        return line
    bold = text[: line.bold]
    text, bold = _bare(text, marks, starred), _bare(bold, _Marks(Counter()), starred) if bold else ""
    return line if text == line.text else replace(line, text=text, bold=min(len(bold), len(text)))


def _bare(text: str, marks: _Marks, starred: bool) -> str:
    def raised(found: re.Match[str]) -> str:
        mark = found.group().translate(USUAL).replace("⁻", "–")
        if not is_raised_mark(mark, text[: found.start()], text[found.end() : found.end() + 3]):
            return found.group()
        marks.add(found.group())
        return _space(found)

    def sign(found: re.Match[str]) -> str:
        marks.add(found.group())
        return _space(found)

    text = _DAGGERS.sub(sign, _POWERS.sub(raised, text))
    if "[" in text:
        text = _NUMBERED.sub(sign, text)
    return _STARS.sub(sign, text) if starred and _is_starred(text) else text


def _space(found: re.Match[str]) -> str:
    """Return the replacement of a mark: nothing, or a space if letters would be joined."""
    return " " if found.string[found.end() : found.end() + 1].isalnum() else ""


def _unmarked_field(field: Field) -> Field:
    return replace(field, value=_bare(field.value, _Marks(Counter()), starred=False).rstrip("*").rstrip() or field.value)


def _notes(lines: Sequence[Line], marks: _Marks, flowing: bool, small: Sequence[bool] = ()) -> list[tuple[int, int]]:
    """Return the spans of lines that are notes: each opens with a seen mark, and continues."""
    openers = Counter(mark for line in lines if (mark := _mark_of(line)))
    found: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        mark = _mark_of(line)
        if not mark or mark not in marks.seen or index == 0 or len(found) == MOST_NOTES:
            continue
        if mark[0] == "*" and openers[mark] > marks.seen[mark]:
            continue
        found.append((index, index + 1 if flowing else _end_of(lines, index, small)))
    found = found or _plain_notes(lines, marks, small)
    if found and (first := found[0][0]) > 1 and heads_notes(lines[first - 1].text):
        found.insert(0, (first - 1, first))
    return found


def _end_of(lines: Sequence[Line], index: int, small: Sequence[bool]) -> int:
    """Return where a note ends: at a gap or the next note; if it is small, with the last small line."""
    stop = index + 1
    while stop < len(lines) and not _mark_of(lines[stop]):
        goes_on = small[stop] if small and small[index] else not lines[stop].gap
        if not goes_on or lines[stop].label is not None:
            break
        stop += 1
    return stop


def _plain_notes(lines: Sequence[Line], marks: _Marks, small: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the notes at the end that open with plain numbers: all marks seen, and nothing else after the first."""
    wanted = {mark for mark in marks.seen if mark.isdecimal()}
    start = len(lines)
    spans: list[tuple[int, int]] = []
    stop = len(lines)
    numbers: set[str] = set()
    while start > 1 and wanted - numbers:
        start -= 1
        opener = _PLAIN_OPENER.match(lines[start].text)
        if opener and opener["number"] in wanted:
            spans.append((start, stop))
            numbers.add(opener["number"])
            stop = start
        elif lines[start].gap and not (small and small[start]):
            break
    return spans[::-1] if wanted and numbers == wanted else []


def _mark_of(line: Line) -> str:
    found = _OPENER.match(line.text)
    return (found["raised"] or found["sign"] or found["number"]).translate(USUAL) if found else ""
