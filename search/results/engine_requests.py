"""A search as the engine is asked it, and its answer in the words of the page."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from search import facets
from search.engines.base import EngineAnswer
from search.query.params import SearchParams
from search.query.request import SearchRequest
from search.query.syntax import Query
from search.query.tree import Nothing
from search.text.words import folded_words

SPELLING_LIMIT = 12  # words; a longer query is no slip of the hand, and every unknown word costs


def request_of(params: SearchParams, query: Query) -> SearchRequest:
    """Return a search as the engine is asked it."""
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
        spelling=0 < len(folded_words(params.q)) <= SPELLING_LIMIT,
    )


def page_size(params: SearchParams) -> int:
    """Return how many records a page shows."""
    return params.size or int(settings.SEARCH_PAGE_SIZE)


def pages_of(answer: EngineAnswer, params: SearchParams) -> int:
    """Return how many pages an answer fills, at least 1."""
    return max(1, -(-answer.total // page_size(params)))


def counts_of(answer: EngineAnswer, key: str, params: SearchParams) -> Mapping[str, int]:
    """Return the counts of a facet as the page names it."""
    return answer.facets.get(params.indexed_key(key), {})
