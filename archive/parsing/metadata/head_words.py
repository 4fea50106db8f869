"""What a line of a head names: an event, a section of a site, an institution, or a place (words for events: event_kinds.ini)."""

from __future__ import annotations

import json
import re
from configparser import ConfigParser
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

from archive.countries.gazetteer import BUILT
from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.layout_patterns import EVENT_WORDS
from archive.parsing.metadata.dates import find_date


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
# Phrases that decide before KINDS is asked: one outlet's questions, a spokesperson's weekly session.
FIRST_KINDS: dict[str, re.Pattern[str]] = {kind: _joined(rows) for kind, rows in _ALL["first"].items()}
CONVERSATION = _joined(_ALL["marks"]["conversation"])
SAID_ONLY = _joined(_ALL["marks"]["said_only"])
LECTURE = _joined(_ALL["marks"]["lecture"])
OCCASION = _joined(_ALL["marks"]["occasion"])
SITTING = _joined(_ALL["marks"]["sitting"])
VISIT = _joined(_ALL["marks"]["visit"])
OPENS = _joined(_ALL["marks"]["opens"])
PRESS = re.compile(f"(?:{'|'.join(_ALL['marks']['press'])})", re.I)
# Each is one sign, however often it occurs.
PARLIAMENT = tuple(re.compile(row, re.I) for row in _ALL["marks"]["parliament"])
SECTION = re.compile(f"(?:{'|'.join(_ALL['titles']['section'])})", re.I)
INNER = re.compile(f"(?:{'|'.join(_ALL['titles']['inner'])})", re.I)
RECORD = _joined(_ALL["titles"]["record"])
RELEASE = re.compile(f"(?:{'|'.join(_ALL['titles']['release'])})", re.I)
SERIES = _joined(_ALL["titles"]["series"])
HOME = re.compile(f"(?:{'|'.join(_ALL['titles']['home'])})", re.I)
LINKS = re.compile(f"(?:{'|'.join(_ALL['titles']['links'])})", re.I)
FEWEST_LINKS, MOST_CAPITAL, FEWEST_KNOWN = 5, 0.8, 2  # words
SUBJECT = re.compile(f"(?:{'|'.join(_ALL['titles']['subject'])})", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_GENERIC = re.compile(f"(?:{'|'.join(_ALL['titles']['generic'])})", re.I)
# Scripts that put no space between words.
_GENERIC_RUN = re.compile(f"(?=[\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7af])(?:{'|'.join(_ALL['titles']['generic'])})+", re.I)
LONGEST_PAPER = 80  # characters
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


def is_row_of_links(text: str) -> bool:
    """Tell whether a line is a row of a site's links without signs between: capitalised words, some as only menus have them."""
    words = text.split()
    if len(words) < FEWEST_LINKS or text[-1:] in ".!?:" or find_date(text) is not None:
        return False
    capital = sum(not word[0].islower() for word in words) >= MOST_CAPITAL * len(words)
    return capital and sum(LINKS.fullmatch(word) is not None for word in words) >= FEWEST_KNOWN


def names_paper(text: str) -> bool:
    """Tell whether a line only says what kind of paper it is, or how it was given: "SPECIAL BRIEFING", "As delivered"."""
    words = _WORD.findall(text) if len(text) <= LONGEST_PAPER else []
    return bool(words) and all(_GENERIC.fullmatch(word) or _GENERIC_RUN.fullmatch(word) for word in words)


MOST_WORDS = 14
_ENDS = re.compile(r"[.!?:;…”\"]$|[:|•]")
# After these words a name adds its purpose or owner; its head comes before.
_BEHIND_HEAD = frozenset({"of", "for", "to", "on", "in", "at", "de", "des", "du", "del", "della", "do", "da", "für", "zu"})
_GLUE = frozenset({"and", "the", "und", "et", "y", "e", "и", "s"})
# "Foreign Office", "Press Office", "Prime Minister's Office"; any other office is a room unless it says of what.
_OFFICES = frozenset(
    "foreign press home cabinet commonwealth development information communications media president presidential minister"
    " ministers chancellor spokesperson federal private liaison representative coordination rights s ireland scotland".split()
)
# Languages that put the kind of institution first: "Ministerio de ...", "Embajada ...".
_FIRST = frozenset(
    "ministère ambassade gouvernement présidence secrétariat ministerio embajada gobierno presidencia ministério embaixada"
    " governo ministero ambasciata bundesministerium ministerstwo ministerstvo ambasada kedutaan kementerian pemerintah"
    " ministerul guvernul ministarstvo pejabat kantor jabatan istana".split()
)
# "某国外交部": East Asian institutions end in a character or two for their kind.
_EAST_ASIAN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]{2,20}(?:部|院|省|庁|厅|府|委员会|委員会|委員會|办公室|辦公室|大使馆|大使館|使館|代表团|代表部|总署|總署|局|办)"
)
_KOREAN = re.compile(r"(?:[\uac00-\ud7af]+ ?){0,4}[\uac00-\ud7af]+(?:부|처|청|실|대사관|대표부|위원회|국회)")


def names_institution(text: str) -> bool:
    """Tell whether a line is only an institution's name: capitalised words whose head is a word for an institution."""
    text = text.strip()
    if _EAST_ASIAN.fullmatch(text) or _KOREAN.fullmatch(text):
        return True
    tokens = text.split()
    if not 1 < len(tokens) <= MOST_WORDS or _ENDS.search(text) or EVENT_WORDS.search(text) or find_date(text):
        return False
    folded = [fold(token) for token in tokens]
    capital = all(token[0].isupper() or word in lexicon.PARTICLES or not word for token, word in zip(tokens, folded, strict=True))
    told_first = folded[0] in _FIRST or (folded[0] in lexicon.LETTERHEADS and not folded[0].isascii())
    if not (capital or told_first) or not (lexicon.SENTENCE_WORDS - lexicon.PARTICLES).isdisjoint(folded):
        return False
    return _is_institution(tokens)


def _is_institution(tokens: list[str]) -> bool:
    """Tell whether the first or last word before "of" or a comma is a word for an institution, and not an office or room."""
    before_comma = tokens[: next((i + 1 for i, token in enumerate(tokens) if token.endswith(",")), len(tokens))]
    head = list(takewhile(lambda word: word not in _BEHIND_HEAD, map(fold, before_comma)))
    named = [word for word in " ".join(head).split() if word not in _GLUE]
    if not named or named[-1] in lexicon.VENUES or not lexicon.OFFICES.isdisjoint(named[-1:]):
        return False
    if named[-1] == "office" and len(head) == len(before_comma):
        return len(named) > 1 and (named[-2] in _OFFICES or named[-2] in lexicon.OFFICES)
    institution = lexicon.LETTERHEADS
    return named[-1] in institution or (named[0] in institution and not named[0].isascii()) or named[0] in _FIRST


_KINDS = frozenset({"name", "capital", "city", "region", "landmark", "seat"})
# Abbreviated states, provinces and territories: "Kenner, LA", "Tweed Heads, NSW".
_REGION = re.compile(r"[A-Z]{2,3}|[A-Z]\.[A-Z]\.?")
MOST_VENUE_WORDS = 8
MOST_PIECES = 6


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    rows = json.loads(BUILT.read_text(encoding="utf-8"))["rows"]
    return frozenset(fold(surface) for surface, kind, *_ in rows if kind in _KINDS)


def is_known_place(text: str) -> bool:
    """Tell whether a text is only the name of a known country, region, town or landmark."""
    return fold(text) in _names()


def is_venue(text: str) -> bool:
    """Tell whether a text names a building or room: its first or last words, up to "of", contain a word for one."""
    words = [word for word in re.split(r"\s(?:of|de|des|der|du|in|at)\s", text)[0].split() if word]
    if not words or len(words) > MOST_VENUE_WORDS:
        return False
    head = {fold(words[-1]), fold(words[0])} | {fold(word) for word in words[-2:-1] if words[-1].isdecimal()}
    return not lexicon.VENUES.isdisjoint(head)


def is_region(text: str) -> bool:
    """Tell whether a text is a region or country, as after a town: "NSW", "LA", "Ohio", "Japan"."""
    return bool(_REGION.fullmatch(text)) or is_known_place(text)


def is_place(text: str) -> bool:
    """Tell whether a text is certainly a place: a known name, a building or room, or town and country with a comma."""
    pieces = [piece.strip() for piece in text.replace("،", ",").split(",") if piece.strip()]
    if not pieces or len(pieces) > MOST_PIECES:
        return False
    return any(is_known_place(piece) or is_venue(piece) for piece in pieces) or (len(pieces) > 1 and is_region(pieces[-1]))
