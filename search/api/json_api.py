"""Search for programs, as JSON: the parameters and results of the page, and counts of new records. Documented in docs/api.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, NamedTuple

from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from archive.countries import COUNT_CHOICES
from archive.models import Record
from archive.pages.page_cache import cached
from archive.text.numbers import read_int
from search.api.autocomplete import suggestions
from search.display.results_page import FacetPanel, ResultRow, SearchResults
from search.exports.whole_result import bare_request
from search.index.facet_labels import labels_of
from search.index.repairing import ask, not_yet_found, told_while_repaired
from search.query.budget import SEARCHING, Budget
from search.query.builder import DISTANCES, FILTERS, TEXTS, WHERE, Builder, filled_from
from search.query.params import SearchParams
from search.query.problems import Problem
from search.results import run_search

FACET_LENGTH = 100
MOST_SEARCHES = 20
MOST_NEW = 2000  # newest records that are searched
QUERY_LENGTH = 4000  # characters of one search's parameters


@require_safe
@cached
@told_while_repaired
def search_json(request: HttpRequest) -> HttpResponse:
    """Answer a search."""
    params = SearchParams.from_querydict(request.GET)
    results = run_search(params, facet_length=FACET_LENGTH, past_end="empty")
    answer = public({**summary(params, results), **pages(request, results), **findings(request, results)})
    if not results.counted:
        answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@cached
@told_while_repaired
def suggest_json(request: HttpRequest) -> HttpResponse:
    """Return completions of a query that begins with `q`."""
    found = suggestions(request.GET.get("q", ""))
    return public({"suggestions": [asdict(suggestion) for suggestion in found]})


@require_safe
def search_builder(request: HttpRequest) -> HttpResponse:
    """Show the form that builds a query; when filled in, redirect to its search. `edit` fills it from the address."""
    builder = Builder.from_mapping(request.GET.dict())
    if "edit" in request.GET and not any(request.GET.get(name) for name in TEXTS):
        builder = filled(SearchParams.from_querydict(request.GET))
    elif "edit" not in request.GET and not builder.is_empty:
        return HttpResponseRedirect(SearchParams.from_querydict(QueryDict(builder.kept)).with_(q=builder.query()).url())
    context: dict[str, Any] = {"builder": builder, "distances": DISTANCES, "places": WHERE}
    context["texts"] = [(name, label, getattr(builder, name)) for name, label in TEXTS.items()]
    context["filters"] = [(name, label, getattr(builder, name)) for name, label in FILTERS.items()]
    return render(request, "search_builder.html", context)


def filled(params: SearchParams) -> Builder:
    """Return the form filled from a search. Parameters without a field are kept."""
    labels = labels_of(params.named())
    names: dict[str, str] = {}
    for name, key in (("who", "speaker"), ("country", "country")):
        values = params.values(key)
        if len(values) == 1 and (key, values[0]) in labels:
            names[name] = labels[key, values[0]]
            params = params.without(key)
    dates = {"since": params.date_from, "until": params.date_to}
    rest = params.without("dates").with_(q="")
    return replace(filled_from(params.q), **names, **dates, kept=rest.query_string())


@require_safe
@told_while_repaired
def suggest_list(request: HttpRequest) -> HttpResponse:
    """Return suggestions in the format of browsers (OpenSearch): what was typed, and its completions."""
    typed = request.GET.get("q", "")
    content = [typed, [suggestion.query for suggestion in suggestions(typed)]]
    return JsonResponse(content, safe=False, content_type="application/x-suggestions+json")


def public(content: dict[str, Any]) -> JsonResponse:
    """Return JSON readable by pages of other sites: nothing here is private."""
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def summary(params: SearchParams, results: SearchResults) -> dict[str, Any]:
    """Return how the search was understood and how much it found."""
    return {
        "total": results.total,
        "took_ms": round(results.took_ms, 1),
        "query": params.q,
        "in_words": results.in_words,
        "counted_layers": list(COUNT_CHOICES[params.layer].layers),
        "warnings": [warning(problem) for problem in results.problems],
        "also_searched": list(results.also_searched),
        "suggestion": results.meant[0].text if results.meant else None,
        "behind": results.behind,
    }


def warning(problem: Problem) -> dict[str, Any]:
    """Return what could not be read, where, and what to write instead."""
    return {
        "message": problem.message,
        "start": problem.start,
        "end": problem.end,
        "suggestion": problem.suggestion or None,
    }


def pages(request: HttpRequest, results: SearchResults) -> dict[str, Any]:
    """Return this page's place among the others. `next` and `previous` are addresses or null.

    After the last page, `previous` leads to the last.
    """
    page, last = results.page, results.page_count

    def address(number: int) -> str | None:
        if not 1 <= number <= last:
            return None
        query = request.GET.copy()
        query["page"] = str(number)
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

    return {"page": page, "pages": last, "next": address(page + 1), "previous": address(min(page - 1, last))}


def findings(request: HttpRequest, results: SearchResults) -> dict[str, Any]:
    """Return the records, the facets and the histogram; without counts where there was no time for them."""
    return {
        "results": [result(request, hit) for hit in results.hits],
        "facets": {facet.key: values(facet) for facet in results.facets},
        "histogram": [{"date": bar.start, "count": bar.count, "selected": bar.selected} for bar in results.histogram.bars],
        "undated": results.histogram.undated if results.counted else None,
        "counted": results.counted,
    }


def result(request: HttpRequest, hit: ResultRow) -> dict[str, Any]:
    """Return one record."""
    return {
        "id": hit.record_key,
        "url": request.build_absolute_uri(hit.record_url),
        "kind": hit.kind,
        "title": hit.title,
        "speaker": ", ".join(person.name for person in hit.speakers) or None,
        "speakers": [{"name": person.name, "office": person.office or None} for person in hit.speakers],
        "date": hit.date.isoformat() if hit.date else None,
        "place": hit.place or None,
        "source": hit.source,
        "countries": list(hit.country_codes),
        "countries_by_layer": hit.countries_by_layer,
        "question": hit.question or None,
        "snippet": str(hit.passage),
        "passage_url": request.build_absolute_uri(hit.url),
        "score": round(hit.score, 4),
    }


def values(facet: FacetPanel) -> list[dict[str, Any]]:
    """Return a facet's values, chosen and excluded ones first."""
    return [
        {
            "value": value.value,
            "label": value.label,
            "count": value.count,
            "selected": value.selected,
            "excluded": value.excluded,
        }
        for value in facet.values
    ]


class KeptSearch(NamedTuple):
    """A saved search, and the archive's position when its results were last seen."""

    since: int
    params: SearchParams


@csrf_exempt  # it changes nothing; sent by POST so that a reader's searches are not in access logs
@told_while_repaired
@require_http_methods(["GET", "HEAD", "POST"])
def search_new(request: HttpRequest) -> HttpResponse:
    """Return the archive's position, and for each `s` ("<position>:<parameters>") how many matching records came since.

    A count is null if the searches together cost too much.
    """
    parameters = request.POST if request.method == "POST" else request.GET
    kept = [_read(one) for one in parameters.getlist("s")[:MOST_SEARCHES]]
    position = arrival(min((one.since for one in kept), default=0))
    return public({"position": position, "most": MOST_NEW, "counts": _counts(kept)})


def _read(written: str) -> KeptSearch:
    since, _, query = written.partition(":")
    return KeptSearch(read_int(since) or 0, SearchParams.from_querydict(QueryDict(query[:QUERY_LENGTH])))


def arrival(since: int = 0) -> int:
    """Return the archive's position: the key of the last public record up to which this machine has everything indexed.

    A record from before `since` that waits for indexing again because it was corrected is not new. Raises BeingRepaired.
    """
    waiting = Record.objects.filter(transcript_id__in=not_yet_found().values("transcript_id"), pk__gt=since)
    first = waiting.order_by("pk").values_list("pk", flat=True).first()
    last: int | None = Record.objects.published().aggregate(last=Max("pk"))["last"] if first is None else first - 1
    return last or 0


def _counts(kept: Sequence[KeptSearch]) -> list[int | None]:
    since = min((one.since for one in kept), default=0)
    new = list(Record.objects.filter(pk__gt=since).order_by("-pk").values_list("pk", flat=True)[:MOST_NEW]) if kept else []
    budget = Budget(SEARCHING)
    return [_count(one, frozenset(key for key in new if key > one.since), budget) for one in kept]


def _count(kept: KeptSearch, new: frozenset[int], budget: Budget) -> int | None:
    if not new:
        return 0
    if budget.cut:
        return None
    answer = ask(replace(bare_request(kept.params), sort="latest", limit=1, records=new), budget)
    return None if budget.cut or answer.left_out else answer.total
