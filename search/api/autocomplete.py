"""Suggestions while a query is typed: people, countries, phrases of the collection. From the index and one or two queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from archive.countries import all_countries
from search.index.facet_labels import names_of_speakers
from search.index.phrases import beginning_with
from search.index.repairing import ask
from search.query.lexer import QUOTES
from search.query.params import SearchParams
from search.query.request import SearchRequest
from search.text.words import folded_words, tokens

SHORTEST = 2
LONGEST = 100
EACH = 4
TAIL = 4  # last words that may form a name or phrase


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggestion: its kind (speaker, country, phrase), its name, and the completed query.

    `url` is the search for it alone, `count` its number of records (0 if not counted).
    """

    kind: str
    text: str
    query: str
    url: str
    count: int


def suggestions(typed: str) -> tuple[Suggestion, ...]:
    """Return completions of a query. As many of its last words as possible are completed together."""
    words = list(tokens(typed[:LONGEST]))
    counts = counted() if words else {}
    for first in range(max(0, len(words) - TAIL), len(words)):
        tail = tuple(token.text for token in words[first:])
        head = typed[: words[first].start].rstrip(QUOTES + " ")
        if len("".join(tail)) >= SHORTEST and (found := tuple(completions(tail, counts))):
            return tuple(replace(one, query=f"{head} {one.query}".strip()) for one in found)
    return ()


def completions(words: tuple[str, ...], counts: Mapping[str, Mapping[str, int]]) -> Iterator[Suggestion]:
    """Yield people, countries and phrases that begin with these words."""
    yield from speakers(words, counts["speaker"])
    yield from countries(words, counts["country"])
    yield from phrases(words)


def counted() -> Mapping[str, Mapping[str, int]]:
    """Return the number of records of every speaker and every country."""
    return ask(SearchRequest(limit=0, facets=("speaker", "country"), histogram=False)).facets


def speakers(words: tuple[str, ...], counts: Mapping[str, int]) -> Iterator[Suggestion]:
    """Yield people whose names have words beginning with each word typed, most active first."""
    found = [slug for slug in counts if begins(words, slug.split("-"))]
    best = sorted(found, key=lambda slug: (-counts[slug], slug))[:EACH]
    names = names_of_speakers(best)
    for slug in best:
        name = names.get(slug)
        if name is None:  # withdrawn, but still in the index
            continue
        yield Suggestion("speaker", name, f'speaker:"{name}"', SearchParams().toggle("speaker", slug).url(), counts[slug])


def countries(words: tuple[str, ...], counts: Mapping[str, int]) -> Iterator[Suggestion]:
    """Yield countries whose names have words beginning with each word typed, most mentioned first."""
    found = [code for code, name in all_countries().items() if code in counts and begins(words, folded_words(name))]
    for code in sorted(found, key=lambda code: (-counts[code], code))[:EACH]:
        name = all_countries()[code]
        yield Suggestion("country", name, f'country:"{name}"', SearchParams().toggle("country", code).url(), counts[code])


def phrases(words: tuple[str, ...]) -> Iterator[Suggestion]:
    """Yield phrases of the collection that begin with what was typed."""
    for phrase in beginning_with(" ".join(words), EACH * 2):
        yield Suggestion("phrase", phrase, f'"{phrase}"', SearchParams(q=f'"{phrase}"').url(), 0)


def begins(typed: tuple[str, ...], words: list[str] | tuple[str, ...]) -> bool:
    return all(any(word.startswith(start) for word in words) for start in typed)
