"""Fixed addresses for programs: robots.txt, the icon, the search description, the health check."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from archive.pages.links import site_of


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
