"""The names of facets' values: slugs and codes become what a reader is shown. A query for people, one for sources and places."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.conf.locale import LANG_INFO
from django.db.models import Value

from archive.countries import LAYER_TABLE, all_groups, country_name
from archive.models import EventKind, Record, Source, Speaker, Transcript
from archive.statistics import Figures

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


def labels_of(wanted: Mapping[str, Collection[str]]) -> Labels:
    """Return the names of values, asked for by facet; a value that is not known is its own name."""
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
    more = Figures().kept("sources_and_places", sources_and_places) if needs_more else {}
    for key, values in wanted.items():
        names = known.get(key, {})
        found |= {(key, value): names.get(value) or more.get((key, value)) or plain_name(key, value) for value in values}
    return found


def plain_name(key: str, value: str) -> str:
    """Return the name of a value that no table of the database holds."""
    if key == "language":
        return str(LANG_INFO.get(value, {}).get("name", value))
    if key == "office":
        return value.replace("-", " ").capitalize()
    return country_name(value)


def names_of_speakers(slugs: Collection[str]) -> dict[str, str]:
    """Return speakers' names by slug."""
    return dict(Speaker.objects.filter(slug__in=slugs).values_list("slug", "name")) if slugs else {}


def sources_and_places() -> Labels:
    """Return every source's and every public transcript's place's name by its slug. One query."""
    sources = Source.objects.order_by().annotate(key=Value("source")).values_list("key", "slug", "name")
    found = Transcript.objects.published().exclude(place_slug="").order_by().annotate(key=Value("place"))
    written = found.values_list("key", "place_slug", "place").union(sources)
    return {(key, slug): name for key, slug, name in sorted(written)}
