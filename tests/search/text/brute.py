"""What an engine must answer, found the long way: every document is looked at in plain Python."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from search.engines.base import Document
from search.query.request import Choice, SearchRequest
from search.query.tree import And, Dates, Everything, Filter, Fuzzy, Node, Not, Nothing, Or, Phrase, Prefix, Wildcard, Word
from search.text.words import folded_words, stem


def matches(document: Document, node: Node) -> bool:
    """Tell whether a document matches a tree."""
    if isinstance(node, Everything | Nothing):
        return isinstance(node, Everything)
    if isinstance(node, And):
        return all(matches(document, part) for part in node.parts)
    if isinstance(node, Or):
        return any(matches(document, part) for part in node.parts)
    if isinstance(node, Not):
        return not matches(document, node.part)
    if isinstance(node, Filter):
        return node.value in document[node.key]
    if isinstance(node, Dates):
        return in_time(document, node.start, node.end)
    names = ("question", "answer", "title") if node.field == "text" else (node.field,)
    return any(leaf_matches(folded_words(document[name]), node) for name in names)


def leaf_matches(words: tuple[str, ...], leaf: Word | Phrase | Prefix | Wildcard | Fuzzy) -> bool:
    """Tell whether a leaf is in the words of one field."""
    if isinstance(leaf, Prefix):
        return any(word.startswith(leaf.text.lower()) for word in words)
    if isinstance(leaf, Wildcard):
        pattern = re.compile(leaf.pattern.replace("?", ".").replace("*", ".*"))
        return any(pattern.fullmatch(word) for word in words)
    if isinstance(leaf, Fuzzy):
        return any(edits(word, leaf.text) <= leaf.distance for word in words)
    wanted = folded_words(" ".join(leaf.words) if isinstance(leaf, Phrase) else leaf.text)
    if not leaf.exact:
        wanted, words = tuple(map(stem, wanted)), tuple(map(stem, words))
    return bool(wanted) and in_order(words, wanted, leaf.slop if isinstance(leaf, Phrase) else 0)


def in_order(words: tuple[str, ...], wanted: tuple[str, ...], slop: int) -> bool:
    """Tell whether the wanted words follow each other with at most `slop` others before the next."""
    ends = {i for i, word in enumerate(words) if word == wanted[0]}
    for target in wanted[1:]:
        ends = {j for i in ends for j in range(i + 1, min(i + slop + 2, len(words))) if words[j] == target}
    return bool(ends)


def edits(one: str, other: str) -> int:
    """Return how many letters must be put in, left out, changed or swapped with the next (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[-1] = min(row[-1], older[j - 2] + 1)
    return row[-1]


def in_time(document: Document, first: str | None, last: str | None) -> bool:
    """Tell whether a document's day lies between two days, both included; an undated one only where both are open."""
    day = document["date"]
    if not day:
        return first is None and last is None
    return (first is None or day >= first) and (last is None or day <= last)


def has(document: Document, choice: Choice) -> bool:
    """Tell whether a document has what was chosen, or nothing of what is excluded."""
    if choice.excluded:
        return not set(choice.values) & set(document[choice.key])
    return (any if choice.any_of else all)(value in document[choice.key] for value in choice.values)


def narrowed(matching: list[Document], request: SearchRequest) -> list[Document]:
    """Return which of the documents that match the words a request finds."""
    return [
        document
        for document in matching
        if in_time(document, request.date_from, request.date_to) and all(has(document, choice) for choice in request.choices)
    ]


def counts(matching: list[Document], request: SearchRequest, key: str) -> dict[str, int]:
    """Count one facet, its own choice ignored where one of its values suffices."""
    others = tuple(choice for choice in request.choices if choice.key != key or choice.excluded or not choice.any_of)
    return dict(Counter(value for document in narrowed(matching, replace(request, choices=others)) for value in document[key]))


def months(matching: list[Document], request: SearchRequest) -> dict[str, int]:
    """Count months, the dates ignored."""
    return counts(matching, replace(request, date_from=None, date_to=None), "month")


def days(matching: list[Document], request: SearchRequest) -> dict[str, int]:
    """Count the days of the month that is asked for, the dates ignored."""
    found = narrowed(matching, replace(request, date_from=None, date_to=None))
    asked = [made["date"] for made in found if request.month and (made["date"] or "").startswith(request.month)]
    return dict(Counter(asked))


def undated(matching: list[Document], request: SearchRequest) -> int:
    """Count what has no day, the dates ignored."""
    return sum(not made["date"] for made in narrowed(matching, replace(request, date_from=None, date_to=None)))
