"""Display names of facet values: slugs and codes to labels. One query for people, one for sources and places."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Value

from archive.models import Transcript
from archive.models.flat_rows import rows
from archive.pages.public_names import SPEAKS, public_sources
from archive.statistics.version_cache import VersionCache
from search import facets
from search.query.facet_table import NameTable

Labels = dict[tuple[str, str], str]


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
