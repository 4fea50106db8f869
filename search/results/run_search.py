"""The one door to the engine: a search in, all that its page shows out, in a handful of queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from time import perf_counter
from typing import Literal

from django.conf import settings
from django.utils.safestring import SafeString

from archive.signals import is_serving
from search.index.queue import drain_in_background, waiting
from search.index.repairing import ask
from search.query.budget import Budget
from search.query.describe import leaf_in_words, listed, search_in_words
from search.query.name_lookup import IndexedNames
from search.query.params import SearchParams
from search.query.params_parser import SAID_AS, SLUG
from search.query.query_fields import NAMED_KEYS
from search.query.request import FACET_KEYS, EngineAnswer, SearchRequest
from search.query.syntax import Query, parse
from search.query.tree import Nothing, filters_of, without
from search.results import facet_panels
from search.results.facet_labels import FACET_LABELS, OF_THE_ARCHIVE, Labels, labels_of
from search.results.highlight import Found, mark_spans, merged
from search.results.result_rows import hits_of
from search.results.results_page import Facet, Problem, SearchResults, Value, WayOut
from search.results.suggested_filters import offers
from search.text.spellings import other_spellings
from search.text.words import folded_words, tokens

WAYS = 6  # searches without one thing that are tried where nothing is found
WAYS_STEPS = 5_000_000  # and what they may cost together
LEFT_OUT_NAMED = 5
SPELLING_LIMIT = 12  # words; a longer query is no slip of the hand, and every unknown word costs


def run_search(params: SearchParams, facet_length: int = 0, past_end: Literal["last", "empty"] = "last") -> SearchResults:
    """Answer a search; raises BeingRepaired.

    `facet_length` is how many values a facet shows, 0 for what the settings say. A page after the last shows the last one or
    is empty, as `past_end` says; a problem tells that there is no such page.
    """
    length = facet_length or int(settings.FACET_LENGTH)
    began = perf_counter()
    query = parse(params.q, IndexedNames())
    asked = params.page
    answer, params = answer_page(params, query, past_end)
    marking = Budget()
    hits = hits_of(answer.hits, params, without(query.tree, answer.left_out), marking)
    labels = labels_of(values_shown(answer, params, query, length))
    size = page_size(params)
    last_page = pages_of(answer, params)
    first = (params.page - 1) * size + 1 if answer.hits else 0
    unit, bars = facet_panels.bars(answer.months, params)
    behind = waiting()
    if behind and is_serving():
        drain_in_background()  # nobody may be at it: the process that was may have been stopped
    # An index that is behind may know words that nobody may read any more.
    suggestion = "" if behind else corrected(params.q, answer.corrections)
    return SearchResults(
        total=answer.total,
        hits=hits,
        facets=tuple(facets_of(answer, params, labels, length)),
        bars=bars,
        bar_unit=unit,
        chips=facet_panels.chips(params, labels),
        in_words=search_in_words(query.said, params.choices(), params.dates_in_words, labels),
        problems=(*problems_of(params, query, answer, labels), *left_out(answer, marking), *past_the_end(asked, last_page)),
        also_searched=query.also,
        suggestion=suggestion,
        suggestion_url=params.with_(q=suggestion).url() if suggestion else "",
        page=params.page,
        page_count=last_page,
        pages=facet_panels.page_links(params.page, last_page, params),
        first=first,
        last=min(first + size - 1, answer.total) if answer.hits else 0,
        took_ms=(perf_counter() - began) * 1000,
        behind=behind,
        clear_url=SearchParams(q=params.q).url(),
        ways_out=() if answer.total or params.is_empty else tuple(ways_out(params, labels)),
        offers=offers(params, query.said),
        marked_query=marked_query(params.q, query.problems),
    )


def problems_of(params: SearchParams, query: Query, answer: EngineAnswer, labels: Labels) -> Iterator[Problem]:
    """Yield what could not be read of a search, and the names in it that are not known."""
    yield from params.problems
    yield from unknown_names(params, answer, labels)
    yield from located(query.problems, params)


def facets_of(answer: EngineAnswer, params: SearchParams, labels: Labels, length: int) -> Iterator[Facet]:
    """Yield the facets of a page."""
    for key in FACET_KEYS:
        found = facet_panels.facet(key, counts_of(answer, key, params), params, labels, length)
        if key in OF_THE_ARCHIVE:
            # What the index has and nothing public names was withdrawn, and the index does not know yet.
            named = tuple(value for value in found.values if value.selected or (key, value.value) in labels)
            found = replace(found, values=named)
        yield found


def facet_values(
    params: SearchParams, key: str, order: Literal["count", "name"] = "count", contains: str = ""
) -> tuple[Value, ...]:
    """Return every value of one facet, those whose name contains some letters, most frequent or in order of name."""
    request = request_of(params, parse(params.q, IndexedNames()))
    answer = ask(replace(request, limit=0, facets=(params.indexed_key(key),), histogram=False, spelling=False))
    counts = counts_of(answer, key, params)
    names = labels_of({key: {*counts, *params.values(key)}})
    values = [facet_panels.value_of(key, value, counts, params, names) for _, value in names]
    wanted = [value for value in values if contains.casefold() in value.label.casefold()]
    by_name = sorted(wanted, key=lambda value: value.label.casefold())
    return tuple(by_name if order == "name" else sorted(by_name, key=lambda value: -value.count))


def answer_page(
    params: SearchParams, query: Query, past_end: Literal["last", "empty"] = "last"
) -> tuple[EngineAnswer, SearchParams]:
    """Return the answer and the search with the page it shows: one after the last becomes the last, unless it is to be empty."""
    answer = ask(replace(request_of(params, query), to_last=past_end == "last"))
    last = pages_of(answer, params)
    return answer, params if params.page <= last or past_end == "empty" else params.with_(page=last)


def pages_of(answer: EngineAnswer, params: SearchParams) -> int:
    """Return how many pages an answer fills, at least 1."""
    return max(1, -(-answer.total // page_size(params)))


def past_the_end(page: int, last: int) -> Iterator[Problem]:
    """Yield what to say where a page after the last was asked for."""
    if page > last:
        pages = "only 1 page" if last == 1 else f"{last} pages"
        yield Problem(f"There is no page {page}: these records fill {pages}.", 0, 0)


def left_out(answer: EngineAnswer, marking: Budget) -> Iterator[Problem]:
    """Yield which words were not looked for, and that not all that were are marked."""
    if answer.left_out:
        first = [leaf_in_words(leaf) for leaf in answer.left_out[:LEFT_OUT_NAMED]]
        more = len(answer.left_out) - len(first)
        said = listed([*first, f"{more} more"] if more else first, "and")
        is_one = len(answer.left_out) == 1
        yield Problem(f"Too much to look for at once: {said} {'is' if is_one else 'are'} left out.", 0, 0)
    if marking.cut:
        yield Problem("Too much to look for at once: not every place where the words stand is marked.", 0, 0)


def unknown_names(params: SearchParams, answer: EngineAnswer, labels: Labels) -> Iterator[Problem]:
    """Yield what to say of chosen values that are well formed but that nothing in the archive has."""
    for key in NAMED_KEYS:
        for value in params.values(key):
            known = value in counts_of(answer, key, params) and key not in OF_THE_ARCHIVE
            if labels.get((key, value), value) == value and not known and SLUG.fullmatch(value):
                yield Problem(f"No {SAID_AS.get(key, key)} “{value[:60]}”.", 0, 0)


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
        facets=tuple(map(params.indexed_key, FACET_KEYS)),
        spelling=0 < len(folded_words(params.q)) <= SPELLING_LIMIT,
    )


def counts_of(answer: EngineAnswer, key: str, params: SearchParams) -> Mapping[str, int]:
    """Return the counts of a facet as the page names it."""
    return answer.facets.get(params.indexed_key(key), {})


def page_size(params: SearchParams) -> int:
    """Return how many records a page shows."""
    return params.size or int(settings.SEARCH_PAGE_SIZE)


def values_shown(answer: EngineAnswer, params: SearchParams, query: Query, length: int) -> Mapping[str, set[str]]:
    """Return the values that need names, by facet."""
    wanted = {key: set(values) for key, values in params.chosen}
    for key in FACET_KEYS:
        shown = facet_panels.shown_values(counts_of(answer, key, params), params.values(key), length)
        wanted.setdefault(key, set()).update(shown)
    for found in filters_of(query.tree):
        wanted.setdefault(found.key, set()).add(found.value)
    return wanted


def located(problems: tuple[Problem, ...], params: SearchParams) -> Iterator[Problem]:
    """Yield a query's problems with the address of what to write instead."""
    for problem in problems:
        yield replace(problem, url=params.with_(q=problem.suggestion).url()) if problem.suggestion else problem


def marked_query(typed: str, problems: tuple[Problem, ...]) -> SafeString:
    """Return a query with what could not be read marked at its place; empty where all could be read, or nothing could."""
    places = sorted(Found(problem.start, problem.end, 0) for problem in problems if problem.end > problem.start)
    spans = merged(places)
    return mark_spans(typed, spans) if spans and (spans[0][0], spans[-1][1]) != (0, len(typed)) else SafeString("")


def corrected(typed: str, corrections: Mapping[str, str]) -> str:
    """Return the query with misspelt words put right and all else as typed, empty where nothing is to be.

    A word that was looked for in another spelling too is not misspelt.
    """
    parts, at = [], 0
    for token in tokens(typed) if corrections else ():
        if token.text in corrections and not other_spellings(token.text):
            parts += [typed[at : token.start], corrections[token.text]]
            at = token.end
    return "".join([*parts, typed[at:]]) if parts else ""


def ways_out(params: SearchParams, labels: Labels) -> Iterator[WayOut]:
    """Yield what to drop where nothing is found, if that would find something."""
    budget = Budget(WAYS_STEPS)
    for label, text, wider in islice(wider_searches(params, labels), WAYS):
        request = replace(request_of(wider, parse(wider.q, IndexedNames())), limit=0, facets=(), histogram=False, spelling=False)
        found = ask(request, budget)
        if found.total and not found.left_out:
            yield WayOut(label, text, found.total, wider.url())


def wider_searches(params: SearchParams, labels: Labels) -> Iterator[tuple[str, str, SearchParams]]:
    """Yield the searches that lack one thing of this one, each with what it lacks."""
    for key, values in params.chosen:
        for value in values:
            yield FACET_LABELS[key], labels.get((key, value), value), params.toggle(key, value)
    if params.dates_in_words:
        yield "Date", params.dates_in_words, params.without("dates")
    if params.q and not params.without("q").is_empty:
        yield "Words", params.q, params.without("q")
