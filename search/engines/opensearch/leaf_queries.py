"""One leaf of a search as a query for one text field. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from search.engines.opensearch.index_layout import FORM, STEM, WEIGHTS, field_name
from search.engines.opensearch.word_statistics import Counted, Frequencies
from search.engines.opensearch.word_tokens import BETWEEN, Slot, clipped, slots_of
from search.query.tree import Fuzzy, Phrase, Prefix, TextLeaf, Wildcard, Word
from search.text import word_variants
from search.text.word_variants import readings, words_wanted

Query = dict[str, Any]
AN_EDIT = 0.1  # the factor for each edit
FORMS_RANKED = 100  # of a pattern: this many forms are ranked by frequency; all are found
FORMS_NEAR = 30  # of a pattern next to other words
FORMS_PLACED = 300  # of a pattern within a phrase; the server's default limit is 1,024 clauses in all
FARTHEST_COUNTED = 10  # words between two; the server weights greater distances less
CLASS = re.compile(r"\[!?[^\]]*\]")


@dataclass(frozen=True)
class SlotReading:
    """One way in which the words of a leaf may occur in a field: the tokens at each place, and the allowed distance."""

    name: str
    slots: tuple[Slot, ...]
    slop: int = 0


def fields_of(leaf: TextLeaf) -> dict[str, float]:
    """Return the text fields searched for a leaf, and their weights."""
    return WEIGHTS if leaf.field == "text" else {leaf.field: 1.0}


def is_pattern(leaf: TextLeaf) -> bool:
    return isinstance(leaf, (Prefix, Wildcard, Fuzzy))


def folded(text: str) -> str:
    """Return the typed text as one form."""
    return "".join(word.form for word in words_wanted(text))


def readings_of(leaf: TextLeaf, text_field: str, languages: Iterable[str]) -> list[SlotReading]:
    """Return every way in which a word or phrase may occur in a field; none for patterns."""
    ways: tuple[word_variants.Reading, ...]
    if isinstance(leaf, Phrase):
        ways, exact, slop = (words_wanted(" ".join(leaf.words)),), leaf.exact, leaf.slop
    elif isinstance(leaf, Word):
        ways, exact, slop = (words_wanted(leaf.text),) if leaf.exact else readings(leaf.text), leaf.exact, 0
    else:
        return []
    name = field_name(text_field, FORM if exact else STEM)
    return [SlotReading(name, slots_of(reading, exact, languages), slop) for reading in ways if reading]


def own_stems(leaf: Fuzzy, text_field: str, languages: Iterable[str]) -> SlotReading | None:
    """Return the stems of the word itself, to which others are spelt similarly."""
    wanted = words_wanted(leaf.text)
    return SlotReading(field_name(text_field, STEM), slots_of(wanted, False, languages)) if len(wanted) == 1 else None


def tokens_counted(leaf: TextLeaf, languages: Iterable[str]) -> Iterator[Counted]:
    """Yield every token of a leaf, in every field, whose frequency ranking needs."""
    for text_field in fields_of(leaf):
        found = readings_of(leaf, text_field, languages)
        if isinstance(leaf, Fuzzy) and (own := own_stems(leaf, text_field, languages)):
            found = [own]
        for reading in found:
            yield from ((reading.name, token) for slot in reading.slots for token in slot)


def reading_query(reading: SlotReading, boost: float, known: int = 1) -> Query:
    """Return the query for one reading. `known` is the server's multiplier for phrases."""
    name, slots = reading.name, reading.slots
    if len(slots) == 1:
        return _word(name, slots[0], boost)
    if not reading.slop:
        text = " ".join(BETWEEN.join(slot) for slot in slots)
        return {"match_phrase": {name: {"query": text, "boost": boost / known}}}
    if len(slots) == 2 and reading.slop <= FARTHEST_COUNTED:
        return {"bool": {"should": [*_each_gap(name, slots, reading.slop, boost / known)], "minimum_should_match": 1}}
    return boosted(near(name, slots, reading.slop), boost / known)


def _each_gap(name: str, slots: Sequence[Slot], slop: int, boost: float) -> Iterator[Query]:
    """Yield a query for two words for each exact distance.

    Each match counts one, where the server would count less with distance.
    """
    one, other = span(name, slots[0]), span(name, slots[1])
    yield from (boosted(apart(name, one, other, gap), boost) for gap in range(slop + 1))


def apart(name: str, one: Query, other: Query, gap: int) -> Query:
    """Return a query for two spans with exactly this many words between."""
    between: list[Query] = [{"span_gap": {name: gap}}] if gap else []
    return {"span_near": {"clauses": [one, *between, other], "slop": 0, "in_order": True}}


def _word(name: str, slot: Slot, boost: float) -> Query:
    if len(slot) == 1:
        return {"term": {name: {"value": slot[0], "boost": boost}}}
    return {"match": {name: {"query": BETWEEN.join(slot), "boost": boost}}}


def near(name: str, slots: Sequence[Slot], slop: int) -> Query:
    """Return a query for words with at most `slop` others between neighbours.

    The server adds up the gaps of one `span_near`. So each holds two parts: a word, and the nearest beginning of the rest.
    """
    query = span(name, slots[-1])
    for slot in reversed(slots[:-1]):
        query = {"span_near": {"clauses": [span(name, slot), query], "slop": slop, "in_order": True}}
    return query


def span(name: str, slot: Slot) -> Query:
    """Return a span query for any of these tokens."""
    terms: list[Query] = [{"span_term": {name: token}} for token in slot]
    return terms[0] if len(terms) == 1 else {"span_or": {"clauses": terms}}


def boosted(query: Query, boost: float) -> Query:
    """Return a span query with a boost, which goes inside it."""
    ((kind, inside),) = query.items()
    return {kind: {**inside, "boost": boost}} if kind != "span_term" else query


def pattern_query(leaf: TextLeaf, text_field: str, rewrite: str = "constant_score", boost: float = 1.0) -> Query:
    """Return the query for words with this beginning, shape or similar spelling."""
    name = field_name(text_field, FORM)
    if isinstance(leaf, (Prefix, Wildcard)) and leaf.before:
        return after_words(leaf, name, boost)
    return _pattern(leaf, name, {"rewrite": rewrite, "boost": boost})


def after_words(leaf: Prefix | Wildcard, name: str, boost: float) -> Query:
    """Return a pattern that must follow given words."""
    several = {"span_multi": {"match": _pattern(leaf, name, {"rewrite": f"top_terms_{FORMS_PLACED}"})}}
    words = [{"span_term": {name: clipped(word)}} for word in leaf.before]
    return {"span_near": {"clauses": [*words, several], "slop": 0, "in_order": True, "boost": boost}}


def pattern_span(leaf: TextLeaf, text_field: str) -> Query:
    """Return a pattern as a span query."""
    name = field_name(text_field, FORM)
    if isinstance(leaf, (Prefix, Wildcard)) and leaf.before:
        return after_words(leaf, name, 1.0)
    return {"span_multi": {"match": _pattern(leaf, name, {"rewrite": f"top_terms_{FORMS_NEAR}"})}}


def _pattern(leaf: TextLeaf, name: str, options: Query) -> Query:
    if isinstance(leaf, Prefix):
        return {"prefix": {name: {"value": clipped(folded(leaf.text)), **options}}}
    if isinstance(leaf, Fuzzy):
        spelt = {"value": folded(leaf.text), "fuzziness": leaf.distance, "prefix_length": 0, "max_expansions": 1000}
        return {"fuzzy": {name: {**spelt, "transpositions": True, **options}}}
    assert isinstance(leaf, Wildcard)
    if CLASS.search(leaf.pattern):
        return {"regexp": {name: {"value": as_expression(leaf.pattern), "flags": "NONE", **options}}}
    return {"wildcard": {name: {"value": leaf.pattern.replace("\\", "\\\\"), **options}}}


def as_expression(pattern: str) -> str:
    """Return a shape with character classes ("gr[ae]y") as the server's regular expression."""
    made, at = [], 0
    while at < len(pattern):
        if choice := CLASS.match(pattern, at):
            inside = choice.group()[1:-1]
            made.append(f"[^{_plain(inside[1:])}]" if inside.startswith("!") else f"[{_plain(inside)}]")
            at = choice.end()
            continue
        made.append({"?": ".", "*": ".*"}.get(pattern[at], re.escape(pattern[at])))
        at += 1
    return "".join(made)


def _plain(letters: str) -> str:
    return re.sub(r"([\\\[\]^])", r"\\\1", letters)


def idf_of(reading: SlotReading, known: Frequencies) -> float:
    """Return the inverse document frequency of a reading: for a phrase, that of its words together."""
    return sum(known.idf(known.in_records(reading.name, slot)) for slot in reading.slots)
