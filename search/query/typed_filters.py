"""Filters typed among the words (`ferry speaker:farro date:2023`) become filters of the address, so that a page has one kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from search import facets
from search.query.dates import read_date
from search.query.lexer import QueryPiece, pieces
from search.query.params import SearchParams
from search.query.query_fields import DATE_FIELDS, Names, read_dates, values_of
from search.query.tree import Dates

OPERATORS = ("and", "or", "not", "plus")
Typed = tuple[QueryPiece, QueryPiece]


def with_typed_filters(params: SearchParams, names: Names) -> SearchParams:
    """Return the same search with what is typed as a filter chosen as one.

    It stays among the words where an address cannot say it: in brackets, excluded, beside OR, several of one facet, a name that
    stands for several values or for none.
    """
    found = list(_typed_filters(list(pieces(params.q))))
    changes: dict[str, Any] = {}
    taken: list[Typed] = []
    for one in found:
        field, value = one
        alone = sum(_facet(other.text) == _facet(field.text) for other, _ in found) == 1
        change = _change(params, field.text, value.text, names) if alone else {}
        if change and not changes.keys() & change.keys():
            changes |= change
            taken.append(one)
    return params.with_(page=params.page, q=_without(params.q, taken), **changes) if changes else params


def _typed_filters(found: Sequence[QueryPiece]) -> Iterator[Typed]:
    """Yield the fields and their values that stand outside brackets and beside no operator."""
    depth = 0
    for at, piece in enumerate(found):
        depth += {"open": 1, "close": -1}.get(piece.kind, 0)
        value = found[at + 1] if at + 1 < len(found) else None
        around = [found[place].kind for place in (at - 1, at + 2) if 0 <= place < len(found)]
        is_filter = piece.kind == "field" and depth == 0 and not set(around) & set(OPERATORS)
        if is_filter and value and value.kind in ("word", "phrase"):
            yield piece, value


def _facet(name: str) -> str:
    return "date" if name in DATE_FIELDS else facets.TABLE.words.get(name, name)


def _change(params: SearchParams, name: str, typed: str, names: Names) -> dict[str, Any]:
    """Return what the address must say for `name:typed`, nothing where it cannot say it or says something else already."""
    if name in DATE_FIELDS:
        span = read_dates(name, typed).node
        if params.dates_in_words or params.unreadable or not isinstance(span, Dates):
            return {}
        return _dates(name, typed, span)
    key = facets.TABLE.words.get(name, "")
    values = values_of(key, typed, names) if key and not params.values(key) else ()
    return {values[0][0]: (values[0][1],)} if len(values) == 1 and values[0][0] == key else {}


def _dates(name: str, typed: str, span: Dates) -> dict[str, str]:
    """Return a span as the address says it: as typed where it is a year, month or day, else by its days."""
    if name == "date" and ".." not in typed:
        part = read_date(typed) or ""
        return {"date_from": part, "date_to": part}
    return {"date_from": span.start or "", "date_to": span.end or ""}


def _without(query: str, taken: Sequence[Typed]) -> str:
    """Return a query without these filters."""
    said, at = [], 0
    for field, value in taken:
        said.append(query[at : field.start])
        at = value.end
    return " ".join(" ".join([*said, query[at:]]).split())
