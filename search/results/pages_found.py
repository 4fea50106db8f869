"""Finds the other pages of a long transcript that contain the search terms."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from archive.models import Transcript
from archive.pages.page_breaks import PagePart
from search.query.budget import MARKING, Budget
from search.query.syntax import parse
from search.results.highlight import Marker, markers_of
from search.results.snippets import FIELDS
from search.text.stemming import spoken_language

A_PIECE = 250  # steps (search.query.budget) for reading a turn
BATCH_SIZE = 500  # turns


@dataclass(frozen=True, slots=True)
class PagesFound:
    """The other pages with matches. `going_on` is the page from which there was no time to search, None if all were."""

    pages: tuple[int, ...] = ()
    going_on: int | None = None


def find_pages(query: str, transcript: Transcript, part: PagePart, looked_from: int = 1) -> PagesFound:
    """Search the other pages of a transcript from one of them on, within the budget of a request."""
    budget = Budget(MARKING // 2)  # the page itself has the rest
    markers = markers_of(parse(query or "").tree, FIELDS, budget) if part.of > 1 and query else {}
    if not any(markers.values()) or budget.cut:
        return PagesFound()
    return _looked_through(transcript, part, markers, budget, min(max(looked_from, 1), part.of))


def _looked_through(transcript: Transcript, part: PagePart, markers: dict[str, Marker], budget: Budget, first: int) -> PagesFound:
    language, found = spoken_language(transcript.language), {part.number}
    starts = [(turn, offset) for _, turn, offset in transcript.page_starts]
    turns = transcript.turns.filter(position__gte=starts[first - 1][0]).order_by("position")
    for position, role, text in turns.values_list("position", "role", "text").iterator(chunk_size=BATCH_SIZE):
        for page, words in _pieces(starts, position, text):
            if page >= first and page not in found and markers[role].found(words, language):
                found.add(page)
            if not budget.take(A_PIECE) or budget.cut:
                return PagesFound(_others(found, part), max(page, first))
        if len(found) == part.of:
            break
    return PagesFound(_others(found, part))


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
