"""Similar records: those with a record's most distinctive words."""

from __future__ import annotations

from collections import Counter

from haystack.constants import ID

from search.engines.whoosh.query import plan as p
from search.engines.whoosh.storage.snapshot import Snapshot
from search.text.words import TERM_OF, tokens

WORDS = 20


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
