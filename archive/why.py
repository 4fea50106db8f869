"""The page that says why a record counts as mentioning a country."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive import reading
from archive.countries import country_name
from archive.evidence import sentences
from archive.models import Transcript
from archive.views import not_public, retired


@require_safe
def why(request: HttpRequest, slug: str, number: int, code: str) -> HttpResponse:
    """Show the sentences in which a record mentions a country, with the words, the layer and the rule."""
    of = get_object_or_404(Transcript.objects.select_related("source"), slug=slug)
    if of.state != "published":
        return not_public(request, of)
    found = reading.whole(of.records.filter(number=number)).first()
    if found is None:
        return retired(request, of, number)
    found.transcript = of
    said = list(sentences(found, code))
    if not said:
        raise Http404("This record does not mention that.")
    item = reading.read([found])[0]
    context = {"transcript": of, "item": item, "code": code, "name": country_name(code), "sentences": said}
    return render(request, "why.html", context)
