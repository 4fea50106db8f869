"""Template functions of search: where its terms occur on a page and on other pages, and the way back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from jinja2 import Environment
from jinja2.ext import Extension

from archive.models import Transcript
from archive.pages.page_breaks import PagePart
from archive.pages.presenters import PlaceFound, ReadParagraph, ReadRecord
from search.display.filter_html import facets_html
from search.display.highlight import MarkedPlace, Marker, markers_of, merged
from search.display.result_rows import Trail, trail_of
from search.display.row_html import result_html
from search.display.snippets import COUNTRY, FIELDS
from search.query.budget import MARKING, Budget
from search.query.syntax import parse
from search.text.stemming import spoken_language

A_PIECE, A_MARK = 250, 1_000  # steps (search.query.budget) for reading a turn, and for writing a mark
BATCH_SIZE = 500  # turns


class SearchWords(Extension):
    """Functions for pages that highlight search terms."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals.update(
            find_hits=find_hits, find_pages=find_pages, trail_of=trail_of, result_html=result_html, facets_html=facets_html
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
            spans = merged(sorted([*found, *mentioned(paragraph, countries, layers)]))
            if spans and budget.take(A_MARK * len(spans)):
                hits.add(paragraph, spans)
    hits.cut = budget.cut
    return hits


def mentioned(paragraph: ReadParagraph, countries: Set[str], layers: Set[str]) -> Iterator[MarkedPlace]:
    for mark in paragraph.marks:
        if any(code in countries and layer in layers for code, layer in mark.mentions):
            yield MarkedPlace(mark.start, mark.end, COUNTRY)


@dataclass(frozen=True, slots=True)
class PagesFound:
    """The other pages with matches. `going_on` is the page from which there was no time to search, None if all were."""

    pages: tuple[int, ...] = ()
    going_on: int | None = None


def find_pages(query: str, transcript: Transcript, part: PagePart, looked_from: int = 1) -> PagesFound:
    """Search the other pages of a transcript from one of them on, within the budget of a request."""
    budget = Budget(MARKING // 3)  # the page itself has the rest
    markers = markers_of(parse(query or "").tree, FIELDS, budget) if part.of > 1 and query else {}
    if not any(markers.values()) or budget.cut:
        return PagesFound()
    return _looked_through(transcript, part, markers, budget, min(max(looked_from, 1), part.of))


def _looked_through(transcript: Transcript, part: PagePart, markers: dict[str, Marker], budget: Budget, first: int) -> PagesFound:
    language, pages = spoken_language(transcript.language), {part.number}
    starts = [(turn, offset) for _, turn, offset in transcript.page_starts]
    turns = transcript.turns.filter(position__gte=starts[first - 1][0]).order_by("position")
    for position, role, text in turns.values_list("position", "role", "text").iterator(chunk_size=BATCH_SIZE):
        for page, words in _pieces(starts, position, text):
            if page >= first and page not in pages and markers[role].found(words, language):
                pages.add(page)
            if not budget.take(A_PIECE) or budget.cut:
                return PagesFound(_others(pages, part), max(page, first))
        if len(pages) == part.of:
            break
    return PagesFound(_others(pages, part))


def _pieces(starts: list[tuple[int, int]], position: int, text: str) -> Iterator[tuple[int, str]]:
    """Yield the paragraphs of a turn with their pages; all as one if the turn is on one page."""
    page = bisect_right(starts, (position, 0))
    if bisect_right(starts, (position, len(text))) == page:
        yield page, text
        return
    at = 0
    for paragraph in text.split("\n\n"):
        yield bisect_right(starts, (position, at)), paragraph
        at += len(paragraph) + 2


def _others(found: set[int], part: PagePart) -> tuple[int, ...]:
    return tuple(page for page in sorted(found) if page != part.number)
