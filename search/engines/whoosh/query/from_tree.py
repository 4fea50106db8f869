"""Translates `search/query/tree.py` into plans."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from search.engines.whoosh.query import plan as p
from search.engines.whoosh.query.word_patterns import Beginning, Exactly, Nearly, Shaped
from search.engines.whoosh.storage.snapshot import DATE_FIELD
from search.query import tree as t
from search.text.word_variants import Reading, readings, words_wanted

# A title describes a whole transcript; statements and answers count more than questions.
FIELD_WEIGHTS = {"title": 1.5, "question": 0.8, "answer": 1.0}


def plan_of(node: t.Node) -> p.Plan:
    """Return the plan of a tree."""
    if isinstance(node, t.And):
        return _and(node)
    if isinstance(node, t.Or):
        return p.AnyOf(tuple(map(plan_of, node.parts)))
    if isinstance(node, t.Not):
        return p.Constant(p.AllOf((p.EveryRecord(0.0),), (plan_of(node.part),)), 0.0)
    if isinstance(node, t.Filter):
        return p.Constant(p.Term(node.key, node.value.encode()), 0.0)
    if isinstance(node, t.Dates):
        return days_between(node.start, node.end)
    if isinstance(node, (t.Everything, t.Nothing)):
        return p.EveryRecord(0.0) if isinstance(node, t.Everything) else p.NoRecord()
    return _in_fields(node)


def _and(node: t.And) -> p.Plan:
    wanted = tuple(plan_of(part) for part in node.parts if not isinstance(part, t.Not))
    without = tuple(plan_of(part.part) for part in node.parts if isinstance(part, t.Not))
    return p.AllOf(wanted, without)


def days_between(start: str | None, end: str | None) -> p.Plan:
    """Return the plan of a date range, both ends included; open on both sides, it includes undated records."""
    if start is None and end is None:
        return p.EveryRecord(0.0)
    return p.Days(DATE_FIELD, day_number(start), day_number(end))


def day_number(day: str | None) -> int | None:
    """Return an ISO day as days since 1970-01-01."""
    return None if day is None else (dt.date.fromisoformat(day) - dt.date(1970, 1, 1)).days


def _in_fields(leaf: t.TextLeaf) -> p.Plan:
    fields = FIELD_WEIGHTS if leaf.field == "text" else {leaf.field: 1.0}
    leaves = tuple(found for name in fields if (found := leaf_in(leaf, name)) is not None)
    return p.Blend(leaves, tuple(fields.values())) if leaves else p.NoRecord()


@lru_cache(maxsize=48)  # a search plans each leaf three times: for its cost, its records and their paragraphs
def leaf_in(leaf: t.TextLeaf, field: str) -> p.Leaf | None:
    """Return the plan of a leaf in one field, None if it has no words."""
    if isinstance(leaf, t.Prefix):
        return _pattern(leaf.before, p.Terms(field, Beginning(folded(leaf.text))))
    if isinstance(leaf, t.Wildcard):
        return _pattern(leaf.before, p.Terms(field, Shaped(leaf.pattern)))
    if isinstance(leaf, t.Fuzzy):
        return p.Terms(field, Nearly(folded(leaf.text), leaf.distance))
    if isinstance(leaf, t.Phrase):
        return _phrase(field, words_wanted(" ".join(leaf.words)), leaf.exact, 1 + leaf.slop)
    ways = (words_wanted(leaf.text),) if leaf.exact else readings(leaf.text)
    options = tuple(found for reading in ways if (found := _phrase(field, reading, leaf.exact)) is not None)
    return p.Either(field, options) if len(options) > 1 else (options[0] if options else None)


def folded(text: str) -> str:
    """Return the typed text as one form."""
    return "".join(word.form for word in words_wanted(text))


def _phrase(field: str, reading: Reading, exact: bool, gap: int = 1) -> p.Term | p.Terms | p.TermPhrase | None:
    words = tuple(
        p.Terms(field, Exactly(word.form)) if exact else p.Term(field, word.stem.encode(), word.written) for word in reading
    )
    if len(words) < 2:
        return words[0] if words else None
    return p.TermPhrase(field, words, gap)


def _pattern(before: tuple[str, ...], pattern: p.Terms) -> p.Terms | p.TermPhrase:
    """Return the plan of a pattern that must follow given words."""
    words = tuple(p.Terms(pattern.field, Exactly(form)) for form in before)
    return p.TermPhrase(pattern.field, (*words, pattern)) if words else pattern
