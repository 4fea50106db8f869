"""Finds query words that the index does not have, and their most likely corrections."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from search.engines.whoosh.query import plan as p
from search.engines.whoosh.query.collection_statistics import Statistics
from search.engines.whoosh.query.from_tree import FIELD_WEIGHTS
from search.engines.whoosh.query.occurrences import word_keys
from search.engines.whoosh.query.word_patterns import grouped, near
from search.engines.whoosh.storage.inverted import Inverted
from search.engines.whoosh.storage.snapshot import SegmentLeaf, Snapshot
from search.query.budget import A_FORM_MEASURED, Budget, TooMuch
from search.query.tree import And, Node, Or, Word
from search.text.stemming import form_of
from search.text.word_variants import WantedWord, words_wanted
from search.text.words import is_unspaced


def corrections(statistics: Statistics, tree: Node) -> dict[str, str]:
    """Return the unknown words of a tree with their likely corrections, as many as the budget allows."""
    corrected: dict[str, str] = {}
    snapshot, budget = statistics.snapshot, statistics.budget
    for word in dict.fromkeys(word for typed in words_of(tree) for word in words_wanted(typed.text)):
        form = word.form
        if not is_unspaced(form) and not _is_known(statistics, word):
            try:
                nearest = nearest_form(snapshot, tuple(FIELD_WEIGHTS), form, budget)
            except TooMuch:
                return corrected
            if nearest:
                corrected[form] = nearest
    return corrected


def _is_known(statistics: Statistics, word: WantedWord) -> bool:
    return any(statistics.df(p.Term(name, word.stem.encode(), word.written)) for name in FIELD_WEIGHTS)


def nearest_form(snapshot: Snapshot, fields: tuple[str, ...], form: str, budget: Budget) -> str:
    """Return the form with the fewest edits, then the highest frequency; empty if there is none. Raises TooMuch."""
    most = 2 if len(form) > 4 else 1
    found: list[list[tuple[SegmentLeaf, Inverted, int]]] = [[] for _ in range(most + 1)]
    for leaf in snapshot.leaves:
        for name in fields:
            inverted = leaf.view.field(name)
            budget.must(int(A_FORM_MEASURED * most * len(inverted.forms)))
            for place, edits in zip(*near(inverted, form, most), strict=True):
                found[edits].append((leaf, inverted, int(place)))
    return next(filter(None, (_most_frequent(alike, form, budget) for alike in found[1:])), "")


def _most_frequent(found: list[tuple[SegmentLeaf, Inverted, int]], form: str, budget: Budget) -> str:
    """Return the most frequent form, preferring the same beginning; empty if none occurs."""
    counted: dict[str, int] = {}
    for leaf, inverted, place in found:
        if _is_said(leaf, inverted, place, budget):
            text = form_of(inverted.forms[place].decode())
            counted[text] = counted.get(text, 0) + int(inverted.form_count[place])
    return max(sorted(counted), key=lambda text: (text[:1] == form[:1], counted[text])) if counted else ""


def _is_said(leaf: SegmentLeaf, inverted: Inverted, place: int, budget: Budget) -> bool:
    """Tell whether a form occurs in a record that is not deleted: a word of a withdrawn transcript is not suggested."""
    if leaf.live is None:
        return True
    ids = inverted.postings(int(inverted.form_term[place])).ids
    living = ids[leaf.live[ids]]
    return len(word_keys(inverted, grouped(inverted, np.array([place])), living, budget)) > 0


def words_of(node: Node) -> Iterator[Word]:
    """Yield the words that a tree wants, not those it excludes."""
    if isinstance(node, Word):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from words_of(part)
