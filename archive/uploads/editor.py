"""The page on which a draft is corrected: one form, and a button for every step. Complete without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from archive.forms import DetailsForm
from archive.importing import Outcome
from archive.models import Source, Transcript, Turn, Upload
from archive.parsing.types import ParsedTranscript
from archive.uploads import steps
from archive.uploads.changes import changes_to
from archive.uploads.draft import Draft
from archive.uploads.posted import Posted, take_over
from archive.uploads.preview import preview
from archive.uploads.publishing import Hindered, alike_to, apart_from, obstacles, people_for, publish, standing_of, target_of
from archive.uploads.reading import read
from archive.uploads.taking import save
from archive.uploads.who import editor

GONE = "This upload does not wait any longer: it was published or discarded."
STALE = "This draft was changed in another window meanwhile. Here it is as it stands; what was just filled in was not saved."


def answer(request: HttpRequest, upload: Upload, site: Mapping[str, Any]) -> HttpResponse:
    """Show the draft, or do what was asked and show it again where it was."""
    if request.method != "POST":
        return _show(request, upload, Draft.from_json(upload.draft), site)
    with transaction.atomic():
        still = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk).first()
        if still is None:
            return gone(request)
        upload = still
        draft = Draft.from_json(upload.draft)
        if request.POST.get("edits") != str(draft.edits):
            return _stale(request, upload)
        posted = take_over(draft, request.POST)
        step = steps.take(request.POST.get("do", "save"), posted.draft, lambda: reread(upload))
        posted.draft = replace(step.draft, edits=draft.edits + 1)
        save(upload, posted.draft)
    return _after(request, upload, posted, step, site)


def reread(upload: Upload) -> ParsedTranscript:
    """Read the file again, as if it had just been dropped."""
    return read(bytes(upload.data), upload.file_name)


def gone(request: HttpRequest) -> HttpResponse:
    """Say that a draft does not wait any longer."""
    if _wants_json(request):
        return JsonResponse({"error": GONE}, status=409)
    messages.warning(request, GONE)
    return redirect("admin:archive_upload_changelist")


def _stale(request: HttpRequest, upload: Upload) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"error": STALE}, status=409)
    messages.warning(request, STALE)
    return redirect("admin:archive_upload_change", upload.pk)


def _wants_json(request: HttpRequest) -> bool:
    """Say whether it is the page's script that saves, in the background."""
    return "application/json" in request.headers.get("accept", "")


def _after(request: HttpRequest, upload: Upload, posted: Posted, step: steps.Step, site: Mapping[str, Any]) -> HttpResponse:
    """Say what was done; where something could not be taken over, show the page with it still filled in."""
    errors = [*posted.errors, *([step.error] if step.error else [])]
    if _wants_json(request):
        fields = {name: [str(error) for error in given] for name, given in posted.details.errors.items()}
        values = posted.told_otherwise(request.POST)
        return JsonResponse({"edits": posted.draft.edits, "errors": errors, "fields": fields, "values": values})
    for error in errors:
        messages.error(request, error)
    if not posted.is_whole:
        messages.error(request, "Not everything could be saved: see what is said at the fields.")
        return _show(request, upload, posted.draft, site, posted.details)
    if step.state:
        return _publish(request, upload, posted.draft, step.state)
    if step.said and not step.error:
        messages.success(request, step.said)
    return redirect(reverse("admin:archive_upload_change", args=[upload.pk]) + step.anchor)


def _publish(request: HttpRequest, upload: Upload, draft: Draft, state: str) -> HttpResponse:
    try:
        outcome = publish(upload, draft, state, editor(request), request.POST.get("against"))
    except Hindered as hindered:
        for obstacle in hindered.obstacles:
            messages.error(request, obstacle)
        return redirect("admin:archive_upload_change", upload.pk)
    messages.success(request, said_of(outcome))
    return redirect("admin:archive_upload_changelist")


def said_of(outcome: Outcome) -> str:
    """Say what came of publishing, with links to the pages."""
    transcript = outcome.transcript
    done = {"created": "is stored", "revised": "has a new revision", "unchanged": "was as this already"}[outcome.status]
    state = transcript.get_state_display().lower()
    records = f"{outcome.records} record{'' if outcome.records == 1 else 's'}"
    edit = reverse("admin:archive_transcript_change", args=[transcript.pk])
    said = format_html('“<a href="{}">{}</a>” {}: {}, {}.', edit, transcript.title, done, records, state)
    if transcript.state == Transcript.State.PUBLISHED:
        said += format_html(' <a href="{}">View on the site</a>.', transcript.get_absolute_url())
    return said


def _show(
    request: HttpRequest, upload: Upload, draft: Draft, site: Mapping[str, Any], details: DetailsForm | None = None
) -> HttpResponse:
    people = people_for(upload, draft)
    form = details or DetailsForm.of(draft.reading)
    target = target_of(upload, draft)
    context = {
        **site,
        "is_nav_sidebar_enabled": False,
        "title": draft.reading.title or upload.file_name,
        "upload": upload,
        "draft": draft,
        "details": list(form.say_where_found(draft.reading)),
        "people": people,
        "hindrances": obstacles(draft.reading, people),
        "preview": preview(draft.reading),
        "roles": Turn.Role.choices,
        "publishers": Source.objects.values_list("name", flat=True),
        "changes": changes_to(target, draft.reading) if target else None,
        "against": standing_of(target),
        "apart_from": apart_from(upload, draft),
        "alike": alike_to(draft, target),
        "opts": Upload._meta,
    }
    return TemplateResponse(request, "admin/archive/upload/change_form.html", context)
