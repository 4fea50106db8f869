"""A search as a tree, independent of any engine.

`search/query/syntax.py` builds it; an engine (asked by `search/results/search_steps.py`) answers it.

Text in leaves is as typed: an engine folds and stems it with `search/text/words.py`, like what it indexes. A leaf that becomes
several words there ("US-led") is a phrase of them; one that becomes none matches nothing. A leaf of field `text` matches if all
its words are in one of the question, the answer and the title.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

TextField = Literal["text", "question", "answer", "title"]


@dataclass(frozen=True, slots=True)
class Everything:
    """All records."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No record."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word in one text field. `exact` switches stemming off. `text` is the whole record (question, answer and title)."""

    text: str
    field: TextField = "text"
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, with at most `slop` others between neighbours (0: adjacent).

    `exact` compares the words as written (without case and accents), otherwise their stems.
    """

    words: tuple[str, ...]
    field: TextField = "text"
    slop: int = 0
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word with this beginning: `strateg*`. It compares written words, not stems, like Wildcard and Fuzzy.

    `before` are the words (folded) that must come right before: `Malloch-Bru*`.
    """

    text: str
    field: TextField = "text"
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Every word of this shape, `?` one letter, `*` any number: `wom?n`."""

    pattern: str
    field: TextField = "text"
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every word at most `distance` edits away."""

    text: str
    field: TextField = "text"
    distance: int = 1


@dataclass(frozen=True, slots=True)
class Filter:
    """One value of one facet inside a query (`speaker:`, `country:`): facet key and indexed value (slug, ISO code)."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Days from `start` to `end`, both included, ISO `YYYY-MM-DD`; None means open."""

    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """None of this."""

    part: Node


TextLeaf: TypeAlias = Word | Phrase | Prefix | Wildcard | Fuzzy
Node: TypeAlias = "Everything | Nothing | Word | Phrase | Prefix | Wildcard | Fuzzy | Filter | Dates | And | Or | Not"


def filters_of(node: Node) -> Iterator[Filter]:
    """Yield every filter of a tree, including excluded ones."""
    if isinstance(node, Filter):
        yield node
    elif isinstance(node, Not):
        yield from filters_of(node.part)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from filters_of(part)


def wanted_leaves(node: Node) -> Iterator[TextLeaf]:
    """Yield the leaves with words that a tree wants, not those it excludes."""
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from wanted_leaves(part)
    elif isinstance(node, TextLeaf):
        yield node
    elif isinstance(node, Not) and isinstance(node.part, Not):
        yield from wanted_leaves(node.part.part)


def text_leaves(node: Node) -> Iterator[TextLeaf]:
    """Yield every leaf with words, including excluded ones."""
    if isinstance(node, TextLeaf):
        yield node
    elif isinstance(node, Not):
        yield from text_leaves(node.part)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from text_leaves(part)


def without(node: Node, leaves: Collection[TextLeaf]) -> Node:
    """Return a tree without these leaves. If nothing else is left, it matches everything."""
    return _without(node, leaves) or Nothing()


def _without(node: Node, leaves: Collection[TextLeaf]) -> Node | None:
    if isinstance(node, Not):
        part = _without(node.part, leaves)
        return Not(part) if part else None
    if isinstance(node, And | Or):
        parts = tuple(kept for part in node.parts if (kept := _without(part, leaves)))
        return type(node)(parts) if len(parts) > 1 else next(iter(parts), None)
    return None if isinstance(node, TextLeaf) and node in leaves else node
