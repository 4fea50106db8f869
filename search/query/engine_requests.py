"""Converts a search to an engine request, and the engine's answer to the page's terms."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from search import facets
from search.engines.base import EngineAnswer
from search.query.dates import one_month
from search.query.params import SearchParams
from search.query.request import SearchRequest
from search.query.syntax import Query
from search.query.tree import Nothing
from search.text.words import folded_words

SPELLING_LIMIT = 12  # words; longer queries are not corrected, since every unknown word costs


def request_of(params: SearchParams, query: Query) -> SearchRequest:
    """Return the engine request of a search."""
    size = page_size(params)
    return SearchRequest(
        tree=Nothing() if params.unreadable else query.tree,
        choices=params.choices(),
        date_from=params.first_day,
        date_to=params.last_day,
        sort=params.effective_sort,
        offset=(params.page - 1) * size,
        limit=size,
        facets=tuple(map(params.indexed_key, facets.TABLE.panels)),
        month=one_month(params.date_from, params.date_to),
        spelling=0 < len(folded_words(params.q)) <= SPELLING_LIMIT,
    )


def page_size(params: SearchParams) -> int:
    """Return the number of records a page."""
    return params.size or int(settings.SEARCH_PAGE_SIZE)


def pages_of(answer: EngineAnswer, params: SearchParams) -> int:
    """Return the number of pages of an answer, at least 1."""
    return max(1, -(-answer.total // page_size(params)))


def counts_of(answer: EngineAnswer, key: str, params: SearchParams) -> Mapping[str, int]:
    """Return the counts of a facet."""
    return answer.facets.get(params.indexed_key(key), {})


def first_of(params: SearchParams) -> int:
    """Return the number of the page's first record among all results, from 1."""
    return (params.page - 1) * page_size(params) + 1
