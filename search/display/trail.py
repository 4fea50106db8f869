"""The search a reader came from, carried in the address of a result's page: the way back, and to the next result."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest

from archive.countries import COUNT_CHOICES, country_name
from archive.pages.links import address_of
from archive.text.numbers import read_int
from search.display.result_rows import RESULT, carried, read_rows
from search.display.results_page import ResultRow
from search.index.name_lookup import IndexedNames
from search.index.repairing import ask
from search.query.budget import Budget
from search.query.engine_requests import page_size, request_of
from search.query.params import SearchParams
from search.query.syntax import parse

FARTHEST = 1_000_000_000


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
