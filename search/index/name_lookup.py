"""Looks up names of people, places and sources typed in a query among the values of the index."""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

from archive.pages.public_pages import public_aliases
from archive.statistics.version_cache import VersionCache
from search import facets
from search.engines.base import EngineFault
from search.index.facet_labels import labels_of
from search.index.queue import engine
from search.query.request import SearchRequest
from search.text.similar_words import closest
from search.text.words import folded_words

LOOKUPS = 8  # look-ups in one query; each may cost two database queries
VALUES = 20  # values that one name may match


Table = Mapping[str, tuple[str, ...]]  # word of a name -> values whose names contain it, most frequent first


class IndexedNames:
    """The names of facet values for one query, read once a version of archive and index."""

    def __init__(self) -> None:
        self._tables: dict[str, Table] = {}
        self._asked = 0

    def find(self, key: str, typed: str) -> tuple[str, ...]:
        """Return the values of a facet that have all these words in their name."""
        wanted = set(folded_words(typed))
        self._asked += 1
        if not wanted or self._asked > LOOKUPS:
            return ()
        table = self.words(key)
        first, *others = sorted((table.get(word, ()) for word in wanted), key=len)
        both = [frozenset(values) for values in others]
        found = [value for value in first if all(value in values for values in both)]
        exact = [value for value in found if value == typed.casefold()]
        return tuple(exact or found[:VALUES])

    def close(self, key: str, typed: str) -> str:
        """Return the most likely name if none has these words; empty if none is close."""
        if self._asked > LOOKUPS:
            return ""
        near = [closest(word, self.words(key), 0.75) for word in folded_words(typed)[:5]]
        return " ".join(near) if near and all(near) else ""

    def words(self, key: str) -> Table:
        """Return the words of the names of a facet's values, including speakers' aliases."""
        if key not in self._tables:
            values = values_in_index(key)
            told = crc32("\n".join(values).encode())  # the index may be behind the archive for a moment
            self._tables[key] = VersionCache().get(f"words_of_names:{key}", lambda: words_of_names(key, values), told)
        return self._tables[key]


def words_of_names(key: str, values: list[str]) -> Table:
    """Return every word of the names of a facet's values, with the values."""
    table = facets.TABLE[key].names_from
    names = labels_of({key: values}) if table else {}
    known = [value for value in values if (key, value) in names or not table]
    found = {value: set(folded_words(f"{names.get((key, value), '')} {value}")) for value in known}
    if table == "people":
        add_aliases(found)
    by_word: dict[str, list[str]] = {}
    for value, words in found.items():
        for word in words:
            by_word.setdefault(word, []).append(value)
    return {word: tuple(values) for word, values in by_word.items()}


def values_in_index(key: str) -> list[str]:
    """Return a facet's values in the index, most frequent first."""
    try:
        counts = engine().search(SearchRequest(limit=0, facets=(key,), histogram=False)).facets.get(key, {})
    except EngineFault:
        return []
    return sorted(counts, key=lambda value: (-counts[value], value))


def add_aliases(found: dict[str, set[str]]) -> None:
    """Add the words of speakers' aliases."""
    for slug, name in VersionCache().get("aliases", every_alias):
        if slug in found:
            found[slug].update(folded_words(name))


def every_alias() -> list[tuple[str, str]]:
    """Return slug and name of every public alias. One query."""
    return list(public_aliases().order_by().values_list("speaker__slug", "name"))
