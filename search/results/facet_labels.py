"""The names of facets' values: slugs and codes become what a reader is shown. A query for people, one for sources and places."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.conf.locale import LANG_INFO
from django.db.models import Value

from archive.countries import LAYER_TABLE, all_groups, country_name
from archive.models import EventKind, Record, Transcript
from archive.pages.public_names import public_sources, public_speakers
from archive.statistics.version_cache import VersionCache

FACET_LABELS = {
    "speaker": "Speaker",
    "country": "Country mentioned",
    "kind": "Kind of record",
    "event": "Kind of event",
    "source": "Source",
    "place": "Place",
    "org": LAYER_TABLE["organisation"].kind,
    "asker": "Asked by",
    "office": "Office",
    "language": "Language",
    "disputed": LAYER_TABLE["disputed"].kind,
    "historic": LAYER_TABLE["historic"].kind,
    "group": "Group of countries",
}
Labels = dict[tuple[str, str], str]
# Filters whose values are names out of the archive's tables; only what is public gives them, nothing is made of the value.
OF_THE_ARCHIVE = frozenset({"speaker", "asker", "source", "place"})


def labels_of(wanted: Mapping[str, Collection[str]]) -> Labels:
    """Return the names of values, asked for by facet. People, sources and places that nothing public has are left out."""
    found: Labels = {}
    people = names_of_speakers({*wanted.get("speaker", ()), *wanted.get("asker", ())})
    known = {
        "speaker": people,
        "asker": people,
        "kind": dict(Record.Kind.choices),
        "event": dict(EventKind.choices),
        "group": dict(all_groups()),
    }
    needs_more = wanted.get("source") or wanted.get("place")
    # Read once a version of the archive: many transcripts share one place.
    more = VersionCache().get("sources_and_places", sources_and_places) if needs_more else {}
    for key, values in wanted.items():
        names = known.get(key, {})
        for value in values:
            name = names.get(value) or more.get((key, value)) or ("" if key in OF_THE_ARCHIVE else plain_name(key, value))
            if name:
                found[key, value] = name
    return found


def plain_name(key: str, value: str) -> str:
    """Return the name of a value that no table of the database holds."""
    if key == "language":
        return str(LANG_INFO.get(value, {}).get("name", value))
    if key == "office":
        return value.replace("-", " ").capitalize()
    return country_name(value)


def names_of_speakers(slugs: Collection[str]) -> dict[str, str]:
    """Return the names of public speakers by slug."""
    return dict(public_speakers().filter(slug__in=slugs).order_by().values_list("slug", "name")) if slugs else {}


def sources_and_places() -> Labels:
    """Return the name of every source and place of a public transcript by its slug. One query."""
    sources = public_sources().order_by().annotate(key=Value("source")).values_list("key", "slug", "name")
    found = Transcript.objects.published().exclude(place_slug="").order_by().annotate(key=Value("place"))
    written = found.values_list("key", "place_slug", "place").union(sources)
    return {(key, slug): name for key, slug, name in sorted(written)}
