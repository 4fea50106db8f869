"""Search results, all values of a filter, and help."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from archive.pages.html.charts import Chart, ChartLink, Item, chart, without_a_date
from archive.pages.html.formatting import counted
from archive.pages.links import address_of
from archive.pages.listing import CONTAINS_LIMIT, Link
from archive.pages.page_cache import cached
from archive.text.typed_input import printable
from search import facets
from search.display.country_choices import COUNTRY_PARAMETERS, country_choices
from search.display.result_rows import Trail, nth_result, trail_of
from search.display.results_page import SearchResults
from search.index.facet_labels import IndexedNames
from search.index.repairing import told_while_repaired
from search.query.dates import date_in_words
from search.query.facet_table import NOT
from search.query.params import SearchParams
from search.query.typed_filters import with_typed_filters
from search.results import all_values, run_search

SORTS = {"relevance": "Best match", "newest": "Newest", "oldest": "Oldest"}
VIEWS = {"": "Full", "compact": "Compact"}
VALUE_ORDERS = {"count": "Most records", "name": "A to Z"}
VALUES_SHOWN = 500  # of a filter; typed letters find the others
IN_FORM = ("q", "from", "to", "page", *COUNTRY_PARAMETERS)  # and every panel, its chosen and excluded values


@require_safe
@cached
@told_while_repaired
def search(request: HttpRequest) -> HttpResponse:
    """Show one page of results with the filters."""
    params = with_typed_filters(SearchParams.from_querydict(request.GET), IndexedNames())
    results = run_search(params)
    context = {
        "params": params,
        "results": results,
        "heading": heading(params, results),
        "builder_url": f"{address_of('search_builder')}?{'&'.join(filter(None, ('edit=1', params.with_().query_string())))}",
        "page": results.page,
        "chart": date_chart(results),
        "orders": sort_links(params),
        "views": [Link(label, params.with_(view=view).url(), view == params.view) for view, label in VIEWS.items()],
        "country_choices": country_choices(params),
        "hidden": [pair for pair in params.pairs() if pair[0].removeprefix(NOT) not in (*IN_FORM, *facets.TABLE.panels)],
        "seconds": f"{results.took_ms / 1000:.2f}",
    }
    return kept_if_whole(render(request, "search.html", context), results)


@require_safe
@told_while_repaired
def search_result(request: HttpRequest) -> HttpResponse:
    """Redirect to a result by its number, carrying the search; after the last, back to the results."""
    trail = trail_of(request) or Trail(SearchParams.from_querydict(request.GET), 0)
    found = nth_result(trail)
    return redirect(found.read_url if found else replace(trail, number=max(trail.number - 1, 0)).results_url)


@require_safe
def search_help(request: HttpRequest) -> HttpResponse:
    """Explain the query language."""
    return render(request, "search_help.html")


@require_safe
def search_saved(request: HttpRequest) -> HttpResponse:
    """Show the page on which a reader's browser lists its saved searches."""
    return render(request, "search_saved.html")


@require_safe
@cached
@told_while_repaired
def search_facet(request: HttpRequest, key: str) -> HttpResponse:
    """Show every value of one filter in the results. `contains` and `order` search and sort the list."""
    if key not in facets.TABLE.panels:
        raise Http404("No such filter.")
    params = SearchParams.from_querydict(request.GET)
    contains = printable(request.GET.get("contains", ""))[:CONTAINS_LIMIT]
    order: Literal["count", "name"] = "name" if request.GET.get("order") == "name" else "count"
    found = all_values(params, key, order=order, contains=contains)
    context = {
        "label": facets.TABLE[key].label,
        "values": found.values[:VALUES_SHOWN],
        "found": len(found.values),
        "contains": contains,
        "order": order,
        "orders": value_order_links(request, params, contains, order),
        "in_words": found.in_words,
        "hidden": params.pairs(),
        "back_url": params.url(),
    }
    return render(request, "search_facet.html", context)


def kept_if_whole(response: HttpResponse, results: SearchResults) -> HttpResponse:
    """Have nobody keep a page without its counts: the next time there may be time for them."""
    if not results.counted:
        response["Cache-Control"] = "no-store"
    return response


def heading(params: SearchParams, results: SearchResults) -> str:
    """Return the count and the query: `412 records with “strategic stability”, by Jane Doe`."""
    number = counted(results.total, "record") if results.total else "No records"
    if params.is_empty:
        return f"All {number}" if results.total else "No records yet"
    return f"{number} {results.in_words}".strip()


def sort_links(params: SearchParams) -> list[Link]:
    """Return the sort links. Best match is offered only with words."""
    sorts = SORTS if params.q else {key: label for key, label in SORTS.items() if key != "relevance"}
    return [Link(label, params.with_(sort=key).url(), key == params.effective_sort) for key, label in sorts.items()]


def value_order_links(request: HttpRequest, params: SearchParams, contains: str, order: str) -> list[Link]:
    """Return the sort links of a list of values."""
    kept = [*params.pairs(), *([("contains", contains)] if contains else [])]
    urls = {key: f"{request.path}?{urlencode([*kept, ('order', key)])}" for key in VALUE_ORDERS}
    return [Link(label, urls[key], key == order) for key, label in VALUE_ORDERS.items()]


def date_chart(results: SearchResults) -> Chart:
    """Lay out the results' years, months or days."""
    by_time = results.histogram
    items = [Item(bar.label, bar.count, bar.url, bar.selected) for bar in by_time.bars]
    of = by_time.bars[0].start[: {"day": 7, "month": 4, "year": 0}[by_time.unit]] if items else ""
    title = f"Records per {by_time.unit}" + (f", {date_in_words(of)}" if of else "")
    wider = (ChartLink(by_time.wider.capitalize(), by_time.wider_url),) if by_time.wider_url else ()
    undated = without_a_date(by_time.undated, by_time.undated_url)
    return chart("dates", title, "records", by_time.unit.capitalize(), items, (*wider, *undated))
