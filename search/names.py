"""Names of people, places and sources as they are typed in a query, looked for among the values of the index."""

from __future__ import annotations

from difflib import get_close_matches

from archive.public import public_aliases
from archive.statistics import Figures
from search.indexing import engine
from search.labels import OF_THE_ARCHIVE, labels_of
from search.request import IndexUnreadable, SearchRequest
from search.words import folded_words

LOOKUPS = 8  # names in one query that are looked up; each may cost two queries
VALUES = 20  # values that one name may stand for


class IndexedNames:
    """Names of one query's values, each facet read once."""

    def __init__(self) -> None:
        self._words: dict[str, dict[str, set[str]]] = {}
        self._asked = 0

    def find(self, key: str, typed: str) -> tuple[str, ...]:
        """Return the values of a facet that have all these words in their name."""
        wanted = set(folded_words(typed))
        self._asked += 1
        if not wanted or self._asked > LOOKUPS:
            return ()
        known = self.words(key)
        exact = [value for value in known if value == typed.casefold()]
        return tuple(exact or [value for value, words in known.items() if wanted <= words][:VALUES])

    def close(self, key: str, typed: str) -> str:
        """Return the likeliest name where none has these words, empty where none is near."""
        words = {word for words in self.words(key).values() for word in words}
        near = [get_close_matches(word, words, n=1, cutoff=0.75) for word in folded_words(typed)[:5]]
        return " ".join(found[0] for found in near) if near and all(near) else ""

    def words(self, key: str) -> dict[str, set[str]]:
        """Return the words of every value's name, most frequent value first; for speakers those of their aliases too."""
        if key not in self._words:
            counts = values_in_index(key)
            names = labels_of({key: counts}) if key != "office" else {}
            counts = [value for value in counts if (key, value) in names or key not in OF_THE_ARCHIVE]
            found = {value: set(folded_words(f"{names.get((key, value), '')} {value}")) for value in counts}
            if key in ("speaker", "asker"):
                add_aliases(found)
            self._words[key] = found
        return self._words[key]


def values_in_index(key: str) -> list[str]:
    """Return the values that a facet has in the index, most frequent first."""
    try:
        counts = engine().search(SearchRequest(limit=0, facets=(key,), histogram=False)).facets.get(key, {})
    except IndexUnreadable:
        return []
    return sorted(counts, key=lambda value: (-counts[value], value))


def add_aliases(found: dict[str, set[str]]) -> None:
    """Add the words of the other names by which speakers are printed."""
    for slug, name in Figures().kept("aliases", every_alias):
        if slug in found:
            found[slug].update(folded_words(name))


def every_alias() -> list[tuple[str, str]]:
    """Return slug and name of every public alias. One query."""
    return list(public_aliases().order_by().values_list("speaker__slug", "name"))
