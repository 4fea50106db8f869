"""Search and suggestions of the API. A search takes the parameters of the search page, and can be paged to its end."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from archive.pages.links import site_of
from search import facets
from search.api.api_view import Found, api, page
from search.api.autocomplete import suggestions
from search.api.json_api import result, warning
from search.api.order_of_days import PATTERN, HitPlace, hits_after
from search.api.parameters import DATE, SIZED, choice, cursor, matching, one, size_of, text
from search.display.result_rows import read_rows
from search.engines.base import EngineAnswer, EngineHit
from search.index.facet_labels import IndexedNames, labels_of
from search.query.budget import Budget
from search.query.engine_requests import request_of
from search.query.facet_table import NOT
from search.query.params import SearchParams
from search.query.syntax import Query, parse
from search.results import unread_parts

MANY = "Several mean “or”."
LEFT = ("score",)  # the API has no order by score
TYPED = text("q", "A query, as in the search box.", most=settings.QUERY_LENGTH_LIMIT)
SEARCH = (
    TYPED,
    *(text(key, f"{facets.TABLE[key].label}. {MANY}", many=True) for key in facets.TABLE.filters),
    *(text(NOT + key, f"{facets.TABLE[key].label}: leave out records that have it.", many=True) for key in facets.TABLE.filters),
    matching("from", "First day of the event: a year, month or day.", DATE, "2023-03"),
    matching("to", "Last day of the event, included whole.", DATE, "2023-03-15"),
    choice("country_mode", "Whether one of several countries suffices.", ("any", "all"), default="any"),
    choice("layer", "What counts as mentioning a country.", ("named", "seat", "place"), default="seat"),
    choice("country_in", "Where it must be mentioned.", ("anywhere", "question", "answer", "unprompted"), default="anywhere"),
    choice("own", "Whether the country that the speaker speaks for counts.", ("shown", "hidden"), default="shown"),
    choice("sort", "Order by the day of the event. For relevance use /search.json.", ("newest", "oldest"), default="newest"),
    cursor(PATTERN, "2023-03-15.20"),
    SIZED,
)
SUGGESTED = (TYPED,)


@api(*SEARCH, of_archive=False)
def search(request: HttpRequest, found: Found) -> dict[str, Any]:
    """Answer a page of a search."""
    params = replace(SearchParams.from_querydict(request.GET), sort=one(found, "sort", "newest"))
    query = parse(params.q, IndexedNames())
    typed = one(found, "cursor")
    answer, hits, following = hits_after(request_of(params, query), HitPlace.read(typed) if typed else None, size_of(found))
    head = {
        "total": answer.total,
        "in_words": params.in_words(labels_of(params.named())),
        "sort": params.sort,
        "warnings": [warning(problem) for problem in unread_parts(params, query, answer)],
    }
    return page(request, "results", _results(request, params, query, answer, hits), following, **head)


@api(*SUGGESTED, of_archive=False)
def suggested(request: HttpRequest, found: Found) -> dict[str, Any]:
    """Return completions of a query that begins with `q`."""
    site = site_of(request)
    return {"suggestions": [{**asdict(one), "url": site + one.url} for one in suggestions(request.GET.get("q", ""))]}


def _results(
    request: HttpRequest, params: SearchParams, query: Query, answer: EngineAnswer, hits: list[EngineHit]
) -> list[dict[str, Any]]:
    results = (result(request, row) for row in read_rows(params, query, answer, hits, Budget()))
    return [{key: value for key, value in one.items() if key not in LEFT} for one in results]
