"""A search in words: `with “strategic stability”, by Jane Doe, mentioning Serbia, 2023–2024`. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from search import facets
from search.query.dates import days_in_words
from search.query.facet_table import Facet
from search.query.request import Choice
from search.query.tree import And, Dates, Everything, Filter, Fuzzy, Node, Not, Nothing, Or, Phrase, Prefix, Wildcard, Word
from search.text.words import is_unspaced

Labels = Mapping[tuple[str, str], str]
IN_FIELD = {"text": "", "question": " in the question", "answer": " in the answer", "title": " in the title"}


def search_in_words(tree: Node, choices: Iterable[Choice], dates: str, labels: Labels) -> str:
    """Return the whole search in words, empty if nothing is asked for."""
    parts = [] if isinstance(tree, Everything | Nothing) else [tree_in_words(tree, labels)]
    parts += [choice_in_words(choice, labels) for choice in choices]
    return ", ".join([part for part in (*parts, dates) if part])


def choice_in_words(choice: Choice, labels: Labels) -> str:
    """Return a facet's choice: `by Jane Doe or John Roe`, `not by Jane Doe`."""
    facet, field = facets.TABLE.by_field[choice.key], facets.TABLE.fields[choice.key]
    names = [name_in_words(facet, value, labels) for value in choice.values]
    phrase = field.denied if choice.excluded else field.phrase
    return phrase.format(listed(names, "or" if choice.any_of or choice.excluded else "and"))


def name_in_words(facet: Facet, value: str, labels: Labels) -> str:
    """Return a value's name for use in a sentence."""
    return facet.in_sentence(value, labels.get((facet.key, value), value))


def listed(names: list[str], word: str) -> str:
    """Return `a, b or c`."""
    return f" {word} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def tree_in_words(node: Node, labels: Labels) -> str:
    """Return a query's tree in words: `with a and b, without c`."""
    parts = node.parts if isinstance(node, And) else (node,)
    wanted = [part for part in parts if not isinstance(part, Not)]
    alone = [said_alone(part, labels) for part in wanted if stands_alone(part)]
    words = [part for part in wanted if not stands_alone(part)]
    excluded = [part.part for part in parts if isinstance(part, Not)]
    unwanted = [inner(part, labels) for part in excluded if not stands_alone(part)]
    with_words = ["with " + " and ".join(inner(part, labels) for part in words)] if words else []
    without = ["without " + " or ".join(unwanted)] if unwanted else []
    not_so = [said_denied(part, labels) for part in excluded if stands_alone(part)]
    return ", ".join(with_words + alone + without + not_so)


def stands_alone(node: Node) -> bool:
    """Tell whether this is a separate clause, not introduced by `with`."""
    return isinstance(node, Filter | Dates) or one_facet(node) is not None


def one_facet(node: Node) -> Choice | None:
    """Return alternatives that are all values of one facet as a choice of it."""
    filters = [part for part in node.parts if isinstance(part, Filter)] if isinstance(node, Or) else []
    keys = {part.key for part in filters}
    if not isinstance(node, Or) or len(filters) < len(node.parts) or len(keys) != 1:
        return None
    return Choice(keys.pop(), tuple(part.value for part in filters))


def said_alone(node: Node, labels: Labels) -> str:
    """Return a filter or date range within a query."""
    if isinstance(node, Dates):
        return days_in_words(node.start, node.end)
    choice = choice_of(node)
    return choice_in_words(choice, labels) if choice else ""


def said_denied(node: Node, labels: Labels) -> str:
    """Return an excluded filter or date range within a query."""
    choice = choice_of(node)
    return choice_in_words(replace(choice, excluded=True), labels) if choice else "not " + said_alone(node, labels)


def choice_of(node: Node) -> Choice | None:
    """Return a filter, or alternatives of one facet, as a choice; None for anything else."""
    return Choice(node.key, (node.value,)) if isinstance(node, Filter) else one_facet(node)


def inner(node: Node, labels: Labels) -> str:
    """Return part of a tree within other words."""
    if stands_alone(node):
        return said_alone(node, labels)
    if isinstance(node, And | Or):
        joined = (" and " if isinstance(node, And) else " or ").join(inner(part, labels) for part in node.parts)
        return f"({joined})"
    if isinstance(node, Not):
        return f"not {inner(node.part, labels)}"
    if isinstance(node, Everything | Nothing):
        return "anything" if isinstance(node, Everything) else "nothing"
    if isinstance(node, Filter | Dates):  # handled above; here for mypy
        return ""
    return leaf_in_words(node) + IN_FIELD[node.field]


def side_by_side(words: tuple[str, ...]) -> str:
    """Return words in sequence. Some scripts have no spaces between them."""
    parts = [words[0]]
    for before, word in pairwise(words):
        parts += ["" if is_unspaced(before) and is_unspaced(word) else " ", word]
    return "".join(parts)


def leaf_in_words(node: Word | Phrase | Prefix | Wildcard | Fuzzy) -> str:
    """Return a leaf: the typed text, and how it is matched."""
    if isinstance(node, Phrase):
        quoted = f"“{side_by_side(node.words)}”"
        return f"{quoted} (at most {node.slop} words apart)" if node.slop else quoted
    if isinstance(node, Prefix):
        return f"words beginning with {'-'.join((*node.before, node.text))}"
    if isinstance(node, Wildcard):
        return f"words like {'-'.join((*node.before, node.pattern))}"
    if isinstance(node, Fuzzy):
        return f"words spelt like {node.text}"
    return f"“{node.text}”" if node.exact else node.text
