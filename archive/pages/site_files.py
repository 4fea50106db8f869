"""What programs ask a site for at fixed addresses: robots.txt, the icon, the description of the search, a sign of life."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from archive.pages.links import site_of


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers to read the transcripts and leave the endless combinations of filters alone."""
    return render(request, "robots.txt", {"site": site_of(request)}, content_type="text/plain; charset=utf-8")


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Describe the search to browsers, which then offer it in their address bar (OpenSearch 1.1)."""
    return render(
        request, "opensearch.xml", {"site": site_of(request)}, content_type="application/opensearchdescription+xml; charset=utf-8"
    )


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead programs that ask at the usual place to the icon."""
    return redirect(static("img/favicon.svg"))


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer that this process is alive; whether it can do its work is what /readyz says."""
    return JsonResponse({"status": "ok"})
