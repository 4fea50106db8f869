"""Words that the index does not know, and the likeliest that it does."""

from __future__ import annotations

from collections.abc import Iterator

from search.engine.from_tree import FIELD_WEIGHTS
from search.engine.snapshot import Snapshot
from search.engine.spelling import near
from search.tree import And, Node, Or, Word
from search.words import STEM_OF, folded_words


def corrections(snapshot: Snapshot, tree: Node) -> dict[str, str]:
    """Return the unknown words of a tree, each with what may have been meant."""
    found = {}
    for word in words_of(tree):
        for form in folded_words(word.text):
            if not any(snapshot.df(name, STEM_OF[form].encode()) for name in FIELD_WEIGHTS):
                nearest = nearest_form(snapshot, tuple(FIELD_WEIGHTS), form)
                if nearest:
                    found[form] = nearest
    return found


def nearest_form(snapshot: Snapshot, fields: tuple[str, ...], form: str) -> str:
    """Return the form of the index with the fewest edits, of those the most frequent; empty where there is none."""
    for distance in (1, 2) if len(form) > 4 else (1,):
        counted: dict[str, int] = {}
        for leaf in snapshot.leaves:
            for name in fields:
                inverted = leaf.view.field(name)
                places, edits = near(inverted, form, distance)
                for place in places[edits > 0]:
                    text = inverted.forms[place].decode()
                    counted[text] = counted.get(text, 0) + int(inverted.form_count[place])
        if counted:
            return max(sorted(counted), key=lambda text: (text[:1] == form[:1], counted[text]))
    return ""


def words_of(node: Node) -> Iterator[Word]:
    """Yield the words that a tree wants, not those it excludes."""
    if isinstance(node, Word):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from words_of(part)
