"""The regular expressions of layout_patterns.ini, compiled."""

from __future__ import annotations

import re
from configparser import ConfigParser
from functools import cache
from pathlib import Path


def _sections() -> dict[str, dict[str, str]]:
    parser = ConfigParser(delimiters=("=",), interpolation=None, comment_prefixes=("#",))
    parser.read(Path(__file__).with_name("layout_patterns.ini"), encoding="utf-8")
    return {name: {key: _joined(value) for key, value in section.items()} for name, section in parser.items()}


def _joined(value: str) -> str:
    return "|".join(line for line in value.splitlines() if line)


_ALL = _sections()

REASONS: tuple[str, ...] = tuple(_ALL["furniture"])
# Stands for any first character in `first_letters`.
ANYTHING = "."


def furniture(text: str) -> str | None:
    """Return the reason of the table's first row that matches the whole line, None if none does."""
    letter = text[:1].lower()
    found = _rows_of(letter if letter in _letters() else "").match(text)
    return REASONS[found.lastindex - 1] if found and found.lastindex else None


@cache
def _letters() -> frozenset[str]:
    """Return the first letters of all rows."""
    return frozenset().union(*(first_letters(one) for row in _ALL["furniture"].values() for one in _alternatives(row)))


@cache
def _rows_of(letter: str) -> re.Pattern[str]:
    """Return one expression for the rows that may match a line with this first letter; the matching group is the reason's.

    Only few of the hundreds of alternatives qualify; testing all of them is ten times slower.
    """
    rows = (_beginning_with(letter, row) for row in _ALL["furniture"].values())
    return re.compile(f"(?:{'|'.join(f'({row})' for row in rows)})$", re.I)


def _beginning_with(letter: str, row: str) -> str:
    kept = [one for one in _alternatives(row) if not {letter, ANYTHING}.isdisjoint(first_letters(one))]
    return "|".join(kept) or "(?!)"


def _alternatives(pattern: str) -> list[str]:
    """Split an expression at top-level bars."""
    return _part(pattern, "|")[0]


def _part(pattern: str, at: str) -> tuple[list[str], int]:
    """Split an expression at top-level bars, up to its end or an unopened closing bracket; return the length read too."""
    parts, depth, begun, index = [], 0, 0, 0
    while index < len(pattern):
        match pattern[index]:
            case "\\":
                index += 1
            case "[":
                index = _end_of_class(pattern, index)
            case "(":
                depth += 1
            case ")" if depth == 0:
                break
            case ")":
                depth -= 1
            case "|" if depth == 0 and at:
                parts.append(pattern[begun:index])
                begun = index + 1
        index += 1
    return [*parts, pattern[begun:index]], index


def _end_of_class(pattern: str, start: int) -> int:
    """Return where the character class opened at `start` ends."""
    index = start + 1
    while pattern[index] != "]":
        index += 2 if pattern[index] == "\\" else 1
    return index


def first_letters(pattern: str) -> set[str]:
    """Return the lower-case letters with which a match may begin; includes ANYTHING if unlimited."""
    letters, rest = _first(pattern)
    if rest[:1] in ("?", "*") or rest[:3] == "{0,":
        return letters | first_letters(rest[rest.index("}") + 1 :] if rest[0] == "{" else rest[1:].removeprefix("?"))
    return letters


def _first(pattern: str) -> tuple[set[str], str]:
    """Return the first letters of an expression's first piece, and the rest."""
    if pattern[:3] == "(?:":
        within, length = _part(pattern[3:], "|")
        return set().union(*map(first_letters, within)), pattern[4 + length :]
    if pattern[:1] == "[" and pattern[1] != "^":
        stop = _end_of_class(pattern, 0)
        listed = pattern[1:stop].replace("\\[", "[").replace("\\]", "]")
        return {ANYTHING} if {"\\", "-"} & set(listed) else set(listed.lower()), pattern[stop + 1 :]
    if pattern[:1] in ("", ".", "[", "(", "\\", "^", "$"):
        return {ANYTHING}, ""
    return {pattern[0].lower()}, pattern[1:]


_MARKS = {name: re.compile(rows, re.I) for name, rows in _ALL["marks"].items()}
NOTE_WORDS = _MARKS["note_words"]
STAGE = re.compile(f"(?:{_ALL['marks']['stage']}|{_ALL['marks']['unheard']}|{_ALL['marks']['note_words']})", re.I)
# Behind who opens a talk: "三枝総理冒頭発言".
OPENING_WORDS = re.compile(
    "(?:冒頭(?:御?挨拶|ご挨拶|発言|説明)?|開会挨拶|開場白|开场白|모두 ?발언|인사말|(?:['’]?s )?opening (?:remarks|statement))$",
    re.I,
)
REMOTE = re.compile(
    rf"\b(?:via|by|over|on|par|vía|por|per|über|przez|по|через) (?:{_ALL['marks']['remote']})\b\s*(?:[–—-]|:|,)\s*(?=\S)", re.I
)
SAYS = re.compile(rf"\s+(?:(?:a|avait|ha|hat|har|heeft|je) )?(?:{_ALL['marks']['says']})$")
QUESTIONS_ASKED_FOR = _MARKS["questions_asked_for"]
HEARING = _MARKS["hearing"]
QUESTION_TIME = _MARKS["question_time"]
UNHEARD = _MARKS["unheard"]
FIRST_PERSON = _MARKS["first_person"]
ABOUT_THE_EVENT = _MARKS["about_the_event"]
GREETING = _MARKS["greeting"]
PRESS_OFFICE = _MARKS["press_office"]
GIVES_THE_FLOOR = _MARKS["gives_the_floor"]
INTRODUCES = _MARKS["introduces"]
ASKS = _MARKS["asks"]
THANKS = _MARKS["thanks"]
PUBLISHER = re.compile(f"(?:{_ALL['marks']['publisher']})$", re.I)
MASTHEAD = re.compile(f"(?:{_ALL['marks']['masthead']})$", re.I)
POSTED = _MARKS["posted"]
EVENT_WORDS = _MARKS["event_words"]
