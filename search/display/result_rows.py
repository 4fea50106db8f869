"""Records found as rows of a results page, and the search that their links carry: the way back, and to the next result."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest

from archive.countries import COUNT_CHOICES, country_name
from archive.pages.links import address_of, place_in
from archive.text.numbers import read_int
from search.display.page_records import mention_places
from search.display.record_cards import ShownRecord, shown_records
from search.display.results_page import ResultRow
from search.display.snippets import Passages
from search.engines.base import EngineAnswer, EngineHit
from search.index.facet_labels import IndexedNames
from search.index.repairing import ask
from search.query.budget import Budget
from search.query.engine_requests import page_size, request_of
from search.query.params import SearchParams, encoded, joined
from search.query.syntax import Query, parse
from search.query.tree import without

RESULT = "result"  # the parameter with the number, from 1, of the result that led to a page
FARTHEST = 1_000_000_000


def read_rows(
    params: SearchParams, query: Query, answer: EngineAnswer, hits: Collection[EngineHit], marking: Budget, first: int = 1
) -> tuple[ResultRow, ...]:
    """Load these hits as result rows with highlights. Five queries at most."""
    keys = [hit.record_id for hit in hits]
    places = mention_places(keys, params.values("country"), COUNT_CHOICES[params.layer].layers)
    return rows_of(hits, shown_records(keys), params, Passages(without(query.tree, answer.left_out), places, marking), first)


def rows_of(
    hits: Iterable[EngineHit], shown: Mapping[int, ShownRecord], params: SearchParams, passages: Passages, first: int = 1
) -> tuple[ResultRow, ...]:
    """Return the engine's hits as rows in its order, without those no longer public.

    `first` is the number of the first hit among all results.
    """
    words = encoded("q", params.q) if params.q else ""
    page = RowsPage(params, passages, carried(params), words, params.values("country"))
    numbered = enumerate(hits, first)
    return tuple(row_of(shown[hit.record_id], hit, page, number) for number, hit in numbered if hit.record_id in shown)


@dataclass(frozen=True, slots=True)
class RowsPage:
    """What the rows of a page share: the parameters that carry the search and its words, and the chosen countries."""

    params: SearchParams
    passages: Passages
    search: str
    words: str
    countries: tuple[str, ...]


def carried(params: SearchParams) -> str:
    """Return the parameters that carry a search to a result's page. The result's number is appended."""
    pairs = [pair for pair in params.pairs() if pair[0] != "page"]
    return joined([*pairs, (RESULT, "")])


def row_of(shown: ShownRecord, hit: EngineHit, page: RowsPage, number: int) -> ResultRow:
    """Return one record as a row of a page."""
    record, card = shown
    passage = page.passages.best(record, hit.passage)
    search = f"{page.search}{number}"
    paged = bool(record.page_starts)
    anchor = f"p{passage.number}" if passage.number else ""
    return ResultRow(
        card=card,
        number=number,
        passage=passage.html,
        url=place_in(card.transcript_url, anchor, paged=paged, query=page.words),
        read_url=place_in(card.transcript_url, anchor, paged=paged, query=search),
        read_alone_url=f"{card.url}?{search}",
        mentioned=card.mentioned(page.params.layer, page.countries),
        score=hit.score,
    )


@dataclass(frozen=True, slots=True)
class Trail:
    """A search and the number of the result that led to a page; 0 if the page was reached otherwise."""

    params: SearchParams
    number: int

    @property
    def results_url(self) -> str:
        """Return the results page with this result."""
        page = (max(self.number, 1) - 1) // page_size(self.params) + 1
        return self.params.with_(page=page).url() + (f"#result-{self.number}" if self.number else "")

    @property
    def previous_url(self) -> str:
        """Return the link to the previous result, empty before the first."""
        return self._step(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        """Return the link to the next result; after the last it leads back to the results."""
        return self._step(self.number + 1)

    @property
    def countries(self) -> tuple[str, ...]:
        """Return the codes of the chosen countries."""
        return self.params.values("country")

    @property
    def layers(self) -> frozenset[str]:
        """Return the layers of mentions that count in this search."""
        return frozenset(COUNT_CHOICES[self.params.layer].layers)

    @property
    def in_words(self) -> str:
        """Return what is marked on the page: search terms, then countries."""
        return ", ".join(filter(None, (self.params.q, *map(country_name, self.countries))))

    def _step(self, number: int) -> str:
        return f"{address_of('search_result')}?{carried(self.params)}{number}"


def trail_of(request: HttpRequest) -> Trail | None:
    """Return the search in a page's address, None if there is none. Reads only the search's own parameters."""
    if "q" not in request.GET and RESULT not in request.GET:
        return None
    asked = request.GET.copy()
    asked.pop("page", None)  # the page of a long transcript, not of the results
    params = SearchParams.from_querydict(asked)
    number = read_int(request.GET.get(RESULT, "")) or 0
    return Trail(params, number if 0 < number < FARTHEST else 0)


def nth_result(trail: Trail, budget: Budget | None = None) -> ResultRow | None:
    """Return the result with this number, None if there are fewer. Raises BeingRepaired.

    Only this record is requested. With a budget that does not suffice, None is returned.
    """
    params = trail.params
    query = parse(params.q, IndexedNames())
    asked = replace(request_of(params, query), offset=trail.number - 1, limit=1, facets=(), histogram=False, spelling=False)
    answer = ask(asked, budget) if trail.number else None
    if answer is None or (budget and answer.left_out):
        return None
    rows = read_rows(params, query, answer, answer.hits, Budget(), first=trail.number)
    return rows[0] if rows else None
