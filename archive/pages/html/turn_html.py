"""Turns and their paragraphs as HTML, in Python: a transcript has hundreds, which templates write several times as slowly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from archive.models import Record, Turn
from archive.pages.links import address_of, addresses
from archive.pages.presenters import CountryMark, PlaceFound, ReadParagraph, ReadRecord, SpokenTurn
from archive.text.marking import TextMark, write_marked

KINDS = {str(kind): str(label) for kind, label in Record.Kind.choices}
ROLES = {str(role): str(label) for role, label in Turn.Role.choices}


def record_html(item: ReadRecord, slug: str, hits: Any = None, paged: str = "") -> SafeString:
    """Return a record within its transcript. `paged` is the address of a transcript of several pages."""
    number, kind, address = item.record.number, item.record.kind, addresses()
    return SafeString(
        f'<section class="record record--{kind}" id="r{number}" aria-labelledby="r{number}-title">\n'
        f'<h2 class="record__number" id="r{number}-title">\n<a href="{escape(address("record", slug, number))}">'
        f'<span class="hidden">{escape(KINDS.get(kind, kind))} </span>{number}</a>\n</h2>\n'
        f"{''.join(turn_html(spoken, hits, paged, address) for spoken in item.turns)}</section>\n"
    )


def turn_html(spoken: SpokenTurn, hits: Any = None, paged: str = "", address: Callable[..., str] = address_of) -> SafeString:
    """Return a turn: who speaks, in which role and office, and the words."""
    role = spoken.turn.role
    label = escape(ROLES.get(role, role))
    words = "".join(_paragraph(paragraph, hits, paged) for paragraph in spoken.paragraphs)
    return SafeString(
        f'<div class="turn turn--{role}">\n<p class="turn__head">\n<span class="turn__role">{label}</span>\n'
        f'{_who(spoken, address)}</p>\n<div class="turn__words">\n{words}</div>\n</div>\n'
    )


def _who(spoken: SpokenTurn, address: Callable[..., str]) -> str:
    turn, name = spoken.turn, spoken.name
    parts = [
        ("turn__person", spoken.person),
        ("turn__office", spoken.office),
        *(("turn__note", f"({note})") for note in turn.notes),
    ]
    if turn.speaker:
        head = f'<a class="turn__name" href="{escape(address("speaker", turn.speaker.slug))}">{escape(name)}</a>\n'
    else:
        head = _part("turn__name", name if name.lower() != turn.role else "")
    return head + "".join(_part(kind, text) for kind, text in parts)


def _part(kind: str, text: str) -> str:
    return f'<span class="{kind}">{escape(text)}</span>\n' if text else ""


def _paragraph(paragraph: ReadParagraph, hits: Any, paged: str) -> str:
    number, words = paragraph.number, words_of(paragraph, hits)
    if not number:
        return f'<p class="paragraph">{words}</p>\n'
    address = f"{escape(paged)}?p={number}" if paged else ""
    return (
        f'<p class="paragraph" id="p{number}">{words}<a class="paragraph__link" href="{address}#p{number}" '
        f'aria-label="Link to paragraph {number}">¶</a></p>\n'
    )


def words_of(paragraph: ReadParagraph, hits: Any = None) -> SafeString:
    """Return a paragraph as HTML with countries marked, and the hits that `hits.of(paragraph)` finds."""
    found: tuple[PlaceFound, ...] = hits.of(paragraph) if hits else ()
    return marked_up(paragraph, found)


def marked_up(paragraph: ReadParagraph, hits: Sequence[PlaceFound] = ()) -> SafeString:
    """Return the paragraph as safe HTML, with quotations, hits (<mark id="hit-n">) and countries marked."""
    quoted = paragraph.quoted
    if not (quoted or hits):
        return SafeString(_named(paragraph, 0, len(paragraph.text)))
    outermost = (TextMark(quoted.start, quoted.end, quoted.opening),) if quoted else ()
    return SafeString(write_marked(paragraph.text, outermost, write=partial(_hits, paragraph, hits)))


def _hits(paragraph: ReadParagraph, hits: Sequence[PlaceFound], start: int, end: int) -> str:
    """Return the text from `start` to `end` with hits marked. If a hit is cut, its first part has the id."""
    ids = ((hit, f' id="hit-{hit.number}"' if hit.start >= start else "") for hit in hits)
    marks = (TextMark(hit.start, hit.end, f"<mark{key}>") for hit, key in ids)
    return write_marked(paragraph.text, marks, start, end, cut=True, write=partial(_named, paragraph))


def _named(paragraph: ReadParagraph, start: int, end: int) -> str:
    """Return the text from `start` to `end` with countries marked, on both sides of a cut."""
    if not paragraph.marks:
        return escape(paragraph.text[start:end])
    here = (mark for mark in paragraph.marks if mark.start < end and start < mark.end)  # a tag costs more than a look
    marks = (TextMark(mark.start, mark.end, _country_tag(mark), "</span>") for mark in here)
    return write_marked(paragraph.text, marks, start, end, cut=True)


def _country_tag(mark: CountryMark) -> str:
    return f'<span class="mention mention--{mark.layer}" title="{escape(mark.title)}">'
