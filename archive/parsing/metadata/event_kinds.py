"""Words for the kind of an event, in the languages of publishers (the table is event_kinds.ini)."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path


def _read() -> dict[str, dict[str, list[str]]]:
    parser = ConfigParser(delimiters=("=",), interpolation=None, comment_prefixes=("#",))
    parser.read(Path(__file__).with_name("event_kinds.ini"), encoding="utf-8")
    return {
        name: {key: [row for row in value.splitlines() if row] for key, value in section.items()}
        for name, section in parser.items()
    }


def _joined(rows: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rows), re.I)


_ALL = _read()
# In the order in which they are tested on a title.
KINDS: dict[str, re.Pattern[str]] = {kind: _joined(rows) for kind, rows in _ALL["kinds"].items()}
CONVERSATION = _joined(_ALL["marks"]["conversation"])
SITTING = _joined(_ALL["marks"]["sitting"])
OPENS = _joined(_ALL["marks"]["opens"])
PRESS = re.compile(f"(?:{'|'.join(_ALL['marks']['press'])})", re.I)
# Each is one sign, however often it occurs.
PARLIAMENT = tuple(re.compile(row, re.I) for row in _ALL["marks"]["parliament"])
SECTION = re.compile(f"(?:{'|'.join(_ALL['titles']['section'])})", re.I)
INNER = re.compile(f"(?:{'|'.join(_ALL['titles']['inner'])})", re.I)
RECORD = _joined(_ALL["titles"]["record"])
RELEASE = re.compile(f"(?:{'|'.join(_ALL['titles']['release'])})", re.I)
SERIES = _joined(_ALL["titles"]["series"])
CONTINUES = re.compile(f"(?:{'|'.join(_ALL['titles']['continues'])})", re.I)


def names_event(text: str) -> bool:
    """Tell whether a text has a word for an event: "press conference", "Rede", "答记者问"."""
    return any(words.search(text) for words in KINDS.values())


def begins_with_event(text: str) -> bool:
    """Tell whether a text's first word is the event's name: "Conférence de presse du ministre"."""
    return any(words.match(text.lstrip("\"'“«„")) for words in KINDS.values())


def names_section(text: str) -> bool:
    """Tell whether a line is only the name of a site's section: "Media Center", "Press Conferences"."""
    return SECTION.fullmatch(text.strip(" :»>|")) is not None
