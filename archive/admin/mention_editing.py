"""The countries mentioned in a transcript: what was found and why, with controls to reject, accept and add."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from archive.countries import COUNTRY_LAYERS, LAYER_TABLE
from archive.mentions.decisions import MentionRefused, accept, add, alike, mentions_by_words, reject
from archive.models import Mention, Transcript
from archive.text.numbers import read_int
from archive.uploads.uploader import editor


@require_http_methods(["GET", "HEAD", "POST"])
def mentions_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a transcript's mentions, and carry out an editor's decision."""
    if not request.user.has_perm("archive.change_transcript"):
        raise PermissionDenied
    transcript = get_object_or_404(Transcript, pk=pk)
    if request.method == "POST":
        return take(request, transcript)
    context = {
        **admin.site.each_context(request),
        "title": "Countries mentioned",
        "subtitle": str(transcript),
        "transcript": transcript,
        "groups": mentions_by_words(transcript),
        "country_layers": [LAYER_TABLE[key] for key in COUNTRY_LAYERS],
        "opts": Transcript._meta,
    }
    return TemplateResponse(request, "admin/archive/transcript/mentions.html", context)


def take(request: HttpRequest, transcript: Transcript) -> HttpResponse:
    """Carry out the pressed button and redirect to the same place."""
    if "add" in request.POST:
        take_addition(request, transcript)
        return back_to(transcript, "add")
    for verb, done in (("reject", reject), ("accept", accept)):
        for extent in ("", "-all"):
            number = read_int(request.POST.get(verb + extent))
            if number is not None:
                mention = Mention.objects.filter(pk=number, turn__transcript=transcript).select_related("turn").first()
                if mention is None:
                    messages.warning(request, "This mention no longer exists; nothing was changed.")
                    return back_to(transcript, "")
                done(transcript, alike(mention) if extent else [mention], editor(request))
                return back_to(transcript, f"mention-{number}" if extent else f"mention-{number}-place")
    return back_to(transcript, "")


def take_addition(request: HttpRequest, transcript: Transcript) -> None:
    """Add a mention wherever the given words occur, or say why that is not possible."""
    words, country = request.POST.get("words", ""), request.POST.get("country", "")
    try:
        count = add(transcript, words, country, request.POST.get("layer", ""), editor(request))
    except MentionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Added at {count} place{'' if count == 1 else 's'}.")


def back_to(transcript: Transcript, place: str) -> HttpResponse:
    return redirect(reverse("admin:archive_transcript_mentions", args=[transcript.pk]) + (f"#{place}" if place else ""))
