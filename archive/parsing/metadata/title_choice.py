"""How likely a line above a talk is its title: what is seen in it, weighed by title_weights.ini."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path

from archive.parsing import lexicon
from archive.parsing.boilerplate import is_dateline, is_masthead
from archive.parsing.cleaning import fold
from archive.parsing.layout_patterns import EVENT_WORDS, FIRST_PERSON, GREETING
from archive.parsing.lines import Line
from archive.parsing.metadata.breadcrumbs import UNSPACED, is_path, last_path
from archive.parsing.metadata.head_words import (
    RELEASE,
    SERIES,
    begins_with_event,
    is_known_place,
    is_place,
    is_row_of_links,
    names_event,
    names_institution,
    names_paper,
    names_section,
)
from archive.parsing.metadata.language import script_of, script_of_language

HEADER_LINES = 120
FIELD = re.compile(r"\w+\s?[:：]")
TOO_LONG = 250
MOST_BELOW = 10
_BYLINE = re.compile(r"(?:statement|remarks|address|speech|delivered|transcript) by\b|by\s", re.I)
_NUMBERED = re.compile(r"[(\[]?(?:\d{1,2}|[IVX]+)(?:[)\].]|\s{2,})|[^\W\d_]+ \d{1,2}[:：.] ", re.I)
# A name behind a word and a colon: "Briefer:  Warren Talmadge".
_NAMED_FIELD = re.compile(r"\w+\s?[:：]\s+(?:[A-ZÀ-ÞА-Я][\w.'’-]*\s?){1,4}$")
# How an agency's report begins: "ALGER- The President", "MOSCOW, March 3 (TASS) – The minister".
_REPORT = re.compile(r"[A-ZÀ-ÞА-Я]{3,}(?:,? [^–—]{2,30})?(?:\s[-–—]\s?|[-–—]\s|[–—])\S")
# The row of a contents list.
_LEADER = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}")
_GAP = re.compile(r"\S(?:\s{4,}|\t)|[])] {2,}")
# A row of parts with signs between them: "FAAE ● NUMBER 021 ● 1st SESSION".
_PARTED = re.compile(r"\S\s+[●•·■◆♦▪]\s+\S.*\s[●•·■◆♦▪]\s+\S")
# "PC.DEL/187/23", "A/RES/76/12", "Press Release No. 041/2024", "Ref.: 2024-118".
_REFERENCE = re.compile(
    r"(?:[^\W\d_]+[./-]){1,4}[\w./-]*\d[\w./-]*|.{0,60}(?:\b(?:no|nr|nº|n°|num|ref)\b|№|第)[.:]{0,2}\s?\d[\w ./-]*号?", re.I
)
TELLING_WORDS, TELLING_CHARACTERS = 5, 10
BRIEF_WORDS, BRIEF_CHARACTERS = 3, 10
LONG_LINE, FEWEST_LONG = 45, 2  # characters, lines
MOST_NAME_WORDS, MOST_OFFICE_WORDS = 7, 4


def _weights() -> dict[str, float]:
    parser = ConfigParser(delimiters=("=",), interpolation=None)
    parser.read(Path(__file__).with_name("title_weights.ini"), encoding="utf-8")
    return {name: float(value) for section in parser.values() for name, value in section.items()}


WEIGHTS: Mapping[str, float] = _weights()


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """A candidate for the title: one line or several that were joined."""

    text: str
    line: int
    heading: bool
    last: int = 0
    subject: bool = False


@dataclass(frozen=True, slots=True)
class HeadOfTalk:
    """What is known of the lines above a talk when a title is chosen among them."""

    language: str
    surnames: frozenset[str]
    beside: frozenset[int]
    path: int | None
    repeated: frozenset[str]
    leading: TitleBlock
    first: TitleBlock
    running: frozenset[int] = frozenset()


def head_of(
    blocks: Sequence[TitleBlock], header: Sequence[Line], repeated: frozenset[str], language: str, surnames: frozenset[str]
) -> HeadOfTalk:
    """Look once at all lines above a talk."""
    dated = {index + step for index, line in enumerate(header[:HEADER_LINES]) for step in (-1, 1) if is_dateline(line.text)}
    beside = frozenset(header[index].number for index in dated if 0 <= index < len(header))
    path = last_path(header)
    named = [block for block in blocks if not _is_of_site(block.text)] or list(blocks)
    telling = [block for block in named if not names_paper(block.text) and not _REFERENCE.fullmatch(block.text)] or named
    below = [block for block in telling if path is not None and block.line > path]
    return HeadOfTalk(language, surnames, beside, path, repeated, (below or telling)[0], named[0], _running(header))


def _is_of_site(text: str) -> bool:
    return names_section(text) or is_path(text) or is_row_of_links(text)


def _running(header: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of lines in wrapped paragraphs of prose: several long lines, and a full stop at the end."""
    found: set[int] = set()
    paragraph: list[Line] = []
    for line in [*header[:HEADER_LINES], None]:
        if line is not None and not line.gap:
            paragraph.append(line)
            continue
        long = [one for one in paragraph[:-1] if len(one.text) > LONG_LINE]
        if len(long) >= FEWEST_LONG and paragraph[-1].text[-1:] in ".:;," and not any(one.text.isupper() for one in paragraph):
            found.update(one.number for one in paragraph)
        paragraph = [line] if line is not None else []
    return frozenset(found)


def is_name(block: TitleBlock, surnames: frozenset[str]) -> bool:
    """Tell whether a line is only the name, with title or office, of somebody who speaks."""
    text, words = block.text, fold(block.text).split()
    if not words or surnames.isdisjoint(words) or len(words) > MOST_NAME_WORDS or tells_event(text) or ":" in text:
        return False
    printed = text.split()
    named = [index for index, word in enumerate(printed) if not surnames.isdisjoint(fold(word).split())]
    at = named[-1] if named else len(printed) - 1
    # Behind the name stand letters of honour or, after a comma, the office: "Ida Lund MP", "Ida Lund, Minister of Ports".
    ended = printed[at][-1] in ",(–-" or all(word.isupper() or not word[0].isalpha() for word in printed[at + 1 :])
    return ended and _is_capital(text)


def _is_capital(text: str) -> bool:
    return all(word[0].isupper() or fold(word) in lexicon.PARTICLES or not word[0].isalpha() for word in text.split())


def names_nothing(block: TitleBlock, surnames: frozenset[str]) -> bool:
    """Tell whether the best line of a head is no title: a speaker's name, an office alone, a place, or a word of the site."""
    text = block.text
    if block.heading or block.subject or tells_event(text):
        return False
    return (
        is_name(block, surnames)
        or _is_of_site(text)
        or _is_office(text)
        or ("," in text and is_place(text))
        or is_known_place(text)
    )


def _is_office(text: str) -> bool:
    """Tell whether a line is only an office: "Deputy Prime Minister", "Minister for Ports"."""
    words = fold(text).split()
    if not words or len(words) > MOST_OFFICE_WORDS or not _is_capital(text):
        return False
    leads = words[0] in lexicon.OFFICES and len(words) > 2 and words[1] in lexicon.PARTICLES | {"for"}
    return leads or words[-1] in lexicon.OFFICES


def worth(block: TitleBlock, above: int, head: HeadOfTalk) -> float:
    """Return the sum of the weights of what is seen in a candidate with `above` others above it."""
    return sum(WEIGHTS[name] * value for name, value in features(block, above, head).items())


def features(block: TitleBlock, above: int, head: HeadOfTalk) -> dict[str, float]:
    """Return what speaks for a candidate and against it, by the names of the weights."""
    text = block.text
    event = tells_event(text)
    opens = begins_with_event(text)
    return {
        name: float(value)
        for name, value in {
            **_where(block, above, head, event),
            **_form(text, event, opens),
            "event": event and not (_BYLINE.match(text) and block is not head.first),
            "opens": opens,
            "heading": block.heading,
            "subject": block.subject,
            "telling": _is_telling(text),
            "speaker": event and not FIELD.match(text) and not head.surnames.isdisjoint(fold(text).split()),
            "name": is_name(block, head.surnames),
            "running": block.line in head.running,
            "menu": is_row_of_links(text),
            "script": script_of(text) != script_of_language(head.language),
        }.items()
        if value
    }


def tells_event(text: str) -> bool:
    """Tell whether a line names an event, and not only what the house publishes."""
    return not RELEASE.fullmatch(text) and (EVENT_WORDS.search(text) is not None or names_event(text))


def _where(block: TitleBlock, above: int, head: HeadOfTalk, event: bool) -> dict[str, float]:
    plain_first = block is head.first and not event
    return {
        "leads": block is head.leading,
        "below": min(above, MOST_BELOW),
        "above the path": head.path is not None and block.line < head.path,
        "beside a day": block.last in head.beside or block.line in head.beside,
        "repeated": fold(block.text) in head.repeated,
        "brief": plain_first and not block.heading and _is_brief(block.text),
        "capitals": plain_first and block.text.isupper(),
    }


def _form(text: str, event: bool, opens: bool) -> dict[str, bool]:
    sentence = len(text) > TOO_LONG or (text.endswith((".", "!", ",", "。")) and not opens)
    spoken = FIRST_PERSON.search(text) is not None and not (event and text[-1] not in ".!,") and not opens
    return {
        "masthead": names_institution(text) or is_masthead(text),
        "paper": names_paper(text),
        "reference": _REFERENCE.fullmatch(text) is not None,
        "one word": len(text.split()) < 2 and script_of(text) not in UNSPACED,
        "gap": _GAP.search(text) is not None,
        "section": names_section(text) and not (event and text.isupper() and not text.endswith("S")),
        "release": RELEASE.fullmatch(text) is not None,
        "series": text.isupper() and SERIES.fullmatch(text) is not None,
        "path": is_path(text),
        "contents": bool(_LEADER.search(text) or _REPORT.match(text)),
        "field": not event and FIELD.match(text) is not None,
        "named": not event and _NAMED_FIELD.match(text) is not None,
        "sentence": sentence,
        "colon": text.rstrip()[-1:] in (":", "："),
        "spoken": spoken or GREETING.match(text) is not None,
        "numbered": _NUMBERED.match(text) is not None,
        "bracketed": text[:1] in "[(（",
        "place": not event and "," in text and is_place(text),
        "parted": _PARTED.search(text) is not None,
    }


def _is_telling(text: str) -> bool:
    long_enough = len(text) >= TELLING_CHARACTERS if script_of(text) in UNSPACED else len(text.split()) >= TELLING_WORDS
    return long_enough and len(text) <= TOO_LONG


def _is_brief(text: str) -> bool:
    return len(text.split()) <= BRIEF_WORDS and (script_of(text) not in UNSPACED or len(text) <= BRIEF_CHARACTERS)
