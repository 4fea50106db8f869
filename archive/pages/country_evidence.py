"""The page that shows why a record counts as mentioning a country."""

from __future__ import annotations

from itertools import islice

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.countries import country_name
from archive.mentions.evidence import reason, sentences
from archive.models import Mention, Record
from archive.pages import presenters
from archive.pages.public_pages import public_record
from archive.statistics.definitions import NOT_COUNTED

SHORT_COUNT = 2  # sentences
SHORT_LENGTH = 220  # characters of a sentence


@require_safe
def why(request: HttpRequest, slug: str, number: int, code: str) -> HttpResponse:
    """Show the sentences in which a record mentions a country, with the words, the layer and the rule."""
    found = public_record(request, slug, number)
    if isinstance(found, HttpResponse):
        return found
    said = [(sentence, map(reason, sentence.mentions)) for sentence in sentences(found.turns.all(), mentions_of(found, code))]
    item = presenters.read([found])[0]
    context = {"transcript": found.transcript, "item": item, "code": code, "name": country_name(code), "sentences": said}
    context["counted"] = any(mention.layer not in NOT_COUNTED for mention in mentions_of(found, code))
    return render(request, "why.html", context)


@require_safe
def why_in_short(request: HttpRequest, slug: str, number: int, code: str) -> HttpResponse:
    """Show the first of these sentences, shortened, as a fragment that a script inserts under a country."""
    found = public_record(request, slug, number)
    if isinstance(found, HttpResponse):
        return found
    mentions = mentions_of(found, code)
    said = list(islice(sentences(found.turns.all(), mentions, SHORT_LENGTH), SHORT_COUNT))
    more = len(mentions) - sum(len(sentence.mentions) for sentence in said)
    return render(request, "_why_in_short.html", {"transcript": found.transcript, "sentences": said, "more": more})


def mentions_of(record: Record, code: str) -> list[Mention]:
    """Return a record's mentions of a country. Raises Http404 if it has none."""
    if found := [mention for mention in record.mentions.all() if mention.code == code]:
        return found
    raise Http404("This record does not mention it.")
