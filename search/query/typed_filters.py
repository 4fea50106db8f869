"""Filters typed among the words (`ferry speaker:farro date:2023`) become filters of the address, so that pages show one kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from search import facets
from search.query.dates import read_date
from search.query.facet_table import NOT
from search.query.lexer import QueryPiece, pieces
from search.query.params import SearchParams
from search.query.query_fields import DATE_FIELDS, Names, read_dates, values_of
from search.query.tree import Dates

BEFORE = ("and", "or", "not", "plus")  # operators that join a filter to something else
AFTER = ("and", "or")


class TypedFilter(NamedTuple):
    """A filter among the words: its pieces, starting with the minus if it excludes."""

    field: QueryPiece
    value: QueryPiece
    start: int
    is_excluded: bool

    @property
    def facet(self) -> str:
        """Return its facet, `date` for dates."""
        return "date" if self.field.text in DATE_FIELDS else facets.TABLE.words.get(self.field.text, self.field.text)


def with_typed_filters(params: SearchParams, names: Names) -> SearchParams:
    """Return the same search with typed filters moved to the address, chosen or excluded.

    A filter stays among the words if an address cannot express it: in brackets, beside OR, several of one facet required, a
    required name that matches several values, or a name that matches none.
    """
    found = list(_typed_filters(list(pieces(params.q))))
    changes: dict[str, Any] = {}
    used: list[TypedFilter] = []
    for one in found:
        change = _excluded(params, changes, one, names) if one.is_excluded else _wanted(params, found, one, names)
        if change and (one.is_excluded or not changes.keys() & change.keys()):
            changes |= change
            used.append(one)
    return params.with_(page=params.page, q=_without(params.q, used), typed=params.q, **changes) if changes else params


def _typed_filters(query_pieces: Sequence[QueryPiece]) -> Iterator[TypedFilter]:
    """Yield fields and values outside brackets, with no operator beside them except an excluding one."""
    depth = 0
    for at, piece in enumerate(query_pieces):
        depth += {"open": 1, "close": -1}.get(piece.kind, 0)
        value = query_pieces[at + 1] if at + 1 < len(query_pieces) else None
        first = at - 1 if at and query_pieces[at - 1].kind == "not" else at
        joined = (first > 0 and query_pieces[first - 1].kind in BEFORE) or (
            at + 2 < len(query_pieces) and query_pieces[at + 2].kind in AFTER
        )
        if piece.kind == "field" and depth == 0 and not joined and value and value.kind in ("word", "phrase"):
            yield TypedFilter(piece, value, query_pieces[first].start, first < at)


def _excluded(params: SearchParams, changes: Mapping[str, Any], one: TypedFilter, names: Names) -> dict[str, Any]:
    """Return the address changes that exclude every value of a name; empty if it matches none."""
    values = values_of(one.facet, one.value.text, names) if one.facet in facets.TABLE.filters else ()
    excluded: dict[str, Any] = {}
    for key, value in values:
        before = excluded.get(NOT + key) or changes.get(NOT + key) or params.values(NOT + key)
        excluded[NOT + key] = (*before, value)
    return excluded


def _wanted(params: SearchParams, found: Sequence[TypedFilter], one: TypedFilter, names: Names) -> dict[str, Any]:
    """Return the address changes for `name:typed`; empty if the address cannot express it or already says otherwise."""
    if sum(other.facet == one.facet and not other.is_excluded for other in found) > 1:
        return {}
    name, typed = one.field.text, one.value.text
    if name in DATE_FIELDS:
        span = read_dates(name, typed).node
        if params.dates_in_words or params.unreadable or not isinstance(span, Dates):
            return {}
        return _dates(name, typed, span)
    values = values_of(one.facet, typed, names) if one.facet in facets.TABLE.filters else ()
    return {key: (value,) for key, value in values if not params.values(key)} if len(values) == 1 else {}


def _dates(name: str, typed: str, span: Dates) -> dict[str, str]:
    """Return a range for the address: as typed if it is a year, month or day, else by its days."""
    if name == "date" and ".." not in typed:
        part = read_date(typed) or ""
        return {"date_from": part, "date_to": part}
    return {"date_from": span.start or "", "date_to": span.end or ""}


def _without(query: str, filters: Sequence[TypedFilter]) -> str:
    """Return a query without these filters."""
    parts, at = [], 0
    for one in filters:
        parts.append(query[at : one.start])
        at = one.value.end
    return " ".join(" ".join([*parts, query[at:]]).split())
