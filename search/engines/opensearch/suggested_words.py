"""Finds query words that the index does not have, and their most likely corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from search.engines.opensearch.index_layout import FORM, STEM, WEIGHTS, field_name
from search.engines.opensearch.leaf_queries import Query
from search.engines.opensearch.query_translation import ServerQueries, any_of
from search.engines.opensearch.word_tokens import clipped, slots_of
from search.query.tree import And, Node, Or, Word
from search.text.word_variants import WantedWord, words_wanted
from search.text.words import edits_between, is_unspaced

OFFERED = 20  # candidates of each field


def unknown_words(queries: ServerQueries) -> list[str]:
    """Return the query words found in no field, by stem or in another language."""
    wanted = (word for leaf in _words_of(queries.tree) for word in words_wanted(leaf.text))
    every = {word.form: word for word in wanted if not is_unspaced(word.form)}
    return [form for form, word in every.items() if not _is_known(word, queries)]


def _is_known(word: WantedWord, queries: ServerQueries) -> bool:
    slots = slots_of((word,), False, queries.languages)
    known = queries.known
    return any(known.stands(field_name(name, STEM), slots) for name in WEIGHTS)


def _words_of(node: Node) -> Iterator[Word]:
    if isinstance(node, Word):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from _words_of(part)


def suggesters(forms: list[str]) -> Query:
    """Return suggesters for similar words in every field."""
    made: Query = {}
    for number, form in enumerate(forms):
        for name in WEIGHTS:
            options = {"suggest_mode": "always", "max_edits": _most_edits(form), "prefix_length": 0, "min_word_length": 1}
            options |= {"size": OFFERED, "shard_size": 10 * OFFERED, "string_distance": "damerau_levenshtein"}
            term = {"field": field_name(name, FORM), "analyzer": "tokens", **options}
            made[f"{number}:{name}"] = {"text": clipped(form), "term": term}
    return made


def _most_edits(form: str) -> int:
    return 2 if len(form) > 4 else 1


def candidates(forms: list[str], answer: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return words of the index that may have been meant, most likely first.

    Fewest edits first, then the same first letters, then frequency.
    """
    counted: dict[str, dict[str, int]] = {form: {} for form in forms}
    for name, entries in answer.items():
        form = forms[int(name.partition(":")[0])]
        for option in (option for entry in entries for option in entry["options"]):
            counted[form][option["text"]] = counted[form].get(option["text"], 0) + option["freq"]
    return {form: _in_order(form, found) for form, found in counted.items()}


def _in_order(form: str, found: Mapping[str, int]) -> list[str]:
    def likely(text: str) -> tuple[int, bool, int, str]:
        return edits_between(form, text, 3), text[:1] != form[:1], -found[text], text

    return sorted((text for text in found if text != form), key=likely)


def said_anywhere(form: str) -> Query:
    """Return a query for records with exactly this word. A word found only in a withdrawn transcript is not suggested."""
    return any_of([{"term": {field_name(name, FORM): form}} for name in WEIGHTS])
