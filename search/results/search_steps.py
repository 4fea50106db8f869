"""Runs a search in five steps, each of which extends the output of the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Literal

from django.conf import settings

from archive.countries import COUNT_CHOICES
from archive.models import archive_version
from archive.signals import is_serving
from search.display.page_records import MentionPlace, mention_places
from search.display.record_cards import ShownRecord, shown_records
from search.display.result_rows import rows_of
from search.display.results_page import FacetPanel, ResultRow, SearchResults, SuggestedFilter
from search.display.snippets import Passages
from search.engines.base import EngineAnswer
from search.index.facet_labels import IndexedNames, Labels, in_script_typed, labels_of, names_typed
from search.index.following import drain_in_background
from search.index.queue import waiting
from search.index.repairing import ask
from search.query.budget import Budget
from search.query.describe import search_in_words
from search.query.engine_requests import first_of, page_size, pages_of, request_of
from search.query.params import SearchParams
from search.query.problems import Problem
from search.query.syntax import Query, parse
from search.query.tree import without
from search.results import facet_panels, next_searches, search_problems

PastEnd = Literal["last", "empty"]


def run_search(params: SearchParams, facet_length: int = 0, past_end: PastEnd = "last") -> SearchResults:
    """Answer a search. Raises BeingRepaired.

    `facet_length` is the number of values a facet shows, 0 for the setting's. A page after the last becomes the last or is empty,
    as `past_end` says; a problem reports that there is no such page.
    """
    with archive_version.held(archive_version.current()):
        return assemble(decorate(load(ask_engine(parse_search(params, facet_length, past_end)))))


@dataclass(frozen=True)
class Parsed:
    """A search with its query parsed. `params` is what was asked for, `began` when."""

    began: float
    params: SearchParams
    query: Query
    facet_length: int
    past_end: PastEnd


def parse_search(params: SearchParams, facet_length: int, past_end: PastEnd) -> Parsed:
    """Step 1: parse the query. Names in it are looked up in the index."""
    began = perf_counter()
    return Parsed(began, params, parse(params.q, IndexedNames()), facet_length or int(settings.FACET_LENGTH), past_end)


@dataclass(frozen=True)
class Answered(Parsed):
    """A search answered by the engine.

    `shown` is the search at the page shown. `wider` are searches with one condition less that find something, if this one finds
    nothing; `meant` are likely meanings of the query; `spare` is the rest of the budget for such tries.
    """

    answer: EngineAnswer
    shown: SearchParams
    wider: tuple[next_searches.WiderSearch, ...]
    meant: tuple[str, ...]
    spare: Budget


def ask_engine(search: Parsed) -> Answered:
    """Step 2: query the engine. Raises BeingRepaired. A page after the last becomes the last unless it is to be empty."""
    params = search.params
    answer = ask(replace(request_of(params, search.query), to_last=search.past_end == "last"))
    last = pages_of(answer, params)
    shown_params = params if params.page <= last or search.past_end == "empty" else params.with_(page=last)
    spare = Budget(next_searches.NEXT_STEPS)
    nothing = not answer.total and not params.is_empty
    wider = tuple(next_searches.wider_searches(shown_params, spare, bool(answer.left_out))) if nothing else ()
    answer = replace(answer, corrections=next_searches.corrections_of(shown_params, answer, spare))
    meant = next_searches.meant_searches(shown_params, answer.corrections, spare)
    return Answered(**vars(search), answer=answer, shown=shown_params, wider=wider, meant=meant, spare=spare)


@dataclass(frozen=True)
class Loaded(Answered):
    """A search with its data from the database: the page's records, mentions of chosen countries, names.

    `listed` are the values shown of each facet; `behind` counts transcripts waiting to be indexed; `offers` are filters the words
    may mean; `closest` is the record closest to a phrase that was not found.
    """

    records: Mapping[int, ShownRecord]
    places: Mapping[int, Sequence[MentionPlace]]
    listed: Mapping[str, list[str]]
    labels: Labels
    offers: tuple[SuggestedFilter, ...]
    behind: int
    closest: ResultRow | None


def load(search: Answered) -> Loaded:
    """Step 3: load what the page shows, in a few queries whatever the size of the archive."""
    shown_params, hits = search.shown, search.answer.hits
    layers = COUNT_CHOICES[shown_params.layer].layers
    keys = [hit.record_id for hit in hits]
    records = shown_records(keys)
    places = mention_places(keys, shown_params.values("country"), layers)
    listed = facet_panels.listed_values(search.answer, shown_params, search.facet_length)
    labels = labels_of(facet_panels.values_to_name(listed, shown_params, search.query))
    labels = in_script_typed(labels, names_typed(shown_params.typed or shown_params.q, IndexedNames()))
    behind = waiting()
    if behind and is_serving():
        drain_in_background()  # the process that was indexing may have been stopped
    offers = next_searches.suggested_filters(shown_params, search.query.said)
    answer, spare = search.answer, search.spare
    closest = None if answer.total else next_searches.closest_wording(shown_params, search.wider, answer.corrections, spare)
    return Loaded(
        **vars(search),
        records=records,
        places=places,
        listed=listed,
        labels=labels,
        offers=offers,
        behind=behind,
        closest=closest,
    )


@dataclass(frozen=True)
class Decorated(Loaded):
    """A search with its rows, panels and messages ready to show."""

    rows: tuple[ResultRow, ...]
    panels: tuple[FacetPanel, ...]
    problems: tuple[Problem, ...]
    meant_by_it: tuple[SuggestedFilter, ...]


def decorate(search: Loaded) -> Decorated:
    """Step 4: highlight, label and link, and report problems. No further queries."""
    params, query, answer = search.shown, search.query, search.answer
    marking = Budget()
    passages = Passages(without(query.tree, answer.left_out), search.places, marking)
    rows = rows_of(answer.hits, search.records, params, passages, first_of(params))
    problems = (
        *search_problems.problems_of(params, query, answer, search.labels, marking),
        *search_problems.uncounted(answer),
        *search_problems.past_the_end(search.params.page, pages_of(answer, params)),
    )
    panels = tuple(facet_panels.panels_of(answer, params, search.labels, search.listed)) if answer.counted else ()
    # An index that is behind may contain words of withdrawn transcripts.
    meant = () if search.behind else tuple(SuggestedFilter(query, params.with_(q=query).url()) for query in search.meant)
    return Decorated(**vars(search), rows=rows, panels=panels, problems=problems, meant_by_it=meant)


def assemble(search: Decorated) -> SearchResults:
    """Step 5: assemble the page."""
    params, answer, labels = search.shown, search.answer, search.labels
    last_page = pages_of(answer, params)
    first = first_of(params) if answer.hits else 0
    return SearchResults(
        total=answer.total,
        hits=search.rows,
        facets=search.panels,
        histogram=facet_panels.histogram(answer, params),
        chips=facet_panels.chips(params, labels),
        in_words=search_in_words(search.query.said, params.choices(), params.dates_in_words, labels),
        problems=search.problems,
        also_searched=search.query.also,
        meant=search.meant_by_it,
        closest=search.closest,
        page=params.page,
        page_count=last_page,
        pages=facet_panels.page_links(params, last_page),
        first=first,
        last=min(first + page_size(params) - 1, answer.total) if answer.hits else 0,
        behind=search.behind,
        clear_url=SearchParams(q=params.q).url(),
        relaxations=tuple(next_searches.relaxation_of(wider, labels) for wider in search.wider),
        suggested_filters=search.offers,
        marked_query=search_problems.marked_query(params.q, search.query.problems),
        counted=answer.counted,
        took_ms=(perf_counter() - search.began) * 1000,
    )
