"""Words that the index does not know, and the likeliest that it does."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from search.engine.from_tree import FIELD_WEIGHTS
from search.engine.inverted import Inverted
from search.engine.occurrences import word_keys
from search.engine.snapshot import Leaf, Snapshot
from search.engine.spelling import grouped, near, of_word
from search.languages import form_of
from search.readings import Wanted, words_wanted
from search.tree import And, Node, Or, Word
from search.words import is_unspaced


def corrections(snapshot: Snapshot, tree: Node) -> dict[str, str]:
    """Return the unknown words of a tree, each with what may have been meant."""
    found = {}
    for typed in words_of(tree):
        for word in words_wanted(typed.text):
            form = word.form
            if not is_unspaced(form) and not _is_known(snapshot, word):
                nearest = nearest_form(snapshot, tuple(FIELD_WEIGHTS), form)
                if nearest:
                    found[form] = nearest
    return found


def _is_known(snapshot: Snapshot, word: Wanted) -> bool:
    return any(
        snapshot.df(name, word.stem.encode()) or any(of_word(leaf.view.field(name), word.written) for leaf in snapshot.leaves)
        for name in FIELD_WEIGHTS
    )


def nearest_form(snapshot: Snapshot, fields: tuple[str, ...], form: str) -> str:
    """Return the form of the index with the fewest edits, of those the most frequent; empty where there is none."""
    for distance in (1, 2) if len(form) > 4 else (1,):
        counted: dict[str, int] = {}
        for leaf in snapshot.leaves:
            for name in fields:
                inverted = leaf.view.field(name)
                places, edits = near(inverted, form, distance)
                for place in places[edits > 0]:
                    if not _is_said(leaf, inverted, place):
                        continue
                    text = form_of(inverted.forms[place].decode())
                    counted[text] = counted.get(text, 0) + int(inverted.form_count[place])
        if counted:
            return max(sorted(counted), key=lambda text: (text[:1] == form[:1], counted[text]))
    return ""


def _is_said(leaf: Leaf, inverted: Inverted, place: int) -> bool:
    """Tell whether a form stands in a record that is not deleted: a word of a withdrawn transcript is no suggestion."""
    if leaf.live is None:
        return True
    ids = inverted.postings(int(inverted.form_term[place])).ids
    living = ids[leaf.live[ids]]
    return len(word_keys(inverted, grouped(inverted, np.array([place])), living)) > 0


def words_of(node: Node) -> Iterator[Word]:
    """Yield the words that a tree wants, not those it excludes."""
    if isinstance(node, Word):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from words_of(part)
