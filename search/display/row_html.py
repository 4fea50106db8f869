"""Results and filter values as HTML, in Python: a page has twenty of the one and a hundred of the other."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape, unescape
from itertools import starmap

from django.utils.safestring import SafeString

from archive.formats.page_metadata import coins_value
from archive.pages.html.formatting import number
from search.display.card_html import BEGINNING_WORDS, countries_html, html_of
from search.display.results_page import FacetPanel, FacetValue, ResultRow

BOX = '"><input type="checkbox" id="mark-'


def is_beginning(passage: str, words: Sequence[str]) -> bool:
    """Tell whether a passage begins with these words of the question, which need not be shown twice."""
    if not words:
        return False
    begins = unescape(passage.replace("<mark>", "").replace("</mark>", ""))
    return begins.split(maxsplit=BEGINNING_WORDS)[:BEGINNING_WORDS] == words


def result_html(hit: ResultRow, site: str) -> SafeString:
    """Return one record found. `site` is the site's address without a final slash."""
    html, passage = html_of(hit.card), hit.passage
    again = is_beginning(passage, html.question_begins)
    title, words = (passage, html.answer) if again else (html.title, passage)
    countries, number_of = countries_html(hit.card, hit.mentioned), hit.number
    said = f'<p class="result__passage">{words}</p>\n' if words or not again else ""
    return SafeString(
        f'{html.to_site}{coins_value(site)}{html.to_address}{escape(hit.read_url)}">{title}{html.to_words}{said}'
        f'<div class="result__foot">\n{countries}{html.to_number}{number_of}{BOX}{number_of}'
        f"{html.to_permalink}{escape(hit.read_alone_url)}{html.to_end}"
    )


def values_html(facet: FacetPanel) -> SafeString:
    """Return the values of a filter, each with a box that chooses it and one that excludes it."""
    return SafeString("".join(starmap(_value, enumerate(facet.values, 1))))


def _value(place: int, value: FacetValue) -> str:
    key, code, label = value.key, escape(value.value), escape(value.label)
    box = f'<input type="checkbox" form="search-form" id="{key}-{place}" name="{key}" value="{code}"{_checked(value.selected)}>'
    no_box = (
        f'<input type="checkbox" form="search-form" id="not-{key}-{place}" name="not_{key}" value="{code}"'
        f"{_checked(value.excluded)}>"
    )
    return (
        f'<div class="facet__value">\n{box}\n<label for="{key}-{place}">{_label(value, label)}</label>\n'
        f'<label class="facet__not" for="not-{key}-{place}" title="Not this one">{no_box}'
        f'<span>not<span class="hidden"> {label}</span></span></label>\n</div>\n'
    )


def _checked(is_checked: bool) -> str:
    return " checked" if is_checked else ""


def _label(value: FacetValue, label: str) -> str:
    if value.excluded:
        return f"<s>{label}</s>"
    noun = "record" if value.count == 1 else "records"
    return f'{label} <span class="facet__count">{number(value.count)}<span class="hidden"> {noun}</span></span>'
