"""Template functions about search terms: where they occur on an archive page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from html import unescape

from jinja2 import Environment
from jinja2.ext import Extension

from archive.pages.presenters import PlaceFound, ReadParagraph, ReadRecord
from search.query.budget import Budget
from search.query.syntax import parse
from search.results.highlight import MarkedPlace, markers_of, merged
from search.results.pages_found import find_pages
from search.results.reference_tags import coins_of
from search.results.snippets import COUNTRY, FIELDS
from search.results.trail import Trail, trail_of
from search.text.stemming import spoken_language


class SearchWords(Extension):
    """Functions for pages that highlight search terms."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals.update(
            find_hits=find_hits, find_pages=find_pages, is_beginning=is_beginning, coins_of=coins_of, trail_of=trail_of
        )


class PlacesFound:
    """The matches on a page, numbered from 1. `cut` tells that the search was too broad to mark everything."""

    def __init__(self) -> None:
        self.total = 0
        self.cut = False
        self._of: dict[ReadParagraph, tuple[PlaceFound, ...]] = {}

    def add(self, paragraph: ReadParagraph, spans: Sequence[tuple[int, int]]) -> None:
        """Add a paragraph's matches."""
        self._of[paragraph] = tuple(PlaceFound(*span, self.total + number) for number, span in enumerate(spans, 1))
        self.total += len(spans)

    def of(self, paragraph: ReadParagraph) -> tuple[PlaceFound, ...]:
        return self._of.get(paragraph, ())

    @property
    def numbers(self) -> range:
        return range(1, self.total + 1)


def find_hits(query: str, records: Sequence[ReadRecord], language: str = "", trail: Trail | None = None) -> PlacesFound:
    """Find the matches of a query in records of one language, without excluded words and field names.

    With a trail, mentions of the chosen countries are marked too.
    """
    hits, budget = PlacesFound(), Budget()
    markers = markers_of(parse(query or "").tree, FIELDS, budget)
    countries = frozenset(trail.countries) if trail else frozenset()
    layers = trail.layers if trail else frozenset()
    for record in records if any(markers.values()) or countries else ():
        for role, paragraph in ((spoken.turn.role, paragraph) for spoken in record.turns for paragraph in spoken.paragraphs):
            found = markers[role].found(paragraph.text, spoken_language(language))
            if spans := merged(sorted([*found, *mentioned(paragraph, countries, layers)])):
                hits.add(paragraph, spans)
    hits.cut = budget.cut
    return hits


def mentioned(paragraph: ReadParagraph, countries: Set[str], layers: Set[str]) -> Iterator[MarkedPlace]:
    for mark in paragraph.marks:
        if any(code in countries and layer in layers for code, layer in mark.mentions):
            yield MarkedPlace(mark.start, mark.end, COUNTRY)


def is_beginning(passage: str, question: str) -> bool:
    """Tell whether a passage is the beginning of the question, which need not be shown twice."""
    if not question:
        return False
    begins = unescape(passage.replace("<mark>", "").replace("</mark>", ""))
    return begins.split(maxsplit=6)[:6] == question.split(maxsplit=6)[:6]
