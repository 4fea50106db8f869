"""The words publishers put before a turn, read from lexicon.ini; all folded (see cleaning.fold)."""

from __future__ import annotations

from collections.abc import Sequence
from configparser import ConfigParser
from pathlib import Path

from archive.parsing.cleaning import fold


def _read() -> ConfigParser:
    parser = ConfigParser(delimiters=("=",), interpolation=None)
    parser.read(Path(__file__).with_name("lexicon.ini"), encoding="utf-8")
    return parser


def _words(text: str) -> frozenset[str]:
    return frozenset(folded for word in text.split(",") if (folded := fold(word)))


_ALL = _read()
_LISTS = {name: _words(" , ".join(section.values())) for name, section in _ALL.items() if section}

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
# "do" and "das" stand in names too: "Maria do Cais".
SENTENCE_WORDS = _LISTS["sentence"] - PARTICLES
HEADINGS = _LISTS["headings"]
# What stands before a colon above notes and links below a talk.
BELOW_TALK = _words(_ALL["headings"]["notes"]) | _words(_ALL["headings"]["shares"])
OPENERS = _LISTS["openers"]
SALUTATIONS = _LISTS["salutations"]
OUTLETS = _LISTS["outlets"]
NEWSROOMS = _LISTS["newsrooms"]
PRESS = _LISTS["press"]
# "Kantor" and "canal" are offices and waters as well.
OUTLET_WORDS = (NEWSROOMS - {"kantor", "canal", "stasiun"}) | PRESS | _LISTS["outlet_words"]
GIVEN_NAMES = _LISTS["given"]
INSTITUTIONS = _LISTS["institutions"]
TWO_WORDS = _LISTS["two_words"]
SURNAMES_TOO = _LISTS["surnames_too"]
NOBLE = _LISTS["noble"]
EVENTS = _LISTS["events"]
HEADLINES = _LISTS["headlines"]
UNNAMED = _LISTS["unnamed"]
SPOUSES = _LISTS["spouses"]
POLITE = _LISTS["polite"]
LETTERHEADS = _LISTS["letterheads"]
REPLIES = _LISTS["replies"]
VENUES = _LISTS["venues"]
COLUMNS = _LISTS["columns"]
_LONGEST_OFFICE = 3  # words


def names_office(words: Sequence[str]) -> bool:
    """Tell whether folded words include an office: "minister", "porte parole", "bộ trưởng"."""
    if not OFFICES.isdisjoint(words):
        return True
    sizes = range(2, _LONGEST_OFFICE + 1)
    return any(" ".join(words[at : at + size]) in OFFICES for size in sizes for at in range(len(words) - size + 1))


NICKNAMES = dict(pair.split() for pair in _LISTS["nicknames"])
# Words before a name or in place of one, for the registry of speakers: single words, whatever the parser uses them for.
WITHIN_COURTESIES = _words(_ALL["registry"]["courtesy"])
WITHIN_OFFICES = _words(_ALL["registry"]["office"])
COURTESY = _words(_ALL["honorifics"]["registry"]) | WITHIN_COURTESIES
OFFICE = _words(_ALL["offices"]["registry"]) | WITHIN_OFFICES
# Each group is one given name or title, its usual spelling first.
SPELLINGS = tuple(" ".join(group.split()) for row in _ALL["spellings"].values() for group in row.split(","))
