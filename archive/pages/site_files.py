"""Fixed addresses for programs: robots.txt, sitemap.xml, the icon, the search description, the health check."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from archive.models import Transcript
from archive.pages.links import address_of, site_of
from archive.statistics.overview import Figures


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let crawlers read the transcripts and keep them away from combinations of filters."""
    return render(request, "robots.txt", {"site": site_of(request)}, content_type="text/plain; charset=utf-8")


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Describe the search to browsers, which can add it to their address bar (OpenSearch 1.1)."""
    return render(
        request, "opensearch.xml", {"site": site_of(request)}, content_type="application/opensearchdescription+xml; charset=utf-8"
    )


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Redirect /favicon.ico to the icon."""
    return redirect(static("img/favicon.svg"))


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer that this process is alive. Whether it is ready is what /readyz reports."""
    return JsonResponse({"status": "ok"})


if TYPE_CHECKING:
    _TranscriptMap = Sitemap[Transcript]
    _AddressMap = Sitemap[str]
else:  # Django's class takes no type parameters
    _TranscriptMap = _AddressMap = Sitemap


class Transcripts(_TranscriptMap):
    """Published transcripts, with the day of their last change."""

    limit = 5_000

    def items(self) -> QuerySet[Transcript]:
        """Return them in an order that does not change as others are added."""
        return Transcript.objects.filter(state=Transcript.State.PUBLISHED).order_by("pk").only("slug", "updated_at")

    def lastmod(self, item: Transcript) -> dt.datetime:
        return item.updated_at


class Speakers(_AddressMap):
    """Pages of speakers."""

    limit = 5_000

    def items(self) -> list[str]:
        return [address_of("speaker", person.slug) for person in Figures().speakers()]

    def location(self, item: str) -> str:
        return item


class Countries(Speakers):
    """Pages of countries."""

    def items(self) -> list[str]:
        return [address_of("country", country.code) for country in Figures().countries()]


SITEMAPS = {"transcripts": Transcripts, "speakers": Speakers, "countries": Countries}
