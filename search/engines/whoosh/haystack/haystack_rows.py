"""Input for Haystack's results in Whoosh's format: rows of fields, counts, highlighted texts and similar records."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from haystack.backends.whoosh_backend import WhooshHtmlFormatter
from haystack.constants import DJANGO_CT, DJANGO_ID, ID
from whoosh import query as q
from whoosh.highlight import ContextFragmenter, highlight
from whoosh.support.relativedelta import relativedelta

from search.engines.whoosh.haystack.queryset_search import AllMatches, QuerySetHit, Span
from search.engines.whoosh.haystack.schema_fields import ArchiveAnalyzer, Codes, is_number
from search.engines.whoosh.query import plan as p
from search.engines.whoosh.storage.columns import missing_number
from search.engines.whoosh.storage.snapshot import Snapshot
from search.text.words import TERM_OF, tokens

WORDS = 20


@dataclass(frozen=True)
class Page:
    """One page of hits, as Haystack reads Whoosh's ResultsPage."""

    total: int
    rows: list[tuple[dict[str, Any], float]]
    facets: Mapping[str, Counter[Any]]

    def __len__(self) -> int:
        return self.total

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (row for row, _ in self.rows)

    def score(self, place: int) -> float:
        return self.rows[place][1]

    @property
    def results(self) -> Page:
        return self

    def facet_names(self) -> list[str]:
        return list(self.facets)

    def groups(self, name: str) -> dict[Any, int]:
        """Return the counts of one field."""
        return dict(self.facets[name])

    def with_highlights(self, name: str, mark: Callable[[str], str]) -> Page:
        """Return the page with highlights in a field."""
        rows = [(row | {"highlighted": {name: [mark(str(row.get(name) or ""))]}}, score) for row, score in self.rows]
        return replace(self, rows=rows)


def row_of(hit: QuerySetHit, schema: Any, content: str) -> dict[str, Any]:
    """Return a record's fields: stored ones, and those in columns."""
    row: dict[str, Any] = hit.leaf.reader.stored_fields(hit.record)
    for name, field in schema.items():
        if name not in row:
            value = _from_column(hit, name, field)
            if value is not None:
                row[name] = value
    if ID not in row:
        row[ID] = f"{row[DJANGO_CT]}.{row[DJANGO_ID]}"
    if content not in row:
        row[content] = _text_of(row)
    return row


def _text_of(row: dict[str, Any]) -> str:
    """Return an object's text from the database if the index does not store it."""
    from haystack import connections
    from haystack.utils.app_loading import haystack_get_model

    model = haystack_get_model(*row[DJANGO_CT].split("."))
    index = connections["default"].get_unified_index().get_index(model)
    found = index.read_queryset().filter(pk=row[DJANGO_ID]).first()
    return str(index.full_prepare(found)[index.get_content_field()]) if found is not None else ""


def _from_column(hit: QuerySetHit, name: str, field: Any) -> Any:
    if is_number(field):
        numbers = hit.leaf.view.file.get(f"{name}#numbers")
        number = None if numbers is None else int(numbers[hit.record])
        return None if numbers is None or number == missing_number(numbers.dtype) else field.from_column_value(number)
    column = hit.leaf.view.codes(name)
    if column is None:
        return "" if isinstance(field, Codes) else None
    codes = column.codes[hit.record : hit.record + 1]
    if column.rows is not None:
        codes = column.codes[column.rows[hit.record] : column.rows[hit.record + 1]]
    return ",".join(column.names[code].decode() for code in codes.tolist() if code < len(column.names))


def spans_of(date_facets: Mapping[str, Mapping[str, Any]]) -> dict[str, list[Span]]:
    """Return the time spans of date facets, by field."""
    return {name: list(_spans(wanted)) for name, wanted in date_facets.items()}


def _spans(wanted: Mapping[str, Any]) -> Iterator[Span]:
    start, end = _moment(wanted["start_date"]), _moment(wanted["end_date"])
    gap = relativedelta(**{f"{wanted['gap_by']}s": wanted.get("gap_amount", 1)})
    while start < end:
        yield start, start + gap
        start = start + gap


def _moment(day: dt.date) -> dt.datetime:
    return day if isinstance(day, dt.datetime) else dt.datetime(day.year, day.month, day.day)


def facet_rows(whole: AllMatches, names: Any, spans: Mapping[str, list[Span]]) -> tuple[dict[str, Counter[Any]], dict[str, str]]:
    """Return the counts of fields and of time spans, each with its kind."""
    counted = {name: whole.counts(name) for name in names}
    dated = {name: whole.date_counts(name, wanted) for name, wanted in spans.items() if wanted}
    return counted | dated, dict.fromkeys(counted, "fields") | dict.fromkeys(dated, "dates")


def marked(text: str, query: Any, snapshot: Snapshot) -> str:
    """Return the best fragment of a text with the query's words in `<em>`; its beginning if none occurs."""
    terms = {term.decode() if isinstance(term, bytes) else term for term in wanted(query, snapshot)}
    found = highlight(text, terms, ArchiveAnalyzer(), ContextFragmenter(), WhooshHtmlFormatter("em"), minscore=0)
    return str(found)


def wanted(query: Any, snapshot: Snapshot) -> Iterator[Any]:
    """Yield the terms that a query wants."""
    if isinstance(query, q.Not):
        return
    if isinstance(query, q.Phrase):
        yield from query.words
    elif isinstance(query, q.MultiTerm):
        if query.field() in snapshot.schema:
            for leaf in snapshot.leaves:
                yield from (text for _, text in query.expanded_terms(leaf.reader))
    elif isinstance(query, q.Term):
        yield query.text
    elif isinstance(query, q.AndNot):
        yield from wanted(query.a, snapshot)
    else:
        for child in query.children():
            yield from wanted(child, snapshot)


def similar_plan(snapshot: Snapshot, fields: tuple[str, ...], text: str, identifier: str) -> p.Plan:
    """Return the plan that finds the most distinctive words of a text, without the text's own record."""
    counted = Counter(TERM_OF[token.spoken].encode() for token in tokens(text))
    telling = {stem: tf * _idf(snapshot, fields, stem) for stem, tf in counted.items()}
    chosen = sorted((stem for stem in telling if telling[stem] > 0), key=lambda stem: (-telling[stem], stem))[:WORDS]
    weights = (1.0,) * len(fields)
    words = tuple(p.Scaled(p.Blend(tuple(p.Term(name, stem) for name in fields), weights), telling[stem]) for stem in chosen)
    return p.AllOf((p.AnyOf(words),), (p.Term(ID, identifier.encode()),)) if words else p.NoRecord()


def _idf(snapshot: Snapshot, fields: tuple[str, ...], stem: bytes) -> float:
    df = max(snapshot.df(name, stem) for name in fields)
    return snapshot.idf(df) if df else 0.0
