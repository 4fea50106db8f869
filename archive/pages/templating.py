"""Template functions, filters and variables of public pages: addresses, numbers, days, paragraphs, the site's sections."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.template import engines
from django.template.defaultfilters import date, filesizeformat
from django.templatetags.static import static
from django.utils.timezone import localdate
from jinja2 import Environment
from jinja2.ext import Extension

from archive.pages.html.chart_html import bars_html, chart_rows_html, strip_html
from archive.pages.html.formatting import bar_width, counted, day, number, span, truncatewords
from archive.pages.html.turn_html import record_html, turn_html
from archive.pages.links import address_of, addresses, search_url


class ArchiveWords(Extension):
    """Functions and filters for every page."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals.update(url=address_of, static=lru_cache(maxsize=100)(static), search_for=search_url)
        environment.globals.update(bars_html=bars_html, strip_html=strip_html, chart_rows_html=chart_rows_html)
        environment.globals.update(record_html=record_html, turn_html=turn_html, span=span, bar_width=bar_width, today=localdate)
        environment.filters.update(number=number, counted=counted, day=day, date=date, truncatewords=truncatewords)
        environment.filters.update(filesize=filesizeformat)


def compile_pages() -> None:
    """Compile every public template; the process keeps them."""
    environment: Environment = engines["jinja2"].env  # type: ignore[attr-defined]  # known for Django's own kind only
    for name in environment.list_templates():
        environment.get_template(name)


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
        "url": addresses(),  # as the function of the same name, which looks up the script's prefix for each address
        "site_name": settings.SITE_NAME,
        "site_sections": SECTIONS,
        "section": PARENTS.get(name or "", name),
        "alerts_on": settings.ALERTS,
        "hide_header_search": name in ("home", "search"),
    }
