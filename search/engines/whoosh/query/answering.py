"""Answers a SearchRequest over a snapshot."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from django.conf import settings

from search.engines.base import EngineAnswer, EngineHit, PassagePlace
from search.engines.whoosh.haystack.schema_fields import NO_DAY
from search.engines.whoosh.query.best_paragraphs import BestParagraphs
from search.engines.whoosh.query.collection_statistics import Statistics
from search.engines.whoosh.query.corrections import corrections
from search.engines.whoosh.query.evaluate import Evaluator
from search.engines.whoosh.query.facet_counts import Chosen, FacetCounts, ValueNumbers, count_days, counts_of_one
from search.engines.whoosh.query.from_tree import day_number, plan_of
from search.engines.whoosh.query.proximity import nearest_first, reach, words_of
from search.engines.whoosh.query.query_costs import affordable
from search.engines.whoosh.query.scored_records import Key, best, of
from search.engines.whoosh.storage.arrays import Array, expand, find_sorted, mask_of
from search.engines.whoosh.storage.snapshot import DATE_FIELD, SegmentLeaf, Snapshot, order_by_day
from search.query.budget import A_FILTER, A_LOOKUP, A_VALUE, Budget, TooMuch
from search.query.request import Choice, SearchRequest
from search.query.tree import Everything, Nothing, filters_of, text_leaves

log = logging.getLogger(__name__)
KEY_FIELD = "django_id"
MONTHS = f"{DATE_FIELD}#month"
DATES = "dates"  # the key of the date range among the filters
AMONG = "among records"  # the key of the record restriction


@dataclass(frozen=True)
class SegmentAnswer:
    """The result of one segment: records, scores, and which records pass each filter."""

    leaf: SegmentLeaf
    ids: Array | None  # None: all that are not deleted
    scores: Array | float
    masks: dict[str, Array]

    def places(self, ignoring: str = "") -> Array | None:
        """Return which `ids` pass all filters but one, as places; None: all."""
        return self._places(ignoring) if ignoring else self._narrowed_places

    @cached_property
    def _narrowed_places(self) -> Array | None:
        return self._places("")

    def _places(self, ignoring: str) -> Array | None:
        masks = [mask for key, mask in self.masks.items() if key != ignoring]
        if not masks:
            return None
        together = masks[0] if self.ids is None else masks[0][self.ids]
        for mask in masks[1:]:
            together = together & (mask if self.ids is None else mask[self.ids])
        if self.ids is None and self.leaf.live is not None:
            together = together & self.leaf.live
        return np.flatnonzero(together)

    def narrowed(self) -> tuple[Array, Array]:
        """Return the records that pass all filters, and their scores."""
        places = self.places()
        if self.ids is None:
            ids = _live(self.leaf) if places is None else places
        else:
            ids = self.ids if places is None else self.ids[places]
        if not isinstance(self.scores, np.ndarray):
            return ids, np.broadcast_to(np.float32(self.scores), len(ids))
        return ids, self.scores if places is None else self.scores[places]

    def first_by_day(self, oldest: bool, wanted: int) -> Array | None:
        """Return at least `wanted` records that include the first by day; None if that is not known in advance."""
        ids = self.leaf.view.first_days(oldest)
        for mask in [*self.masks.values(), *([] if self.leaf.live is None else [self.leaf.live])]:
            ids = ids[mask.take(ids)]
        if self.ids is not None:
            ids = ids[find_sorted(self.ids, ids)[0]]
        return ids if len(ids) >= wanted else None

    def chosen(self, ignoring: str = "") -> Chosen:
        """Return the records that pass all filters but one."""
        places = self.places(ignoring)
        return Chosen(self.leaf, places if self.ids is None else self.ids if places is None else self.ids[places])


def answered(
    snapshot: Snapshot, labels: dict[str, ValueNumbers], request: SearchRequest, budget: Budget | None = None
) -> EngineAnswer:
    """Answer a request. If it costs too much even without its costliest terms, it finds nothing."""
    try:
        return Answering(snapshot, labels, request, budget).answer()
    except TooMuch as stopped:
        tree_text = f": {request.tree!s:.300}" if settings.LOG_QUERIES else "."
        log.warning("A search exceeded its estimated cost and was abandoned%s", tree_text)
        nothing = Answering(snapshot, labels, replace(request, tree=Nothing(), spelling=False)).answer()
        return replace(nothing, left_out=tuple(dict.fromkeys(text_leaves(request.tree))), hurried=stopped.late)


def filtering(request: SearchRequest) -> int:
    """Return the steps for the filters of a request in one segment."""
    chosen = sum(A_FILTER + A_VALUE * len(choice.values) for choice in request.choices)
    return chosen + A_LOOKUP * sum(1 for _ in filters_of(request.tree))


class Answering:
    """One request, answered segment by segment."""

    def __init__(
        self, snapshot: Snapshot, labels: dict[str, ValueNumbers], request: SearchRequest, budget: Budget | None = None
    ) -> None:
        self.snapshot, self.labels = snapshot, labels
        self.statistics = Statistics(snapshot, budget)
        self.statistics.budget.take(filtering(request) * len(snapshot.leaves))
        tree, self.left_out = affordable(request.tree, self.statistics)
        self.request = replace(request, tree=tree) if self.left_out else request
        self.plan = plan_of(tree)
        self.words = words_of(self.plan) if request.sort == "relevance" else ()

    def answer(self) -> EngineAnswer:
        """Return the whole answer."""
        request = self.request
        segments = [self._find(leaf) for leaf in self.snapshot.leaves]
        chosen = [part.chosen() for part in segments]
        total = sum(map(len, chosen))
        if request.to_last and request.limit and request.offset >= total:
            self.request = request = replace(request, offset=max(0, total - 1) // request.limit * request.limit)
        return EngineAnswer(
            total=total,
            hits=tuple(self._page(segments, total)),
            facets={key: self._tally(_ignoring(key, segments, chosen), key) for key in request.facets},
            **(self._by_time(segments, chosen) if request.histogram else {"months": {}}),
            corrections=corrections(self.statistics, request.tree) if request.spelling else {},
            left_out=self.left_out,
            hurried=self.statistics.budget.late,
        )

    def _find(self, leaf: SegmentLeaf) -> SegmentAnswer:
        masks = dict(self._masks(leaf))
        if isinstance(self.request.tree, Everything):
            return SegmentAnswer(leaf, None, 0.0, masks)
        hits = Evaluator(leaf, self.statistics).hits(self.plan, self.request.sort == "relevance")
        if leaf.live is not None:
            hits = hits.keep(leaf.live[hits.ids])
        return SegmentAnswer(leaf, hits.ids.astype(np.intp), hits.scores, masks)

    def _masks(self, leaf: SegmentLeaf) -> Iterator[tuple[str, Array]]:
        for choice in self.request.choices:
            yield _narrowing(choice), ~_chosen(leaf, choice) if choice.excluded else _chosen(leaf, choice)
        first, last = day_number(self.request.date_from), day_number(self.request.date_to)
        if first is not None or last is not None:
            days = leaf.view.days(DATE_FIELD)
            mask = days > NO_DAY if first is None else days >= first
            yield DATES, mask if last is None else mask & (days <= last)
        if self.request.records is not None:
            among = np.fromiter(self.request.records, np.int64, len(self.request.records))
            yield AMONG, np.isin(leaf.view.numbers(KEY_FIELD), among)

    def _by_time(self, found: list[SegmentAnswer], chosen: list[Chosen]) -> dict[str, Any]:
        """Return the counts by month, by day, and without a day. The date range is ignored."""
        at_any_time = _ignoring(DATES, found, chosen)
        months = self._tally(at_any_time, MONTHS)
        days = count_days(at_any_time, self.request.month) if self.request.month else {}
        return {"months": months, "days": days, "undated": sum(map(len, at_any_time)) - sum(months.values())}

    def _tally(self, chosen: list[Chosen], key: str) -> Mapping[str, int]:
        """Count the values of a column over records of every segment."""
        labels = self.labels.get(key) or self.labels.setdefault(key, ValueNumbers())
        if len(chosen) == 1:
            return counts_of_one(labels, chosen[0].leaf, key, chosen[0].counts(key, self.request.facets))
        tally = FacetCounts(labels)
        for part in chosen:
            tally.add(part.leaf, key, part.counts(key))
        return tally.result()

    def _page(self, found: list[SegmentAnswer], total: int) -> Iterator[EngineHit]:
        wanted = self.request.offset + self.request.limit
        if not self.request.limit or total <= self.request.offset:
            return
        depth = reach(self.words, wanted)
        parts = [self._best_of(part, depth) for part in found]
        *keys, scores, numbers = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = best([of(key) for key in keys], len(scores), depth)
        if self.words:
            order, scores = nearest_first(self.words, self.statistics, order, keys, scores, numbers)
        chosen = order[self.request.offset : wanted]
        passages = self._passages(numbers[chosen])
        for place, passage in zip(chosen.tolist(), passages, strict=True):
            yield EngineHit(int(keys[-1][place]), float(scores[place]), passage)

    def _passages(self, numbers: Array) -> list[PassagePlace | None]:
        """Return the best paragraph of each record of a page. `numbers` are those in the whole generation."""
        found: list[PassagePlace | None] = [None] * len(numbers)
        if not self.request.passages:
            return found
        passages = BestParagraphs(self.request.tree, self.statistics)
        for leaf, places in self.snapshot.by_leaf(numbers) if passages else ():
            for place, passage in zip(places.tolist(), passages.best(leaf, numbers[places] - leaf.offset), strict=True):
                found[place] = passage
        return found

    def _best_of(self, part: SegmentAnswer, wanted: int) -> list[Array]:
        """Return the sort keys, then scores and numbers, of a segment's best records."""
        sort = self.request.sort
        by_day = sort != "latest" and (sort != "relevance" or part.ids is None)
        ids = part.first_by_day(sort == "oldest", wanted) if by_day and not isinstance(part.scores, np.ndarray) else None
        if ids is None:
            ids, scores = part.narrowed()
        else:
            scores = np.broadcast_to(np.float32(part.scores), len(ids))
        days, primary = part.leaf.view.days(DATE_FIELD), part.leaf.view.numbers(KEY_FIELD)

        def dated(places: Array) -> Array:
            return order_by_day(days[ids[places]], sort == "oldest")

        keys: list[Key] = [dated, lambda places: primary[ids[places]]]
        if sort == "relevance":
            keys = [lambda places: -scores[places], *keys]
        if sort == "latest":
            keys = [lambda places: -primary[ids[places]], keys[-1]]
        chosen = best(keys, len(ids), wanted)
        return [*(key(chosen) for key in keys), scores[chosen], ids[chosen] + part.leaf.offset]


def _ignoring(narrowing: str, found: list[SegmentAnswer], chosen: list[Chosen]) -> list[Chosen]:
    """Return each segment's records with one filter ignored. `chosen` are those with none ignored."""
    both = zip(found, chosen, strict=True)
    return [part.chosen(narrowing) if narrowing in part.masks else narrowed for part, narrowed in both]


def _live(leaf: SegmentLeaf) -> Array:
    return np.arange(leaf.view.count) if leaf.live is None else np.flatnonzero(leaf.live)


def _narrowing(choice: Choice) -> str:
    """Return the filter name of a choice. A facet's counts ignore the filter named after it."""
    if not choice.narrows_itself:
        return choice.key
    return f"{choice.key}: {'none' if choice.excluded else 'all'}"


def _chosen(leaf: SegmentLeaf, choice: Choice) -> Array:
    """Return the records with any, or all, of the chosen values."""
    inverted, values = leaf.view.field(choice.key), set(choice.values)
    terms = np.array([term for value in values if (term := inverted.terms.find(value.encode())) >= 0], np.int64)
    ids = inverted.ids[expand(inverted.starts[terms], inverted.starts[terms + 1] - inverted.starts[terms])]
    return (
        mask_of(ids, leaf.view.count)
        if choice.any_of or choice.excluded
        else np.bincount(ids, minlength=leaf.view.count) == len(values)
    )
