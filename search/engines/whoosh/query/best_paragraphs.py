"""Finds the best paragraph of each record on a page from positions alone, without reading texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from search.engines.base import PassagePlace
from search.engines.whoosh.query import plan as p
from search.engines.whoosh.query.collection_statistics import Statistics
from search.engines.whoosh.query.from_tree import leaf_in
from search.engines.whoosh.query.occurrences import occurrences
from search.engines.whoosh.storage.arrays import Array
from search.engines.whoosh.storage.paragraph_starts import Breaks
from search.engines.whoosh.storage.snapshot import SegmentLeaf
from search.query.tree import Node, Phrase, TextLeaf, Wildcard, wanted_leaves
from search.text.paragraph_score import MOST_COUNTED, REPETITION, SAID, leaf_worth
from search.text.words import folded_words

FIELDS = {"answer": SAID, "question": 0.0}  # the initial weight of a paragraph in each field


@dataclass(frozen=True)
class WantedLeaf:
    """One wanted leaf of a search: its weight, and its plan for each text field."""

    weight: float
    plans: dict[str, p.Leaf]


class BestParagraphs:
    """Chooses paragraphs for one search, with the weights of `search.display.snippets`."""

    def __init__(self, tree: Node, statistics: Statistics) -> None:
        self.statistics = statistics
        self.wanted = [found for leaf in wanted_leaves(tree) if (found := _wanted(leaf)).plans]

    def __bool__(self) -> bool:
        """Tell whether there is anything to find."""
        return bool(self.wanted)

    def best(self, leaf: SegmentLeaf, records: Array) -> list[PassagePlace | None]:
        """Return the best paragraph of each of a segment's sorted records; None if nothing matches."""
        best: list[tuple[float, PassagePlace | None]] = [(0.0, None)] * len(records)
        for name, beforehand in FIELDS.items():
            for place, (number, weight) in enumerate(self._of_field(leaf, records, name)):
                if weight and weight + beforehand > best[place][0]:
                    best[place] = (weight + beforehand, PassagePlace(name, number))
        return [found for _, found in best]

    def _of_field(self, leaf: SegmentLeaf, records: Array, name: str) -> Iterator[tuple[int, float]]:
        """Yield the best paragraph of each record's field, and its weight; nothing if the field has no match."""
        wanted = [each for each in self.wanted if name in each.plans]
        keys = [occurrences(leaf, self.statistics, each.plans[name], records) for each in wanted]
        if not any(map(len, keys)):
            return
        begins, firsts = Breaks.read(leaf.view.file, name, leaf.view.count).paragraphs(records)
        worth, often = np.zeros(len(begins)), np.zeros(len(begins), np.int64)
        for each, places in zip(wanted, keys, strict=True):
            found = begins[1:].searchsorted(places, side="right")  # the first begins before any place
            often += np.bincount(found, minlength=len(often))
            worth[found] += each.weight
        worth += np.minimum(often, MOST_COUNTED) * REPETITION
        most = np.maximum.reduceat(worth, firsts[:-1])
        best = (worth == most.repeat(np.diff(firsts))).nonzero()[0]  # in order, of each record at least one
        numbers = best[best.searchsorted(firsts[:-1])] - firsts[:-1]
        yield from zip(numbers.tolist(), most.tolist(), strict=True)


def _wanted(leaf: TextLeaf) -> WantedLeaf:
    fields = [name for name in FIELDS if leaf.field in ("text", name)]
    plans = {name: plan for name in fields if (plan := leaf_in(leaf, name)) is not None}
    return WantedLeaf(leaf_worth(_words(leaf)), plans)


def _words(leaf: TextLeaf) -> int:
    if isinstance(leaf, Wildcard):
        return 1
    return len(folded_words(" ".join(leaf.words) if isinstance(leaf, Phrase) else leaf.text))
