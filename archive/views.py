"""Home, transcript, record, speaker and country pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe


def _not_built(request: HttpRequest, **where: object) -> HttpResponse:
    return HttpResponse("not built yet")


home = transcripts = transcript = original = record = _not_built
speakers = speaker = countries = country = about = _not_built


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer that the site is up."""
    return JsonResponse({"status": "ok"})
