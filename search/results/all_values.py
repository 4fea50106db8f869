"""All values of one facet in the results."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from search.index.facet_labels import labels_of
from search.index.name_lookup import IndexedNames
from search.index.repairing import ask
from search.query.params import SearchParams
from search.query.syntax import parse
from search.results import facet_panels
from search.results.engine_requests import counts_of, request_of
from search.results.results_page import FacetValue


@dataclass(frozen=True, slots=True)
class AllValues:
    """The values of a facet in a search, and the search in words."""

    values: tuple[FacetValue, ...]
    in_words: str


def all_values(params: SearchParams, key: str, order: Literal["count", "name"] = "count", contains: str = "") -> AllValues:
    """Return the values whose name contains the given text, by frequency or by name. Raises BeingRepaired."""
    request = request_of(params, parse(params.q, IndexedNames()))
    answer = ask(replace(request, limit=0, facets=(params.indexed_key(key),), histogram=False, spelling=False))
    counts = counts_of(answer, key, params)
    names = labels_of({key: {*counts, *params.named().get(key, ())}})
    values = [facet_panels.value_of(key, value, counts, params, names) for _, value in names]
    wanted = [value for value in values if contains.casefold() in value.label.casefold()]
    by_name = sorted(wanted, key=lambda value: value.label.casefold())
    ordered = by_name if order == "name" else sorted(by_name, key=lambda value: -value.count)
    return AllValues(tuple(ordered), params.in_words(labels_of(params.named())))
