"""Stage 1's answers: one index as of one commit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.scoring import BM25F

from search.engine.whoosh_columns import Array, Columns, added
from search.engine.whoosh_queries import Matching
from search.engine.whoosh_schema import TEXT_BOOSTS, WRITTEN
from search.request import Choice, EngineAnswer, EngineHit, SearchRequest
from search.tree import And, Node, Or, Word
from search.words import folded_words, stem

LATE = 99_999_999
# Long answers speak of much, not badly of each: BM25's usual 0.75 would hide the pair that says it most often.
LENGTH_WEIGHT = 0.25
REPETITION = 2.0


class Part:
    """One segment's part of an answer: which documents match the words, and masks for each thing that narrows."""

    def __init__(self, searcher: Any, columns: Columns, request: SearchRequest) -> None:
        self.reader = searcher.reader()
        self.columns = columns
        self.match = Matching(searcher, columns)
        self.matching, self.scores = self.match.tree(request.tree)
        self.in_time = self.match.between(request.date_from, request.date_to)
        self.choices = [(choice, self._choosing(choice)) for choice in request.choices]

    def _choosing(self, choice: Choice) -> Array:
        if choice.any_of:
            return self.match.values(choice.key, choice.values)
        each = [self.match.values(choice.key, (value,)) for value in choice.values]
        return np.asarray(np.logical_and.reduce(each))

    def narrowed(self, ignoring: str = "", any_time: bool = False) -> Array:
        """Return which documents are found where one facet's own choice (of which any suffices), or the dates, is ignored."""
        mask = self.matching if any_time else self.matching & self.in_time
        for choice, choosing in self.choices:
            if choice.key != ignoring or not choice.any_of:
                mask = mask & choosing
        return mask


class Snapshot:
    """One index as of one commit. `columns` are kept by segment from one commit to the next."""

    def __init__(self, index: Any, columns: dict[str, Columns]) -> None:
        self.generation = index.latest_generation()
        self.searcher = index.searcher(weighting=BM25F(B=LENGTH_WEIGHT, K1=REPETITION))
        leaves = [(searcher, searcher.reader()) for searcher, _ in self.searcher.leaf_searchers()]
        self.leaves = [(searcher, reader) for searcher, reader in leaves if reader.doc_count_all()]
        names = [str(reader.segment().segment_id()) for _, reader in self.leaves]
        self.columns = {name: columns.get(name) or Columns(reader) for name, (_, reader) in zip(names, self.leaves, strict=True)}

    def is_of(self, index: Any) -> bool:
        """Tell whether this is the index's last commit."""
        return bool(self.generation == index.latest_generation())

    def close(self) -> None:
        """Close its files."""
        self.searcher.close()

    def answer(self, request: SearchRequest) -> EngineAnswer:
        """Answer one request."""
        held = zip(self.leaves, self.columns.values(), strict=True)
        parts = [Part(searcher, columns, request) for (searcher, _), columns in held]
        found = [part.narrowed() for part in parts]
        return EngineAnswer(
            total=sum(int(mask.sum()) for mask in found),
            hits=page_of(parts, found, request),
            facets={key: facet_of(parts, key) for key in request.facets},
            months=facet_of(parts, "month", any_time=True) if request.histogram else {},
            corrections=dict(self.corrections(request.tree)) if request.spelling else {},
        )

    def corrections(self, tree: Node) -> Iterator[tuple[str, str]]:
        """Yield the words of a tree that are not in the index, each with the likeliest that is."""
        for leaf in words_of(tree):
            for word in folded_words(leaf.text):
                if not any(self.frequency(name, stem(word)) for name in TEXT_BOOSTS):
                    near = [*self.near(word)]
                    if near:
                        yield word, min(near)[-1]

    def near(self, word: str) -> Iterator[tuple[int, int, str]]:
        """Yield words of the index that are spelt nearly so: edits, how rare (negative frequency), the word."""
        for distance in (1, 2) if len(word) > 4 else (1,):
            reader = self.searcher.reader()
            for name in TEXT_BOOSTS:
                for term in reader.terms_within(name, WRITTEN + word, distance, prefix=2):
                    yield distance, -self.frequency(name, term), term.removeprefix(WRITTEN)

    def frequency(self, name: str, term: str) -> int:
        """Return in how many documents a term stands."""
        return int(self.searcher.reader().doc_frequency(name, term))


def facet_of(parts: list[Part], key: str, any_time: bool = False) -> dict[str, int]:
    """Count one facet over all segments, its own choice ignored."""
    counts: dict[str, int] = {}
    for part in parts:
        added(counts, part.columns.values(part.reader, key).counts(part.narrowed(ignoring=key, any_time=any_time)))
    return counts


def page_of(parts: list[Part], found: list[Array], request: SearchRequest) -> tuple[EngineHit, ...]:
    """Return the page's records: by score and then the newest first, or by date; then in the order they came in."""
    empty = [np.empty(0, np.int64)]
    keys = np.concatenate([part.columns.keys[mask] for part, mask in zip(parts, found, strict=True)] + empty)
    days = np.concatenate([part.columns.days[mask] for part, mask in zip(parts, found, strict=True)] + empty)
    scores = np.concatenate([part.scores[mask] for part, mask in zip(parts, found, strict=True)] + empty)
    if request.sort == "oldest":
        order = np.lexsort((keys, np.where(days > 0, days, LATE)))
    else:
        order = np.lexsort((keys, -days, *([-scores] if request.sort == "relevance" else [])))
    page = order[request.offset : request.offset + request.limit]
    return tuple(EngineHit(int(keys[i]), float(scores[i])) for i in page)


def words_of(node: Node) -> Iterator[Word]:
    """Yield the words that a tree wants, not those it excludes."""
    if isinstance(node, Word):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from words_of(part)
