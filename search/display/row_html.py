"""Results as HTML, in Python: a page has twenty."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape, unescape

from django.utils.safestring import SafeString

from archive.formats.page_metadata import coins_value
from search.display.card_html import BEGINNING_WORDS, countries_html, html_of
from search.display.results_page import ResultRow

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
