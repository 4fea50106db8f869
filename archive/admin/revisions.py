"""Restoring an earlier revision: a page that previews the changes, and the button that makes them."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from archive.importing.importer import ImportRefused
from archive.importing.undo_revision import Undoing, restore_revision, undoing
from archive.models import Transcript
from archive.text.numbers import read_int
from archive.uploads.uploader import editor


@require_http_methods(["GET", "HEAD", "POST"])
def restore_view(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    if not request.user.has_perm("archive.change_transcript"):
        raise PermissionDenied
    transcript = get_object_or_404(Transcript, pk=pk)
    try:
        if request.method == "POST":
            return _restore(request, transcript, number)
        return _show(request, transcript, undoing(transcript, number))
    except ImportRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("admin:archive_transcript_change", pk)


def _restore(request: HttpRequest, transcript: Transcript, number: int) -> HttpResponse:
    seen = read_int(request.POST.get("seen"))
    if seen is None:
        return redirect("admin:archive_transcript_restore", transcript.pk, number)
    outcome = restore_revision(transcript, number, editor(request), seen)
    last = outcome.transcript.revisions.order_by("-number").values_list("number", flat=True).first()
    messages.success(request, f"Revision {number} is current again, as revision {last}. The one before can be brought back too.")
    return redirect("admin:archive_transcript_change", transcript.pk)


def _show(request: HttpRequest, transcript: Transcript, change: Undoing) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": f"Restore revision {change.revision.number}?",
        "transcript": transcript,
        "change": change,
        "opts": Transcript._meta,
    }
    return TemplateResponse(request, "admin/archive/transcript/restore.html", context)
