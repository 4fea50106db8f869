"""The page that says why a record counts as mentioning a country."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive import reading
from archive.countries import country_name
from archive.evidence import reason, sentences
from archive.views import public_record


@require_safe
def why(request: HttpRequest, slug: str, number: int, code: str) -> HttpResponse:
    """Show the sentences in which a record mentions a country, with the words, the layer and the rule."""
    found = public_record(request, slug, number)
    if isinstance(found, HttpResponse):
        return found
    mentions = [mention for mention in found.mentions.all() if mention.code == code]
    said = [(sentence, map(reason, sentence.mentions)) for sentence in sentences(found.turns.all(), mentions)]
    if not said:
        raise Http404("This record does not mention that.")
    item = reading.read([found])[0]
    context = {"transcript": found.transcript, "item": item, "code": code, "name": country_name(code), "sentences": said}
    return render(request, "why.html", context)
