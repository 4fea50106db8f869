"""Counts of facets and months as aggregations. Pure.

A facet ignores its own choice, so facets with the same filters are counted together, each group under its own filter. Nothing is
ranked or fetched: the server caches the answer until the index changes (its request cache).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from search.engines.opensearch.leaf_queries import Query
from search.engines.opensearch.query_translation import among, chosen, days
from search.query.request import Choice, SearchRequest

MOST_VALUES = 10_000  # of a facet in one answer; more are requested page by page
MONTHS, DAYS, UNDATED = "months", "days", "undated"
BY_TIME = (MONTHS, DAYS, UNDATED)
Counts = dict[str, int]


def narrowing(choices: tuple[Choice, ...], request: SearchRequest, dated: bool = True) -> list[Query]:
    """Return the filters for these choices, for the records searched, and for the date range if it applies."""
    found = [query for choice in choices for query in chosen(choice)]
    if request.records is not None:
        found.append(among(request.records))
    return [*found, *(days(request.date_from, request.date_to) if dated else [])]


def filters_for(key: str, request: SearchRequest) -> list[Query]:
    """Return the filters for the counts of one facet: all but its own any-of choice. Time ignores the date range."""
    others = tuple(choice for choice in request.choices if choice.key != key or choice.narrows_itself)
    return narrowing(others, request, dated=key not in BY_TIME)


def keys_of(request: SearchRequest) -> list[str]:
    """Return what a search wants counted."""
    by_time = [MONTHS, UNDATED, *([DAYS] if request.month else [])]
    return [*request.facets, *(by_time if request.histogram else [])]


def aggregations(request: SearchRequest) -> Query:
    """Return the aggregations for everything to be counted."""
    groups: dict[str, list[str]] = {}
    for key in keys_of(request):
        groups.setdefault(json.dumps(filters_for(key, request), sort_keys=True), []).append(key)
    return {f"group{number}": _group(json.loads(filters), keys, request) for number, (filters, keys) in enumerate(groups.items())}


def _group(filters: list[Query], keys: list[str], request: SearchRequest) -> Query:
    inside = {key: _counted(key, request.month) for key in keys}
    return {"filter": {"bool": {"filter": filters or [{"match_all": {}}]}}, "aggs": inside}


def _counted(key: str, month: str) -> Query:
    if key == UNDATED:
        return {"missing": {"field": "date"}}
    if key == DAYS:
        by_day = {"terms": {"field": "date", "format": "yyyy-MM-dd", "size": 31}}
        return {"filter": {"term": {"month": month}}, "aggs": {DAYS: by_day}}
    return {"terms": {"field": "month" if key == MONTHS else key, "size": MOST_VALUES}}


def counts_in(answer: Mapping[str, Any]) -> tuple[dict[str, Counts], list[str]]:
    """Return the counts by facet, and the facets with more values than were returned."""
    counts: dict[str, Counts] = {}
    unfinished: list[str] = []
    for key, aggregation in (
        (key, aggregation) for group in answer.values() for key, aggregation in group.items() if isinstance(aggregation, Mapping)
    ):
        if key == UNDATED:
            counts[key] = {"": aggregation["doc_count"]}
        elif buckets := (aggregation.get(DAYS) or aggregation).get("buckets"):
            counts[key] = {bucket.get("key_as_string", bucket["key"]): bucket["doc_count"] for bucket in buckets}
            if aggregation.get("sum_other_doc_count", 0):
                unfinished.append(key)
    return counts, unfinished


def page_of_values(key: str, request: SearchRequest, after: Any) -> Query:
    """Return the aggregation for the next values of a large facet, in alphabetical order."""
    paged: Query = {"size": MOST_VALUES, "sources": [{"value": {"terms": {"field": key}}}], **({"after": after} if after else {})}
    filters = filters_for(key, request) or [{"match_all": {}}]
    return {"group0": {"filter": {"bool": {"filter": filters}}, "aggs": {key: {"composite": paged}}}}
