"""The words that publishers put before a turn, read from lexicon.ini; all folded (see tidy.fold)."""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

from archive.parsing.cleaning import fold


def _read() -> dict[str, frozenset[str]]:
    parser = ConfigParser(delimiters=("=",), interpolation=None)
    parser.read(Path(__file__).with_name("lexicon.ini"), encoding="utf-8")
    return {name: _words(" , ".join(section.values())) for name, section in parser.items() if section}


def _words(text: str) -> frozenset[str]:
    return frozenset(folded for word in text.split(",") if (folded := fold(word)))


_LISTS = _read()

ASKERS = _LISTS["askers"]
QUESTIONS = _LISTS["questions"]
ANSWERERS = _LISTS["answerers"]
MANAGERS = _LISTS["managers"]
INTERPRETERS = _LISTS["interpreters"]
VOICES = _LISTS["voices"]
ANONYMOUS = ASKERS | VOICES
SPOKEN = ANONYMOUS | ANSWERERS | MANAGERS | INTERPRETERS | _LISTS["outlets"]
HONORIFICS = _LISTS["honorifics"]
OFFICES = _LISTS["offices"]
PARTICLES = _LISTS["particles"]
SENTENCE_WORDS = _LISTS["sentence"]
HEADINGS = _LISTS["headings"]
OPENERS = _LISTS["openers"]
SALUTATIONS = _LISTS["salutations"]
OUTLETS = _LISTS["outlets"]
GIVEN_NAMES = _LISTS["given"]
INSTITUTIONS = _LISTS["institutions"]
TWO_WORDS = _LISTS["two_words"]
SURNAMES_TOO = _LISTS["surnames_too"]
NOBLE = _LISTS["noble"]
EVENTS = _LISTS["events"]
POLITE = _LISTS["polite"]
LETTERHEADS = _LISTS["letterheads"]
REPLIES = _LISTS["replies"]
VENUES = _LISTS["venues"]
COLUMNS = _LISTS["columns"]
NICKNAMES = dict(pair.split() for pair in _LISTS["nicknames"])
