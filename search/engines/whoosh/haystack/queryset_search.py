"""Answers a SearchQuerySet: any query, filtered by others, in any order, with counts of any field."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.util.times import datetime_to_long

from search.engines.whoosh.haystack.schema_fields import has_values, is_facet, is_number
from search.engines.whoosh.query import plan as p
from search.engines.whoosh.query.collection_statistics import Statistics
from search.engines.whoosh.query.evaluate import Evaluator
from search.engines.whoosh.query.scored_records import ScoredRecords, best, of
from search.engines.whoosh.storage.arrays import Array, expand, mask_of
from search.engines.whoosh.storage.columns import CodeColumn, missing_number
from search.engines.whoosh.storage.snapshot import SegmentLeaf, Snapshot

SIGN = np.uint64(1 << 63)
Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class QuerySetHit:
    """One record found: its place and score."""

    leaf: SegmentLeaf
    record: int
    score: float


class AllMatches:
    """All records that match a plan and some filters."""

    def __init__(self, snapshot: Snapshot, plan: p.Plan, narrowing: Sequence[p.Plan] = ()) -> None:
        self.snapshot = snapshot
        statistics = Statistics(snapshot)
        self._found = [self._find(Evaluator(leaf, statistics), plan, narrowing) for leaf in snapshot.leaves]

    @staticmethod
    def _find(evaluator: Evaluator, plan: p.Plan, narrowing: Sequence[p.Plan]) -> ScoredRecords:
        hits = evaluator.hits(plan)
        for narrow in narrowing:
            hits = hits.keep(evaluator.narrow(narrow, hits.ids, scored=False)[0])
        live = evaluator.leaf.live
        return hits if live is None else hits.keep(live[hits.ids])

    def __len__(self) -> int:
        return sum(map(len, self._found))

    @cached_property
    def _pairs(self) -> list[tuple[SegmentLeaf, ScoredRecords]]:
        return list(zip(self.snapshot.leaves, self._found, strict=True))

    def page(self, start: int, end: int, sort: Sequence[str] = (), reverse: bool = False) -> list[QuerySetHit]:
        """Return the hits from `start` up to `end`: by score, or by field values."""
        candidates: list[QuerySetHit] = []
        keys: list[list[Array]] = []
        for leaf, hits in self._pairs:
            own = [self._key(leaf, name, hits.ids, reverse) for name in sort] or [-hits.score_array()]
            chosen = best([of(key) for key in (*own, hits.ids)], len(hits), end)
            keys.append([key[chosen] for key in own])
            scores = hits.score_array()
            candidates += [QuerySetHit(leaf, int(hits.ids[i]), float(scores[i])) for i in chosen]
        if not candidates:
            return []
        joined = [
            self._joined(name, part, candidates, reverse)
            for name, part in zip(sort or ("",), zip(*keys, strict=True), strict=True)
        ]
        numbers = np.array([hit.leaf.offset + hit.record for hit in candidates])
        return [candidates[i] for i in best([of(key) for key in (*joined, numbers)], len(numbers), end)[start:]]

    def _key(self, leaf: SegmentLeaf, name: str, ids: Array, reverse: bool) -> Array:
        """Return numbers that sort a segment's records by a field's values."""
        if is_number(self.snapshot.schema[name]):
            numbers = leaf.view.file.get(f"{name}#numbers")
            if numbers is None:
                return np.zeros(len(ids), np.int64)
            key = (numbers[ids].astype(np.uint64) ^ SIGN).view(np.int64) if numbers.dtype.kind == "u" else numbers[ids]
        else:
            key = self._column(leaf, name).codes[ids].astype(np.int64)
        return ~key if reverse else key

    def _joined(self, name: str, parts: Sequence[Array], candidates: list[QuerySetHit], reverse: bool) -> Array:
        """Join the keys of segments. Codes, which differ between segments, are replaced by the rank of their values."""
        if not name or is_number(self.snapshot.schema[name]):
            return np.concatenate(parts)
        texts = [self._text(hit, name) for hit in candidates]
        order = {text: place for place, text in enumerate(sorted(set(texts)))}
        key = np.array([order[text] for text in texts])
        return -key if reverse else key

    def _text(self, hit: QuerySetHit, name: str) -> tuple[bool, bytes]:
        column = self._column(hit.leaf, name)
        code = int(column.codes[hit.record])
        return (True, b"") if code >= len(column.names) else (False, column.names[code])

    def _column(self, leaf: SegmentLeaf, name: str) -> CodeColumn:
        """Return a field's values as one code per record; without such a column, its last term."""
        column = leaf.view.codes(f"{name}#value")
        if column is not None:
            return column
        inverted = leaf.view.field(name)
        codes = np.full(leaf.view.count, len(inverted.terms))
        codes[inverted.ids] = np.repeat(np.arange(len(inverted.terms)), np.diff(inverted.starts))
        return CodeColumn(inverted.terms, codes)

    def counts(self, name: str) -> Counter[Any]:
        """Count a field's values. None stands for records without one."""
        total: Counter[Any] = Counter()
        for leaf, hits in self._pairs:
            total += self._counts(leaf, name, hits.ids)
        return total

    def _counts(self, leaf: SegmentLeaf, name: str, ids: Array) -> Counter[Any]:
        field = self.snapshot.schema[name]
        if is_number(field):
            return _number_counts(leaf, name, ids, field)
        column = leaf.view.codes(name) if is_facet(field) else leaf.view.codes(f"{name}#value") if has_values(field) else None
        if column is None:
            return _term_counts(leaf, name, ids, field)
        per_record, codes = _of(column, ids)
        counts = np.bincount(codes, minlength=len(column.names))
        found = Counter({field.from_bytes(column.names[code]): int(counts[code]) for code in np.flatnonzero(counts).tolist()})
        return found + Counter({None: int((per_record == 0).sum())})

    def date_counts(self, name: str, spans: Sequence[Span]) -> Counter[Any]:
        """Count consecutive time spans. None stands for records in none of them."""
        edges = np.array([datetime_to_long(span[0]) for span in spans] + [datetime_to_long(spans[-1][1])], np.uint64)
        total: Counter[Any] = Counter()
        for leaf, hits in self._pairs:
            numbers = leaf.view.file.get(f"{name}#numbers")
            if numbers is None:
                total += Counter({None: len(hits)})
                continue
            places = np.searchsorted(edges, numbers[hits.ids], side="right") - 1
            inside = places[(places >= 0) & (places < len(spans))]
            counts = np.bincount(inside, minlength=len(spans))
            total += Counter({span: int(count) for span, count in zip(spans, counts, strict=True)})
            total += Counter({None: len(hits) - len(inside)})
        return total


def _of(column: CodeColumn, ids: Array) -> tuple[Array, Array]:
    if column.rows is None:
        codes = column.codes[ids]
        some = codes < len(column.names)
        return some.astype(np.int64), codes[some]
    starts = column.rows[ids]
    counts = column.rows[ids.astype(np.int64) + 1].astype(np.int64) - starts
    return counts, column.codes[expand(starts, counts)]


def _number_counts(leaf: SegmentLeaf, name: str, ids: Array, field: Any) -> Counter[Any]:
    numbers = leaf.view.file.get(f"{name}#numbers")
    if numbers is None:
        return Counter({None: len(ids)})
    values, counts = np.unique(numbers[ids], return_counts=True)
    missing = missing_number(numbers.dtype)
    pairs = zip(values.tolist(), counts.tolist(), strict=True)
    return Counter({None if value == missing else field.from_column_value(value): count for value, count in pairs})


def _term_counts(leaf: SegmentLeaf, name: str, ids: Array, field: Any) -> Counter[Any]:
    inverted = leaf.view.field(name)
    hit = mask_of(ids, leaf.view.count)[inverted.ids]
    terms = np.repeat(np.arange(len(inverted.terms)), np.diff(inverted.starts))[hit]
    counts = np.bincount(terms, minlength=len(inverted.terms))
    found = Counter({field.from_bytes(inverted.terms[term]): int(counts[term]) for term in np.flatnonzero(counts).tolist()})
    without = len(ids) - len(np.unique(inverted.ids[hit]))
    return found + Counter({None: without})
