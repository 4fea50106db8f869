"""A search in words, as a reader would say it: `with “strategic stability”, by Jane Doe, mentioning Serbia, 2023–2024`. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from search.dates import span_in_words
from search.tree import And, Dates, Everything, Filter, Fuzzy, Node, Not, Nothing, Or, Phrase, Prefix, Wildcard, Word

Labels = Mapping[tuple[str, str], str]
Chosen = tuple[tuple[str, tuple[str, ...]], ...]

FRAGMENTS = {
    "speaker": "by {}",
    "country": "mentioning {}",
    "kind": "only {}",
    "event": "from {}",
    "source": "published by {}",
    "place": "in {}",
    "asker": "asked by {}",
    "office": "speaking as {}",
    "org": "mentioning {}",
    "language": "in {}",
    "disputed": "mentioning {}",
    "historic": "mentioning {}",
    "country_named": "naming {}",
    "country_question": "with {} in the question",
    "country_answer": "with {} in the answer",
}
PLURALS = {"statement": "statements", "qa_pair": "questions and answers", "speech": "speeches"}
IN_FIELD = {"text": "", "question": " in the question", "answer": " in the answer", "title": " in the title"}


def search_in_words(tree: Node, chosen: Chosen, dates: str, labels: Labels) -> str:
    """Return the whole search in words, empty where nothing is asked for."""
    parts = [] if isinstance(tree, Everything) else [tree_in_words(tree, labels)]
    parts += [choice_in_words(key, values, labels) for key, values in chosen]
    return ", ".join([part for part in (*parts, dates) if part])


def choice_in_words(key: str, values: tuple[str, ...], labels: Labels) -> str:
    """Return a facet's choice: `by Jane Doe or John Roe`."""
    return FRAGMENTS.get(key, key + " {}").format(one_of([name_in_words(key, value, labels) for value in values]))


def name_in_words(key: str, value: str, labels: Labels) -> str:
    """Return a value's name as it stands in a sentence."""
    name = labels.get((key, value), value)
    return PLURALS.get(value, name.lower() + "s") if key in ("kind", "event") else name


def one_of(names: list[str]) -> str:
    """Return `a, b or c`."""
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def tree_in_words(node: Node, labels: Labels) -> str:
    """Return a query's tree in words: `with a and b, without c`."""
    parts = node.parts if isinstance(node, And) else (node,)
    wanted = [part for part in parts if not isinstance(part, Not)]
    said = [said_alone(part, labels) for part in wanted if stands_alone(part)]
    words = [part for part in wanted if not stands_alone(part)]
    unwanted = [inner(part.part, labels) for part in parts if isinstance(part, Not)]
    with_words = ["with " + " and ".join(inner(part, labels) for part in words)] if words else []
    without = ["without " + " or ".join(unwanted)] if unwanted else []
    return ", ".join(with_words + said + without)


def stands_alone(node: Node) -> bool:
    """Tell whether this is said as a fragment of its own, not after `with`."""
    return isinstance(node, Filter | Dates)


def said_alone(node: Node, labels: Labels) -> str:
    """Return a filter or a span of dates inside a query."""
    if isinstance(node, Filter):
        return choice_in_words(node.key, (node.value,), labels)
    assert isinstance(node, Dates)
    return span_in_words(node.start or "", node.end or "")


def inner(node: Node, labels: Labels) -> str:
    """Return part of a tree as it stands between other words."""
    if isinstance(node, And | Or):
        joined = (" and " if isinstance(node, And) else " or ").join(inner(part, labels) for part in node.parts)
        return f"({joined})"
    if isinstance(node, Not):
        return f"not {inner(node.part, labels)}"
    if isinstance(node, Everything | Nothing):
        return "anything" if isinstance(node, Everything) else "nothing"
    if isinstance(node, Filter | Dates):
        return said_alone(node, labels)
    return leaf_in_words(node) + IN_FIELD[node.field]


def leaf_in_words(node: Word | Phrase | Prefix | Wildcard | Fuzzy) -> str:
    """Return a leaf: what was typed, and how it is taken."""
    if isinstance(node, Phrase):
        quoted = f"“{' '.join(node.words)}”"
        return f"{quoted} (at most {node.slop} words between)" if node.slop else quoted
    if isinstance(node, Prefix):
        return f"words beginning with {node.text}"
    if isinstance(node, Wildcard):
        return f"words like {node.pattern}"
    if isinstance(node, Fuzzy):
        return f"words spelt nearly like {node.text}"
    return f"“{node.text}”" if node.exact else node.text
