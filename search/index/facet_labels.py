"""Display names of facet values (slugs and codes to labels), and the values that a name typed in a query may mean.

A person who was searched for in another script is named in that script: “Тервонен” gives “Алма Тервонен”, not “Alma Tervonen”.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from zlib import crc32

from django.db.models import Value

from archive.models import Transcript, archive_version
from archive.models.flat_rows import rows
from archive.pages.public_pages import SPEAKS, public_aliases, public_sources
from archive.statistics.version_cache import VersionCache
from search import facets
from search.engines.base import EngineFault
from search.index.queue import engine
from search.query.facet_table import NameTable
from search.query.lexer import QueryPiece, pieces
from search.query.query_fields import Names, values_of
from search.query.request import SearchRequest
from search.text.memory import Recent
from search.text.spellings import closest
from search.text.words import folded_words

Labels = dict[tuple[str, str], str]
SAME = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "KATAKANA-HIRAGANA": "CJK", "KANGXI": "CJK"}
LOOKUPS = 8  # look-ups in one query; each may cost two database queries
VALUES = 20  # values that one name may match


NAME_BYTES = 300  # about what a name takes with its slug
SHARED = "sources and places"
PEOPLE: Recent[str] = Recent(lambda name: NAME_BYTES)  # by slug; empty if not public
TABLES: Recent[Mapping[NameTable, Mapping[str, str]]] = Recent(lambda tables: NAME_BYTES * sum(map(len, tables.values())))
Table = Mapping[str, tuple[str, ...]]  # word of a name -> values whose names contain it, most frequent first


def labels_of(wanted: Mapping[str, Collection[str]]) -> Labels:
    """Return the names of values by facet. People, sources and places that are not public are left out."""
    tables = tables_for(wanted)
    found: Labels = {}
    for key, values in wanted.items():
        facet = facets.TABLE[key]
        for value in values:
            name = tables[facet.names_from].get(value, "") if facet.names_from else facet.name(value)
            if name:
                found[key, value] = name
    return found


def tables_for(wanted: Mapping[str, Collection[str]]) -> Mapping[NameTable, Mapping[str, str]]:
    """Return the names that only the archive's tables have, by table and value. At most two queries."""
    values: dict[NameTable, set[str]] = {"people": set(), "sources": set(), "places": set()}
    for key, asked in wanted.items():
        if table := facets.TABLE[key].names_from:
            values[table].update(asked)
    if not any(values.values()):
        return {"people": {}, "sources": {}, "places": {}}
    version = archive_version.current()
    people = names_of_speakers(values["people"], version)
    if not values["sources"] and not values["places"]:
        return {"people": people, "sources": {}, "places": {}}
    # Read once a version of the archive: many transcripts share a place.
    tables = TABLES.known(version, [SHARED])
    if not tables:
        tables = {SHARED: sources_and_places()}
        TABLES.add(version, tables)
    return {"people": people, **tables[SHARED]}


def names_of_speakers(slugs: Collection[str], version: int | None = None) -> dict[str, str]:
    """Return the names of public speakers by slug. One query, none where all are known.

    Names are known for a version of the archive, by default the present one.
    """
    version = archive_version.current() if version is None else version
    known = PEOPLE.known(version, slugs)
    if missing := [slug for slug in slugs if slug not in known]:
        found = dict(rows(f"SELECT slug, name FROM archive_speaker WHERE slug IN ([%s]) AND {SPEAKS}", missing))
        read = {slug: found.get(slug, "") for slug in missing}
        PEOPLE.add(version, read)
        known |= read
    return {slug: name for slug, name in known.items() if name}


def sources_and_places() -> Mapping[NameTable, Mapping[str, str]]:
    """Return the name of every source and place of a public transcript by its slug. One query."""
    sources = public_sources().order_by().annotate(table=Value("sources")).values_list("table", "slug", "name")
    found = Transcript.objects.published().exclude(place_slug="").order_by().annotate(table=Value("places"))
    written = found.values_list("table", "place_slug", "place").union(sources)
    names: dict[NameTable, dict[str, str]] = {"sources": {}, "places": {}}
    for table, slug, name in sorted(written):
        names[table][slug] = name
    return names


def script_typed(name: str) -> str:
    """Return the script of a name's first letter as Unicode calls it, empty for Latin letters and where there is none."""
    first = next((unicodedata.name(char, "").partition(" ")[0] for char in name if char.isalpha()), "")
    return "" if first == "LATIN" else SAME.get(first, first)


def names_typed(query: str, names: Names) -> dict[tuple[str, str], str]:
    """Return the people whom a query names in another script than Latin, each with what was typed."""
    found: dict[tuple[str, str], str] = {}
    query_pieces = list(pieces(query))
    for field, value in itertools.pairwise(query_pieces):
        if _names_a_person(field) and script_typed(value.text):
            for key in values_of(facets.TABLE.words[field.text], value.text, names):
                found.setdefault(key, value.text)
    return found


def _names_a_person(piece: QueryPiece) -> bool:
    key = facets.TABLE.words.get(piece.text, "") if piece.kind == "field" else ""
    return bool(key) and facets.TABLE[key].names_from == "people"


def in_script_typed(labels: Labels, typed: Mapping[tuple[str, str], str]) -> Labels:
    """Return names of people in the script in which they were asked for. One query, none where all was typed in Latin.

    A name that is not known in that script is said as it was typed, with the known one in brackets, where it can mean one only.
    """
    known = {key: name for key, name in labels.items() if key in typed and script_typed(name) != script_typed(typed[key])}
    if not known:
        return labels
    aliases: dict[str, list[str]] = {}
    for slug, name in public_aliases().filter(speaker__slug__in={slug for _, slug in known}).values_list("speaker__slug", "name"):
        aliases.setdefault(slug, []).append(name)
    meant = list(typed.values())
    as_typed = {
        key: best_name(aliases.get(key[1], ()), typed[key])
        or (f"{typed[key]} ({name})" if meant.count(typed[key]) == 1 else name)
        for key, name in known.items()
    }
    return {**labels, **as_typed}


def best_name(names: Iterable[str], typed: str) -> str:
    """Return the name in the script typed that has most of the words typed, the fullest of several; empty where none is in it."""
    words, script = set(folded_words(typed)), script_typed(typed)
    alike = [name for name in names if script_typed(name) == script]
    return max(alike, key=lambda name: (len(words & set(folded_words(name))), len(name), name), default="")


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
            checksum = crc32("\n".join(values).encode())  # the index may be behind the archive for a moment
            self._tables[key] = VersionCache().get(f"words_of_names:{key}", lambda: words_of_names(key, values), checksum)
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
