"""Template functions, filters and variables of public pages: addresses, numbers, days, paragraphs, the site's sections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache, partial
from html import escape
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template import engines
from django.template.defaultfilters import date, filesizeformat
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from jinja2 import Environment
from jinja2.ext import Extension

from archive.pages.links import address_of, search_url
from archive.pages.presenters import CountryMark, PlaceFound, ReadParagraph
from archive.text.marking import TextMark, write_marked

CUT = " …"  # stands for the words left out


class ArchiveWords(Extension):
    """Functions and filters for every page."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals.update(url=address_of, static=lru_cache(maxsize=100)(static), search_for=search_url)
        environment.globals.update(words_of=words_of, span=span, bar_width=bar_width, today=localdate)
        environment.filters.update(number=number, counted=counted, day=day, date=date, truncatewords=truncatewords)
        environment.filters.update(filesize=filesizeformat)


def compile_pages() -> None:
    """Compile every public template; the process keeps them."""
    environment: Environment = engines["jinja2"].env  # type: ignore[attr-defined]  # known for Django's own kind only
    for name in environment.list_templates():
        environment.get_template(name)


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
    here = (mark for mark in paragraph.marks if mark.start < end and start < mark.end)  # a tag costs more than a look
    marks = (TextMark(mark.start, mark.end, _country_tag(mark), "</span>") for mark in here)
    return write_marked(paragraph.text, marks, start, end, cut=True)


def _country_tag(mark: CountryMark) -> str:
    return f'<span class="mention mention--{mark.layer}" title="{escape(mark.title)}">'


def number(value: int) -> str:
    """Format a whole number with thin spaces between thousands: 12 345."""
    return f"{value:,}".replace(",", "\u202f")


def counted(value: int, noun: str) -> str:
    """Format a number and its noun: `3|counted("record")` is "3 records"; an irregular plural follows a comma."""
    one, _, many = noun.partition(",")
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


@lru_cache(maxsize=10_000)
def day(value: dt.date | None) -> SafeString | str:
    """Format a day as a <time>, or say that none is known."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_format(value, "j F Y")) if value else "undated"


def truncatewords(text: str, length: int) -> str:
    """Return the first words of a plain text, like Django's filter, without splitting the whole text."""
    words = text.split(maxsplit=length)
    cut = " ".join(words[:length])
    return cut if len(words) <= length or cut.endswith(CUT) else cut + CUT


def span(first: dt.date | None, last: dt.date | None) -> str:
    """Format the years between two days: 2018 to 2024, or 2024."""
    years = [str(day.year) for day in (first, last) if day]
    return " to ".join(dict.fromkeys(years))


def bar_width(part: int, whole: int) -> str:
    """Return `part` of `whole` in percent, for the width of a bar. Anything above 0 is at least 1."""
    return f"{max(100 * part / whole, 1):.1f}%" if whole and part else "0%"


SECTIONS = (
    ("search", "Search"),
    ("transcripts", "Transcripts"),
    ("speakers", "Speakers"),
    ("countries", "Countries"),
    ("about", "About"),
)
PARENTS = {"transcript": "transcripts", "record": "transcripts", "speaker": "speakers", "country": "countries"}


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's name, its sections, and the current section."""
    match = request.resolver_match
    name = match.url_name if match else None
    return {
        "site_name": settings.SITE_NAME,
        "site_sections": SECTIONS,
        "section": PARENTS.get(name or "", name),
        "alerts_on": settings.ALERTS,
        "hide_header_search": name in ("home", "search"),
    }
