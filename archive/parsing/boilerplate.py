"""Lines that nobody said: mastheads, stamps, rules, page numbers, footers (the table is layout_patterns.ini)."""

from __future__ import annotations

import re

from archive.parsing.layout_patterns import EVENT_WORDS, MASTHEAD, PUBLISHER, furniture
from archive.parsing.metadata.dates import find_date, find_dates
from archive.parsing.metadata.head_words import names_institution

_NOTE = re.compile(r"[(\[（][^()\[\]（）]{1,120}[)\]）][.,;]?")
_WEEKDAY = re.compile(r"[^\W\d_]+(?:day|tag|di)\b", re.I)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_NAME = r"[^\W\d_a-zа-яёà-öø-ÿ][\w.'’-]*(?: (?:of|the|de|la|of the)(?= ))?"
# Town and country, or a house and its owner: with a comma, since a bare name may be a person's.
_HOUR = r"(?:,? \d{1,2}[:.]\d{2}(?: ?[apAP]\.?[mM]\.?)?)?"
# A bar parts a day from its town: "4 May 2031 | Port Orla".
_BEHIND_BAR = re.compile(rf"\s*\|\s*({_NAME}(?: {_NAME}){{0,3}}(?:, {_NAME}(?: {_NAME}){{0,3}})?)")
_BEHIND = re.compile(rf"{_HOUR}[ ,|–-]{{1,4}}({_NAME}(?: {_NAME}){{0,3}}, {_NAME}(?: {_NAME}){{0,4}})")
# A clock, and the word or letter for the year: "20 lutego 2024 r.", "4 мая 2021 года".
_BEHIND_DAY = re.compile(
    r"[（(]?(?:星期[一二三四五六日天]|[週周][一二三四五六日]|禮拜[一二三四五六日]|[月火水木金土日]曜日?|[월화수목금토일]요일)[）)]?|\d{1,2}[:.]\d{2}|\b(?:года?|году|г|року|рік|р|roku|r|godine|године|god|g|година|ء|m|metų|gada|йил|жыл|он|yil|ил)\b|[\W_]",
    re.I,
)
_WIDE = re.compile(r"\s*\t\s*|\s{3,}")
_DOUBLE = re.compile(r"\s{2,}|\u3000")
FEWEST_DOUBLE = 4
FEWEST_ENTRIES, LONGEST_ENTRY, MOST_ENTRY_WORDS = 3, 32, 4
_LONGEST = 300
_DATELINE = 110
_LONGEST_LINK = 200
_BRACKETED_END = re.compile(r"(?<=\S)\s*[(（]([^()（）]{4,60})[)）]$")
_DAY_BEHIND = re.compile(r"(.{12,160}?)(\s[–—|·-]\s|,\s)([^–—|]{6,30})")
_SENTENCE_ENDS = frozenset(".!?…。！？؟।")
_EVENT = re.compile(r"\b(?:interview|conference|briefing|statement|remarks|speech|address|transcript|readout)\b", re.I)


def furniture_reason(text: str) -> str | None:
    """Return the reason why a line is neither speech nor title, None if it may be."""
    if len(text) > _LONGEST:
        return None
    return furniture(text) or ("navigation" if is_menu(text) else None)


def is_menu(text: str) -> bool:
    """Tell whether a line is a site's menu: three or more short, different entries parted by wide spaces."""
    if "  " not in text and "\t" not in text and "\u3000" not in text:
        return False
    entries = _WIDE.split(text.strip())
    if len(entries) < FEWEST_ENTRIES:
        entries = _DOUBLE.split(text.strip())
        if len(entries) < FEWEST_DOUBLE:
            return False
    return len(set(entries)) == len(entries) >= FEWEST_ENTRIES and all(map(_is_entry, entries))


def _is_entry(text: str) -> bool:
    short = len(text) <= LONGEST_ENTRY and len(text.split()) <= MOST_ENTRY_WORDS
    return short and text[-1:].isalpha() and text[0].isalpha() and not any(map(str.isdecimal, text))


def is_publisher(text: str) -> bool:
    """Tell whether a line names the publisher: a ministry or mission, but not its spokesperson's press conference."""
    return bool(PUBLISHER.match(text)) and not MASTHEAD.match(text) and not _EVENT.search(text)


def is_masthead(text: str) -> bool:
    """Tell whether a line is a masthead: the publisher, or the state or body it belongs to."""
    return is_publisher(text) or bool(MASTHEAD.match(text)) or names_institution(text)


def is_dated_link(text: str) -> bool:
    """Tell whether a line is the title of another page with its date: "Interview with Wave Press (5 March 2001)"."""
    found = _BRACKETED_END.search(text) if len(text) <= _LONGEST_LINK and text[-1:] in (")", "）") else None
    if found is None:
        return _ends_in_day(text)
    return find_date(found.group(1)) is not None and text[: found.start()].rstrip()[-1:] not in _SENTENCE_ENDS


def _ends_in_day(text: str) -> bool:
    """Tell whether a line names an event and ends in a dash or bar and a day: "Interview with Wave Press – 5 March 2001"."""
    found = _DAY_BEHIND.fullmatch(text)
    return found is not None and found.group(1)[-1:] not in _SENTENCE_ENDS and is_dateline(found.group(3))


def is_stage_note(text: str) -> bool:
    """Tell whether a text consists of bracketed stage notes."""
    return 0 < len(text) <= _LONGEST and not _NOTE.sub("", text).strip()


def place_behind(text: str) -> str | None:
    """Return the place that follows the date (and hour) at the beginning of a line: "16.05.2022 Brussels, Belgium"."""
    days = list(find_dates(text))
    if not days or _WORDS.search(_WEEKDAY.sub("", text[: days[0].start])):
        return None
    behind = text[days[-1].end :]
    found = _BEHIND.fullmatch(behind) or _BEHIND_BAR.fullmatch(behind)
    return found.group(1).strip() if found else None


def is_dateline(text: str) -> bool:
    """Tell whether a line is a dateline, or a date alone: "Port Orla, 4 May 2021", "4 May 2021, Port Orla"."""
    if len(text) > _DATELINE or text[-1:] in "?!":
        return False
    days = list(find_dates(text))
    if not days or EVENT_WORDS.search(text):
        return False
    after = re.sub(_BEHIND_DAY, "", text[days[-1].end :]) if not place_behind(text) else ""
    before = re.sub(r"\d{1,2}[:.]\d{2}", "", text[: days[0].start])
    names = re.findall(r"[^\W\d_]+", before)
    return not after and len(names) <= 8 and all(name[0].isupper() or len(name) <= 3 for name in names)
