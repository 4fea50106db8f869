"""Lists of the archive's objects, and single objects.

Lists follow the order of arrival, which no change disturbs: a client that follows `next` sees each object once, and finds new
arrivals at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from archive.countries import code_of
from archive.models import EventKind, FormerSpeakerSlug, Record, Transcript
from archive.pages.links import address_of, site_of
from archive.pages.public_pages import CORRECTED, WITHDRAWN, public_aliases, public_sources, public_speakers, retired_record
from archive.statistics.overview import Figures
from archive.statistics.queries import CountryFigure
from search.api import things
from search.api.api_view import Found, GoneError, api, page
from search.api.parameters import DATE, NAME, SIZED, choice, cursor, matching, one, size_of
from search.query.dates import first_day, last_day, read_date

Kept = TypeVar("Kept", bound=Model)
NUMBERED = cursor("^[0-9]{1,18}$", "20")
SOURCE = matching("source", "Who published it: the id of a source.", NAME, "ministry-of-foreign-affairs")
KIND = choice("kind", "The kind of event.", EventKind.values)
FROM = matching("from", "First day of the event: a year, month or day.", DATE, "2023-03")
TO = matching("to", "Last day of the event, included whole: a year, month or day.", DATE, "2023-03-15")
TRANSCRIPTS = (SOURCE, KIND, FROM, TO, NUMBERED, SIZED)
OF_TRANSCRIPT = matching("transcript", "The id of a transcript.", NAME, "news-conference")
RECORDS = (OF_TRANSCRIPT, choice("kind", "The kind of record.", Record.Kind.values), NUMBERED, SIZED)
COUNTRIES = (cursor(NAME, "GR"), SIZED)
NAMED = (NUMBERED, SIZED)


@api(*TRANSCRIPTS)
def transcripts(request: HttpRequest, found: Found) -> dict[str, Any]:
    """List transcripts."""
    chosen = _narrowed(found, Transcript.objects.published().select_related("source"), source="source__slug", kind="kind")
    for key, bound, day in (("from", "date__gte", first_day), ("to", "date__lte", last_day)):
        if typed := one(found, key):
            date = read_date(typed)
            chosen = chosen.filter(**{bound: day(date)}) if date else chosen.none()
    return _listed(request, found, "transcripts", chosen, lambda items: [_of_transcript(request, item) for item in items])


@api(*RECORDS)
def records(request: HttpRequest, found: Found) -> dict[str, Any]:
    """List records with their words."""
    published = Record.objects.published().select_related("transcript__source")
    chosen = _narrowed(found, published, transcript="transcript__slug", kind="kind")
    return _listed(request, found, "records", chosen, lambda items: things.records(items, site_of(request)))


@api(*NAMED)
def speakers(request: HttpRequest, found: Found) -> dict[str, Any]:
    """List speakers."""
    site = site_of(request)
    return _listed(
        request, found, "speakers", public_speakers(), lambda items: [things.speaker_in_list(one, site) for one in items]
    )


@api(*NAMED)
def sources(request: HttpRequest, found: Found) -> dict[str, Any]:
    site = site_of(request)
    return _listed(request, found, "sources", public_sources(), lambda items: [things.source_in_list(one, site) for one in items])


@api(*COUNTRIES)
def countries(request: HttpRequest, found: Found) -> dict[str, Any]:
    """List the mentioned entries of the gazetteer, by code."""
    after, size, site = one(found, "cursor"), size_of(found), site_of(request)
    rest = sorted((figure for figure in Figures().countries() if figure.code > after), key=lambda figure: figure.code)
    following = rest[size - 1].code if len(rest) > size else ""
    return page(request, "countries", [things.country_in_list(figure, site) for figure in rest[:size]], following)


@api()
def transcript(request: HttpRequest, found: Found, slug: str) -> dict[str, Any]:
    """Return one transcript with all its words."""
    return things.whole_transcript(_public_transcript(slug), site_of(request))


@api()
def record(request: HttpRequest, found: Found, slug: str, number: int) -> dict[str, Any]:
    """Return one record with its words."""
    of = _public_transcript(slug)
    kept = of.records.filter(number=number).first()
    if kept is None:
        gone = retired_record(of, number)
        instead = address_of("api_record", slug, gone.replaced_by.number) if gone.replaced_by else ""
        replaced = {"replaced_by": site_of(request) + instead} if instead else {}
        raise GoneError(CORRECTED, **replaced)
    kept.transcript = of
    return things.records([kept], site_of(request))[0]


@api()
def speaker(request: HttpRequest, found: Found, slug: str) -> dict[str, Any] | HttpResponse:
    """Return one person: other names, offices."""
    person = public_speakers().filter(slug=slug).first()
    if person is None:
        former = FormerSpeakerSlug.objects.filter(speaker__in=public_speakers(), slug=slug).select_related("speaker").first()
        if former is None:
            raise Http404("There is no such speaker.")
        return HttpResponsePermanentRedirect(address_of("api_speaker", former.speaker.slug))
    figures = Figures()
    figure = figures.speaker(person)
    offices = [
        {"office": one.office, "first": _day(one.first), "last": _day(one.last), "records": one.records}
        for one in figures.speaker_offices(person)
    ]
    names = public_aliases().filter(speaker=person).exclude(name=person.name).values_list("name", flat=True)
    more = {"other_names": list(names), "records": figure.records if figure else 0, "offices": offices}
    return {**things.speaker_in_list(person, site_of(request)), **more}


@api()
def country(request: HttpRequest, found: Found, code: str) -> dict[str, Any] | HttpResponse:
    """Return one country: the number of records that mention it, by year."""
    known = code_of(code)
    figures = Figures()
    figure: CountryFigure | None = next((figure for figure in figures.countries() if figure.code == known), None)
    if known is None or figure is None or known.casefold() != code.casefold():
        raise Http404("Nothing public mentions such a country.")
    if known != code:
        return HttpResponsePermanentRedirect(address_of("api_country", known))
    years = [{"year": year, "records": number} for year, number in figures.country_years(known)]
    return {**things.country_in_list(figure, site_of(request)), "years": years}


@api()
def source(request: HttpRequest, found: Found, slug: str) -> dict[str, Any]:
    """Return one source with its number of transcripts."""
    kept = public_sources().filter(slug=slug).first()
    if kept is None:
        raise Http404("There is no such source.")
    number = Transcript.objects.published().filter(source=kept).count()
    return {**things.source_in_list(kept, site_of(request)), "transcripts": number}


def _narrowed(found: Found, chosen: QuerySet[Kept], **columns: str) -> QuerySet[Kept]:
    """Return what has the values asked for; `columns` says for each parameter where they stand."""
    return chosen.filter(**{column: value for key, column in columns.items() if (value := one(found, key))})


def _listed(
    request: HttpRequest, found: Found, key: str, chosen: QuerySet[Kept], as_json: Callable[[list[Kept]], list[dict[str, Any]]]
) -> dict[str, Any]:
    """Return the page after the cursor, which is a primary key."""
    size = size_of(found)
    items = list(chosen.filter(pk__gt=int(one(found, "cursor", "0"))).order_by("pk")[: size + 1])
    following = str(items[size - 1].pk) if len(items) > size else ""
    return page(request, key, as_json(items[:size]), following)


def _of_transcript(request: HttpRequest, of: Transcript) -> dict[str, Any]:
    return things.transcript_in_list(of, site_of(request))


def _public_transcript(slug: str) -> Transcript:
    of = Transcript.objects.select_related("source").filter(slug=slug).first()
    if of is not None and of.state == Transcript.State.WITHDRAWN:
        raise GoneError(WITHDRAWN)
    if of is None or of.state != Transcript.State.PUBLISHED:
        raise Http404("There is no such transcript.")
    return of


def _day(date: object) -> str | None:
    return str(date) if date else None
