"""Answers of a draft's page when the draft accepts nothing any more: it has ended, or it is being published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html

from archive.models import Publication, Upload
from archive.signin.kept_forms import drop_kept, kept_for
from archive.uploads.ended_drafts import Ending, ending_of, typed_in

GONE = "This upload is no longer waiting: it was published or discarded."
LOOK = "Press “Save changes” to see what you typed and how to go on."
UNSENT = ("csrfmiddlewaretoken", "do", "edits", "against", "carried")


def gone(request: HttpRequest, key: int | None, site: Mapping[str, Any]) -> HttpResponse:
    """Say what became of a draft. If somebody was still typing, show what they typed and how to go on."""
    ending = ending_of(key)
    said = _said(ending)
    if wants_json(request):
        return JsonResponse({"error": f"{said} {LOOK}"}, status=409)
    sent = _sent(request)
    if sent is None or not typed_in(sent):
        messages.warning(request, said)
        return redirect("admin:archive_upload_changelist")
    may_correct = ending.transcript is not None and request.user.has_perm("archive.change_transcript")
    return _page(request, sent, {**site, "said": said, "ending": ending, "may_correct": may_correct})


def busy(request: HttpRequest, publication: Publication, site: Mapping[str, Any]) -> HttpResponse:
    """Say that a draft is being published, and show what somebody typed meanwhile."""
    said = f"This draft is being published, as {publication.user} has asked. It takes no corrections now."
    if wants_json(request):
        return JsonResponse({"error": f"{said} {LOOK}"}, status=409)
    sent = _sent(request)
    if sent is None or not typed_in(sent):
        return redirect("admin:archive_upload_publication", publication.pk)
    return _page(request, sent, {**site, "said": said, "publication": publication})


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the page's script is saving in the background."""
    return "application/json" in request.headers.get("accept", "")


def _sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent now, or before the editor signed in again."""
    kept = kept_for(request)
    drop_kept(request)
    return request.POST if request.method == "POST" else kept


def _page(request: HttpRequest, sent: QueryDict, told: Mapping[str, Any]) -> HttpResponse:
    context = {
        **told,
        "title": "What you typed is not saved",
        "opts": Upload._meta,
        "path": request.get_full_path(),
        "typed": typed_in(sent),
        "fields": [(name, value) for name, values in sent.lists() if name not in UNSENT for value in values],
    }
    return TemplateResponse(request, "admin/archive/upload/closed.html", context)


def _said(ending: Ending) -> str:
    if ending.entry is None:
        return GONE
    when = ending.entry.action_time
    if ending.transcript is None:
        return f"This upload is no longer waiting: {ending.entry.user} discarded it on {when:%d %B %Y at %H:%M}."
    said = "This upload is no longer waiting: {} published it on {} as “{}”."
    return format_html(said, ending.entry.user, f"{when:%d %B %Y at %H:%M}", ending.transcript)
