"""Which of the words above a talk are its title."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.parsing import lexicon
from archive.parsing.boilerplate import furniture_reason, is_dateline, is_masthead, is_stage_note
from archive.parsing.cleaning import fold, squeeze
from archive.parsing.layout_patterns import EVENT_WORDS, POSTED
from archive.parsing.lines import Field, Line, Reading
from archive.parsing.metadata.breadcrumbs import repeated_names
from archive.parsing.metadata.dates import find_date, find_dates
from archive.parsing.metadata.head_words import (
    CONTINUES,
    INNER,
    RECORD,
    RELEASE,
    SERIES,
    SUBJECT,
    begins_with_event,
    is_place,
    names_event,
    names_institution,
    names_paper,
    names_section,
)
from archive.parsing.metadata.language import script_of
from archive.parsing.metadata.publisher import SITE_ADDRESS, part_site
from archive.parsing.metadata.title_choice import FIELD, HEADER_LINES, TitleBlock, head_of, names_nothing, tells_event, worth

LONGEST = 400
# A line this long may have been wrapped at the margin.
_MARGIN = 50
_FAR = re.compile(r"\s{4,}|\t")
BELOW = 3  # lines
DAY = 30  # characters
# The words left after the title in a line that frames it: a column's name and number, an agency.
MOST_FRAME = 4
# Lines of a page in which a title is sought where all above the talk was taken for speech.
TOP_LINES = 25
# "Doorstep", and below it "by the Secretary General at the start of the meeting".
_BY = re.compile(r"(?:by|with|of|par|avec|von|mit|de|del|con|do|da|di|przez|av|af|door)\b")
FEWEST = 3  # words
_DAY_FIELD = re.compile(
    r"(?:date|datum|fecha|data|дата|dato|päivä(?:määrä)?|tarih|tanggal|ngày|วันที่|日期|日付|날짜|التاريخ|تاریخ|תאריך|दिनांक|ημερομηνία)"
    r"\s?[:：=]?\s*",
    re.I,
)
_PARTS = re.compile(r"\s*[:：|]\s*|\s+[-–—/]\s+")
_CUT = re.compile(r"[:,–—-]$|['’]s$")
_NAME_WORDS = 4
# After these words a title goes on even below a blank line.
_LEAD_ON = frozenset("of with by and between par avec et von mit und con com di da entre zwischen".split())
# Fields in which a site's name may stand beside the title; elsewhere a bar or dash belongs to it.
_WITH_SITE = frozenset({"page title", "page meta"})


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """A title, its source, and the site's name beside it ("" if there was none)."""

    field: Field
    site: str = ""


def find_title(
    reading: Reading, header: Sequence[Line], language: str, names: Collection[str] = frozenset()
) -> FoundTitle | None:
    """Return the title as printed: the markup's, else the likeliest block of the header. `names` are those of who speaks."""
    # Topics within a talk look like headings too; only the markup's are surely the page's.
    marked = frozenset(line.number for line in reading.lines if line.kind == "heading")
    surnames = frozenset(name.split()[-1] for name in names if name) - lexicon.SPOKEN - lexicon.OFFICES
    surnames = frozenset(name for name in surnames if len(name) > 2)
    printed = _printed(header, marked, repeated_names(reading.lines[:HEADER_LINES]), language, surnames)
    given = list(_titles_of_markup(reading, header))
    if not given:
        # What a mail is called is the last thing to go by: a transcript in it has its own title.
        named = printed or reading.field("subject") or _among_speech(reading, header, language, surnames)
        return FoundTitle(named) if named else None
    # A series' name and number, or a section of the site, is not the title if the page prints another.
    own = next((one for one in given if not _names_house(one.field.value)), None)
    if own is not None:
        return own
    return (
        FoundTitle(printed, given[0].site)
        if printed and printed.value.casefold() != given[0].field.value.casefold()
        else given[0]
    )


def _names_house(title: str) -> bool:
    """Tell whether the markup's title only names a series, a section of the site, or whose site it is."""
    if RECORD.search(title) is not None or _is_of_house(title):
        return True
    parts = [part for part in _PARTS.split(title) if part.strip()]
    return any(RELEASE.fullmatch(part) for part in parts) and all(map(_is_of_house, parts))


def _is_of_house(text: str) -> bool:
    return names_section(text) or is_masthead(text) or RELEASE.fullmatch(text) is not None or SERIES.fullmatch(text) is not None


def _among_speech(reading: Reading, header: Sequence[Line], language: str, surnames: frozenset[str]) -> Field | None:
    """Return the title of a page whose head was taken for speech: a line that begins with the event and is no sentence."""
    if len(header) > TOP_LINES:
        return None
    top = [
        line
        for line in reading.lines[:TOP_LINES]
        if len(line.text) < LONGEST and begins_with_event(line.text) and line.text[-1] not in ".!?…:"
    ]
    return _printed(top[:1], frozenset(), frozenset(), language, surnames) if top else None


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


def _printed(
    header: Sequence[Line], marked: frozenset[int], repeated: frozenset[str], language: str, surnames: frozenset[str]
) -> Field | None:
    blocks = _blocks(header, marked, repeated)
    if not blocks:
        return None
    head = head_of(blocks, header, repeated, language, surnames)
    worths = [worth(block, above, head) for above, block in enumerate(blocks)]
    best = blocks[worths.index(max(worths))]
    if (best.text.endswith((".", "。")) and max(worths) < 0) or (surnames and names_nothing(best, surnames)):
        return None
    best = _without_frame(best, blocks)
    return Field(best.text, f"line {best.line}")


def _without_frame(best: TitleBlock, blocks: Sequence[TitleBlock]) -> TitleBlock:
    """Return the title that stands alone on another line if the best line adds a column's name, a number or an agency to it."""
    whole = f" {fold(best.text)} "
    for block in blocks:
        alone = fold(block.text)
        if block is best or f" {alone} " not in whole or not tells_event(block.text) or names_paper(block.text):
            continue
        if find_date(block.text) == find_date(best.text) and len(whole.replace(alone, "").split()) <= MOST_FRAME:
            return block
    return best


def _blocks(header: Sequence[Line], marked: frozenset[int], whole: frozenset[str]) -> list[TitleBlock]:
    """Return candidates for the title; an institution's name only if there is nothing else."""
    blocks: list[TitleBlock] = []
    lettered: list[TitleBlock] = []
    joinable = masthead = False
    for line in header[:HEADER_LINES]:
        text = line.text.strip()
        heading = line.number in marked and line.kind == "heading"
        if blocks and blocks[-1].heading and heading and not line.gap:
            blocks[-1] = _joined(blocks[-1], line)
            continue
        if not blocks and names_institution(text):
            lettered.append(TitleBlock(text, line.number, heading, line.number))
        masthead = is_masthead(text) or (masthead and not line.gap and not EVENT_WORDS.search(text) and not names_event(text))
        within = joinable and not line.gap and _ends_within(blocks[-1].text)
        if not within and (masthead or not _may_be_title(text)):
            joinable = False
            continue
        if (
            joinable
            and len(blocks[-1].text) < LONGEST
            and (_continues(blocks[-1].text, line) or _is_wrapped(blocks[-1], line, whole))
        ):
            blocks[-1] = _joined(blocks[-1], line)
        else:
            blocks.append(_block(line, heading))
        joinable = True
    return blocks or lettered


def _block(line: Line, heading: bool) -> TitleBlock:
    text = line.text.strip()
    given = SUBJECT.match(text)
    text = _without_day_field(text[given.end() :] if given else text)
    return TitleBlock(text, line.number, heading, line.number, bool(given))


def _without_day_field(text: str) -> str:
    """Return a title without the field for the day in front: "date 2031-08-28 Media availability of the minister"."""
    named = _DAY_FIELD.match(text)
    day = next(find_dates(text), None) if named else None
    if named is None or day is None or day.start != named.end():
        return text
    behind = text[day.end :].strip(" -–—|·:,")
    return behind if len(behind.split()) >= FEWEST else text


def _is_wrapped(block: TitleBlock, line: Line, whole: frozenset[str]) -> bool:
    """Tell whether a line ends a title that running heads or the path print on one line."""
    return not line.gap and fold(f"{block.text} {line.text}") in whole


def _joined(block: TitleBlock, line: Line) -> TitleBlock:
    space = "" if script_of(block.text) == script_of(line.text) == "han" else " "
    return TitleBlock(f"{block.text}{space}{line.text.strip()}", block.line, block.heading, line.number, block.subject)


def _continues(before: str, line: Line) -> bool:
    """Tell whether a title continues on the next line: cut within a phrase, or both lines in capitals."""
    text = line.text.strip()
    if not line.gap and _cuts_a_day(before, text):
        return True
    if names_paper(text):
        return False
    if line.gap and names_paper(before) and names_event(before):
        return _BY.match(text) is not None
    last = fold(before.split()[-1]) if before.split() else ""
    cut = last in lexicon.PARTICLES | {"a", "an"} or bool(_CUT.search(before))
    # A name wrapped behind its office.
    cut = cut or (not line.gap and len(before) > _MARGIN and last in lexicon.OFFICES and not find_date(text))
    if line.gap:
        # Below a name, what was done with whom: "Ida Lund", "interviewed on 3 May by", "Orla Radio".
        told = text[:1].islower() and names_event(text) and len(before.split()) <= _NAME_WORDS
        return told or (last in _LEAD_ON and before.isupper() == text.isupper())
    if names_section(before):
        return False
    capitals = before.isupper() and text.isupper() and not find_date(text) and (names_event(before) or len(before) > _MARGIN)
    return cut or capitals or text[:1].islower() or (CONTINUES.match(text) is not None and not FIELD.match(text))


def _ends_within(text: str) -> bool:
    """Tell whether a title in capitals ends within a phrase: the state below it is no masthead."""
    return text.isupper() and fold(text.split()[-1]) in lexicon.PARTICLES | _LEAD_ON


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
