"""The names of facets' values: slugs and codes become what a reader is shown. One query for all people, one each else."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.conf.locale import LANG_INFO

from archive.countries import all_groups, country_name
from archive.models import EventKind, Record, Source, Speaker, Transcript

FACET_LABELS = {
    "speaker": "Speaker",
    "country": "Country mentioned",
    "kind": "Kind of record",
    "event": "Kind of event",
    "source": "Source",
    "place": "Place",
    "org": "Organisation",
    "asker": "Asked by",
    "office": "Office",
    "language": "Language",
    "disputed": "Disputed place",
    "historic": "Historic state",
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
        "source": names_of_sources(wanted.get("source", ())),
        "place": names_of_places(wanted.get("place", ())),
    }
    for key, values in wanted.items():
        found |= {(key, value): known.get(key, {}).get(value) or plain_name(key, value) for value in values}
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


def names_of_sources(slugs: Collection[str]) -> dict[str, str]:
    """Return sources' names by slug."""
    return dict(Source.objects.filter(slug__in=slugs).values_list("slug", "name")) if slugs else {}


def names_of_places(slugs: Collection[str]) -> dict[str, str]:
    """Return places as they are written, by slug."""
    if not slugs:
        return {}
    places = Transcript.objects.filter(place_slug__in=slugs).order_by("place_slug", "place")
    return dict(places.values_list("place_slug", "place").distinct())
