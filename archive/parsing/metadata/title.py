"""Which of the words above a talk are its title."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_dateline, is_masthead, is_stage_note
from archive.parsing.cleaning import fold, squeeze
from archive.parsing.layout_patterns import EVENT_WORDS, FIRST_PERSON, GREETING, POSTED
from archive.parsing.lines import Field, Line, Reading
from archive.parsing.metadata.dates import find_date, find_dates
from archive.parsing.metadata.head_words import (
    CONTINUES,
    INNER,
    RECORD,
    RELEASE,
    SERIES,
    begins_with_event,
    is_place,
    names_event,
    names_institution,
    names_section,
)
from archive.parsing.metadata.language import script_of, script_of_language
from archive.parsing.metadata.publisher import SITE_ADDRESS, part_site

LONGEST = 400
_UNSPACED = frozenset({"han", "thai", "lao", "khmer", "burmese"})
HEADER_LINES = 120
# A line this long may have been wrapped at the margin.
_MARGIN = 50
_BYLINE = re.compile(r"(?:statement|remarks|address|speech|delivered|transcript) by\b|by\s", re.I)
_NUMBERED = re.compile(r"[(\[]?(?:\d{1,2}|[IVX]+)[)\].]")
_FIELD = re.compile(r"\w+\s?[:：]")
_STEP = re.compile(r"\s+[›»>→/|]\s+")
# A name behind a word and a colon: "Briefer:  Warren Talmadge".
_NAMED_FIELD = re.compile(r"\w+\s?[:：]\s+(?:[A-ZÀ-ÞА-Я][\w.'’-]*\s?){1,4}$")
# How an agency's report begins: "ALGER- The President", "MOSCOW, March 3 (TASS) – The minister".
_REPORT = re.compile(r"[A-ZÀ-ÞА-Я]{3,}(?:,? [^–—]{2,30})?(?:\s[-–—]\s?|[-–—]\s|[–—])\S")
_FAR = re.compile(r"\s{4,}|\t")
# The row of a contents list.
_LEADER = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}")
MOST_STEP = 4  # words
BELOW = 3  # lines
DAY = 30  # characters
SHORT_UNSPACED = 10  # characters
_CUT = re.compile(r"[:,–—-]$|['’]s$")
# Fields in which a site's name may stand beside the title; elsewhere a bar or dash belongs to it.
_WITH_SITE = frozenset({"page title", "page meta"})
_TAKEN_FROM = "page title"


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """A title, its source, and the site's name beside it ("" if there was none)."""

    field: Field
    site: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    text: str
    line: int
    heading: bool
    last: int = 0


def find_title(
    reading: Reading, header: Sequence[Line], language: str, names: Collection[str] = frozenset()
) -> FoundTitle | None:
    """Return the title as printed: the markup's, else the likeliest block of the header. `names` are those of who speaks."""
    # Topics within a talk look like headings too; only the markup's are surely the page's.
    marked = frozenset(line.number for line in reading.lines if line.kind == "heading")
    surnames = {name.split()[-1] for name in names if name} - lexicon.SPOKEN - lexicon.OFFICES
    printed = _printed(header, marked, language, frozenset(name for name in surnames if len(name) > 2))
    given = list(_titles_of_markup(reading, header))
    if not given:
        return FoundTitle(printed) if printed else None
    # A series' name and number, or a section of the site, is not the title if the page prints another.
    own = next((one for one in given if not RECORD.search(one.field.value) and not names_section(one.field.value)), None)
    if own is not None:
        return own
    return (
        FoundTitle(printed, given[0].site)
        if printed and printed.value.casefold() != given[0].field.value.casefold()
        else given[0]
    )


def _titles_of_markup(reading: Reading, header: Sequence[Line]) -> Iterator[FoundTitle]:
    """Yield the markup's titles without the site's name, most trusted first."""
    fields = reading.fields.get("title", ())
    sites = [field.value for field in reading.fields.get("publisher", ())]
    # A heading repeated on each page may have been left out of the header.
    repeated = [line for line in reading.lines[:HEADER_LINES] if line.kind == "heading"]
    lines = [line.text for line in (*header[:HEADER_LINES], *repeated)]
    for index, field in enumerate(fields):
        value = squeeze(field.value)
        if field.where not in _WITH_SITE:
            yield FoundTitle(Field(_with_next_heading(value, repeated), field.where), _site_of(fields, value))
            continue
        others = [other.value for at, other in enumerate(fields) if at != index and squeeze(other.value) != value]
        parted = part_site(value, [*others, *lines, *sites])
        title, site = (parted.site, parted.title) if parted.title in sites else parted
        yield FoundTitle(Field(title or value, field.where), site)


def _with_next_heading(value: str, headings: Sequence[Line]) -> str:
    """Join a heading and the one right below it that goes on in small letters: "Doorstep statement", "by the minister"."""
    for line, below in pairwise(headings):
        if squeeze(line.text) == value and 0 <= below.number - line.number <= BELOW and below.text[:1].islower():
            return f"{value} {squeeze(below.text)}"
    return value


def _site_of(fields: Sequence[Field], title: str) -> str:
    """Return what the page's title adds after a heading that is its first part."""
    for field in fields:
        if field.where in _WITH_SITE and (parted := part_site(squeeze(field.value), [title])).site:
            return parted.site
    return ""


def _printed(header: Sequence[Line], marked: frozenset[int], language: str, surnames: frozenset[str]) -> Field | None:
    blocks = _blocks(header, marked)
    if not blocks:
        return None
    dated = {index + step for index, line in enumerate(header[:HEADER_LINES]) for step in (-1, 1) if is_dateline(line.text)}
    beside = {header[index].number for index in dated if 0 <= index < len(header)}
    named = [block for block in blocks if not names_section(block.text)]
    first = (named or blocks)[0]
    scores = [_score(block, first, language, beside) + _by_name(block, surnames) for block in blocks]
    best = blocks[scores.index(max(scores))]
    if best.text.endswith((".", "。")) and max(scores) < 0:
        return None
    return Field(best.text, f"line {best.line}")


def _blocks(header: Sequence[Line], marked: frozenset[int]) -> list[_Block]:
    """Return candidates for the title; an institution's name only if there is nothing else."""
    blocks: list[_Block] = []
    lettered: list[_Block] = []
    joinable = masthead = False
    for line in header[:HEADER_LINES]:
        text = line.text.strip()
        heading = line.number in marked and line.kind == "heading"
        if blocks and blocks[-1].heading and heading and not line.gap:
            blocks[-1] = _joined(blocks[-1], line)
            continue
        if not blocks and names_institution(text):
            lettered.append(_Block(text, line.number, heading, line.number))
        masthead = is_masthead(text) or (masthead and not line.gap and not EVENT_WORDS.search(text) and not names_event(text))
        if masthead or not _may_be_title(text):
            joinable = False
            continue
        if joinable and len(blocks[-1].text) < LONGEST and _continues(blocks[-1].text, line):
            blocks[-1] = _joined(blocks[-1], line)
        else:
            blocks.append(_Block(text, line.number, heading, line.number))
        joinable = True
    return blocks or lettered


def _joined(block: _Block, line: Line) -> _Block:
    space = "" if script_of(block.text) == script_of(line.text) == "han" else " "
    return _Block(f"{block.text}{space}{line.text.strip()}", block.line, block.heading, line.number)


def _continues(before: str, line: Line) -> bool:
    """Tell whether a title continues on the next line: cut within a phrase, or both lines in capitals."""
    text = line.text.strip()
    if not line.gap and _cuts_a_day(before, text):
        return True
    last = fold(before.split()[-1]) if before.split() else ""
    cut = last in lexicon.PARTICLES | {"a", "an"} or bool(_CUT.search(before))
    # A name wrapped behind its office.
    cut = cut or (not line.gap and len(before) > _MARGIN and last in lexicon.OFFICES and not find_date(text))
    if line.gap:
        return cut and last in {"of", "with", "by", "and", "between"} and before.isupper() == text.isupper()
    if names_section(before):
        return False
    capitals = before.isupper() and text.isupper() and not find_date(text) and (names_event(before) or len(before) > _MARGIN)
    return cut or capitals or text[:1].islower() or (CONTINUES.match(text) is not None and not _FIELD.match(text))


def _cuts_a_day(before: str, text: str) -> bool:
    """Tell whether a line ends within a day: "Briefing on Thursday, 7", "September 2023"."""
    tail = before[-DAY:]
    found = find_dates(f"{tail} {text[:DAY]}")
    return any(day.start < len(tail) < day.end for day in found) and find_date(tail) is None


def _may_be_title(text: str) -> bool:
    reason = furniture_reason(text)
    if reason is not None and not (reason == "navigation" and _tells_event(text)):
        return False
    return len(text) < LONGEST and not (
        is_stage_note(text)
        or is_masthead(text)
        or POSTED.search(text)
        or is_dateline(text)
        or INNER.fullmatch(text)
        or _is_page_head(text)
    )


def _is_page_head(text: str) -> bool:
    """Tell whether a line is the head of the page: a site's address, or words and a day far apart."""
    if names_event(text):
        return False
    far = _FAR.split(text.strip())
    return bool(SITE_ADDRESS.match(text)) or (len(far) > 1 and find_date(far[-1]) is not None and is_dateline(far[-1]))


def _tells_event(text: str) -> bool:
    """Tell whether a line with bars is a title: an event's name of several words, then a date or place."""
    first, bar, last = text.partition("|")
    return bool(bar) and names_event(first) and len(first.split()) > 2 and (find_date(last) is not None or is_place(last))


def _is_brief(text: str) -> bool:
    return len(text.split()) <= MOST_STEP - 1 and (script_of(text) not in _UNSPACED or len(text) <= SHORT_UNSPACED)


def _is_path(text: str) -> bool:
    """Say whether a line is the way to the page through its site: "Home › Media › Interviews"."""
    steps = [step for step in _STEP.split(text) if step]
    short = all(len(step.split()) == 1 for step in steps) and ">" not in text
    return (
        len(steps) > 1 and (len(steps) > 2 or "/" in text or short) and all(len(step.split()) <= MOST_STEP for step in steps[:-1])
    )


def _names_event(text: str) -> bool:
    return not RELEASE.fullmatch(text) and (EVENT_WORDS.search(text) is not None or names_event(text))


def _by_name(block: _Block, surnames: frozenset[str]) -> int:
    """Count it for a line that it names the event and somebody who speaks at it."""
    event = _names_event(block.text)
    return 2 if event and not _FIELD.match(block.text) and not surnames.isdisjoint(fold(block.text).split()) else 0


def _score(block: _Block, first: _Block, language: str, beside: set[int]) -> int:
    text = block.text
    event = _names_event(text)
    score = 3 if block is first else 0
    score -= 2 if RELEASE.fullmatch(text) else 0
    score -= 4 if _NAMED_FIELD.match(text) and not event else 0
    # A few words above a line that names an event are rather whose page it is.
    score -= block is first and not event and not block.heading and _is_brief(text)
    score -= 6 if _is_path(text) else 0
    score += 4 if block.heading else 0
    score += 3 if event and not (_BYLINE.match(text) and block is not first) else 0
    score += 1 if block.last in beside or block.line in beside else 0
    score -= 3 if len(text.split()) < 2 and script_of(text) not in _UNSPACED else 0
    # "DAILY PRESS BRIEFING" above a transcript is its title, unless something better is there; a section's name is in the plural.
    score -= (2 if text.isupper() and event and not text.endswith("S") else 6) if names_section(text) else 0
    score -= 6 if _LEADER.search(text) or _REPORT.match(text) else 0
    score -= block is first and not event and text.isupper()
    score -= 4 if script_of(text) != script_of_language(language) else 0
    # A title that begins with the event's name may end in a full stop, and hold a word that means "I" in another language.
    opens = begins_with_event(text)
    score -= 4 if len(text) > 250 or (text.endswith((".", "!", ",", "。")) and not opens) else 0
    said = FIRST_PERSON.search(text) and not (event and text[-1] not in ".!,")
    score -= 4 if (said and not opens) or GREETING.match(text) else 0
    score -= 2 if _NUMBERED.match(text) else 0
    score -= 4 if text[:1] in "[(（" else 0
    score -= 6 if text.isupper() and SERIES.fullmatch(text) else 0
    return score
