"""Home, transcript, record, speaker and country pages."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.countries import COUNT_CHOICES, COUNTED_LAYERS, LAYER_TABLE, all_countries, code_of, country_name, disputed_in_words
from archive.formats.page_metadata import meta_tags, record_data, transcript_data
from archive.models import EventKind, FormerSpeakerSlug, Record, Speaker, Transcript
from archive.models.collection import TranscriptQuerySet
from archive.pages import presenters, public_pages
from archive.pages.country_pages import mentioning, percent, said_by, together_table, year_table
from archive.pages.html.charts import year_chart
from archive.pages.http_answers import NOT_KEPT
from archive.pages.links import address_of, page_links, search_url, values_url, with_parameter
from archive.pages.listing import Link, listing
from archive.pages.page_cache import cached
from archive.pages.public_pages import public_aliases, public_speakers
from archive.pages.quoted import asked_quote, marked, show_quote
from archive.pages.takeaway.citations import cited_record, cited_transcript
from archive.pages.takeaway.downloads import attachment
from archive.pages.takeaway.signposting import signposts
from archive.pages.transcript_pages import Paging
from archive.statistics.overview import NEWEST, Figures
from archive.statistics.queries import newest_offices
from archive.text.numbers import ascii_digits
from archive.text.surnames import parted, sort_key
from archive.text.typed_input import printable

MOST_LISTED = 12
DESCRIPTION_LENGTH = 200


@require_safe
@cached
def home(request: HttpRequest) -> HttpResponse:
    """Show what the archive is, how much it contains, and ways in."""
    figures = Figures()
    countries = [country for country in figures.countries() if country.layer in COUNTED_LAYERS]
    context = {
        "totals": figures.totals(),
        "chart": year_chart(figures.years(), figures.records()),
        "newest": with_counts(Transcript.objects.published().newest_first())[:NEWEST],
        "countries": countries[:MOST_LISTED],
        "speakers": figures.speakers()[:MOST_LISTED],
    }
    return render(request, "home.html", context)


KIND_LABELS = {str(value): str(label) for value, label in EventKind.choices}


@require_safe
@cached
def transcripts(request: HttpRequest) -> HttpResponse:
    """List all transcripts, newest first, narrowed by `year` and `kind`. An unknown value gives an empty list."""
    years = [str(year) for year in Figures().transcript_years()]
    year, kind = ascii_digits(printable(request.GET.get("year", ""))), printable(request.GET.get("kind", ""))
    published = Transcript.objects.published()
    if year:
        published = published.filter(date__year=year) if year in years else published.none()
    if kind:
        published = published.filter(kind=kind)
    page = Paginator(with_counts(published.newest_first()), settings.LIST_PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "pages": page_links(request, page),
        "years": choices(request, "year", {year: year for year in years}, year),
        "kinds": choices(request, "kind", dict(EventKind.choices), kind),
        "narrowed": " · ".join(part for part in (year, KIND_LABELS.get(kind, kind)) if part),
    }
    return render(request, "transcripts.html", context)


@require_safe
@cached
def transcript(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a transcript, a very long one by pages. `q` is highlighted; `mentions=off` leaves countries unmarked."""
    found = get_object_or_404(Transcript.objects.select_related("source"), slug=slug)
    if found.state != Transcript.State.PUBLISHED:
        return public_pages.not_public(request, found)
    paging = Paging(request, found)
    if paging.led_to:
        return redirect(paging.led_to)
    marking = request.GET.get("mentions") != "off"
    asked = asked_quote(request.GET)
    quoted = show_quote(paging, asked, mark_countries=marking, moves="page" not in request.GET) if asked else None
    revision = found.revisions.defer("content").order_by("-number").first()
    cited = cited_transcript(request, found, revision.number if revision else 0)
    context = {
        "transcript": found,
        "paging": paging,
        "records": quoted.records if quoted else paging.read(mark_countries=marking),
        "quoted": quoted,
        "revision": revision,
        "marking": marking,
        "marking_url": with_parameter(request, "mentions", "off" if marking else "", page=paging.part.number),
        "query": request.GET.get("q", "")[: settings.QUERY_LENGTH_LIMIT],
        "cited": cited,
        "meta_tags": meta_tags(cited),
        "linked_data": transcript_data(cited),
    }
    return render(request, "transcript.html", context)


@require_safe
def original(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve the latest uploaded file."""
    found = get_object_or_404(Transcript, slug=slug)
    if found.state != Transcript.State.PUBLISHED:
        return public_pages.not_public(request, found)
    newest = found.revisions.select_related("original").defer("content").order_by("-number").first()
    if newest is None:
        raise Http404("No file is kept for this transcript.")
    return attachment(newest)


@require_safe
@cached
def record(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one statement or Q&A pair."""
    found = public_pages.public_record(request, slug, number)
    if isinstance(found, HttpResponse):
        return found
    of = found.transcript
    cited, asked, items = cited_record(request, found), asked_quote(request.GET), presenters.read([found])
    quoted = marked(items, asked) if asked else None
    item = quoted.records[0] if quoted else items[0]
    context = {
        "transcript": of,
        "item": item,
        "quoted": quoted,
        "cited": cited,
        "meta_tags": meta_tags(cited),
        "linked_data": record_data(
            cited, item.question, item.said, request.build_absolute_uri(of.get_absolute_url()), item.named_countries
        ),
        "revision_number": cited.revision,
        "place": of.records.filter(position__lte=found.position).count(),
        "of": of.records.count(),
        "previous": of.records.filter(position__lt=found.position).order_by("-position").first(),
        "next": of.records.filter(position__gt=found.position).order_by("position").first(),
    }
    response = render(request, "record.html", context)
    response.headers["Link"] = signposts(found.get_absolute_url(), address_of("cite_record", slug, number))
    return response


@require_safe
def speakers(request: HttpRequest) -> HttpResponse:
    """List everybody who makes statements or answers. Editors get a link to the possible duplicates too."""
    if not _may_review_speakers(request):
        return cached(_speakers)(request)  # type: ignore[return-value]
    response = _speakers(request, reverse("admin:archive_speaker_review"))
    response.headers["Cache-Control"] = NOT_KEPT
    return response


def _may_review_speakers(request: HttpRequest) -> bool:
    """Tell whether an editor asks. Nobody is looked up for a visitor without a session."""
    is_known = settings.SESSION_COOKIE_NAME in request.COOKIES
    return is_known and request.user.is_staff and request.user.has_perm("archive.change_speaker")


def _speakers(request: HttpRequest, duplicates_url: str = "") -> HttpResponse:
    """List speakers by surname, with the latest printed office."""
    listed = listing(request, Figures().speakers(), sort_key=sort_key)
    names = {who.slug: parted(who.name) for who in listed.page.object_list}
    context = {"listing": listed, "names": names, "offices": newest_offices(list(names)), "duplicates_url": duplicates_url}
    return render(request, "speakers.html", context)


@require_safe
@cached
def speaker(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a person: offices, years, countries, newest records."""
    person = Speaker.objects.filter(slug=slug).first()
    if person is None:
        known = FormerSpeakerSlug.objects.filter(
            speaker__in=public_speakers()
        )  # the new slug would reveal a name that is not public
        former = get_object_or_404(known.select_related("speaker"), slug=slug)
        return redirect(former.speaker, permanent=True)
    figures = Figures()
    years = figures.speaker_years(person)
    named = [country for country in figures.speaker_countries(person) if country.layer in COUNTED_LAYERS]
    figure = figures.speaker(person)
    if figure is None and not person.turns.filter(transcript__state=Transcript.State.PUBLISHED).exists():
        raise Http404("Nothing about this person is public.")
    context = {
        "speaker": person,
        "figure": figure,
        "aliases": figures.cache.get(f"aliases:{person.pk}", lambda: other_names(person)),
        "country_name": country_name(person.country) if person.country else "",
        "offices": figures.speaker_offices(person),
        "chart": year_chart(years, figure.records if figure else 0, speaker=slug),
        "countries": named[:MOST_LISTED],
        "newest": said_by(figures.speaker_newest(person), person.pk),
        "search_url": search_url(speaker=slug),
    }
    return render(request, "speaker.html", context)


@require_safe
@cached
def countries(request: HttpRequest) -> HttpResponse:
    """List the countries, organisations, disputed places and historic states mentioned."""
    layer = request.GET.get("layer", "")
    layer = layer if layer in LAYERS else ""
    wanted = COUNTED_LAYERS if not layer else (layer,)
    found = [country for country in Figures().countries() if country.layer in wanted]
    counting = "" if layer else COUNT_CHOICES[""].sentence
    context = {
        "listing": listing(request, found),
        "layers": choices(request, "layer", LAYERS, layer, every="Countries"),
        "heading": LAYERS.get(layer, "Countries"),
        "layer": layer,
        "counting": counting,
    }
    return render(request, "countries.html", context)


LAYERS = {key: LAYER_TABLE[key].plural for key in ("organisation", "disputed", "historic")}


@require_safe
@cached
def country(request: HttpRequest, code: str) -> HttpResponse:
    """Show who mentions a country, when and in which words."""
    known = code_of(code)
    if known is None or known.casefold() != code.casefold():
        raise Http404("No such country.")
    if known != code:
        return redirect("country", known, permanent=True)
    figures = Figures()
    name = country_name(code)
    figure = next((figure for figure in figures.countries() if figure.code == code), None)
    key = LAYER_TABLE[figure.layer].filter if figure else "country"
    places = figures.places_only(code)
    context = {
        "code": code,
        "name": name,
        "figure": figure,
        "kind": LAYER_TABLE[figure.layer].kind if figure else ("Country" if code in all_countries() else "Name"),
        "words": figures.country_words(code)[: 2 * MOST_LISTED],
        "counting": COUNT_CHOICES[""].sentence if key == "country" else "",
        "places_only": places,
        "places_url": search_url(country=code, layer="place") if places else "",
        "speakers": [(who, search_url(speaker=who.slug, **{key: code})) for who in figures.country_speakers(code, MOST_LISTED)],
        "speakers_url": values_url("speaker", **{key: code}),
        "chart": year_chart(figures.country_years(code), figure.records if figure else 0, **{key: code}),
        "share": percent(figure.records, figures.records()) if figure else "",
        "years": year_table(request, figures, code, key),
        "together": together_table(request, figures, code, key),
        "newest": mentioning(figures.country_newest(code), code),
        "search_url": search_url(**{key: code}),
    }
    return render(request, "country.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Describe the archive and how its counts are to be read."""
    return render(request, "about.html", {"totals": Figures().totals(), "disputed": disputed_in_words()})


def other_names(person: Speaker) -> list[str]:
    names = public_aliases().filter(speaker=person).exclude(name=person.name)
    return list(names.values_list("name", flat=True))


def choices(request: HttpRequest, key: str, labels: dict[str, str], chosen: str, every: str = "All") -> tuple[Link, ...]:
    one = (Link(label, with_parameter(request, key, value), current=value == chosen) for value, label in labels.items())
    return (Link(every, with_parameter(request, key, ""), current=not chosen), *one)


def with_counts(found: TranscriptQuerySet) -> TranscriptQuerySet:
    """Count each transcript's records in the query that loads it."""
    records = Record.objects.filter(transcript=OuterRef("pk")).order_by().values("transcript").annotate(number=Count("pk"))
    return found.select_related("source").annotate(record_count=Coalesce(Subquery(records.values("number")), 0))
