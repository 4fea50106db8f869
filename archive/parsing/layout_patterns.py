"""The regular expressions of layout_patterns.ini, compiled."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path


def _sections() -> dict[str, dict[str, str]]:
    parser = ConfigParser(delimiters=("=",), interpolation=None, comment_prefixes=("#",))
    parser.read(Path(__file__).with_name("layout_patterns.ini"), encoding="utf-8")
    return {name: {key: _joined(value) for key, value in section.items()} for name, section in parser.items()}


def _joined(value: str) -> str:
    return "|".join(line for line in value.splitlines() if line)


_ALL = _sections()

# One expression for all, so that a line is looked at once; the group that matched gives the reason.
REASONS: tuple[str, ...] = tuple(_ALL["furniture"])
FURNITURE = re.compile("(?:" + "|".join(f"({rows})" for rows in _ALL["furniture"].values()) + ")$", re.I)
_MARKS = {name: re.compile(rows, re.I) for name, rows in _ALL["marks"].items()}
NOTE_WORDS = _MARKS["note_words"]
STAGE = re.compile(f"(?:{_ALL['marks']['stage']}|{_ALL['marks']['unheard']}|{_ALL['marks']['note_words']})", re.I)
QUESTIONS_ASKED_FOR = _MARKS["questions_asked_for"]
QUESTION_TIME = _MARKS["question_time"]
UNHEARD = _MARKS["unheard"]
FIRST_PERSON = _MARKS["first_person"]
ABOUT_THE_EVENT = _MARKS["about_the_event"]
GREETING = _MARKS["greeting"]
GIVES_THE_FLOOR = _MARKS["gives_the_floor"]
ASKS = _MARKS["asks"]
THANKS = _MARKS["thanks"]
PUBLISHER = re.compile(f"(?:{_ALL['marks']['publisher']})$", re.I)
MASTHEAD = re.compile(f"(?:{_ALL['marks']['masthead']})$", re.I)
POSTED = _MARKS["posted"]
EVENT_WORDS = _MARKS["event_words"]
