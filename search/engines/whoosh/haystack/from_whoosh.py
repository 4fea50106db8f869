"""Translates Whoosh's queries into plans with Whoosh's meaning and scores. The rest stays with its matchers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from whoosh import query as q

from search.engines.whoosh.haystack import internals
from search.engines.whoosh.haystack.schema_fields import has_positions, is_dates, is_number
from search.engines.whoosh.query import plan as p
from search.engines.whoosh.storage.inverted import Inverted


@dataclass(frozen=True, eq=False)
class Expansion:
    """The terms found by a multi-term Whoosh query in a segment. Compared by identity: not all queries are comparable."""

    query: Any

    def spellings(self, field: Inverted, reader: Callable[[], Any]) -> list[p.Spelling]:
        """Return the terms."""
        whoosh = reader()
        to_bytes = whoosh.schema[field.name].to_bytes
        texts = internals.expanded(self.query, whoosh)
        found = (field.terms.find(text if isinstance(text, bytes) else to_bytes(text)) for text in texts)
        return [p.Spelling(term) for term in sorted(set(found)) if term >= 0]


@dataclass(frozen=True)
class WholeField:
    """Every term of a field."""

    def spellings(self, field: Inverted, reader: Callable[[], Any]) -> list[p.Spelling]:
        return [p.Spelling(term) for term in range(len(field.terms))]


class Translator:
    """Translates queries for one schema. `ranked`: patterns are ranked by frequency, and phrases as phrases."""

    def __init__(self, schema: Any, ranked: bool = True) -> None:
        self._schema, self._ranked = schema, ranked

    def plan(self, query: Any) -> p.Plan:
        """Return the plan of a query."""
        translate = _TRANSLATE.get(type(query))
        if translate is None:
            return self._pattern(query) if isinstance(query, q.MultiTerm) else p.Stock(query)
        return translate(self, query)

    def _known(self, query: Any) -> bool:
        return query.fieldname in self._schema and bool(self._schema[query.fieldname].indexed)

    def _null(self, query: Any) -> p.Plan:
        return p.NoRecord()

    def _term(self, query: Any) -> p.Plan:
        if not self._known(query):
            return p.NoRecord()
        try:
            text = query.text if isinstance(query.text, bytes) else self._schema[query.fieldname].to_bytes(query.text)
        except ValueError:
            return p.NoRecord()
        return _scaled(p.Term(query.fieldname, bytes(text)), query.boost)

    def _pattern(self, query: Any) -> p.Plan:
        if not self._known(query):
            return p.NoRecord()
        if isinstance(query, q.Prefix) and query.text == "":
            return self._every(q.Every(query.fieldname, boost=query.boost))
        constant = None if self._ranked and self._schema[query.fieldname].scorable else query.boost
        return p.Terms(query.fieldname, Expansion(query), constant)

    def _phrase(self, query: Any) -> p.Plan:
        if not self._known(query):
            return p.NoRecord()
        field = self._schema[query.fieldname]
        if not has_positions(field):
            return p.Stock(query)
        words = tuple(p.Term(query.fieldname, field.to_bytes(word)) for word in query.words)
        phrase = p.TermPhrase(query.fieldname, words, gap=query.slop, by_terms=not self._ranked)
        return _scaled(phrase, query.boost)

    def _every(self, query: Any) -> p.Plan:
        if query.fieldname is None:
            return p.EveryRecord(query.boost)
        return p.Terms(query.fieldname, WholeField(), query.boost) if self._known(query) else p.NoRecord()

    def _range(self, query: Any) -> p.Plan:
        field = dict(self._schema.items()).get(query.fieldname)
        if field is None or not is_number(field) or getattr(field, "numtype", None) is not int or not query.constantscore:
            return p.Stock(query)
        number: Callable[[Any], int] = int if is_dates(field) else field.to_column_value
        low = None if query.start is None else number(query.start) + (1 if query.startexcl else 0)
        high = None if query.end is None else number(query.end) - (1 if query.endexcl else 0)
        return p.NumberRange(query.fieldname, low, high, query.boost)

    def _and(self, query: Any) -> p.Plan:
        parts = [part for part in query.subqueries if not isinstance(part, q.Not)]
        without = [part.query for part in query.subqueries if isinstance(part, q.Not)]
        if not parts and not without:
            return p.NoRecord()
        # Whoosh scores records that pass a Not, too: with its boost.
        let_through = [] if self._ranked else [p.EveryRecord(part.boost) for part in query.subqueries if isinstance(part, q.Not)]
        plan = p.AllOf((*map(self.plan, parts), *let_through), tuple(map(self.plan, without)))
        return plan if len(query.subqueries) == 1 else _scaled(plan, query.boost)

    def _or(self, query: Any) -> p.Plan:
        if query.scale or any(isinstance(part, q.Not) for part in query.subqueries):
            return p.Stock(query)
        plan = p.AnyOf(tuple(map(self.plan, query.subqueries)))
        return plan if len(query.subqueries) == 1 else _scaled(plan, query.boost)

    def _best(self, query: Any) -> p.Plan:
        if any(isinstance(part, q.Not) for part in query.subqueries):
            return p.Stock(query)
        return _scaled(p.Best(tuple(map(self.plan, query.subqueries)), query.tiebreak), query.boost)

    def _not(self, query: Any) -> p.Plan:
        return p.Constant(p.AllOf((p.EveryRecord(0.0),), (self.plan(query.query),)), query.boost)

    def _and_not(self, query: Any) -> p.Plan:
        return p.AllOf((self.plan(query.a),), (self.plan(query.b),))

    def _and_maybe(self, query: Any) -> p.Plan:
        return p.AndMaybe(self.plan(query.a), self.plan(query.b))

    def _constant(self, query: Any) -> p.Plan:
        return p.Constant(self.plan(query.child), query.score)


def _scaled(plan: p.Plan, factor: float) -> p.Plan:
    return plan if factor == 1.0 else p.Scaled(plan, factor)


_TRANSLATE: dict[Any, Callable[[Translator, Any], p.Plan]] = {
    type(q.NullQuery): Translator._null,
    q.Term: Translator._term,
    q.Phrase: Translator._phrase,
    q.Every: Translator._every,
    q.NumericRange: Translator._range,
    q.DateRange: Translator._range,
    q.And: Translator._and,
    q.Or: Translator._or,
    q.DisjunctionMax: Translator._best,
    q.Not: Translator._not,
    q.AndNot: Translator._and_not,
    q.AndMaybe: Translator._and_maybe,
    q.ConstantScoreQuery: Translator._constant,
}
