"""Messages about a search that could not be fully read or fully run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.safestring import SafeString

from search import facets
from search.display.highlight import MarkedPlace, mark_spans, merged
from search.engines.base import EngineAnswer
from search.index.facet_labels import Labels
from search.query.budget import Budget
from search.query.describe import leaf_in_words, listed
from search.query.engine_requests import counts_of
from search.query.facet_values import SLUG
from search.query.params import SearchParams
from search.query.problems import Problem
from search.query.syntax import Query

LEFT_OUT_NAMED = 5


def problems_of(params: SearchParams, query: Query, answer: EngineAnswer, labels: Labels, marking: Budget) -> Iterator[Problem]:
    """Yield the problems of a search, the unknown names in it, and what was left out of the search or not marked."""
    yield from params.problems
    yield from unknown_names(params, answer, labels)
    yield from located(query.problems, params)
    yield from left_out(answer)
    if marking.cut:
        yield Problem("This query is too broad: not every match is marked.", 0, 0)


def unread_parts(params: SearchParams, query: Query, answer: EngineAnswer) -> Iterator[Problem]:
    """Yield the same for a search whose values are known to be right and whose results are not marked."""
    yield from params.problems
    yield from located(query.problems, params)
    yield from left_out(answer)


def unknown_names(params: SearchParams, answer: EngineAnswer, labels: Labels) -> Iterator[Problem]:
    """Yield messages about chosen values that are well formed but unknown to the archive."""
    for key in facets.TABLE.looked_up:
        facet = facets.TABLE[key]
        for value in params.named().get(key, ()):
            known = value in counts_of(answer, key, params) and not facet.names_from
            if labels.get((key, value), value) == value and not known and SLUG.fullmatch(value):
                yield Problem(f"No {facet.noun} “{value[:60]}”.", 0, 0)


def located(problems: tuple[Problem, ...], params: SearchParams) -> Iterator[Problem]:
    """Yield a query's problems with the addresses of their suggestions."""
    for problem in problems:
        yield replace(problem, url=params.with_(q=problem.suggestion).url()) if problem.suggestion else problem


def left_out(answer: EngineAnswer) -> Iterator[Problem]:
    """Yield a message about words left out of the search."""
    if answer.left_out:
        first = [leaf_in_words(leaf) for leaf in answer.left_out[:LEFT_OUT_NAMED]]
        more = len(answer.left_out) - len(first)
        names = listed([*first, f"{more} more"] if more else first, "and")
        is_one = len(answer.left_out) == 1
        yield Problem(f"This query is too broad: {names} {'is' if is_one else 'are'} left out.", 0, 0)


def uncounted(answer: EngineAnswer) -> Iterator[Problem]:
    """Yield a message if there was no time to count by filter and by day."""
    if not answer.counted:
        yield Problem("The numbers beside the filters took too long to count. All records found are shown.", 0, 0)


def past_the_end(page: int, last: int) -> Iterator[Problem]:
    """Yield a message if the requested page is after the last."""
    if page > last:
        pages = "only 1 page" if last == 1 else f"{last} pages"
        yield Problem(f"There is no page {page}; the results have {pages}.", 0, 0)


def marked_query(typed: str, problems: tuple[Problem, ...]) -> SafeString:
    """Return a query with its unreadable parts marked; empty if there are none, or if everything is unreadable."""
    places = sorted(MarkedPlace(problem.start, problem.end, 0) for problem in problems if problem.end > problem.start)
    spans = merged(places)
    return mark_spans(typed, spans) if spans and (spans[0][0], spans[-1][1]) != (0, len(typed)) else SafeString("")
