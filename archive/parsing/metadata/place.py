"""The place of an event: from the title, from the line above the day, from the lines between title and text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_dateline, is_masthead, place_behind
from archive.parsing.cleaning import fold, squeeze
from archive.parsing.layout_patterns import EVENT_WORDS
from archive.parsing.lines import Line
from archive.parsing.metadata.breadcrumbs import is_path
from archive.parsing.metadata.dates import find_date, find_dates, is_only_date
from archive.parsing.metadata.dates.date_names import WEEKDAYS, folded
from archive.parsing.metadata.head_words import is_known_place, is_place, is_region, is_row_of_links, names_section

LONGEST = 80
MOST_LINES = 3
_WEEKDAYS = frozenset(map(folded, WEEKDAYS))
_LITTLE = frozenset({"den", "dem", "the", "le", "el", "on", "am", "dia", "il"})
# "Port Orla, le 7 mars 2021", "Port Orla, from 7 to 9 March 2021"
_ARTICLE = re.compile(r"(?<=,)\s+(?:le|du|den|the|el|il|am|vom|on|from|del|dal|dia|dne|em|op|od|от|с)$", re.I)
# Lines of their own that are not places: codes, take marks, lists of languages, end marks.
NO_PLACE = re.compile(
    r"[|#©»«]|\d{2,}/\d|\bno\.? ?[a-z]?\d|^[A-Z]{1,3} ?\d|^\d+$"
    r"|\b(?:ends?|media release|announcement|e ?(?:&|and) ?oe|date|subject|back|home)\b|\(\d|\bcommittee \("
    r"|\b(?:english|français|español|русский|deutsch)\b.*\b(?:english|français|español|русский|deutsch)\b|[—–─-]$|\b(?:is|are|was|will|has)\b",
    re.I,
)
# "Washington, D.C."
_INITIALS = re.compile(r"[A-Z]\.[A-Z]\.$")
# Who wrote it, how and when it was given, and languages: "Por Ida Lund", "Prononcé", "Questions 1 to 9", "Français".
NO_TOWN = re.compile(
    r"(?:by|por|par|von|di|door|av|af|przez|от|автор|text|texte|photos?|foto|fotos)\s+[^\W\d_]|(?:prononcée?|delivered|pronunciado|gehalten|proferido|pronunciato)\b"
    r"|(?:questions?|pages?|volume|issue|number|part|no|nr)\b.*\d|(?:press|media|release|news|weekly|monthly|daily|newsletter|bulletin)\b|.*\bnewsletter\b"
    r"|[\W_]*[完終终了]\W*$|(?:english|français|deutsch|español|português|italiano|русский|українська|polski|nederlands|türkçe|العربية|中文|日本語|한국어)$",
    re.I,
)
WEEKDAY = re.compile(r"\W*\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b\W*$", re.I)
_VENUE = re.compile(r"\bat (?:the )?((?:[^\W\d_][\w.'’&-]*\s?){1,8})$")
_NAME = r"[^\W\d_a-zа-яёà-öø-ÿ][\w'’-]*"
# "... press conference in Port Orla"
_TOWN = re.compile(rf"\b(?i:conference|briefing|remarks|speech|interview|meeting|talks|visit) in ({_NAME}(?: {_NAME}){{0,2}})$")
_BEFORE_REGION = re.compile(rf"(?:,|\b(?i:in|at|to|en route|near|from)) ({_NAME}(?: {_NAME}){{0,2}})$")
# "... di Balai Pantai, Provinsi Orla": a house or town behind a little word, then its town or province.
_IN_AND_REGION = re.compile(rf"\b(?:in|at|di|en|em|à|w|v|в|у|ve|på|na) ({_NAME}(?: {_NAME}){{0,3}}, {_NAME}(?: {_NAME}){{0,3}})$")
_AT_END = re.compile(rf"(?:,|\b(?:in|at|em|en|à|à la|aus|en|в)) ({_NAME}(?: {_NAME}){{0,2}})$")
# "Doorstop - Port Selene", "Press conference, Parliament House": only the event's kind and the place.
_BARE_EVENT = re.compile(r"^((?:\S+ ){0,3}?\S+?)(?: [-–—] |, )([^,]+)")


def without_weekday(text: str) -> str:
    """Remove a weekday from the end of what precedes a date, in any language: "Nordstadt, Mittwoch, den"."""
    tokens = WEEKDAY.sub("", text).rstrip(" ,(").split()
    count = len(tokens)
    while count and folded(tokens[count - 1]).strip(".,") in _WEEKDAYS | _LITTLE:
        count -= 1
    named = not _WEEKDAYS.isdisjoint(folded(token).strip(".,") for token in tokens[count:])
    return " ".join(tokens[:count] if named else tokens).rstrip(" ,(")


def place_before_date(text: str) -> str | None:
    """Return the text between the last comma and the date of a title, or the venue after "at"."""
    days = list(find_dates(text))
    before = _ARTICLE.sub("", text[: days[-1].start].replace("،", ",").rstrip(" (")) if days else ""
    if not before.endswith((",", ":", "–", "-")):
        return None
    before, comma = WEEKDAY.sub("", before.rstrip(",:–- ")), before.endswith(",")
    piece = before.rpartition(",")[2].strip()
    tokens = piece.split()
    if comma and "," in before and is_region(piece) and (town := _town_before(before[: -len(piece)].rstrip(" ,"))):
        return f"{town}, {piece}"
    if comma and (whole := _IN_AND_REGION.search(before)) is not None:
        return whole.group(1)
    if (named := _TOWN.search(before)) is not None:
        return named.group(1)
    if (
        comma
        and "," in before
        and 0 < len(tokens) <= 5
        and not piece[:1].islower()
        and not any(char.isdecimal() for char in piece)
    ):
        return piece
    return _venue(before)


def _town_before(text: str) -> str | None:
    """Return the town before a region: after a comma, or after "in" and the like."""
    found = _BEFORE_REGION.search(text)
    return found.group(1) if found and lexicon.OFFICES.isdisjoint(fold(found.group(1)).split()) else None


def _venue(text: str) -> str | None:
    """Return a university, palace or the like at the end of a text: "Speech ... at the University of ..."."""
    found = _VENUE.search(text)
    if found is None:
        return None
    tokens = found.group(1).split()
    capital = all(token[0].isupper() or fold(token) in lexicon.PARTICLES for token in tokens)
    return found.group(1).strip() if capital and not lexicon.VENUES.isdisjoint(map(fold, tokens)) else None


def place_after_event(title: str) -> str | None:
    """Return the place in a title that is only the kind of event and the place."""
    found = _BARE_EVENT.match(title)
    if found is None or not EVENT_WORDS.search(found.group(1)) or not _is_bare_event(found.group(1)):
        return None
    place = found.group(2).strip()
    tokens = place.split()
    capital = all(token[0].isupper() or fold(token) in lexicon.PARTICLES for token in tokens)
    taken = find_date(place) or EVENT_WORDS.search(place) or not lexicon.OFFICES.isdisjoint(fold(place).split())
    return place if 0 < len(tokens) <= 5 and capital and not taken else None


def place_in_title(title: str) -> str | None:
    """Return a known town in a title: at its end, or alone between colons."""
    pieces = [piece.strip() for piece in re.split(r"[:;|]| [-–—] ", title)]
    for piece in pieces:
        if is_known_place(piece) and len(pieces) > 1:
            return piece
    days = list(find_dates(title))
    behind = title[days[-1].end :].strip(" ,.()-–") if days else ""
    if is_known_place(behind):
        return behind
    text = (title[: days[0].start] if days and days[0].start > len(title) // 2 else title).rstrip(" ,.()-–")
    found = _AT_END.search(text)
    return found.group(1) if found and is_known_place(found.group(1)) else None


def _is_bare_event(text: str) -> bool:
    return all(EVENT_WORDS.search(word) or fold(word) in lexicon.EVENTS for word in text.split())


def place_in_header(header: Sequence[Line], title: str, names: frozenset[str]) -> tuple[str, int] | None:
    """Return the place on lines of its own in the header, and its line: above the date, else the first candidate."""
    for line in header:
        if (behind := place_behind(line.text)) is not None:
            return behind, line.number
    folded = squeeze(title).casefold()
    headings = [index for index, line in enumerate(header) if line.kind == "heading" and squeeze(line.text).casefold() == folded]
    header = header[headings[-1] + 1 :] if headings else header  # above its title a page prints menus
    surnames = {name.split()[-1] for name in names if name}
    fitting = [
        _may_be_place(line, following, folded) and not _ends_with(line, surnames) for line, following in _with_next(header)
    ]
    dates = [index for index, line in enumerate(header) if is_only_date(line.text.strip(" ()"))]
    told = [fit and _is_told(header, index) for index, fit in enumerate(fitting)]
    for index in [*(date - 1 for date in dates if date), *range(len(header))]:
        if told[index]:
            first, last = _block(header, fitting, index)
            return ", ".join(_bare(line) for line in header[first : last + 1]), header[first].number
    return None


def _is_told(header: Sequence[Line], index: int) -> bool:
    """Tell whether a line that may be a place is one: a known place or venue, a town and its country, or beside the day."""
    if is_place(_bare(header[index])):
        return True
    beside = header[max(index - 1, 0) : index + 2]
    return any(line is not header[index] and is_dateline(line.text) for line in beside)


def _ends_with(line: Line, surnames: set[str]) -> bool:
    folded = fold(line.text).split()
    return bool(folded) and folded[-1] in surnames


def _with_next(header: Sequence[Line]) -> Iterator[tuple[Line, Line | None]]:
    for index, line in enumerate(header):
        following = header[index + 1] if index + 1 < len(header) else None
        yield line, following if following is not None and not following.gap else None


def _block(header: Sequence[Line], fitting: Sequence[bool], index: int) -> tuple[int, int]:
    """Return the first and last of consecutive lines that form the place: building, then town."""
    first = last = index
    while first > 0 and fitting[first - 1] and not header[first].gap and last - first + 1 < MOST_LINES:
        first -= 1
    while last + 1 < len(header) and fitting[last + 1] and not header[last + 1].gap and last - first + 1 < MOST_LINES:
        last += 1
    return first, last


def _bare(line: Line) -> str:
    return line.text.strip(" (),")


def _may_be_place(line: Line, following: Line | None, title: str) -> bool:
    """Tell whether a line may be a place: short, capitalised, not a person or institution, not the title's words."""
    text = line.text.strip(" ()")
    if (
        line.kind in ("heading", "section")
        or not 1 < len(text) < LONGEST
        or not text[0].isupper()
        or ":" in text
        or (text[-1] in ".!?…" and not _INITIALS.search(text))
        or text.isupper()
        or NO_PLACE.search(text)
        or names_section(text)
        or is_row_of_links(text)
        or is_path(text)
    ):
        return False
    if squeeze(text).casefold() in title or find_date(text) or furniture_reason(text) or is_masthead(text):
        return False
    tokens = set(fold(text).split())
    if not lexicon.VENUES.isdisjoint(tokens):
        return True
    if NO_TOWN.match(text) or EVENT_WORDS.search(text) or not lexicon.OFFICES.isdisjoint(tokens):
        return False
    # A line above an office is its holder's name.
    return following is None or lexicon.OFFICES.isdisjoint(fold(following.text).split())
