"""Translate `search/tree.py` into plans."""

from __future__ import annotations

import datetime as dt

from search import tree as t
from search.engine import plan as p
from search.engine.snapshot import DATE_FIELD
from search.engine.spelling import Beginning, Exactly, Nearly, Shaped
from search.words import STEM_OF, folded_words

# A title tells what a whole transcript is about; what was said counts more than what was asked.
FIELD_WEIGHTS = {"title": 1.5, "question": 0.8, "answer": 1.0}


def plan_of(node: t.Node) -> p.Plan:
    """Return the plan of a tree."""
    if isinstance(node, t.And):
        return _and(node)
    if isinstance(node, t.Or):
        return p.Or(tuple(map(plan_of, node.parts)))
    if isinstance(node, t.Not):
        return p.Constant(p.And((p.All(0.0),), (plan_of(node.part),)), 0.0)
    if isinstance(node, t.Filter):
        return p.Constant(p.Term(node.key, node.value.encode()), 0.0)
    if isinstance(node, t.Dates):
        return days_between(node.start, node.end)
    if isinstance(node, (t.Everything, t.Nothing)):
        return p.All(0.0) if isinstance(node, t.Everything) else p.Nothing()
    return _in_fields(node)


def _and(node: t.And) -> p.Plan:
    wanted = tuple(plan_of(part) for part in node.parts if not isinstance(part, t.Not))
    without = tuple(plan_of(part.part) for part in node.parts if isinstance(part, t.Not))
    return p.And(wanted, without)


def days_between(start: str | None, end: str | None) -> p.Plan:
    """Return the plan of a span of days, both included; without either, records without a date are in it too."""
    if start is None and end is None:
        return p.All(0.0)
    return p.Days(DATE_FIELD, day_number(start), day_number(end))


def day_number(day: str | None) -> int | None:
    """Return an ISO day as days since 1970-01-01."""
    return None if day is None else (dt.date.fromisoformat(day) - dt.date(1970, 1, 1)).days


def _in_fields(leaf: t.TextLeaf) -> p.Plan:
    fields = FIELD_WEIGHTS if leaf.field == "text" else {leaf.field: 1.0}
    leaves = tuple(found for name in fields if (found := leaf_in(leaf, name)) is not None)
    return p.Blend(leaves, tuple(fields.values())) if leaves else p.Nothing()


def leaf_in(leaf: t.TextLeaf, field: str) -> p.Leaf | None:
    """Return the plan of a leaf in one field, None where it has no words."""
    if isinstance(leaf, t.Prefix):
        return p.Terms(field, Beginning("".join(folded_words(leaf.text))))
    if isinstance(leaf, t.Wildcard):
        return p.Terms(field, Shaped(leaf.pattern))
    if isinstance(leaf, t.Fuzzy):
        return p.Terms(field, Nearly("".join(folded_words(leaf.text)), leaf.distance))
    forms = folded_words(" ".join(leaf.words) if isinstance(leaf, t.Phrase) else leaf.text)
    words = tuple(p.Terms(field, Exactly(form)) if leaf.exact else p.Term(field, STEM_OF[form].encode()) for form in forms)
    if len(words) < 2:
        return words[0] if words else None
    return p.Phrase(field, words, gap=1 + (leaf.slop if isinstance(leaf, t.Phrase) else 0))
