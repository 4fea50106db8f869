"""Answer a SearchRequest over a snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from search.engine.arrays import Array
from search.engine.corrections import corrections
from search.engine.counting import Labels, Tally, counts_of
from search.engine.evaluate import Evaluator
from search.engine.fields import NO_DAY
from search.engine.from_tree import DATE_FIELD, day_number, plan_of
from search.engine.select import best
from search.engine.snapshot import Leaf, Snapshot
from search.engine.statistics import Statistics
from search.request import Choice, EngineAnswer, EngineHit, SearchRequest
from search.tree import Everything

KEY_FIELD = "django_id"
MONTHS = f"{DATE_FIELD}#month"
DATES = "dates"  # the name of the date range among the things that narrow
LATE = 2**31 - 1


@dataclass(frozen=True)
class Found:
    """What one segment has: the records found, their scores, and which records each narrowing lets through."""

    leaf: Leaf
    ids: Array | None  # None: all that are not deleted
    scores: Array | float
    masks: dict[str, Array]

    def places(self, ignoring: str = "") -> Array | None:
        """Return which of the `ids` pass all narrowings but one, as places; None: all."""
        masks = [mask for key, mask in self.masks.items() if key != ignoring]
        if not masks:
            return None
        together = masks[0] if self.ids is None else masks[0][self.ids]
        for mask in masks[1:]:
            together = together & (mask if self.ids is None else mask[self.ids])
        if self.ids is None and self.leaf.live is not None:
            together = together & self.leaf.live
        return np.flatnonzero(together)

    def records(self, ignoring: str = "") -> Array | None:
        """Return the records that pass all narrowings but one; None: all that are not deleted."""
        places = self.places(ignoring)
        if self.ids is None:
            return places
        return self.ids if places is None else self.ids[places]


class Answering:
    """One request, answered segment by segment."""

    def __init__(self, snapshot: Snapshot, labels: dict[str, Labels], request: SearchRequest) -> None:
        self.snapshot, self.labels, self.request = snapshot, labels, request
        self.statistics = Statistics(snapshot)
        self.plan = plan_of(request.tree)

    def answer(self) -> EngineAnswer:
        """Return the whole answer."""
        request = self.request
        found = [self._find(leaf) for leaf in self.snapshot.leaves]
        narrowed = [part.records() for part in found]
        hits = tuple(self._page(found))
        return EngineAnswer(
            total=sum(
                part.leaf.segment.doc_count() if ids is None else len(ids) for part, ids in zip(found, narrowed, strict=True)
            ),
            hits=hits,
            facets={key: self._facet(found, narrowed, key) for key in request.facets},
            months=self._months(found, narrowed) if request.histogram else {},
            corrections=corrections(self.snapshot, request.tree) if request.spelling else {},
        )

    def _find(self, leaf: Leaf) -> Found:
        masks = dict(self._masks(leaf))
        if isinstance(self.request.tree, Everything):
            return Found(leaf, None, 0.0, masks)
        hits = Evaluator(leaf, self.statistics).hits(self.plan, self.request.sort == "relevance")
        if leaf.live is not None:
            hits = hits.keep(leaf.live[hits.ids])
        return Found(leaf, hits.ids.astype(np.intp), hits.scores, masks)

    def _masks(self, leaf: Leaf) -> Iterator[tuple[str, Array]]:
        for choice in self.request.choices:
            yield choice.key if choice.any_of else f"{choice.key}: all", _chosen(leaf, choice)
        first, last = day_number(self.request.date_from), day_number(self.request.date_to)
        if first is not None or last is not None:
            days = leaf.view.days(DATE_FIELD)
            mask = days > NO_DAY if first is None else days >= first
            yield DATES, mask if last is None else mask & (days <= last)

    def _tally(self, key: str) -> Tally:
        return Tally(self.labels.setdefault(key, Labels()))

    def _facet(self, found: list[Found], narrowed: list[Array | None], key: str) -> Mapping[str, int]:
        tally = self._tally(key)
        for part, ids in zip(found, narrowed, strict=True):
            tally.add(part.leaf, key, counts_of(part.leaf, key, part.records(key) if key in part.masks else ids))
        return tally.result()

    def _months(self, found: list[Found], narrowed: list[Array | None]) -> Mapping[str, int]:
        tally = self._tally(MONTHS)
        for part, ids in zip(found, narrowed, strict=True):
            tally.add(part.leaf, MONTHS, counts_of(part.leaf, MONTHS, part.records(DATES) if DATES in part.masks else ids))
        return tally.result()

    def _page(self, found: list[Found]) -> Iterator[EngineHit]:
        wanted = self.request.offset + self.request.limit
        parts = [self._best_of(part, wanted) for part in found]
        columns = [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else []
        if not columns or not wanted:
            return
        keys = columns[:-1]
        for place in best(keys, wanted)[self.request.offset :]:
            yield EngineHit(int(keys[-1][place]), float(columns[-1][place]))

    def _best_of(self, part: Found, wanted: int) -> list[Array]:
        """Return the sort keys and, last, the scores of a segment's best records."""
        places = part.places()
        if part.ids is None:
            ids = places if places is not None else _live(part.leaf)
        else:
            ids = part.ids if places is None else part.ids[places]
        scores = np.broadcast_to(np.float32(0), len(ids))
        if isinstance(part.scores, np.ndarray):
            scores = part.scores if places is None else part.scores[places]
        days = part.leaf.view.days(DATE_FIELD)[ids]
        primary = part.leaf.view.numbers(KEY_FIELD)[ids]
        dated = np.where(days == NO_DAY, LATE, days if self.request.sort == "oldest" else -days.astype(np.int64))
        keys = [*([-scores] if self.request.sort == "relevance" else []), dated, primary]
        chosen = best(keys, wanted) if wanted else np.empty(0, np.intp)
        return [*(key[chosen] for key in keys), scores[chosen]]


def _live(leaf: Leaf) -> Array:
    return np.arange(leaf.view.count) if leaf.live is None else np.flatnonzero(leaf.live)


def _chosen(leaf: Leaf, choice: Choice) -> Array:
    """Return which records have any, or all, of the chosen values."""
    inverted = leaf.view.field(choice.key)
    total = np.zeros(leaf.view.count, np.uint8)
    for value in dict.fromkeys(choice.values):
        term = inverted.terms.find(value.encode())
        if term >= 0:
            total[inverted.postings(term).ids] += 1
    return total > 0 if choice.any_of else total == len(set(choice.values))
