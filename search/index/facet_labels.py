"""Display names of facet values: slugs and codes to labels. One query for people, one for sources and places.

A person who was searched for in another script is named in that script: “Тервонен” gives “Алма Тервонен”, not “Alma Tervonen”.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Value

from archive.models import Transcript
from archive.models.flat_rows import rows
from archive.pages.public_pages import SPEAKS, public_aliases, public_sources
from archive.statistics.version_cache import VersionCache
from search import facets
from search.query.facet_table import NameTable
from search.query.lexer import QueryPiece, pieces
from search.query.query_fields import Names, values_of
from search.text.words import folded_words

Labels = dict[tuple[str, str], str]
SAME = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "KATAKANA-HIRAGANA": "CJK", "KANGXI": "CJK"}


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
    people = names_of_speakers(values["people"])
    if not values["sources"] and not values["places"]:
        return {"people": people, "sources": {}, "places": {}}
    # Read once a version of the archive: many transcripts share a place.
    return {"people": people, **VersionCache().get("sources_and_places", sources_and_places)}


def names_of_speakers(slugs: Collection[str]) -> dict[str, str]:
    return dict(rows(f"SELECT slug, name FROM archive_speaker WHERE slug IN ([%s]) AND {SPEAKS}", slugs)) if slugs else {}


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
    said = list(pieces(query))
    for field, value in itertools.pairwise(said):
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
    said = {
        key: best_name(aliases.get(key[1], ()), typed[key])
        or (f"{typed[key]} ({name})" if meant.count(typed[key]) == 1 else name)
        for key, name in known.items()
    }
    return {**labels, **said}


def best_name(names: Iterable[str], typed: str) -> str:
    """Return the name in the script typed that has most of the words typed, the fullest of several; empty where none is in it."""
    words, script = set(folded_words(typed)), script_typed(typed)
    alike = [name for name in names if script_typed(name) == script]
    return max(alike, key=lambda name: (len(words & set(folded_words(name))), len(name), name), default="")
